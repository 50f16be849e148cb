"""Bars: what happened in each stretch of time, made of trades as they arrive."""

from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar, cast

from bot.market.sessions import DAY, Calendar, Session

KEPT = 1000
"""Finished bars a series remembers: four years of days, two and a half days of minutes."""

SHORTEST = timedelta(seconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of trading, prices in USD; `volume` is None where a trade did not tell it."""

    start: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int | None


class Trade(NamedTuple):
    """One trade as its followers see it.

    `shares` changed hands since the quote before it and `volume` since the day began, if told.
    """

    price: Decimal
    at: datetime
    shares: int | None
    volume: int | None


class Follower(Protocol):
    """Follows a series bar by bar."""

    def add(self, bar: Bar) -> None:
        """Take a bar that has finished, in a time that does not grow with the history."""


F = TypeVar("F", bound=Follower)


class BarSeries:
    """Cuts the trades of one instrument into bars of `span`, a fixed effort for each trade.

    Bars are counted from the venue's regular open, before it too, and end where the session does,
    so that none mixes two sessions. Those of a day are the regular session alone (of crypto, the
    UTC day). A stretch in which nothing traded has no bar. A bar is finished by the first trade
    after its end, so what it says never depends on who asked when. The series knows nothing of
    before `since`, and a bar that began before it does not count.
    """

    def __init__(self, span: timedelta, since: datetime) -> None:
        self.span = span
        self.since = since
        self.bars: deque[Bar] = deque(maxlen=KEPT)
        self.finished = 0  # bars so far, those no longer kept included
        self._followers: dict[Hashable, Follower] = {}
        self._forming: _Forming | None = None
        self._start = self._end = _NEVER

    @property
    def daily(self) -> bool:
        return self.span >= DAY

    def trade(self, trade: Trade, calendar: Calendar) -> None:
        """Take a trade; one that belongs before the stretch it is in comes too late to count."""
        if trade.at >= self._end:
            self._begin(trade, calendar)
        elif trade.at >= self._start and self._forming is not None:
            self._forming.take(trade)

    def add(self, bar: Bar) -> None:
        """Take a bar that is finished, our own or one that a history tells, and let all know."""
        self.bars.append(bar)
        self.finished += 1
        for follower in self._followers.values():
            follower.add(bar)

    def follow(self, key: Hashable, make: Callable[[], F]) -> F:
        """Return what follows this series under `key`; a new one first reads the bars kept."""
        found = self._followers.get(key)
        if found is not None:
            return cast("F", found)  # a key stands for one kind
        made = self._followers[key] = make()
        for bar in self.bars:
            made.add(bar)
        return made

    def _begin(self, trade: Trade, calendar: Calendar) -> None:
        if self._forming is not None:
            self.add(self._forming.finished())
        self._start, self._end, counts = self._stretch(trade.at, calendar)
        whole = counts and self.since <= self._start
        self._forming = _Forming(self._start, trade) if whole else None

    # The stretch around an instant, and whether trades in it make a bar at all.
    def _stretch(self, at: datetime, calendar: Calendar) -> tuple[datetime, datetime, bool]:
        part = calendar.span(at)
        if self.daily:
            return part.start, part.end, part.session is Session.REGULAR
        hours = calendar.hours(part.day)
        bell = hours.open if hours else part.start
        start = bell + (at - bell) // self.span * self.span
        return max(start, part.start), min(start + self.span, part.end), True


class _Forming:
    # The bar that is on; changed in place, because most trades change no more than its close.
    __slots__ = ("_close", "_high", "_low", "_open", "_start", "_volume")

    def __init__(self, start: datetime, trade: Trade) -> None:
        self._start = start
        self._open = self._high = self._low = self._close = trade.price
        self._volume = trade.shares

    def take(self, trade: Trade) -> None:
        self._close = price = trade.price
        if price > self._high:
            self._high = price
        elif price < self._low:
            self._low = price
        untold = self._volume is None or trade.shares is None
        self._volume = None if untold else (self._volume or 0) + (trade.shares or 0)

    def finished(self) -> Bar:
        return Bar(self._start, self._open, self._high, self._low, self._close, self._volume)
