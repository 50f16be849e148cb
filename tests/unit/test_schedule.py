"""The live clock: waits that APScheduler keeps, as instants that we worked out."""

import asyncio
from datetime import timedelta

import pytest

from bot.schedule import ScheduledClock

SOON = timedelta(milliseconds=20)


async def test_a_wait_ends_when_its_instant_has_come():
    """Not before it, and without anybody's time zone."""
    async with ScheduledClock() as clock:
        when = clock.now() + SOON

        await clock.until(when)

        assert clock.now() >= when


async def test_an_instant_that_is_past_is_waited_for_no_longer():
    """Whoever is late goes on at once."""
    async with ScheduledClock() as clock:
        await asyncio.wait_for(clock.until(clock.now() - timedelta(days=1)), 1)


async def test_many_may_wait_for_the_same_instant():
    """A bell wakes whoever waits for it."""
    async with ScheduledClock() as clock:
        when = clock.now() + SOON

        await asyncio.wait_for(asyncio.gather(*(clock.until(when) for _ in range(50))), 5)


async def test_a_wait_that_was_given_up_leaves_nothing_behind():
    """What is put off a thousand times must not be a thousand jobs."""
    async with ScheduledClock() as clock:
        waiting = asyncio.create_task(clock.until(clock.now() + timedelta(days=1)))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

        assert 0 == clock.waiting
