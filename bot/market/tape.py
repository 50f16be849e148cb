"""What is known of one instrument: its last trade, and by whom the next one has to be heard."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from bot.market.bells import BELL_IS_NEAR, Bells
from bot.market.closes import Close
from bot.market.events import CorporateAction, Quote, Reference
from bot.market.followers import Followers
from bot.market.halts import Trading
from bot.market.instruments import Symbol
from bot.market.lull import Lull
from bot.market.sessions import Calendar
from bot.market.splits import divided, restated

__all__ = ["BELL_IS_NEAR", "Close", "Last", "Tape"]


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

    `quote` is the newest trade by the venue's clock. `since` is when we began to watch; `bells`
    holds the closes by date and today's open, `trading` whether it is halted; `lull` says which
    quotes need no more than `stay`.
    """

    __slots__ = (
        "_counted",
        "_followers",
        "bells",
        "calendar",
        "lull",
        "quote",
        "reference",
        "since",
        "symbol",
        "trading",
    )

    def __init__(self, symbol: Symbol, calendar: Calendar, since: datetime) -> None:
        self.symbol = symbol
        self.calendar = calendar
        self.since = since
        self.quote: Quote | None = None
        self.reference: Reference | None = None
        self.bells = Bells(calendar, since)
        self.trading = Trading(since)
        self.lull: Lull | None = None
        self._counted: datetime | None = None  # when its share count was first told
        self._followers: Followers | None = None

    def refer(self, reference: Reference) -> None:
        """Take what a reference says, in place of what we had."""
        self.reference, self.lull = reference, None
        told = reference.shares_outstanding
        self._counted = (self._counted or reference.seen) if told else None
        self.bells.refer(reference, self.quote)

    def trade(self, quote: Quote) -> None:
        """Take a trade; one that is told late takes no newer one's place."""
        before = self.quote
        if self._followers is not None:
            self._followers.trade(before, quote, self.calendar)
        if before is None or quote.at >= before.at:
            self.quote = quote
        self.bells.trade(quote, self.calendar.span(quote.at))

    def stay(self, quote: Quote, lull: Lull) -> None:
        """Take a trade of the stretch of time that a lull is for, no older than the last."""
        self.quote = quote
        lull.start = quote.at
        if lull.is_regular:
            self.bells.regular = quote
        elif lull.is_premarket:
            self.bells.premarket = quote

    def split(self, action: CorporateAction) -> bool:
        """Put what was heard before a split on the scale of after it, and tell if there was any.

        What was first told since is taken for adjusted. Whoever followed the trades begins anew.
        """
        at, ratio = action.effective, action.ratio
        if at < self.since:
            return False
        before = self.bells.split(action)
        if self.reference is not None:
            day = self.reference.previous_close_date
            previous = self.calendar.previous_day(day) if day is not None else None
            counted = self._counted is not None and self._counted < at
            self.reference = divided(
                self.reference, ratio, before, previous=previous, counted=counted
            )
        if self.quote is not None and self.quote.at < at:
            self.quote = restated(self.quote, ratio)
        self._followers = self.lull = None
        return True

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

    def traded_in_session(self, now: datetime) -> Quote | None:
        """Return the last quote if it was made in the session that is on now."""
        quote = self.quote
        if quote is None or self.calendar.session(quote.at) is not self.calendar.session(now):
            return None
        if self.calendar.trading_day(quote.at) != self.calendar.trading_day(now):
            return None
        return quote

    def last(self, now: datetime) -> Last | None:
        """Return the last trade, or the close of the last finished session where that is newer."""
        quote, day = self.quote, self.calendar.last_finished(now)
        hours = self.calendar.hours(day)
        fresh = quote is not None and hours is not None and quote.at >= hours.close - BELL_IS_NEAR
        if quote is not None and fresh:
            return Last(quote.price, quote.at, quote.source, fresh=True)
        close = self.bells.of(day)
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
