"""Days: what the feeds give a running bot, written down in a file for each day in New York."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from bot.errors import PrebellError, SetupError
from bot.feeds.recorder import Recorder
from bot.feeds.recording import Recording
from bot.market.events import Article, CorporateAction, Event, Halt, Reference
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.owners import EVERYBODY
from bot.ports import Feed

LATEST = 5
"""Recordings that a rule is tried on: each takes a second or two, and a person waits."""

log = logging.getLogger(__name__)


class Days:
    """Writes each event into the file of its day; a day that was begun before has another file.

    A file begins with what stood when it was begun, for a feed tells that only as it changes. A
    disk that is full ends the recording of its day, and nothing else.
    """

    def __init__(self, folder: Path, *, title: str) -> None:
        """Prepare to write there; raises SetupError where `folder` cannot be made."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(
                f"{folder} cannot be made: {error.strerror}; name another place with data_dir in"
                " the settings, or write `feeds: record: false`"
            ) from error
        self._folder = folder
        self._title = title
        self._zone = ZoneInfo("America/New_York")
        self._day = date.min
        self._recorder: Recorder | None = None
        self._stands: dict[tuple[type, Symbol], Reference | CorporateAction | Halt] = {}
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over = True
        self._close()

    def take(self, event: Event) -> None:
        """Write one event down, where that can be done."""
        if self._over:
            return
        try:
            day = event.seen.astimezone(self._zone).date()
            if day > self._day:
                self._turn(day, event.seen)
            if self._recorder is not None:
                self._recorder.take(event)
        except PrebellError as error:
            log.error("the rest of the day is not recorded: %s", error)  # noqa: TRY400 (it says all)
            self._close()
        if isinstance(event, Reference | CorporateAction | Halt):
            self._stands[type(event), event.symbol] = event

    def _turn(self, day: date, now: datetime) -> None:
        self._close()
        self._day = day
        self._recorder = Recorder(self._unused(day), title=f"{self._title}, {day}", now=now)
        for event in self._stands.values():
            if _stands(event, now):
                self._recorder.take(replace(event, seen=now))

    def _unused(self, day: date) -> Path:
        file, number = self._folder / f"{day}.jsonl.gz", 1
        while file.exists():
            number += 1
            file = self._folder / f"{day}.{number}.jsonl.gz"
        return file

    def _close(self) -> None:
        if self._recorder is not None:
            self._recorder.close()
        self._recorder = None


class Kept:
    """Tells what another feed tells, each event once it was given to `take`.

    What a room's own feed tells is that room's, and a recording is whoever's who has it.
    """

    def __init__(self, feed: Feed, take: Callable[[Event], None]) -> None:
        self.name = feed.name
        self._feed = feed
        self._take = take

    @property
    def where(self) -> str:
        return self._feed.where

    async def events(self) -> AsyncIterator[Event | Refusal]:
        async for event in self._feed.events():
            if not isinstance(event, Refusal) and not _is_private(event):
                self._take(event)
            yield event


def latest(folder: Path) -> tuple[Path, ...]:
    """Return the last recordings there that hold an event, oldest first."""
    newest = sorted(folder.glob("*.jsonl*"), key=lambda file: file.stat().st_mtime, reverse=True)
    begun: list[tuple[datetime, Path]] = []
    for file in newest:
        if len(begun) < LATEST and (begins := _begins(file)) is not None:
            begun.append((begins, file))
    return tuple(file for _, file in sorted(begun))


def _begins(file: Path) -> datetime | None:
    try:
        return Recording(file).begins
    except SetupError:  # a process may end before the first event, or in its line
        return None


def _is_private(event: Event) -> bool:
    return isinstance(event, Article) and event.owner != EVERYBODY


# A split that has taken effect is in the references told since, and must not be done twice.
def _stands(event: Reference | CorporateAction | Halt, now: datetime) -> bool:
    match event:
        case CorporateAction():
            return event.effective > now
        case Halt():
            return event.resumes is None or event.resumes > now
    return True
