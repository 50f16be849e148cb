"""Halts: when trading that a venue stopped stands still, and when by the clock alone it turns."""

from collections.abc import Iterator
from datetime import datetime

from bot.market.events import Halt
from bot.market.instruments import Symbol


class Trading:
    """Says whether one instrument is traded.

    `halt` is the last stop of it, and `since` when we began to watch.
    """

    __slots__ = ("halt", "since")

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.halt: Halt | None = None

    def stop(self, halt: Halt) -> bool:
        """Take a halt or what became of it, and tell whether it is news; an older one is none."""
        if self.halt is not None and halt.at < self.halt.at:
            return False
        self.halt = halt
        return True

    def halted(self, now: datetime) -> bool:
        """Tell whether trading stands still by order of the venue."""
        halt = self.halt
        return halt is not None and halt.at <= now and (halt.resumes is None or now < halt.resumes)

    def resumed(self, now: datetime) -> datetime:
        """Return when it was last taken up again; before that, when we began to watch."""
        resumes = self.halt.resumes if self.halt is not None else None
        return resumes if resumes is not None and resumes <= now else self.since


class Halts:
    """Holds the newest halt of each instrument for as long as the clock can change it."""

    def __init__(self) -> None:
        self._newest: dict[Symbol, Halt] = {}

    def hear(self, halt: Halt) -> None:
        """Take the newest halt of an instrument."""
        self._newest[halt.symbol] = halt

    def next(self, now: datetime) -> datetime | None:
        """Return when trading somewhere next stops or goes on."""
        turns = (turn for halt in self._newest.values() for turn in _turns(halt))
        return min((turn for turn in turns if turn > now), default=None)

    def turned(self, before: datetime, now: datetime) -> list[Symbol]:
        """Return whose trading has stopped or gone on since `before`."""
        if not self._newest:
            return []
        found = [
            s for s, h in self._newest.items() if any(before < turn <= now for turn in _turns(h))
        ]
        self._newest = {
            s: h for s, h in self._newest.items() if h.resumes is None or h.resumes > now
        }
        return found


def _turns(halt: Halt) -> Iterator[datetime]:
    yield halt.at
    if halt.resumes is not None:
        yield halt.resumes
