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

JUMP = Decimal("0.4")
"""The part of the last price by which the next may differ without anybody else having seen it."""

_CALM = Decimal("1.18")  # its square is under 1.4: of two prices so near a third, none is a jump


class Ledger(Protocol):
    """Adds up trades; until `settled` one more of them is all that can change its sum."""

    settled: datetime

    def stay(self, quote: Quote) -> bool:
        """Take a trade, and tell whether no rule on the sum can have turned."""


@dataclass(slots=True, kw_only=True)
class Lull:
    """Says that between `low` and `high`, both excluded, no rule on an instrument can turn.

    Between `least` and `most` (excluded) no price is a jump. It lasts for trades in `currency`,
    made since `start`, that of the newest, in one stretch of one session, and as long as the
    `ledgers` it is in are settled. It is lifted by whatever else concerns the instrument.
    """

    low: Decimal
    high: Decimal
    least: Decimal
    most: Decimal
    currency: str
    start: datetime
    is_premarket: bool
    is_regular: bool
    ledgers: Sequence[Ledger]

    @classmethod
    def since(cls, quote: Quote, span: Span, ledgers: Sequence[Ledger]) -> "Lull":
        """Make one of the rest of a stretch of time, around a trade; at no price yet."""
        return cls(
            low=LOWEST,
            high=LOWEST,
            least=quote.price / _CALM,
            most=min(quote.price * _CALM, HIGHEST),
            currency=quote.currency,
            start=quote.at,
            is_premarket=span.session is Session.PRE,
            is_regular=span.session is Session.REGULAR,
            ledgers=ledgers,
        )
