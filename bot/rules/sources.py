"""Sources: the instruments and watchlists that the figures of a condition come from."""

from collections.abc import Iterator
from typing import Protocol

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules.bound import symbols
from bot.rules.clocked import bounds
from bot.rules.leaves import Leaf


class Leafy(Protocol):
    """A condition, or a part of one, that comes down to comparisons."""

    def leaves(self) -> Iterator[Leaf]:
        """Yield the comparisons, in the order in which they are written."""


def reads(part: Leafy) -> set[Symbol]:
    """Return the instruments whose quotes or sessions may change what `part` answers."""
    return symbols(source for leaf in part.leaves() for source in leaf.sources())


def sectors(part: Leafy) -> set[Sector]:
    """Return the watchlists whose figures `part` reads; those may age without a quote."""
    figures = bounds(source for leaf in part.leaves() for source in leaf.sources())
    return {figure.of for figure in figures if isinstance(figure.of, Sector)}
