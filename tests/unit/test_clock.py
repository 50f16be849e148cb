"""Clocks: what is told is aware and in UTC, and waiting never runs time back."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.clock import ManualClock, ReplayClock, SystemClock

START = datetime(2025, 10, 10, 8, tzinfo=UTC)


def test_the_machine_tells_aware_time_in_utc():
    """A naive or local time would shift every session by hours."""
    assert timedelta() == SystemClock().now().utcoffset()


async def test_waiting_for_what_has_passed_returns_at_once():
    """A courier that fell behind must not stand still for it."""
    clock = SystemClock()

    await asyncio.wait_for(clock.until(clock.now() - timedelta(hours=1)), timeout=1)


def test_a_clock_turned_by_hand_never_runs_back():
    """An event that arrives late must not undo a timer that has run."""
    clock = ManualClock(START)
    clock.turn_to(START + timedelta(minutes=1))

    clock.turn_to(START)

    assert START + timedelta(minutes=1) == clock.now()


async def test_a_replay_waits_the_recorded_time_divided_by_its_speed():
    """At 120×, two recorded minutes pass in one second."""
    real = ManualClock(START + timedelta(days=400))
    clock = ReplayClock(START, speed=120, real=real)

    await clock.until(START + timedelta(minutes=2))

    assert real.now() - (START + timedelta(days=400)) == timedelta(seconds=1)


async def test_a_replay_that_was_held_up_catches_up():
    """Waits are measured from the first, so time lost in one is not lost for good."""
    real = ManualClock(START)
    clock = ReplayClock(START, speed=60, real=real)
    await clock.until(START + timedelta(minutes=1))
    real.turn_to(real.now() + timedelta(seconds=5))

    await clock.until(START + timedelta(minutes=3))

    assert START + timedelta(seconds=6) == real.now()


async def test_a_replay_without_speed_lets_others_take_their_turn():
    """The console prints alerts as they happen, even when nothing is waited for."""
    heard: list[str] = []
    clock = ReplayClock(START, speed=None, real=ManualClock(START))
    asyncio.get_running_loop().call_soon(heard.append, "turn")

    await clock.until(START + timedelta(hours=1))

    assert (["turn"], START + timedelta(hours=1)) == (heard, clock.now())
