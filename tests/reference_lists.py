"""Figures of a whole list, slow and obvious: each member's own, put in a row."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from bot.rules.measure import Measure, outside, unknown

Values = Sequence[Decimal]
Figure = Callable[[Values], Decimal]


def mean(values: Values) -> Decimal:
    return sum(values, Decimal()) / len(values)


def median(values: Values) -> Decimal:
    return mean(sorted(values)[(len(values) - 1) // 2 : len(values) // 2 + 1])


def breadth(values: Values) -> Decimal:
    return Decimal(100 * len([v for v in values if v > 0])) / len(values)


FIGURES: dict[str, Figure] = {
    "mean": mean,
    "median": median,
    "breadth": breadth,
    "leader": max,
    "laggard": min,
}


def of_members(figure: Figure, members: Sequence[Measure], coverage: Decimal) -> Measure:
    """Work a figure out of each member's own, unless too few of those that exist are known."""
    there = [m for m in members if not m.outside]
    if not there:
        return outside("")
    known = [m.value for m in there if m.value is not None]
    if not known or len(known) < coverage * len(there):
        return unknown("")
    return Measure(value=figure(known))


def concentration(cap: Measure, worths: Sequence[Decimal | None]) -> Measure:
    """Return the largest member's share of a cap, in percent."""
    if cap.value is None:
        return cap
    return Measure(value=max(w for w in worths if w is not None) / cap.value * 100)
