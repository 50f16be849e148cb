"""What is known of one instrument: its last trade, its closes by date, today's open."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from bot.market.bars import BarSeries
from bot.market.events import Quote, Reference
from bot.market.followers import Followers
from bot.market.instruments import Symbol
from bot.market.lull import Lull
from bot.market.sessions import Calendar, Session

BELL_IS_NEAR = timedelta(minutes=15)
"""A regular print this near the closing bell stands for the close until an official one arrives,
and one this near the opening bell for the open, if we were watching when it rang."""

_CLOSES_KEPT = 4


class Close(NamedTuple):
    """The price a session day ended at, in USD."""

    price: Decimal
    day: date


class Last(NamedTuple):
    """The newest price there is: a trade with its moment, or a close, whose `at` is None.

    `fresh` says that nothing newer is owed: it was made since the last bell, or is that bell's.
    """

    price: Decimal
    at: datetime | None
    source: str
    fresh: bool


class Tape:
    """Keeps what one instrument's quotes and references have said.

    Closes are kept by their date, so a base of the wrong day is not found rather than used.
    `since` is when we began to watch; `opened` the open of the day it bears, if we saw it; `lull`
    says which quotes need no more than `stay`.
    """

    __slots__ = (
        "_closes",
        "_followers",
        "_premarket",
        "_regular",
        "calendar",
        "lull",
        "opened",
        "quote",
        "reference",
        "since",
        "symbol",
    )

    def __init__(self, symbol: Symbol, calendar: Calendar, since: datetime) -> None:
        self.symbol = symbol
        self.calendar = calendar
        self.since = since
        self.quote: Quote | None = None
        self.reference: Reference | None = None
        self.opened: Close | None = None
        self.lull: Lull | None = None
        self._premarket: Quote | None = None
        self._regular: Quote | None = None
        self._closes: dict[date, Decimal] = {}
        self._followers: Followers | None = None

    def refer(self, reference: Reference) -> None:
        """Take what a reference says, in place of what we had."""
        self.reference, self.lull = reference, None
        day = reference.previous_close_date
        if day is None:
            return
        if reference.previous_close is not None:
            self._keep(day, reference.previous_close)
        if reference.close_before is not None:
            self._keep(self.calendar.previous_day(day), reference.close_before)

    def trade(self, quote: Quote) -> None:
        """Take a trade."""
        before, self.quote = self.quote, quote
        if self._followers is not None:
            self._followers.trade(before, quote, self.calendar)
        span = self.calendar.span(quote.at)
        if span.session is Session.PRE:
            self._premarket = quote
        if span.session is not Session.REGULAR:
            return
        if self._regular is None or self._regular.at < span.start or self._regular.at >= span.end:
            self._settle()
            opened = self._is_the_open(quote, span.day)
            self.opened = Close(quote.price, span.day) if opened else None
        self._regular = quote

    def stay(self, quote: Quote, lull: Lull) -> None:
        """Take a trade of the stretch of time that a lull is for."""
        self.quote = quote
        if lull.is_regular:
            self._regular = quote
        elif lull.is_premarket:
            self._premarket = quote

    @property
    def followed(self) -> bool:
        """Whether anybody follows it trade by trade."""
        return self._followers is not None

    @property
    def followers(self) -> Followers:
        """What follows its trades; until somebody asks there is nothing, and it costs nothing."""
        if self._followers is None:
            self._followers, self.lull = Followers(self.since), None
        return self._followers

    def bars(self, span: timedelta, now: datetime) -> BarSeries:
        """Return its bars of that length; made when first asked for, they know nothing before."""
        return self.followers.bars(span, now)

    def session(self, now: datetime) -> Session:
        return self.calendar.session(now)

    def today(self, now: datetime) -> date:
        return self.calendar.trading_day(now)

    def traded_in_session(self, now: datetime) -> Quote | None:
        """Return the last quote if it was made in the session that is on now."""
        quote = self.quote
        if quote is None or self.calendar.session(quote.at) is not self.calendar.session(now):
            return None
        if self.calendar.trading_day(quote.at) != self.calendar.trading_day(now):
            return None
        return quote

    def last_premarket(self, now: datetime) -> Quote | None:
        """Return today's last trade before the bell, also once the bell has rung."""
        quote = self._premarket
        if quote is None or self.calendar.trading_day(quote.at) != self.today(now):
            return None
        return quote

    def close_of(self, day: date) -> Close | None:
        """Return the close of a session day, official or our own last print before the bell."""
        price = self._closes.get(day)
        if price is None:
            price = self._own_close(day)
        return None if price is None else Close(price, day)

    def close_before(self, day: date) -> Close | None:
        """Return the close of the session day before `day`."""
        return self.close_of(self.calendar.previous_day(day))

    def year_close(self, now: datetime) -> Close | None:
        """Return the last close of the year before this one."""
        known = self.reference
        if known is None or known.year_close is None or known.year_close_date is None:
            return None
        if known.year_close_date.year != self.today(now).year - 1:
            return None
        return Close(known.year_close, known.year_close_date)

    def last(self, now: datetime) -> Last | None:
        """Return the last trade, or the close of the last finished session where that is newer."""
        quote, day = self.quote, self.calendar.last_finished(now)
        hours = self.calendar.hours(day)
        fresh = quote is not None and hours is not None and quote.at >= hours.close - BELL_IS_NEAR
        if quote is not None and fresh:
            return Last(quote.price, quote.at, quote.source, fresh=True)
        close = self.close_of(day)
        if close is not None:
            source = self.reference.source if self.reference else ""
            return Last(close.price, None, source, fresh=True)
        return Last(quote.price, quote.at, quote.source, fresh=False) if quote else None

    def newest(self, now: datetime) -> Quote | None:
        """Return the last trade, unless a close that is newer has taken its place."""
        quote = self.quote
        if quote is None or quote.at >= self.calendar.last_bell(now) - BELL_IS_NEAR:
            return quote
        last = self.last(now)
        return self.quote if last is not None and last.at is not None else None

    @property
    def shares(self) -> int | None:
        """Shares outstanding; a count of zero is a provider's blank, not a figure."""
        known = self.reference
        return (known.shares_outstanding or None) if known else None

    def _own_close(self, day: date) -> Decimal | None:
        quote, hours = self._regular, self.calendar.hours(day)
        if quote is None or hours is None or self.calendar.trading_day(quote.at) != day:
            return None
        return quote.price if quote.at >= hours.close - BELL_IS_NEAR else None

    # The first trade we see is the open only if we could have seen an earlier one.
    def _is_the_open(self, quote: Quote, day: date) -> bool:
        hours = self.calendar.hours(day)
        return hours is not None and self.since <= hours.open >= quote.at - BELL_IS_NEAR

    # Yesterday's last print becomes yesterday's close before today's first one takes its place.
    def _settle(self) -> None:
        if self._regular is None:
            return
        day = self.calendar.trading_day(self._regular.at)
        own = self._own_close(day)
        if own is not None and day not in self._closes:
            self._keep(day, own)

    def _keep(self, day: date, price: Decimal) -> None:
        self._closes[day] = price
        while len(self._closes) > _CLOSES_KEPT:
            del self._closes[min(self._closes)]
