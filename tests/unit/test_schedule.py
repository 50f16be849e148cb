"""The live clock: waits that APScheduler keeps, as instants that we worked out."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.schedule import Onward, ScheduledClock
from tests.builders import at

NOON = at("2025-10-10T12:00Z")
SOON = timedelta(milliseconds=20)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


async def test_what_came_due_while_the_loop_was_held_up_comes_once():
    """M18: fifty bells missed are fifty wakes, and no burst of them follows."""
    woken: list[int] = []
    async with ScheduledClock() as clock:
        begins = clock.now() + timedelta(milliseconds=100)

        async def wait(number: int) -> None:
            await clock.until(begins + number * timedelta(milliseconds=1))
            woken.append(number)

        waits = [asyncio.create_task(wait(number)) for number in range(50)]
        await asyncio.sleep(0)
        hold_up(until=begins + timedelta(milliseconds=60))
        await asyncio.wait_for(asyncio.gather(*waits), 5)

        assert (list(range(50)), 0) == (sorted(woken), clock.waiting)


async def test_whoever_asks_again_and_again_asks_once_for_the_time_it_was_held_up():
    """M18: ten rounds were missed; one is made up for, and the next comes a round later."""
    every, rounds = timedelta(milliseconds=10), list[datetime]()
    async with ScheduledClock() as clock:

        async def poll() -> None:
            while True:
                await clock.until(clock.now() + every)
                rounds.append(clock.now())

        polling = asyncio.create_task(poll())
        await asyncio.sleep(0)
        hold_up(until=clock.now() + 10 * every)
        while len(rounds) < 3:  # noqa: ASYNC110 (the real clock has no event to wait for)
            await asyncio.sleep(0)
        polling.cancel()

    assert [] == [later - one for one, later in pairwise(rounds) if later - one < every]


def hold_up(*, until: datetime) -> None:
    """Keep the loop from going on, as a long computation does."""
    clock = SystemClock()
    while clock.now() < until:
        pass


class Hands:
    """Two clocks of a machine: one that goes on, and one that can be set."""

    def __init__(self) -> None:
        self.passed = self.off = timedelta()

    def wall(self) -> datetime:
        return NOON + self.passed + self.off

    def steady(self) -> float:
        return self.passed.total_seconds()


JUMPS = [timedelta(), HOUR, -HOUR, DAY, -DAY, timedelta(seconds=-3), timedelta(milliseconds=-1)]
steps = st.tuples(st.timedeltas(timedelta(), 2 * HOUR), st.sampled_from(JUMPS))


@given(st.lists(steps, max_size=30))
def test_a_clock_that_is_set_is_followed_onward_alone(steps: list[tuple[timedelta, timedelta]]):
    """M14: no instant comes twice, and none takes longer than twice its time to come."""
    hands = Hands()
    clock = Onward(hands.wall, hands.steady)
    shown = [clock.now()]
    for passed, jump in steps:
        hands.passed += passed
        hands.off += jump
        shown.append(clock.now())

    went = [later - one for one, later in pairwise(shown)]
    owed = [passed / 2 - timedelta(microseconds=1) for passed, _ in steps]  # it rounds
    assert [] == [gone for gone in went if gone < timedelta()]
    assert [] == [gone for gone, least in zip(went, owed, strict=True) if gone < least]


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_a_clock_that_was_put_back_is_caught_up_with_after_as_long_again(back: timedelta):
    """From then on it shows the machine's time as before."""
    hands = Hands()
    clock = Onward(hands.wall, hands.steady)
    hands.off -= back
    on_the_way = clock.now() - hands.wall()
    hands.passed += 2 * back

    assert (back, NOON + back) == (on_the_way, clock.now())


async def test_a_clock_that_was_put_back_is_told_once(caplog: pytest.LogCaptureFixture):
    """It is looked at a hundred times a second."""
    hands = Hands()
    clock = Onward(hands.wall, hands.steady)
    hands.off -= HOUR
    for _ in range(3):
        clock.now()

    assert ["the clock was put back by 3600 s; ours goes slowly until then"] == caplog.messages


@pytest.mark.parametrize("off", [timedelta(), HOUR, DAY])
async def test_a_wait_comes_though_the_clock_was_put_back_meanwhile(off: timedelta):
    """M14: the scheduler waits for an instant that is a day away now."""
    async with ScheduledClock(wall=_ahead_by(off)) as clock:
        await asyncio.wait_for(clock.until(clock.now() + SOON), 5)

        assert 0 == clock.waiting


# By this clock a job is set for a time that the scheduler's own will not show for so long.
def _ahead_by(off: timedelta) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + off
