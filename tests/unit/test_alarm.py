"""The alarm: rings when something is due, and sooner where something became due sooner."""

import asyncio
from datetime import datetime, timedelta

from bot.alarm import Alarm
from tests.builders import at
from tests.stepped import SteppedClock

NOON = at("2025-10-10T12:00Z")
MINUTE = timedelta(minutes=1)


class Due:
    """What is due next, as a test says; `rung` are the instants at which the alarm rang."""

    def __init__(self, clock: SteppedClock, when: datetime) -> None:
        self.when = when
        self.rung: list[datetime] = []
        self._clock = clock
        self.alarm = Alarm(clock, lambda: self.when)

    async def heed(self) -> None:
        while True:
            await self.alarm.rings()
            self.rung.append(self._clock.now())
            if self._clock.now() >= self.when:
                self.when += timedelta(hours=1)


async def test_it_rings_when_something_is_due():
    clock = SteppedClock(NOON)
    due = Due(clock, NOON + MINUTE)
    heeding = asyncio.create_task(due.heed())
    await clock.turn_to(NOON + 10 * MINUTE)
    heeding.cancel()

    assert [NOON + MINUTE] == due.rung


async def test_what_has_become_due_sooner_is_not_late():
    """A rule that began to hold for a minute is due before the closing bell."""
    clock = SteppedClock(NOON)
    due = Due(clock, NOON + 30 * MINUTE)
    heeding = asyncio.create_task(due.heed())
    await clock.turn_to(NOON + MINUTE)
    due.when = NOON + 2 * MINUTE
    due.alarm.look()
    await clock.turn_to(NOON + 10 * MINUTE)
    heeding.cancel()

    assert [NOON + MINUTE, NOON + 2 * MINUTE] == due.rung  # set anew, and rung


async def test_what_was_put_off_rings_as_it_was_set_and_again_when_it_is_due():
    """To look once in vain is cheaper than to set it with each quote."""
    clock = SteppedClock(NOON)
    due = Due(clock, NOON + MINUTE)
    heeding = asyncio.create_task(due.heed())
    await clock.settled()
    due.when = NOON + 5 * MINUTE
    due.alarm.look()
    await clock.turn_to(NOON + 10 * MINUTE)
    heeding.cancel()

    assert [NOON + MINUTE, NOON + 5 * MINUTE] == due.rung
