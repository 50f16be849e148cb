"""The past a rule is tried on: a recording or bars, and what the latter cannot know."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import figures
from bot.feeds.bars import ASSUMED, Bars
from bot.feeds.recording import Recording
from bot.market.events import Event
from bot.market.instruments import Asset
from bot.market.sanity import FURTHEST_AHEAD, Refusal
from bot.market.sessions import Calendar

__all__ = ["ASSUMED", "DAILY", "Past"]

DAILY = "daily bars"

_AT_ONCE = timedelta(0)
_BELL = timedelta(seconds=1)  # bars tell a close the second before its bell


class Past:
    """A file as a feed, with what has to be said about it; `ends` is the last moment it tells.

    With `now` it tells nothing later, and is `cut` where there would have been more to tell.
    """

    def __init__(
        self, file: Path, calendars: Mapping[str, Calendar], now: datetime | None = None
    ) -> None:
        """Open a file, by the end of its name a CSV of bars or a recording.

        Raises SetupError where it is neither.
        """
        self.file = file
        self.name = file.name
        self.cut = False
        self._now = now or datetime.max.replace(tzinfo=UTC)
        self.feed = Bars(file, calendars) if file.suffix.lower() == ".csv" else Recording(file)
        self.begins = self.ends = self.feed.begins
        self.heard: Callable[[Event], None] = lambda _event: None

    @property
    def where(self) -> str:
        return self.feed.where

    @property
    def broken(self) -> str | None:
        return self.feed.broken

    async def events(self) -> AsyncIterator[Event | Refusal]:
        """Tell what the file tells, and let the listener hear of it first."""
        async for event in self.feed.events():
            if not isinstance(event, Refusal):
                if event.seen > self._now:
                    self.cut = True
                    if event.seen - self.ends > FURTHEST_AHEAD:
                        continue  # a fault of the time in one line; the next one may be true
                    return
                self.ends = max(self.ends, event.seen)
                self.heard(event)
            yield event

    @property
    def until(self) -> datetime:
        """The instant up to which prices are known."""
        if self.cut:
            return self._now
        return self.ends + (_BELL if isinstance(self.feed, Bars) else _AT_ONCE)

    @property
    def step(self) -> timedelta:
        """The least time after which a price is known."""
        return self.feed.step if isinstance(self.feed, Bars) else _AT_ONCE

    @property
    def title(self) -> str:
        return self.feed.header.title if isinstance(self.feed, Recording) else self.feed.symbol

    @property
    def kind(self) -> str:
        """Say what it is, for people and programs."""
        if isinstance(self.feed, Recording):
            return "recording"
        return DAILY if self.feed.daily else f"bars of {figures.age(self.feed.step)}"

    @property
    def notes(self) -> tuple[str, ...]:
        """Say what these data cannot know, each in a sentence."""
        return () if isinstance(self.feed, Recording) else tuple(_unknowable(self.feed))


_EXTREMES = (
    "Only opens and closes are sure. A bar's high and low were reached, but when, and which came "
    "first, is assumed: low then high in a bar that rose, high then low in one that fell. A rule "
    "that rings on the way there is taken to have rung at its level."
)
_NO_PREMARKET = (
    "These bars hold no pre-market: nothing can fire on it, and a gap shows at the opening bell."
)


def _unknowable(bars: Bars) -> list[str]:
    said = [_EXTREMES]
    if bars.daily:
        said.append("Daily bars cannot tell what came 5 or 30 minutes after.")
    if bars.asset is Asset.EQUITY and not bars.premarket:
        said.append(_NO_PREMARKET)
    if bars.zoneless:
        said.append(f"Times are written without a zone, and taken for {bars.calendar.zone}.")
    said.append("Bars hold no share counts, so no market cap is known.")
    return said
