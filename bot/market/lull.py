"""Lulls: prices and times at which one more quote of an instrument is more of the same."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.market.sessions import Session, Span

LOWEST = Decimal(0)
HIGHEST = Decimal(10) ** 9
"""No instrument we know trades over this many USD; one that seems to is a fault of units."""


@dataclass(slots=True, kw_only=True)
class Lull:
    """Says that between `low` and `high`, both excluded, no rule on an instrument can turn.

    It lasts for trades made within `start` and `end` (excluded), one stretch of one session, in
    which the instrument has traded before. It is lifted by whatever else concerns the instrument.
    """

    low: Decimal
    high: Decimal
    start: datetime
    end: datetime
    is_premarket: bool
    is_regular: bool

    @classmethod
    def within(cls, span: Span, low: Decimal, high: Decimal) -> "Lull":
        """Make one of a stretch of time; its prices are at least `LOWEST` and at most `HIGHEST`."""
        return cls(
            low=low,
            high=high,
            start=span.start,
            end=span.end,
            is_premarket=span.session is Session.PRE,
            is_regular=span.session is Session.REGULAR,
        )
