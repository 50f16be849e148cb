"""One comparison at one moment, slow and obvious: strict at its level, easier on the way back.

Each takes known figures, and the `reset` by which it is eased: the rule's own where the comparison
held until now, None where it did not.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.rules.conditions import (
    Channel,
    Compares,
    Counted,
    Crosses,
    Extreme,
    Measured,
    Moves,
    Operand,
    Side,
    Sign,
    Silent,
    Sum,
    Term,
    Within,
)
from bot.rules.measure import Measure, unknown
from bot.rules.units import Amount, Mark, Unit

Placed = Compares | Crosses | Within | Channel
"""What a figure is compared with is a place: a level, a zone or a channel."""


def sides(leaf: Measured) -> tuple[Operand, ...]:
    """Return what a comparison is between, in the order it was written."""
    match leaf:
        case Silent():
            return ()
        case Moves() | Extreme():
            return (leaf.left,)
        case Channel():
            return leaf.left, leaf.low, leaf.high
    return leaf.left, leaf.right


def must_pass(leaf: Placed) -> bool:
    """Say whether it holds only after it was seen on the other side."""
    return isinstance(leaf, Crosses) or (isinstance(leaf, Channel) and leaf.crossing)


def there(leaf: Placed, figures: Sequence[Decimal], reset: Amount | None) -> bool:
    """Say whether a figure is where the comparison wants it."""
    match leaf:
        case Compares():
            return compares(leaf, figures, reset)
        case Crosses():
            return beyond(leaf, figures, reset)
        case Within():
            return near(leaf, figures, reset)
        case Channel():
            return channelled(leaf, figures, reset)


def compares(leaf: Compares, figures: Sequence[Decimal], reset: Amount | None) -> bool:
    """Say whether `value > level`; what held until now holds until it is back past the reset."""
    value, level = figures
    ease = margin(reset, level, leaf.left)
    if ease and leaf.sign in {Sign.OVER, Sign.AT_LEAST}:
        return value > level - ease
    if ease and leaf.sign in {Sign.UNDER, Sign.AT_MOST}:
        return value < level + ease
    return {
        Sign.OVER: value > level,
        Sign.AT_LEAST: value >= level,
        Sign.UNDER: value < level,
        Sign.AT_MOST: value <= level,
        Sign.EQUAL: value == level,
        Sign.UNEQUAL: value != level,
    }[leaf.sign]


def beyond(leaf: Crosses, figures: Sequence[Decimal], reset: Amount | None) -> bool:
    """Say whether a value is past the level it is to cross."""
    value, level = figures
    ease = margin(reset, level, leaf.left)
    return value > level - ease if leaf.above else value < level + ease


def near(leaf: Within, figures: Sequence[Decimal], reset: Amount | None) -> bool:
    """Say whether a value is in the zone of its side; a reset moves the far edge, not the level."""
    value, level = figures
    width = margin(leaf.margin, level, leaf.left)
    low, high = level - width, level + width
    low, high = low - margin(reset, low, leaf.left), high + margin(reset, high, leaf.left)
    return {
        Side.BELOW: low <= value <= level,
        Side.ABOVE: level <= value <= high,
        Side.OF: low <= value <= high,
    }[leaf.side]


def channelled(leaf: Channel, figures: Sequence[Decimal], reset: Amount | None) -> bool:
    """Say whether a value is in the channel, or out of it; it takes a whole reset to come back."""
    value, *edges = figures
    low, high = min(edges), max(edges)
    if reset is None:
        return (low <= value <= high) == leaf.inside
    below, above = margin(reset, low, leaf.left), margin(reset, high, leaf.left)
    if leaf.inside:
        return low - below < value < high + above
    return value < low + below or value > high - above


def margin(amount: Amount | None, around: Decimal, of: Operand) -> Decimal:
    """Return a distance: points on a percent metric, else as it is, or in percent of a figure."""
    if amount is None:
        return Decimal(0)
    if amount.mark is Mark.PERCENT and unit(of) is not Unit.PERCENT:
        return abs(around) * amount.value / 100
    return amount.value


def unit(of: Operand) -> Unit | None:
    """Return what a figure is measured in; an amount is whatever it is compared with."""
    if isinstance(of, Amount):
        return None
    return of.metric.unit if isinstance(of, Term) else of.unit


def heads(counted: Counted, members: int) -> int:
    """Return how many it takes: of a share, the first whole number that is at least that much."""
    if not counted.share:
        return counted.least
    return next(n for n in range(members + 1) if 100 * n >= counted.least * members)


def worked_out(how: Sum, left: Measure, right: Measure) -> Measure:
    """Do a sum: of what does not exist now nothing does, of what cannot be told nothing can."""
    if left.outside or right.outside:
        return left if left.outside else right
    if left.value is None or right.value is None or (how is Sum.OVER and right.value == 0):
        return unknown("")
    return Measure(
        value={
            Sum.PLUS: left.value + right.value,
            Sum.MINUS: left.value - right.value,
            Sum.TIMES: left.value * right.value,
            Sum.OVER: left.value / (right.value or 1),
        }[how]
    )
