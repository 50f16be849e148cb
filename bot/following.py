"""Following: feeds that tell things as they happen, and the clock while they tell nothing."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

from bot.alarm import Alarm
from bot.clock import Clock
from bot.market.events import Event
from bot.market.sanity import Refusal
from bot.pipeline import Pipeline
from bot.ports import Feed

AT_ONCE = 100
"""Events followed before anybody else has a turn; a few milliseconds."""

EVERY = timedelta(seconds=1)
"""How long what a rule came to know may be lost by a crash, where it did not turn."""


async def follow(pipeline: Pipeline, feed: Feed, clock: Clock) -> None:
    """Follow a feed until it ends, and the clock.

    Every rule is read at the start, when little is known: what holds by its first reading is
    where we came in.
    """
    pipeline.market.turn_to(clock.now())
    pipeline.confirm()
    pipeline.begin()
    following = _Following(pipeline, clock)
    works = [following.heed(), following.hear(feed)]
    if pipeline.herald.keeps:
        works.append(following.keep())
    tasks = [asyncio.create_task(work) for work in works]
    pipeline.herald.hastened.append(following.hasten)
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        pipeline.herald.hastened.remove(following.hasten)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Following:
    def __init__(self, pipeline: Pipeline, clock: Clock) -> None:
        self._pipeline = pipeline
        self._clock = clock
        self._alarm = Alarm(clock, pipeline.next_due)

    # What has been told already is followed without waiting in between, but not for long.
    async def hear(self, feed: Feed) -> None:
        pipeline, clock, alarm, told = self._pipeline, self._clock, self._alarm, 0
        events = feed.events()
        async with AsyncExitStack() as stack:
            if isinstance(events, AsyncGenerator):
                stack.push_async_callback(events.aclose)  # the feed lets go of what it opened
            async for event in events:
                now = clock.now()
                # What has come due since it was seen comes after it.
                seen = now if isinstance(event, Refusal) else min(event.seen, now)
                if pipeline.horizon <= seen:
                    await self._catch_up(seen)
                self._take(event, feed)
                if pipeline.horizon <= now:
                    await self._catch_up(now)
                if pipeline.horizon < alarm.when:
                    alarm.look()
                told += 1
                if told % AT_ONCE == 0:
                    await asyncio.sleep(0)
                    await pipeline.herald.ready()

    async def heed(self) -> None:
        while True:
            await self._alarm.rings()
            await self._catch_up(self._clock.now())

    # What a rule came to know without turning is worth a page of its own, but not at once.
    async def keep(self) -> None:
        while True:
            await self._clock.until(self._clock.now() + EVERY)
            self._pipeline.herald.turn_in()

    def hasten(self) -> None:
        if self._pipeline.horizon < self._alarm.when:
            self._alarm.look()

    def _take(self, event: Event | Refusal, feed: Feed) -> None:
        if isinstance(event, Refusal):
            self._pipeline.sanity.count(event)
            self._pipeline.refuse(event, feed.where)
        elif refusal := self._pipeline.offer(event):
            self._pipeline.refuse(refusal, feed.where)

    async def _catch_up(self, now: datetime) -> None:
        while (due := self._pipeline.next_due()) <= now:
            self._pipeline.tick(due)
            await asyncio.sleep(0)  # a storm is told a little at a time
