"""The lag of the event loop: seen, told once, and forgotten after a minute."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.lag import EVERY, Lag
from handlers import status
from tests.builders import a_desk, at

NOON = at("2025-10-10T12:00Z")
MILLISECOND = timedelta(milliseconds=1)
SECOND = timedelta(seconds=1)


class Held(ManualClock):
    """Wakes whoever waits as late as a test says, wait after wait; then never."""

    def __init__(self, start: datetime, late: Iterable[timedelta]) -> None:
        super().__init__(start)
        self._late = iter(late)

    async def until(self, when: datetime) -> None:
        for late in self._late:
            return self.turn_to(when + late)
        await asyncio.Event().wait()
        return None


async def watched(*late: timedelta) -> Lag:
    """Watch a loop that is late by so much, look after look."""
    lag = Lag(Held(NOON, late))
    task = asyncio.create_task(lag.run())
    for _ in range(2):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return lag


async def test_the_worst_of_the_last_minute_is_told():
    """What it was on average hides the one pause that cost an alert."""
    lag = await watched(MILLISECOND, 40 * MILLISECOND, 3 * MILLISECOND)

    assert 40 * MILLISECOND == lag.worst


async def test_a_minute_later_it_is_forgotten():
    """`/status` says how it is, and not how it ever was."""
    look = EVERY + MILLISECOND
    still = await watched(90 * MILLISECOND, *[MILLISECOND] * (59 * SECOND // look))
    over = await watched(90 * MILLISECOND, *[MILLISECOND] * (61 * SECOND // look))

    assert (90 * MILLISECOND, MILLISECOND) == (still.worst, over.worst)


async def test_a_pause_beyond_the_alarm_is_said_once(caplog: pytest.LogCaptureFixture):
    """A loop that is held up each second need not say so each second."""
    await watched(4 * SECOND, MILLISECOND, 300 * MILLISECOND)

    assert ["the event loop was held up for 4000 ms"] == caplog.messages


async def test_a_pause_up_to_the_alarm_is_nobodys_business(caplog: pytest.LogCaptureFixture):
    await watched(250 * MILLISECOND, 250 * MILLISECOND)

    assert [] == caplog.messages


async def test_after_a_calm_minute_a_pause_is_news_again(caplog: pytest.LogCaptureFixture):
    """It is another cause by then."""
    calm = [MILLISECOND] * (61 * SECOND // EVERY)

    await watched(300 * MILLISECOND, *calm, 400 * MILLISECOND)

    assert [300, 400] == [int(message.split()[-2]) for message in caplog.messages]


def test_status_tells_it_where_it_is_watched():
    """For operators; a recording that is played knows no lateness."""
    desk = a_desk()
    watched = replace(desk, lag=lambda: 4 * SECOND)

    told = [{f.label: f.value for f in status.told(d, "UTC")} for d in (desk, watched)]

    assert [None, "at most 4000 ms late in the last minute"] == [
        facts.get("Event loop") for facts in told
    ]
