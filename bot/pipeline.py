"""The whole journey of an event, from a feed to the courier, on one screen."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from decimal import InvalidOperation

from bot.alerts import wording
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert, State
from bot.chat import Message
from bot.clock import Clock
from bot.market.events import Event, Quote
from bot.market.sanity import Refusal, Sanity
from bot.market.state import Market
from bot.ports import Feed
from bot.rules.engine import Edge, Engine


class Pipeline:
    """Follows each event: is it sane, what does it change, what turns, whom does that concern.

    `tell` takes the messages; `alerted` hears of every transition of an alert, `refused` of every
    event that was turned away and where it came from, `moved` that something was taken in.
    """

    def __init__(self, market: Market, engine: Engine, tell: Callable[[Message], None]) -> None:
        self.market = market
        self.engine = engine
        self.sanity = Sanity(market)
        self.book = Book(market)
        self.taken = 0
        self.alerted: list[Callable[[Alert], None]] = []
        self.refused: list[Callable[[str, Refusal], None]] = []
        self.moved: list[Callable[[], None]] = []
        self._tell = tell

    async def play(self, feed: Feed, clock: Clock, *, until: datetime | None = None) -> None:
        """Follow a feed to its end, or to `until`, at the pace of `clock`; timers before events.

        What the feed tells of the time before the clock's start is known, and rings no bell.
        """
        start, begun = clock.now(), False
        async for event in feed.events():
            if isinstance(event, Refusal):
                self.sanity.count(event)
                self._refuse(event, feed.where)
            elif until is not None and event.seen > until:
                break
            elif self.market.now < event.seen < self.engine.horizon:
                await clock.until(event.seen)  # nothing is due before it
                if refusal := self.offer(event):
                    self._refuse(refusal, feed.where)
            elif refusal := self.sanity.judge(event):
                self._refuse(refusal, feed.where)
            elif event.seen < start:
                self.market.turn_to(event.seen)
                self.market.take(event)
            else:
                if not begun:
                    self.market.turn_to(start)
                    self.begin()
                    begun = True
                await self._reach(event.seen, clock)
                self.take(event)
        if until is not None and begun:
            await self._reach(until, clock)
            self.market.turn_to(until)

    async def follow(self, feed: Feed, clock: Clock) -> None:
        """Follow a feed that tells things as they happen, and the clock while it tells nothing.

        Every rule is read at the start, when little is known: what holds by its first reading is
        where we came in. It ends when the feed does.
        """
        self.market.turn_to(clock.now())
        self.begin()
        events = feed.events()
        coming: asyncio.Task[Event | Refusal] | None = None
        due, when = None, self.engine.next_due()
        try:
            while True:
                coming = coming or asyncio.ensure_future(anext(events))
                due = due or asyncio.ensure_future(clock.until(when))
                await asyncio.wait({coming, due}, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    event, coming = coming.result(), None
                    # What has come due since it was seen comes after it.
                    seen = clock.now() if isinstance(event, Refusal) else event.seen
                    self._catch_up(min(seen, clock.now()))
                    self._hear(event, feed)
                self._catch_up(clock.now())
                if due.done() or self.engine.next_due() != when:
                    due.cancel()
                    due, when = None, self.engine.next_due()
        except StopAsyncIteration:
            return
        finally:
            left = [task for task in (coming, due) if task is not None]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            if isinstance(events, AsyncGenerator):
                await events.aclose()  # the feed lets go of what it opened

    def _catch_up(self, now: datetime) -> None:
        while (due := self.engine.next_due()) <= now:
            self.tick(due)

    def _hear(self, event: Event | Refusal, feed: Feed) -> None:
        if isinstance(event, Refusal):
            self.sanity.count(event)
            self._refuse(event, feed.where)
        elif refusal := self.offer(event):
            self._refuse(refusal, feed.where)

    async def _reach(self, when: datetime, clock: Clock) -> None:
        while (due := self.engine.next_due()) <= when:
            await clock.until(due)
            self.tick(due)
        await clock.until(when)

    def begin(self) -> None:
        """Read every rule once: what holds already is where we came in."""
        self._follow(self.engine.begin())

    def offer(self, event: Event) -> Refusal | None:
        """Follow an event before which nothing is due, or say why it may not enter.

        Nearly every quote is more of the same: a sane one, at a price that no rule waits for.
        """
        market = self.market
        if (
            type(event) is not Quote
            or (tape := market.tapes.get(event.symbol)) is None
            or (lull := tape.lull) is None
            or event.currency != lull.currency
        ):
            return self._judged(event)
        seen, at, volume = event.seen, event.at, event.volume
        if not (
            market.now < seen < self.engine.horizon
            and (at is seen or lull.start <= at <= seen)
            and (volume is None or volume >= 0)
        ):
            return self._judged(event)
        for ledger in lull.ledgers:
            if seen >= ledger.settled:
                return self._judged(event)
        try:
            stays = lull.low < event.price < lull.high
            if not stays and not lull.least < event.price < lull.most:
                return self._judged(event)
        except InvalidOperation:  # a price that is no number cannot be compared
            return self._judged(event)
        # It is sane, and of a stretch of time in which the instrument has traded before.
        market.now = seen
        self.sanity.first = event
        self.taken += 1
        tape.stay(event, lull)
        for ledger in lull.ledgers:
            stays &= ledger.stay(event)
        if not stays:
            self._follow(self.engine.quoted(tape))
        if self.moved:
            self._tell_of_moves()
        return None

    def _judged(self, event: Event) -> Refusal | None:
        refusal = self.sanity.judge(event)
        if refusal is None:
            self.take(event)
        return refusal

    def take(self, event: Event) -> None:
        """Follow one event that has been found sane, to its last consequence."""
        self.taken += 1
        change = self.market.take(event)
        self._follow(self.engine.changed(change))
        self._tell_of_moves()

    def tick(self, now: datetime) -> None:
        """Follow what turns because it is `now`, though no event arrived."""
        self._follow(self.engine.tick(now))

    def _follow(self, edges: list[Edge]) -> None:
        for edge in edges:
            alert = self.book.note(edge)
            for listener in self.alerted:
                listener(alert)
            if alert.fired and alert.state is not State.PENDING:
                self._tell(wording.message(alert))

    def _tell_of_moves(self) -> None:
        for listener in self.moved:
            listener()

    def _refuse(self, refusal: Refusal, where: str) -> None:
        for listener in self.refused:
            listener(where, refusal)
