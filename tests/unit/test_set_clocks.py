"""A machine's clock that is set must neither hold up those who ask for quotes nor hurry them."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.feeds.cadence import Cadence
from bot.feeds.halting import Halting
from bot.feeds.polling import Poll
from bot.feeds.providers.coinbase import Coinbase
from bot.feeds.providers.halts import Halts
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sessions import AlwaysOpen
from tests.builders import at
from tests.stepped import SteppedClock

NOON = at("2025-10-10T12:00Z")
PERIOD, MINUTE = timedelta(seconds=15), timedelta(minutes=1)
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]


class SetClock:
    """Shows the steady time, until somebody sets it by `jump`."""

    def __init__(self, steady: SteppedClock, jump: timedelta) -> None:
        self.jump = jump
        self.off = timedelta()
        self._steady = steady

    def now(self) -> datetime:
        return self._steady.now() + self.off

    async def until(self, when: datetime) -> None:
        raise AssertionError(f"nobody may wait until {when} by a clock that can be set")


class Asked:
    """A web that answers nothing new, and notes when it was asked."""

    def __init__(self, steady: SteppedClock) -> None:
        self.at: list[timedelta] = []
        self._steady = steady

    async def get(self, request: Request) -> Answer:  # noqa: ARG002 (any question)
        self.at.append(self._steady.now() - NOON)
        return Answer(body=b"", at=self._steady.now(), unchanged=True, date=None)

    def forget(self, request: Request) -> None: ...


def a_poll(web: Asked, clock: SetClock, steady: SteppedClock) -> Poll:
    return Poll(
        Coinbase(),
        [Symbol("BTC-USD")],
        web=web,
        clock=clock,
        steady=steady,
        calendar=AlwaysOpen(),
        cadence=Cadence(usual=PERIOD),
        near=lambda: False,
        breaker=Breaker(random=Random(0)),  # noqa: S311 (to be the same each time)
    )


def halts_of(web: Asked, clock: SetClock, steady: SteppedClock) -> Halting:
    return Halting(
        Halts(),
        [Symbol("IREN")],
        web=web,
        clock=clock,
        steady=steady,
        calendar=AlwaysOpen(),
        breaker=Breaker(random=Random(0)),  # noqa: S311 (likewise)
    )


async def hear_nothing(_told: object) -> None: ...


async def told_nothing(source: Poll | Halting, steady: SteppedClock, clock: SetClock) -> None:
    """Let it ask for five minutes; a while after the second the clock is set."""
    running = asyncio.create_task(source.run(hear_nothing))
    await steady.turn_to(NOON + 2 * MINUTE + PERIOD / 2)
    clock.off = clock.jump
    await steady.turn_to(NOON + 5 * MINUTE)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_m14_a_provider_is_asked_as_before_while_the_clock_is_set(jump: timedelta):
    """No round is left out and none is made twice, by an hour or by a day, forth or back."""
    steady = SteppedClock(NOON)
    clock, web = SetClock(steady, jump), Asked(steady)

    await told_nothing(a_poll(web, clock, steady), steady, clock)

    assert [PERIOD * n for n in range(21)] == web.at


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_m14_halts_are_asked_for_as_before_while_the_clock_is_set(jump: timedelta):
    """Once a minute."""
    steady = SteppedClock(NOON)
    clock, web = SetClock(steady, jump), Asked(steady)

    await told_nothing(halts_of(web, clock, steady), steady, clock)

    assert [MINUTE * n for n in range(6)] == web.at


@pytest.mark.parametrize("jump", JUMPS, ids=str)
async def test_m14_people_are_told_the_next_round_by_the_clock_that_they_see(jump: timedelta):
    """It is as far away as it was; the time that it is then is another."""
    steady = SteppedClock(NOON)
    clock, web = SetClock(steady, jump), Asked(steady)
    poll = a_poll(web, clock, steady)

    await told_nothing(poll, steady, clock)

    assert NOON + 5 * MINUTE + PERIOD + jump == poll.due
