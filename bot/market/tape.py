"""What is known of one instrument: its last trade, its closes by date, today's open."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from bot.market.bars import BarSeries
from bot.market.closes import Close, Closes
from bot.market.events import CorporateAction, Halt, Quote, Reference
from bot.market.followers import Followers
from bot.market.instruments import Symbol
from bot.market.lull import Lull
from bot.market.sessions import Calendar, Session
from bot.market.splits import divided, per_share, restated

__all__ = ["BELL_IS_NEAR", "Close", "Last", "Tape"]

BELL_IS_NEAR = timedelta(minutes=15)
"""A regular print this near the closing bell stands for the close until an official one arrives,
and one this near the opening bell for the open, if we were watching when it rang."""


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
    `quote` is the newest trade by the venue's clock. `since` is when we began to watch; `opened`
    the open of the day it bears, if we saw it; `halt` the last stop of its trading; `lull` says
    which quotes need no more than `stay`.
    """

    __slots__ = (
        "_closes",
        "_counted",
        "_followers",
        "_premarket",
        "_regular",
        "calendar",
        "halt",
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
        self.halt: Halt | None = None
        self.lull: Lull | None = None
        self._premarket: Quote | None = None
        self._regular: Quote | None = None
        self._closes = Closes()
        self._counted: datetime | None = None  # when its share count was first told
        self._followers: Followers | None = None

    def refer(self, reference: Reference) -> None:
        """Take what a reference says, in place of what we had."""
        self.reference, self.lull = reference, None
        day, seen = reference.previous_close_date, reference.seen
        self._counted = (self._counted or seen) if reference.shares_outstanding else None
        if reference.year_close is not None and reference.year_close_date is not None:
            self._closes.hear_of_year(reference.year_close_date, seen)
        if day is None:
            return
        if reference.previous_close is not None:
            own = self.seen_of(day)  # it is believed, so it is of one scale with what we saw
            self._closes.keep(day, reference.previous_close, own.seen if own else seen)
        if reference.close_before is not None:
            self._closes.keep(self.calendar.previous_day(day), reference.close_before, seen)

    def trade(self, quote: Quote) -> None:
        """Take a trade; one that is told late takes no newer one's place."""
        before = self.quote
        if self._followers is not None:
            self._followers.trade(before, quote, self.calendar)
        if before is None or quote.at >= before.at:
            self.quote = quote
        span = self.calendar.span(quote.at)
        if span.session is Session.PRE and _is_newer(quote, self._premarket):
            self._premarket = quote
        if span.session is not Session.REGULAR:
            return
        if not _is_newer(quote, self._regular):
            self._add_late(quote, span.day)
            return
        if self._regular is None or self._regular.at < span.start:
            self._settle()
            opened = self._is_the_open(quote, span.day)
            self.opened = Close(quote.price, span.day) if opened else None
        self._regular = quote

    def stay(self, quote: Quote, lull: Lull) -> None:
        """Take a trade of the stretch of time that a lull is for, no older than the last."""
        self.quote = quote
        lull.start = quote.at
        if lull.is_regular:
            self._regular = quote
        elif lull.is_premarket:
            self._premarket = quote

    def split(self, action: CorporateAction) -> bool:
        """Put what was heard before a split on the scale of after it, and tell if there was any.

        What was first told since is taken for adjusted. Whoever followed the trades begins anew.
        """
        at, ratio = action.effective, action.ratio
        if at < self.since:
            return False
        last = self.calendar.last_finished(at)

        def before(day: date) -> bool:
            return day <= last and self._closes.heard_before(day, at)

        if self.reference is not None:
            day = self.reference.previous_close_date
            previous = self.calendar.previous_day(day) if day is not None else None
            counted = self._counted is not None and self._counted < at
            self.reference = divided(
                self.reference, ratio, before, previous=previous, counted=counted
            )
        self._closes.divide(ratio, last, at)
        if self.opened is not None and self.opened.day <= last:
            self.opened = Close(per_share(self.opened.price, ratio), self.opened.day)
        self.quote, self._premarket, self._regular = (
            quote if quote is None or quote.at >= at else restated(quote, ratio)
            for quote in (self.quote, self._premarket, self._regular)
        )
        self._followers = self.lull = None
        return True

    def stop(self, halt: Halt) -> bool:
        """Take a halt or what became of it, and tell whether it is news; an older one is none."""
        if self.halt is not None and halt.at < self.halt.at:
            return False
        self.halt, self.lull = halt, None
        return True

    def halted(self, now: datetime) -> bool:
        """Tell whether trading stands still by order of the venue."""
        halt = self.halt
        return halt is not None and halt.at <= now and (halt.resumes is None or now < halt.resumes)

    def resumed(self, now: datetime) -> datetime:
        """Return when its trading was last taken up again; before that, when we began to watch."""
        resumes = self.halt.resumes if self.halt is not None else None
        return resumes if resumes is not None and resumes <= now else self.since

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
        price = self._closes.of(day)
        if price is None:
            price = self._own_close(day)
        return None if price is None else Close(price, day)

    def seen_of(self, day: date) -> Quote | None:
        """Return what we saw ourselves that the close of a day cannot be far from."""
        if self._own_close(day) is not None:
            return self._regular
        quote, calendar = self.quote, self.calendar
        if quote is None:
            return None
        near = day in {calendar.trading_day(quote.at), calendar.last_finished(quote.at)}
        return quote if near else None

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
        quote = self._regular
        if quote is None or self.calendar.trading_day(quote.at) != day:
            return None
        return quote.price if self._is_near_the_close(quote, day) else None

    def _is_near_the_close(self, quote: Quote, day: date) -> bool:
        hours = self.calendar.hours(day)
        return hours is not None and quote.at >= hours.close - BELL_IS_NEAR

    # The last trade of a day may be told after the first of the next; it is its close all the same.
    def _add_late(self, quote: Quote, day: date) -> None:
        newest = self._regular
        if newest is None or day == self.calendar.trading_day(newest.at):
            return
        if self._closes.of(day) is None and self._is_near_the_close(quote, day):
            self._closes.keep(day, quote.price, quote.seen)

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
        if own is not None and self._closes.of(day) is None:
            self._closes.keep(day, own, self._regular.seen)


def _is_newer(quote: Quote, other: Quote | None) -> bool:
    return other is None or quote.at >= other.at
