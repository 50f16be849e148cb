"""Distance: how far a comparison is from holding."""

from datetime import datetime
from decimal import Decimal

from bot.rules.leaves import Leaf
from bot.rules.units import Unit


def distance(leaf: Leaf, now: datetime) -> Decimal | None:
    """Return how far the figure must rise (or, negative, fall) to make a comparison hold.

    Points on a percent metric, stories where those are counted, else percent of the figure. The
    figure is that of `now`: between two edges nobody had to read it.
    """
    value = leaf.subject.measure(now).value
    edge = leaf.edge(value) if value is not None else None
    if value is None or edge is None:
        return None
    gap = edge - value
    if leaf.unit in {Unit.PERCENT, Unit.STORIES}:
        return gap
    return gap / abs(value) * 100 if value else None
