"""Trades as they were told, with how many shares changed hands since the one before."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.market.events import Quote
from bot.market.sessions import Calendar


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade; `shares` since the one before and `volume` since the day began, if known.

    One that is `late` was made before another that has been told. It adds to the count if it tells
    of more shares than that one did, and nothing else.
    """

    price: Decimal
    at: datetime
    shares: int | None
    volume: int | None
    late: bool


def traded(quote: Quote, last: Quote | None, calendar: Calendar, watched: datetime) -> Trade:
    """Take a quote for a trade; `last` is the one made last of those told, if any."""
    if last is None or quote.at >= last.at:
        shares = _shares(quote, last, calendar, watched)
        return Trade(quote.price, quote.at, shares, quote.volume, late=False)
    same_day = calendar.trading_day(quote.at) == calendar.trading_day(last.at)
    more = (quote.volume or 0) - last.volume if same_day and last.volume is not None else 0
    return Trade(quote.price, quote.at, max(0, more), quote.volume, late=True)


# The first trade of a day tells what it traded only to who would have seen an earlier one.
def _shares(quote: Quote, last: Quote | None, calendar: Calendar, watched: datetime) -> int | None:
    day = calendar.trading_day(quote.at)
    if quote.volume is None:
        return None
    if last is not None and calendar.trading_day(last.at) == day:
        return None if last.volume is None else max(0, quote.volume - last.volume)
    hours = calendar.hours(day)
    return quote.volume if hours is not None and watched <= hours.pre_open else None
