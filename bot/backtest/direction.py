"""Which way a rule looks, and its threshold as a price: what decided it says both."""

from decimal import Decimal

from bot.rules import conditions as c
from bot.rules.bound import Bound
from bot.rules.comparisons import Comparison, Crossing, Nearness
from bot.rules.joins import Tally
from bot.rules.leaves import Leaf
from bot.rules.units import Unit
from bot.rules.windows import Extreme, Movement

_OF_PRICES = {Unit.PERCENT, Unit.PRICE, Unit.MONEY}
_PROPORTIONAL = {"price", "cap"}

_SIGNS = {c.Sign.OVER: 1, c.Sign.AT_LEAST: 1, c.Sign.UNDER: -1, c.Sign.AT_MOST: -1}
_SIDES = {c.Side.BELOW: 1, c.Side.ABOVE: -1}
_WAYS = {c.Way.UP: 1, c.Way.DOWN: -1}


def way(cause: Leaf | Tally) -> int:
    """Tell what a rule that rang over `cause` looks for: 1 a rise, -1 a fall, 0 neither.

    A volume or an age that rises says nothing about where the price goes.
    """
    ways = {_way(leaf) for leaf in cause.leaves()}
    return ways.pop() if len(ways) == 1 else 0


def level(leaf: Leaf, price: Decimal | None) -> Decimal | None:
    """Say at which price (or cap) of the subject a comparison turns; None where at no single one.

    `price` is the one its last figure was worked out from.
    """
    last, threshold = leaf.last, leaf.threshold
    if last is None or last.value is None or threshold is None:
        return None
    if leaf.unit is Unit.PERCENT and last.baseline is not None:
        return last.baseline.value * (1 + threshold / 100)
    subject = leaf.subject
    if not isinstance(subject, Bound) or subject.metric.name not in _PROPORTIONAL or not last.value:
        return None
    return None if price is None else price * threshold / last.value


def _way(leaf: Leaf) -> int:
    match leaf:
        case Leaf() if leaf.unit not in _OF_PRICES:
            found = 0
        case Comparison():
            found = _SIGNS.get(leaf.sign, 0)
        case Nearness():
            found = _SIDES.get(leaf.side, 0)
        case Movement():
            found = _WAYS.get(leaf.way, 0)
        case Crossing(above=up) | Extreme(high=up):
            found = 1 if up else -1
        case _:
            found = 0
    return found
