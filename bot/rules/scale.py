"""Scale: which conditions speak of amounts per share, and so of other things after a split."""

from collections.abc import Iterable

from bot.market.instruments import Symbol
from bot.rules.bound import Bound, Fixed, Source, Worked, symbols
from bot.rules.comparisons import Nearness
from bot.rules.conditions import Sum
from bot.rules.joins import Part
from bot.rules.leaves import Leaf
from bot.rules.units import Amount, Mark, Unit
from bot.rules.windows import Movement

_PER_SHARE = {Unit.PRICE, Unit.SHARES}


def has_levels(part: Part, symbol: Symbol) -> bool:
    """Tell whether a condition holds a price or a volume of an instrument against a typed one.

    `price > 70` of after a split is not that of before; `change > 4%` and `price > sma(50)` are.
    """
    return any(_has_level(leaf, symbol) for leaf in part.leaves())


def _has_level(leaf: Leaf, symbol: Symbol) -> bool:
    if leaf.unit not in _PER_SHARE or symbol not in symbols(leaf.sources()):
        return False
    margins: Iterable[Amount | None] = ()
    if isinstance(leaf, Movement | Nearness):
        margins = (leaf.margin,)
    typed = any(_is_typed(source) for source in leaf.sources())
    return typed or any(m is not None and m.mark is not Mark.PERCENT for m in margins)


# A factor is none: `price > sma(50) * 1.1` holds at any scale.
def _is_typed(source: Source) -> bool:
    match source:
        case Fixed():
            return True
        case Worked(sum=Sum.PLUS | Sum.MINUS):
            return _is_typed(source.left) or _is_typed(source.right)
        case Worked():
            sides = (source.left, source.right)
            return any(not isinstance(side, Fixed | Bound) and _is_typed(side) for side in sides)
    return False
