"""Live: every provider at once as one feed, each reading through the door, in order of arrival."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import figures
from bot.clock import Clock
from bot.feeds.door import Door
from bot.feeds.failover import Failover, Switch
from bot.feeds.polling import Told
from bot.market.events import Event, FeedStatus, Halt
from bot.market.sanity import Refusal

log = logging.getLogger(__name__)

AGAIN = timedelta(seconds=30)
"""How long a feed rests that broke."""

SWITCHES = 5
"""How many changes of whose word counts are told."""

WAITING = 10_000
"""Readings that may wait to be followed; past that whoever brings more waits, and none is lost."""


Tell = Callable[[Told], Awaitable[None]]


class Source(Protocol):
    """Brings readings until cancelled."""

    @property
    def name(self) -> str: ...

    def told(self) -> str:
        """Say in a line how it is doing."""
        ...

    async def run(self, tell: Tell) -> None: ...


class Live:
    """Follows sources side by side, and tells what each reading comes to.

    Only the chosen provider's readings become events, unless its price is in doubt; `switched` are
    the changes of whose word counts, newest last, which are for operators.
    """

    name = "live"

    def __init__(
        self, sources: Sequence[Source], *, door: Door, failover: Failover, clock: Clock
    ) -> None:
        self.switched: list[Switch] = []
        self._sources = tuple(sources)
        self._door = door
        self._failover = failover
        self._clock = clock
        self._where = "live"
        self._last = clock.now()

    def details(self) -> tuple[str, ...]:
        """Say of each source how it is doing, and the last changes of whose word counts."""
        switched = (
            f"{s.symbol}: {s.after} instead of {s.before} since {figures.utc(s.at)}, for {s.why}"
            for s in self.switched[-SWITCHES:]
        )
        return (*(source.told() for source in self._sources), *switched)

    @property
    def where(self) -> str:
        """Whose word was told last."""
        return self._where

    async def events(self) -> AsyncIterator[Event | Refusal]:
        """Tell events as they come, until closed."""
        waiting: asyncio.Queue[Told] = asyncio.Queue(WAITING)
        tasks = [asyncio.create_task(self._kept(source, waiting)) for source in self._sources]
        try:
            while True:
                for event in self._came_to(await waiting.get()):
                    yield event
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    # The seam of one feed's loop: what breaks in it must not silence the others, nor itself.
    async def _kept(self, source: Source, waiting: asyncio.Queue[Told]) -> None:
        while True:
            try:
                await source.run(waiting.put)
            except Exception:
                log.exception("a feed broke, and is begun anew", extra={"feed": source.name})
            await self._clock.until(self._clock.now() + AGAIN)

    def _came_to(self, told: Told) -> list[Event | Refusal]:
        seen = self._now()
        if isinstance(told, Refusal):
            return [told]
        if isinstance(told, FeedStatus | Halt):
            return [replace(told, seen=seen)]
        self._where = told.provider
        if refusal := self._door.judge(told, seen):
            return [refusal]
        counts, switch = self._failover.hear(told.symbol, told.provider, traded=told.at, seen=seen)
        if switch is not None:
            self.switched.append(switch)
        # A jump stands once another source has seen it, so while one is in doubt all are heard.
        heard = counts or self._door.doubts(told.symbol)
        return [*self._door.take(told, seen)] if heard else []

    # No two events share an instant, so that each is followed in its turn and none looks repeated.
    def _now(self) -> datetime:
        self._last = max(self._clock.now(), self._last + timedelta(microseconds=1))
        return self._last
