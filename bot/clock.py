"""Time, as everything here knows it: aware, in UTC, and turned by whoever holds the clock."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits for it to come."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...

    async def until(self, when: datetime) -> None:
        """Return once the clock shows `when` or later."""
        ...


class SystemClock:
    """Shows the machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def until(self, when: datetime) -> None:
        await asyncio.sleep(max(0.0, (when - self.now()).total_seconds()))


class ManualClock:
    """Shows the time it was last turned to; a wait turns it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def turn_to(self, when: datetime) -> None:
        """Move forward to `when`; a clock never runs back."""
        self._now = max(self._now, when)

    async def until(self, when: datetime) -> None:
        self.turn_to(when)


class ReplayClock(ManualClock):
    """Shows a recording's time, `speed` market seconds passing in each second of `real` time.

    The instants it stops at are those asked for, whatever the speed: pace changes when a thing is
    seen, never what is seen. Waits are measured from the first one, so a slow reader catches up.
    With no speed it waits for nothing, but lets whatever else is running take its turn.
    """

    def __init__(self, start: datetime, *, speed: float | None, real: Clock) -> None:
        super().__init__(start)
        self._speed = speed
        self._real = real
        self._origin: tuple[datetime, datetime] | None = None

    async def until(self, when: datetime) -> None:
        if self._speed is None:
            await asyncio.sleep(0)
        elif when > self.now():
            if self._origin is None:
                self._origin = (self.now(), self._real.now())
            market, real = self._origin
            ahead = timedelta(seconds=(when - market).total_seconds() / self._speed)
            await self._real.until(real + ahead)
        self.turn_to(when)
