"""Lulls: prices and times at which one more quote of an instrument is more of the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from bot.market.events import Quote
from bot.market.sessions import Session, Span

LOWEST = Decimal(0)
HIGHEST = Decimal(10) ** 9
"""No instrument we know trades over this many USD; one that seems to is a fault of units."""


class Ledger(Protocol):
    """Adds up trades; until `settled` one more of them is all that can change its sum."""

    settled: datetime

    def stay(self, quote: Quote) -> bool:
        """Take a trade, and tell whether no rule on the sum can have turned."""


@dataclass(slots=True, kw_only=True)
class Lull:
    """Says that between `low` and `high`, both excluded, no rule on an instrument can turn.

    It lasts for trades made within `start` and `end` (excluded), one stretch of one session, in
    which the instrument has traded before, and as long as the `ledgers` it is in are settled. It is
    lifted by whatever else concerns the instrument.
    """

    low: Decimal
    high: Decimal
    start: datetime
    end: datetime
    is_premarket: bool
    is_regular: bool
    ledgers: Sequence[Ledger]

    @classmethod
    def within(cls, span: Span, ledgers: Sequence[Ledger]) -> "Lull":
        """Make one of a stretch of time; at no price yet."""
        return cls(
            low=LOWEST,
            high=LOWEST,
            start=span.start,
            end=span.end,
            is_premarket=span.session is Session.PRE,
            is_regular=span.session is Session.REGULAR,
            ledgers=ledgers,
        )
