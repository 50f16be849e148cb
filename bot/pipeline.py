"""The whole journey of an event, from a feed to the courier, on one screen."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from datetime import datetime
from decimal import InvalidOperation

from bot.alarm import Alarm
from bot.alerts import wording
from bot.alerts.confirming import Confirming
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert, State
from bot.chat import Message
from bot.clock import Clock
from bot.market.confirmation import Verdict
from bot.market.doubts import About, Doubt
from bot.market.events import Event, Quote
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal, Sanity
from bot.market.state import Market
from bot.ports import Feed
from bot.rules.engine import Edge, Engine

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Events followed before anybody else has a turn; a few milliseconds."""


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
        self._confirming: Confirming | None = None

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
        self.confirm()
        self.begin()
        alarm = Alarm(clock, self.engine.next_due)
        heeding = asyncio.create_task(self._heed(alarm, clock))
        hearing = asyncio.create_task(self._hear_all(feed, alarm, clock))
        try:
            done, _ = await asyncio.wait({heeding, hearing}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (heeding, hearing):
                task.cancel()
            await asyncio.gather(heeding, hearing, return_exceptions=True)

    # What has been told already is followed without waiting in between, but not for long.
    async def _hear_all(self, feed: Feed, alarm: Alarm, clock: Clock) -> None:
        engine, told = self.engine, 0
        events = feed.events()
        async with AsyncExitStack() as stack:
            if isinstance(events, AsyncGenerator):
                stack.push_async_callback(events.aclose)  # the feed lets go of what it opened
            async for event in events:
                now = clock.now()
                # What has come due since it was seen comes after it.
                seen = now if isinstance(event, Refusal) else min(event.seen, now)
                if engine.horizon <= seen:
                    self._catch_up(seen)
                self._hear(event, feed)
                if engine.horizon <= now:
                    self._catch_up(now)
                if engine.horizon < alarm.when:
                    alarm.look()
                told += 1
                if told % AT_ONCE == 0:
                    await asyncio.sleep(0)

    async def _heed(self, alarm: Alarm, clock: Clock) -> None:
        while True:
            await alarm.rings()
            self._catch_up(clock.now())

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

    def confirm(self) -> None:
        """Mark, from now on, alerts on what one source alone tells; doubts are told to operators.

        Only where sources are heard as they speak: of a recording everything was told already.
        """
        self._confirming = Confirming(self.market, self.book, self._tell)
        self.market.doubts.noted.append(self._doubted)

    def notify(self, title: str, text: str) -> None:
        """Tell operators something that members need not hear, and log it."""
        log.warning("%s: %s", title, text)
        self._tell(wording.notice(title, text, self.market.now))

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
            self._follow(self.engine.quoted(tape), event.symbol)
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
        turned = event.symbol if isinstance(event, Quote) else None
        self._follow(self.engine.changed(change), turned)
        self._tell_of_moves()

    def tick(self, now: datetime) -> None:
        """Follow what turns because it is `now`, though no event arrived."""
        self._follow(self.engine.tick(now))

    def _follow(self, edges: list[Edge], turned: Symbol | None = None) -> None:
        for edge in edges:
            alert = self.book.note(edge)
            if self._confirming is not None:
                alert = self._confirming.judge(alert, turned)
            for listener in self.alerted:
                listener(alert)
            told = alert.fired and alert.state is not State.PENDING
            if told and alert.confirmation is not Verdict.SUSPICIOUS:
                self._tell(wording.message(alert))

    def _doubted(self, doubt: Doubt) -> None:
        log.warning("in doubt: %s", doubt.text, extra={"about": doubt.about.value})
        names = doubt.about in {About.NAME, About.UNKNOWN}
        self._tell(wording.doubted(doubt, self.engine.naming(doubt.symbol) if names else ()))

    def _tell_of_moves(self) -> None:
        for listener in self.moved:
            listener()

    def _refuse(self, refusal: Refusal, where: str) -> None:
        for listener in self.refused:
            listener(where, refusal)
