"""A clock that a test turns, for those who wait beside others."""

import asyncio
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, eq=False)
class _Wait:
    when: datetime
    counts: bool
    over: asyncio.Event


class TurnedClock:
    """Shows the time it was last turned to, and keeps whoever waits waiting until then.

    `stirred` is set each time somebody begins to wait, and by whoever else has news for the test.
    """

    def __init__(self, start: datetime) -> None:
        self.stirred = asyncio.Event()
        self._now = start
        self._waits: set[_Wait] = set()

    def now(self) -> datetime:
        return self._now

    async def until(self, when: datetime, *, counts: bool = True) -> None:
        """Wait until it was turned that far; a wait that does not count is not turned to."""
        if when <= self._now:
            return
        wait = _Wait(when, counts, asyncio.Event())
        self._waits.add(wait)
        if counts:
            self.stirred.set()
        try:
            await wait.over.wait()
        finally:
            self._waits.discard(wait)

    def turn_to(self, when: datetime) -> None:
        """Move forward to `when`, and wake whoever waited for it."""
        self._now = max(self._now, when)
        for wait in [wait for wait in self._waits if wait.when <= self._now]:
            self._waits.discard(wait)
            wait.over.set()

    def turn(self, all_of: int) -> None:
        """Move on to what is waited for next, where so many wait; else the clock stands."""
        counted = [wait.when for wait in self._waits if wait.counts]
        if len(counted) >= all_of:
            self.turn_to(min(counted))


class Shadow:
    """Shows the time of a clock that a test turns, which is not turned for whoever waits by it."""

    def __init__(self, clock: TurnedClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    async def until(self, when: datetime) -> None:
        await self._clock.until(when, counts=False)
