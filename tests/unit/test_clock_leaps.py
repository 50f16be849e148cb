"""Clocks that leap: what was due meanwhile comes once, in order, and nothing is told twice."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.live import Live
from bot.feeds.polling import Told
from bot.feeds.reading import Reading
from bot.following import follow
from bot.market.events import Event, FeedStatus
from bot.market.sanity import Refusal
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.mornings import IREN
from tests.turned import TurnedClock
from tests.watched import Watched

NOON = at("2025-10-10T16:00Z")  # in New York; the session ends four hours later
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEAPS = [timedelta(seconds=4), HOUR, DAY]
RULES = [
    a_rule("change > 4%", name="held", subject="IREN", hold="60s"),
    replace(a_rule("change > 4%", name="cooled", subject="IREN"), cooldown=10 * MINUTE),
    a_rule("no data for 10m", name="silence", subject="IREN"),
    a_rule("price rises 3% within 15m", name="rises", subject="IREN"),
    a_rule("regular > 4%", name="session", subject="IREN"),
]


def a_watched_bot() -> Watched:
    return a_bot(
        rules=RULES,
        watchlists=[a_watchlist(members="IREN")],
        references=[a_reference("IREN")],
        at=NOON - MINUTE,
    )


class Waiting:
    """A feed that tells two trades, and then waits for more."""

    name = where = "waiting"

    async def events(self) -> AsyncIterator[Event | Refusal]:
        for second, price in [(1, 100), (2, 105)]:
            yield a_quote("IREN", price, at=NOON + timedelta(seconds=second))
        await asyncio.Event().wait()


async def a_story(turns: Sequence[timedelta]) -> list[tuple[str, str, datetime]]:
    """Follow the feed while the clock is turned so far each time, whoever waits on the way."""
    bot, clock = a_watched_bot(), TurnedClock(NOON + timedelta(seconds=3))
    task = asyncio.create_task(follow(bot.pipeline, Waiting(), clock))
    for turn in [timedelta(), *turns]:
        clock.turn_to(clock.now() + turn)
        for _ in range(50):  # until everybody has gone on
            await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    return [(a.rule, a.state.value, a.updated) for a in bot.alerts]


@pytest.mark.parametrize("leap", LEAPS)
async def test_m14_a_leap_ahead_tells_what_the_way_there_would_have(leap: timedelta):
    """Each timer at its own instant, once, and in order, though all of them were late."""
    step = timedelta(seconds=2) if leap < MINUTE else MINUTE
    walked = await a_story([step] * (leap // step))

    assert walked == await a_story([leap])


@pytest.mark.parametrize("leap", LEAPS)
async def test_m14_after_a_leap_time_goes_on_as_before(leap: timedelta):
    """M18: no burst follows: what was told is told."""
    leapt = await a_story([leap])

    assert leapt == (await a_story([leap, *[timedelta(milliseconds=1)] * 50]))


class Set:
    """A clock that was wrong by so much, until somebody set it."""

    def __init__(self, off: timedelta) -> None:
        self.shown = NOON + off

    def now(self) -> datetime:
        return self.shown

    async def until(self, when: datetime) -> None:  # noqa: ARG002 (it waits for no time at all)
        await asyncio.Event().wait()


class Trades:
    """A source that tells a price a second; before some of them the clock is set."""

    name = "trades"

    def __init__(self, clock: Set, prices: Sequence[int], jumps: Mapping[int, timedelta]) -> None:
        self._clock = clock
        self._prices = prices
        self._jumps = jumps

    def told(self) -> str:
        return self.name

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        for second, price in enumerate(self._prices, 1):
            self._clock.shown += timedelta(seconds=1) + self._jumps.get(second, timedelta())
            traded = NOON + timedelta(seconds=second)
            await tell(Reading(symbol=IREN, price=Decimal(price), at=traded, provider="one"))
            for _ in range(3):  # until it has been followed
                await asyncio.sleep(0)
        await tell(FeedStatus(feed="one", healthy=True, detail="", seen=NOON))
        await asyncio.Event().wait()


async def heard(
    prices: Sequence[int], *, off: timedelta, jumps: Mapping[int, timedelta]
) -> list[tuple[str, int]]:
    """Follow prices through a live feed; return how each alert turned, and after which trade."""
    bot, clock, story = a_watched_bot(), Set(off), list[tuple[str, int]]()
    bot.turns_to(clock.now())
    bot.pipeline.herald.alerted.append(
        lambda a: story.append((f"{a.rule} {a.state}", bot.pipeline.taken))
    )
    feed = Live(
        [Trades(clock, prices, jumps)],
        door=Door(bot.market),
        failover=Failover(["one"], patience=MINUTE),
        clock=clock,
    )
    async with aclosing(feed.events()) as events:  # type: ignore[type-var]  # it is a generator
        async for event in events:
            if isinstance(event, FeedStatus):
                break
            assert not isinstance(event, Refusal)
            bot.sees(event)
    return [(turn, after) for turn, after in story if turn.startswith("cooled")]


PRICES = [100, 101, 102, 106, 107, 106, 107, 101, 106, 100]


@pytest.mark.parametrize("off", [timedelta(seconds=3), HOUR, DAY])
@pytest.mark.parametrize("after", range(1, len(PRICES)))
async def test_m14_a_clock_that_is_put_right_neither_stalls_a_trade_nor_rings_twice(
    off: timedelta, after: int
):
    """It was ahead, and goes back: what is heard is followed at once, and after all before it."""
    put_back = await heard(PRICES, off=off, jumps={after: -off})

    assert [("cooled firing", 4), ("cooled resolved", 8)] == put_back


@pytest.mark.parametrize("jump", [HOUR, DAY])
async def test_m14_a_clock_that_is_put_ahead_and_right_again_rings_nothing_twice(jump: timedelta):
    """The time it leapt over comes once more, and is not told again."""
    there_and_back = await heard(PRICES[:7], off=timedelta(), jumps={5: jump, 7: -jump})

    assert [("cooled firing", 4)] == there_and_back
