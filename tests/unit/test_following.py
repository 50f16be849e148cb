"""Following: a feed that tells things as they happen, and a clock that goes on meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta

from bot.following import follow
from bot.market.events import Event
from bot.market.sanity import Refusal
from tests.builders import a_bot, a_quote, a_rule, at
from tests.stepped import SteppedClock
from tests.turned import TurnedClock
from tests.watched import Watched

NOON = at("2025-10-10T12:00Z")


class Told:
    """A feed that tells what a test puts into it."""

    name = where = "told"

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[Event | Refusal | None] = asyncio.Queue()

    async def events(self) -> AsyncIterator[Event | Refusal]:
        while (event := await self.waiting.get()) is not None:
            yield event


async def following(bot: Watched, clock: SteppedClock, feed: Told) -> "asyncio.Task[None]":
    task = asyncio.create_task(follow(bot.pipeline, feed, clock))
    await clock.settled()
    return task


async def test_a_rule_is_due_on_the_clock_though_the_feed_is_silent():
    """It has held for a minute, and no quote comes to say so."""
    bot = a_bot(rules=[a_rule("change > 4%", subject="IREN", hold="60s")], at=NOON)
    clock, feed = SteppedClock(NOON), Told()
    task = await following(bot, clock, feed)
    for second, price in [(1, 100), (2, 105)]:
        await clock.turn_to(NOON + timedelta(seconds=second))
        await feed.waiting.put(a_quote("IREN", price, at=clock.now()))
        await clock.settled()

    await clock.turn_to(NOON + timedelta(seconds=61))
    assert ["pending"] == [state for _, _, state in bot.told]
    await clock.turn_to(NOON + timedelta(seconds=62))

    assert ["pending", "firing"] == [state for _, _, state in bot.told]
    assert NOON + timedelta(seconds=62) == bot.alerts[-1].updated
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_it_ends_with_its_feed():
    """And what was told last has been followed."""
    bot = a_bot(rules=["IREN.price > 105"], at=NOON)
    clock, feed = SteppedClock(NOON), Told()
    task = await following(bot, clock, feed)
    for second, price in [(0, 100), (1, 106)]:
        await feed.waiting.put(a_quote("IREN", price, at=NOON + timedelta(seconds=second)))
    await feed.waiting.put(None)

    await asyncio.wait_for(task, 5)

    assert ["firing"] == [state for _, _, state in bot.told]


async def test_what_is_refused_is_counted_and_the_next_is_followed():
    """A feed says where it could not read; the door says what it would not believe."""
    bot = a_bot(rules=[], at=NOON)
    clock, feed = SteppedClock(NOON), Told()
    task = await following(bot, clock, feed)
    await feed.waiting.put(Refusal("line", "no event"))
    await feed.waiting.put(a_quote("IREN", 0, at=NOON))
    await feed.waiting.put(a_quote("IREN", 100, at=NOON))
    await feed.waiting.put(None)
    await asyncio.wait_for(task, 5)

    assert {"line": 1, "price": 1} == dict(bot.pipeline.sanity.refused)
    assert 1 == bot.pipeline.taken


class Late:
    """A feed that has seen a quote just before a bell, and tells it just after."""

    name = where = "late"

    def __init__(self, clock: TurnedClock, bell: datetime) -> None:
        self._clock = clock
        self._bell = bell

    async def events(self) -> AsyncIterator[Event | Refusal]:
        quote = a_quote("IREN", 100, at=self._bell - timedelta(milliseconds=1))
        await asyncio.sleep(0)
        self._clock.turn_to(self._bell + timedelta(milliseconds=1))
        yield quote


async def test_what_was_seen_before_a_bell_is_followed_though_it_has_rung():
    """It is no older than the bell for having been on its way."""
    bell = at("2025-10-10T13:30Z")
    bot = a_bot(rules=[], at=bell - timedelta(minutes=1))
    clock = TurnedClock(bell - timedelta(minutes=1))

    await asyncio.wait_for(follow(bot.pipeline, Late(clock, bell), clock), 5)

    assert {} == dict(bot.pipeline.sanity.refused)
    assert 1 == bot.pipeline.taken


class Flood:
    """A feed that has a thousand quotes to tell, and waits for nothing between two of them."""

    name = where = "flood"

    async def events(self) -> AsyncIterator[Event | Refusal]:
        for number in range(1000):
            yield a_quote("IREN", 100, at=NOON + timedelta(microseconds=number))


async def test_others_have_their_turn_while_much_is_told_at_once():
    """A page of the desk is not to wait until ten thousand readings have been followed."""
    bot, turns = a_bot(rules=[], at=NOON), 0
    following = asyncio.create_task(follow(bot.pipeline, Flood(), SteppedClock(NOON)))
    while not following.done():
        await asyncio.sleep(0)
        turns += 1

    assert 1000 == bot.pipeline.taken
    assert turns >= 10
