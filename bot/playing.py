"""Playing: a feed of the past followed from end to end, at the pace of a clock."""

import logging
from datetime import datetime

from bot.clock import Clock, ManualClock
from bot.journal import Progress
from bot.market.events import Event
from bot.market.sanity import Refusal
from bot.pipeline import Pipeline
from bot.ports import Feed

log = logging.getLogger(__name__)


async def play(  # noqa: PLR0913 (how it is played, each by name)
    pipeline: Pipeline,
    feed: Feed,
    clock: Clock,
    *,
    until: datetime | None = None,
    start: datetime | None = None,
    since: Progress | None = None,
) -> None:
    """Follow a feed to its end, or to `until`, at the pace of `clock`; timers before events.

    What the feed tells of the time before `start`, else before the clock's, is known, and rings no
    bell. As far as it was followed `since` it is followed again, without waiting or a word of it.
    """
    playing = _Playing(pipeline, start or clock.now(), ManualClock(clock.now()) if since else clock)
    pipeline.herald.feed, pipeline.herald.retracing = feed.name, since is not None
    pipeline.herald.look_ahead()  # on the way back nothing is due by time alone
    if since is not None:
        await playing.resume(since, clock)
    async for event in feed.events():
        if isinstance(event, Refusal):
            pipeline.herald.followed += 1
            pipeline.sanity.count(event)
            pipeline.refuse(event, feed.where)
        elif until is not None and event.seen > until:
            break
        elif refusal := await playing.follow(event):
            pipeline.refuse(refusal, feed.where)
        if since is not None:
            await playing.resume(since, clock)
        await pipeline.herald.ready()
    if pipeline.herald.retracing:
        told = {"feed": feed.name, "events": pipeline.herald.followed}
        log.warning("there is less of the feed than was followed of it", extra=told)
    if until is not None and playing.begun:
        await playing.reach(until)
        pipeline.market.turn_to(until)
    pipeline.herald.turn_in()


class _Playing:
    """Follows one event after the other; before `start` they are what is known already."""

    def __init__(self, pipeline: Pipeline, start: datetime, clock: Clock) -> None:
        self.clock = clock
        self.begun = False
        self._pipeline = pipeline
        self._start = start

    async def follow(self, event: Event) -> Refusal | None:
        pipeline = self._pipeline
        if pipeline.market.now < event.seen < pipeline.horizon:
            await self.clock.until(event.seen)  # nothing is due before it
            pipeline.herald.followed += 1
            return pipeline.offer(event)
        if refusal := pipeline.sanity.judge(event):
            pipeline.herald.followed += 1
            return refusal
        if event.seen >= self._start:
            self._begin()
            await self.reach(event.seen)
            pipeline.herald.followed += 1
            pipeline.take(event)
            return None
        pipeline.herald.followed += 1
        pipeline.learn(event)
        return None

    async def resume(self, since: Progress, clock: Clock) -> None:
        """Go on by `clock` where it was followed `since`, once it is followed as far again."""
        pipeline = self._pipeline
        if pipeline.herald.followed != since.events:
            return
        if since.at >= self._start:
            self._begin()  # else what that came to would be told again
        await self.reach(since.at)
        self.clock, pipeline.herald.retracing = clock, False
        pipeline.herald.look_ahead()
        pipeline.tell_of_moves()  # whoever waited for this need not wait for the next quote

    async def reach(self, when: datetime) -> None:
        """Let everything come that is due by then."""
        pipeline = self._pipeline
        while (due := pipeline.next_due()) <= when:
            await self.clock.until(due)
            pipeline.tick(due)
            await pipeline.herald.ready()
        await self.clock.until(when)

    def _begin(self) -> None:
        if not self.begun:
            self._pipeline.market.turn_to(self._start)
            self._pipeline.begin()
            self.begun = True
