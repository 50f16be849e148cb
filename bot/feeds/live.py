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
from bot.feeds.inbox import Inbox
from bot.feeds.missing import Missing
from bot.feeds.polling import Told
from bot.feeds.providers import COINS
from bot.feeds.reading import Reading
from bot.feeds.share_count import ShareCount
from bot.market.events import Article, Event, FeedStatus, Halt
from bot.market.instruments import Asset, Symbol
from bot.market.sanity import Refusal

log = logging.getLogger(__name__)

AGAIN = timedelta(seconds=30)
"""How long a feed rests that broke."""

KEPT = 1000
"""How many changes of whose word counts are remembered."""

SWITCHES = 5
"""How many changes of whose word counts are told."""

SPARED = timedelta(hours=1)
"""How long operators are not told again that one provider stands in for another."""

MOMENT = timedelta(microseconds=1)

WAITING = 10_000
"""Readings that may wait to be followed; past that whoever brings more waits, and none is lost."""


Tell = Callable[[Told], Awaitable[None]]
Heed = Callable[[Sequence[Symbol]], None]
"""Hears which instruments quotes are needed of, where those have changed."""

Named = tuple[str, Told]
"""What was told, and by which source."""


class Source(Protocol):
    """Brings readings until cancelled."""

    @property
    def name(self) -> str: ...

    def told(self) -> str:
        """Say in a line how it is doing; "" where nothing is asked of it."""
        ...

    async def run(self, tell: Tell) -> None: ...


class Live:
    """Follows sources side by side, and tells what each reading comes to.

    Only the chosen provider's readings become events, unless its price is in doubt; the others are
    witnesses. `switched` are the changes of whose word counts, newest last; `noticed` hear of them,
    with a title and a text, for operators. `heeding` are those who ask and listen about what is
    needed.
    """

    name = "live"

    def __init__(
        self, sources: Sequence[Source], *, door: Door, failover: Failover, clock: Clock
    ) -> None:
        self.switched: list[Switch] = []
        self.noticed: list[Callable[[str, str], None]] = []
        self.heeding: list[Heed] = []
        self._sources = list(sources)
        self._tasks: dict[Source, asyncio.Task[None]] = {}
        self._waiting: Inbox[Named] = Inbox(WAITING)
        self._is_open = False
        self._door = door
        self._witnesses = door.market.witnesses
        self._missing = Missing(door.market)
        self._noticed: dict[tuple[str, str], datetime] = {}
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
        return (*filter(None, (source.told() for source in self._sources)), *switched)

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Ask about these from each source's next round on, and about nobody else."""
        self._missing.follow(frozenset(symbols))
        for heed in self.heeding:
            heed(symbols)

    def join(self, source: Source) -> None:
        """Follow one more source from now on."""
        self._sources.append(source)
        if self._is_open:
            self._begin(source)

    def leave(self, source: Source) -> None:
        """Follow a source no more, whatever it is in the midst of."""
        self._sources.remove(source)
        if (task := self._tasks.pop(source, None)) is not None:
            task.cancel()

    @property
    def where(self) -> str:
        """Whose word was told last."""
        return self._where

    async def events(self) -> AsyncIterator[Event | Refusal]:
        """Tell events as they come, until closed."""
        self._is_open, self._waiting = True, Inbox(WAITING)
        for source in self._sources:
            self._begin(source)
        try:
            while True:
                for name, told in await self._waiting.take():
                    for event in self.hear(name, told):
                        yield event
        finally:
            self._is_open = False
            tasks, self._tasks = list(self._tasks.values()), {}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, source: Source) -> None:
        self._tasks[source] = asyncio.create_task(self._kept(source))

    # The seam of one feed's loop: what breaks in it must not silence the others, nor itself.
    async def _kept(self, source: Source) -> None:
        name = source.name

        async def tell(told: Told) -> None:
            await self._waiting.put((name, told))

        while True:
            try:
                await source.run(tell)
            except Exception:
                log.exception("a feed broke, and is begun anew", extra={"feed": source.name})
            await self._clock.until(self._clock.now() + AGAIN)

    def hear(self, name: str, told: Told) -> list[Event | Refusal]:
        """Return the events that something told by a source of that name comes to."""
        self._where, seen = name, self._now()
        if not isinstance(told, Reading):
            return self._aside(name, told, seen)
        if refusal := self._door.judge(told, seen):
            return [refusal]
        self._missing.hear(told.symbol, seen)
        self._witnesses.hear(told.symbol, told.provider, told.price, at=told.at, seen=seen)
        counts, switch = self._failover.hear(told.symbol, told.provider, traded=told.at, seen=seen)
        if switch is not None:
            self._switch(switch)
        # A jump stands once another source has seen it, so while one is in doubt all are heard.
        heard = counts or self._door.doubts(told.symbol)
        return [*self._door.take(told, seen)] if heard else []

    def _aside(
        self, name: str, told: Refusal | FeedStatus | Halt | ShareCount | Article, seen: datetime
    ) -> list[Event | Refusal]:
        if isinstance(told, Refusal):
            if told.reason == "symbol" and name in self._failover.order:
                self._missing.refused(Asset.CRYPTO if name in COINS else Asset.EQUITY, seen)
            return [told]
        # Whose word counts for prices is a matter of who tells them; news has feeds of its own.
        if isinstance(told, FeedStatus) and not told.healthy and told.feed in self._failover.order:
            self._failover.fails(told.feed)
        if isinstance(told, FeedStatus | Halt | Article):
            return [replace(told, seen=seen)]
        return [*self._door.counted(told, seen)]

    # One that dies is stood in for a hundred times at once, an instrument each.
    def _switch(self, switch: Switch) -> None:
        self.switched.append(switch)
        del self.switched[:-KEPT]
        pair = (switch.before, switch.after)
        last = self._noticed.get(pair)
        if last is not None and switch.at - last < SPARED:
            return
        self._noticed[pair] = switch.at
        for listener in self.noticed:
            listener(
                f"{switch.after} instead of {switch.before}",
                f"{switch.why}; the first instrument was {switch.symbol}",
            )

    # No two events share an instant, so that each is followed in its turn and none looks repeated.
    def _now(self) -> datetime:
        now = self._clock.now()
        self._last = now if now > self._last else self._last + MOMENT
        return self._last
