"""Splits: what prices and share counts of before come to on the scale of after."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal

from bot.market.events import Quote, Reference

_SCALE = Context(prec=12)  # so that a price × a share count still is a Decimal without rounding

Before = Callable[[date], bool]
"""Tells of a session day whether its close was heard of before the split."""


def per_share(price: Decimal, ratio: Decimal) -> Decimal:
    """Return a price of before a split, per share of after it."""
    return _SCALE.divide(price, ratio)


def restated(quote: Quote, ratio: Decimal) -> Quote:
    """Return a trade of before a split as it is measured after it."""
    return replace(quote, price=per_share(quote.price, ratio))


def divided(
    reference: Reference, ratio: Decimal, before: Before, *, previous: date | None, counted: bool
) -> Reference:
    """Return a reference as it is after a split, but for what was told since.

    `previous` is the day before that of its previous close; `counted` says that its share count is
    one of before.
    """

    def close(price: Decimal | None, day: date | None) -> Decimal | None:
        if price is None or day is None or not before(day):
            return price
        return per_share(price, ratio)

    count = reference.shares_outstanding
    return replace(
        reference,
        previous_close=close(reference.previous_close, reference.previous_close_date),
        close_before=close(reference.close_before, previous),
        year_close=close(reference.year_close, reference.year_close_date),
        shares_outstanding=round(count * ratio) if count and counted else count,
    )
