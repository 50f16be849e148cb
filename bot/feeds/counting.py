"""Counting: how many shares there are of what we watch, asked of a register once a trading day."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Protocol, TypeVar

from bot import figures
from bot.alarm import Alarm
from bot.clock import Clock
from bot.errors import FeedError
from bot.feeds.polling import Told, Web
from bot.feeds.share_count import ShareCount
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import Request
from bot.market.events import FeedStatus
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.sessions import Calendar, CalendarEnds

log = logging.getLogger(__name__)

BEFORE = timedelta(hours=1)
"""How long before the pre-market opens a day's counts are asked for, at the earliest."""

SPREAD = timedelta(minutes=30)
"""Within which each of us asks at a time of its own, for many ask before the bell."""

AGAIN = timedelta(minutes=1)
"""How long whoever did not answer is left alone at least."""

SHOWN = 8
"""Symbols without a count that are named in a line."""

Form = TypeVar("Form")


class Issuers(Protocol):
    """Reads the numbers that issuers are filed under."""

    def request(self) -> Request: ...
    def parse(self, body: bytes) -> Mapping[Symbol, int]: ...


class Register(Protocol):
    """Answers how many shares there are of one instrument."""

    name: str

    def request(self, symbols: Sequence[Symbol]) -> Request: ...
    def parse(self, body: bytes) -> Sequence[ShareCount | Refusal]: ...


class Counting:
    """Tells the share counts of some instruments, and why there is none of the others.

    Who could not be asked about is asked about again as soon as the breaker lets us. A count of a
    series that was left standing long ago is not told.
    """

    name = "sec"

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        issuers: Issuers,
        register: Callable[[Mapping[Symbol, int]], Register],
        symbols: Iterable[Symbol],
        *,
        web: Web,
        clock: Clock,
        calendar: Calendar,
        breaker: Breaker,
        random: Random,
    ) -> None:
        self.trouble = ""
        self.due = self._round = clock.now()
        self._issuers = issuers
        self._register_of = register
        self._register: Register | None = None
        self._symbols = tuple(symbols)
        self._left: deque[Symbol] = deque()
        self._listed: frozenset[Symbol] = frozenset()
        self._is_listed = False
        self._told: dict[Symbol, str] = {}
        self._web = web
        self._clock = clock
        self._calendar = calendar
        self._breaker = breaker
        self._random = random
        self._alarm = Alarm(clock, lambda: self.due)

    def follow(self, symbols: Iterable[Symbol]) -> None:
        """Ask for the counts of these from now on; for those of new ones as soon as may be."""
        before, self._symbols = set(self._symbols), tuple(symbols)
        new = [symbol for symbol in self._symbols if symbol not in before]
        self._left = deque(s for s in self._left if s in self._symbols)
        self._told = {s: reason for s, reason in self._told.items() if s in self._symbols}
        if not new:
            return
        self._left.extend(new)
        self._web.forget(self._issuers.request())  # what is ours of it was taken out
        self._is_listed = False
        self.due = max(self._clock.now(), self._breaker.due)
        self._alarm.look()

    def told(self) -> str:
        """Say in a line how it is doing: how many counts there are, and of whom there is none.

        Nothing where there is nobody to ask about.
        """
        if not self._symbols:
            return ""
        counted = sum(not reason for reason in self._told.values())
        none = [f"{symbol} ({reason})" for symbol, reason in self._told.items() if reason]
        more = [f"{len(none) - SHOWN} more"] if len(none) > SHOWN else []
        without = f", none of {', '.join([*none[:SHOWN], *more])}" if none else ""
        due = f"next asked at {figures.utc(self.due.replace(microsecond=0))}"
        return f"{self.name}: {counted} share counts{without}; {self.trouble or due}"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask until cancelled; what goes wrong is told once, and again when it is over."""
        while True:
            await self._alarm.rings()
            if self.due > self._clock.now():
                continue  # it was set anew
            await self.once(tell)
            again = self._clock.now() + AGAIN
            self.due = (
                max(min(again, self._round), self._breaker.due) if self._left else self._round
            )

    async def once(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask about whoever is left of this day, on a new one about all; a failure leaves the rest.

        Where one of them is never answered, the others are asked about each day all the same.
        """
        try:
            if (now := self._clock.now()) >= self._round:
                self._left, self._is_listed = deque(self._symbols), False
                self._round = _next_round(self._calendar, now) + SPREAD * self._random.random()
            while self._left:
                if not self._is_listed:
                    self._listed, self._is_listed = await self._list(), True
                    continue  # who is left may be others by now
                symbol = self._left[0]
                await self._count(symbol, tell)
                if self._left and self._left[0] == symbol:  # else it was taken off meanwhile
                    self._left.popleft()
        except FeedError as error:
            self._left.rotate(-1)  # one that is never answered must not stand before the others
            await self._failed(error, tell)
        else:
            await self._succeeded(tell)

    # The list is seldom another than it was the day before, and then it is not sent again.
    async def _list(self) -> frozenset[Symbol]:
        numbers = await _read(self._web, self._issuers.request(), self._issuers.parse)
        if numbers is None:
            return self._listed
        ours = {symbol: numbers[symbol] for symbol in self._symbols if symbol in numbers}
        self._register = self._register_of(ours)
        return frozenset(ours)

    async def _count(self, symbol: Symbol, tell: Callable[[Told], Awaitable[None]]) -> None:
        register = self._register
        if register is None or symbol not in self._listed:
            missing = f"{symbol} is in no list of issuers of {self.name}'s"
            rows: Sequence[ShareCount | Refusal] = [Refusal("issuer", missing)]
        else:
            rows = await _read(self._web, register.request([symbol]), register.parse) or ()
            self._breaker.succeeded(self._clock.now())
        for row in rows:
            told = self._judged(symbol, row)
            self._told[symbol] = told.reason if isinstance(told, Refusal) else ""
            await tell(told)

    # A page that says that there is nothing does not say of whom.
    def _judged(self, symbol: Symbol, row: ShareCount | Refusal) -> ShareCount | Refusal:
        if isinstance(row, Refusal):
            named = symbol in row.detail
            return row if named else Refusal(row.reason, f"{symbol}: {row.detail}")
        if row.is_frozen(self._clock.now().date()):
            return Refusal("old", f"{symbol}: {self.name} has no count since that of {row.as_of}")
        return row

    async def _failed(self, error: FeedError, tell: Callable[[Told], Awaitable[None]]) -> None:
        self._breaker.failed(self._clock.now(), error)
        if not self.trouble:
            self.trouble = str(error)
            log.warning("share counts cannot be asked for: %s", error)
            await tell(self._status(healthy=False))

    async def _succeeded(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        self._breaker.succeeded(self._clock.now())
        if self.trouble:
            self.trouble = ""
            log.info("share counts are told again")
            await tell(self._status(healthy=True))

    def _status(self, *, healthy: bool) -> FeedStatus:
        now = self._clock.now()
        return FeedStatus(feed=self.name, healthy=healthy, detail=self.trouble, seen=now)


# What an answer comes to; None where it is the same as the last.
async def _read(web: Web, request: Request, parse: Callable[[bytes], Form]) -> Form | None:
    answer = await web.get(request)
    if answer.unchanged:
        return None
    try:
        return parse(answer.body)
    except FeedError:
        web.forget(request)  # what it told was nothing, and must not stay unchanged
        raise


def _next_round(calendar: Calendar, now: datetime) -> datetime:
    try:
        hours = calendar.hours(calendar.next_day(calendar.trading_day(now)))
    except CalendarEnds:
        hours = None
    return (hours.pre_open if hours else now + timedelta(days=1)) - BEFORE


class Uncounted:
    """Says why nobody is asked for share counts, and asks nobody."""

    name = "sec"

    def __init__(self, symbols: Sequence[Symbol]) -> None:
        self._symbols = symbols

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Say so for as long as there is anybody to ask about."""
        self._symbols = symbols

    def told(self) -> str:
        """Say in a line what is missing; nothing where nobody needs it."""
        if not self._symbols:
            return ""
        return f"{self.name}: not asked for share counts until `feeds: sec: contact:` is written"

    async def run(self, _tell: Callable[[Told], Awaitable[None]]) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()
