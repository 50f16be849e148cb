"""Bells: what the session days of an instrument opened and closed at, as told or as we saw it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.market.closes import Close, Closes
from bot.market.events import CorporateAction, Quote, Reference
from bot.market.sessions import Calendar, Session, Span
from bot.market.splits import Before, per_share, restated

BELL_IS_NEAR = timedelta(minutes=15)
"""A regular print this near the closing bell stands for the close until an official one arrives,
and one this near the opening bell for the open, if we were watching when it rang."""


class Bells:
    """Keeps the closes of one instrument by date, and the session prints that may become one.

    A base of the wrong day is not found rather than used. `closes` are those that were settled,
    `premarket` and `regular` the last prints of their sessions; `opened` is the open of the day it
    bears, if we saw it; `since` is when we began to watch.
    """

    __slots__ = ("_year", "calendar", "closes", "opened", "premarket", "regular", "since")

    def __init__(self, calendar: Calendar, since: datetime) -> None:
        self.calendar = calendar
        self.since = since
        self.opened: Close | None = None
        self.premarket: Quote | None = None
        self.regular: Quote | None = None
        self.closes = Closes()
        self._year: Close | None = None

    def refer(self, reference: Reference, newest: Quote | None) -> None:
        """Take the closes that a reference tells; `newest` is the last trade there is."""
        day, seen, year = reference.previous_close_date, reference.seen, reference.year_close_date
        self._year = None
        if reference.year_close is not None and year is not None:
            self._year = Close(reference.year_close, year)
            self.closes.hear_of_year(year, seen)
        if day is None:
            return
        if reference.previous_close is not None:
            # It is believed, so it is of one scale with what we saw ourselves.
            own = self.seen_of(day, newest)
            self.closes.keep(day, reference.previous_close, own.seen if own else seen)
        if reference.close_before is not None:
            self.closes.keep(self.calendar.previous_day(day), reference.close_before, seen)

    def trade(self, quote: Quote, span: Span) -> None:
        """Take a trade of a stretch of time; one told late takes no newer one's place."""
        if span.session is Session.PRE and _is_newer(quote, self.premarket):
            self.premarket = quote
        if span.session is not Session.REGULAR:
            return
        if not _is_newer(quote, self.regular):
            self._add_late(quote, span.day)
            return
        if self.regular is None or self.regular.at < span.start:
            self._settle()
            opened = self._is_the_open(quote, span.day)
            self.opened = Close(quote.price, span.day) if opened else None
        self.regular = quote

    def split(self, action: CorporateAction) -> Before:
        """Put what was heard before a split on the scale of after it; return which days that is."""
        at, ratio = action.effective, action.ratio
        last = self.calendar.last_finished(at)

        def before(day: date) -> bool:
            return day <= last and self.closes.heard_before(day, at)

        self.closes.divide(ratio, last, at)
        if self._year is not None and before(self._year.day):
            self._year = Close(per_share(self._year.price, ratio), self._year.day)
        if self.opened is not None and self.opened.day <= last:
            self.opened = Close(per_share(self.opened.price, ratio), self.opened.day)
        self.premarket, self.regular = (
            quote if quote is None or quote.at >= at else restated(quote, ratio)
            for quote in (self.premarket, self.regular)
        )
        return before

    def of(self, day: date) -> Close | None:
        """Return the close of a session day, official or our own last print before the bell."""
        price = self.closes.of(day)
        if price is None:
            own = self._own(day)
            price = own.price if own is not None else None
        return None if price is None else Close(price, day)

    def before(self, day: date) -> Close | None:
        """Return the close of the session day before `day`."""
        return self.of(self.calendar.previous_day(day))

    def previous(self, now: datetime) -> Close | None:
        """Return the close of the session day before today."""
        return self.before(self.calendar.trading_day(now))

    def by_day(self, last: date) -> dict[date, Decimal]:
        """Return the closes that are known of the days up to the last that has finished."""
        close = self.of(last)
        return self.closes.until(last) | ({last: close.price} if close is not None else {})

    def of_year(self, now: datetime) -> Close | None:
        """Return the last close of the year before this one."""
        close = self._year
        if close is None or close.day.year != self.calendar.trading_day(now).year - 1:
            return None
        return close

    def last_premarket(self, now: datetime) -> Quote | None:
        """Return today's last trade before the bell, also once the bell has rung."""
        quote, calendar = self.premarket, self.calendar
        if quote is None or calendar.trading_day(quote.at) != calendar.trading_day(now):
            return None
        return quote

    def seen_of(self, day: date, newest: Quote | None) -> Quote | None:
        """Return what we saw ourselves that the close of a day cannot be far from."""
        own, calendar = self._own(day), self.calendar
        if own is not None or newest is None:
            return own
        near = day in {calendar.trading_day(newest.at), calendar.last_finished(newest.at)}
        return newest if near else None

    # Our own last print before the bell, which is as good as the close.
    def _own(self, day: date) -> Quote | None:
        quote = self.regular
        if quote is None or self.calendar.trading_day(quote.at) != day:
            return None
        return quote if self._is_near_the_close(quote, day) else None

    def _is_near_the_close(self, quote: Quote, day: date) -> bool:
        hours = self.calendar.hours(day)
        return hours is not None and quote.at >= hours.close - BELL_IS_NEAR

    # The last trade of a day may be told after the first of the next; it is its close all the same.
    def _add_late(self, quote: Quote, day: date) -> None:
        newest = self.regular
        if newest is None or day == self.calendar.trading_day(newest.at):
            return
        if self.closes.of(day) is None and self._is_near_the_close(quote, day):
            self.closes.keep(day, quote.price, quote.seen)

    # The first trade we see is the open only if we could have seen an earlier one.
    def _is_the_open(self, quote: Quote, day: date) -> bool:
        hours = self.calendar.hours(day)
        return hours is not None and self.since <= hours.open >= quote.at - BELL_IS_NEAR

    # Yesterday's last print becomes yesterday's close before today's first one takes its place.
    def _settle(self) -> None:
        if self.regular is None:
            return
        day = self.calendar.trading_day(self.regular.at)
        own = self._own(day)
        if own is not None and self.closes.of(day) is None:
            self.closes.keep(day, own.price, own.seen)


def _is_newer(quote: Quote, other: Quote | None) -> bool:
    return other is None or quote.at >= other.at
