"""Levels: where a series must pass before any rule on it can change its mind.

A series is one instrument's price or one sector's cap; an *edge* is a level on it at which its
owner must be read again. The index decides nothing: it names whose turn it is, and the reader of
the rule, who compares exactly, says whether anything happened.

Levels and values are floats, rounded from decimals. Rounding never puts two of them in the other
order, though it may make them equal; so both ends of a move belong to it, and whatever tells two
decimals apart, of any length, is among what was passed between them.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from math import inf, nextafter

from bot.rules.blocks import Blocks

NOBODY: Sequence[int] = ()


class Levels:
    """The edges of one series, and where among them its value stands.

    Nothing stands between `low` and `high`, so a value in there passes no edge, and the caller
    saves the call: `if levels.low < price < levels.high: return`.
    """

    __slots__ = (
        "_blocks",
        "_ceiling",
        "_edges",
        "_floor",
        "_over",
        "_owners",
        "_under",
        "high",
        "low",
    )

    def __init__(self) -> None:
        self._blocks = Blocks()
        self.low, self.high = inf, -inf
        # What stands from floor to ceiling is at the value, or on a side of it that nobody knows.
        self._floor, self._ceiling = inf, -inf
        # Of a series in one block: as many edges stand under the floor, and not over the ceiling.
        self._under = self._over = 0
        self._edges: array[float] | None = None
        self._owners: array[int] = array("I")

    def __len__(self) -> int:
        return len(self._blocks)

    def add(self, level: float, owner: int) -> None:
        """Add an edge; it has not been passed, on whichever side of the value it stands."""
        self._blocks.add(level, owner)
        if self.low < level < self.high:
            self._doubt()
        self._place()

    def remove(self, level: float, owner: int) -> None:
        """Take one edge out. Raises KeyError where there is none like it."""
        self._blocks.remove(level, owner)
        self._place()

    def extend(self, pairs: Iterable[tuple[float, int]]) -> None:
        """Add many edges at once, each as its level and its owner."""
        self._blocks = Blocks(chain(self._blocks, pairs))
        if self.low < self.high:
            self._doubt()
        self._place()

    def clear(self) -> None:
        """Forget every edge, but not where the series stands."""
        self._blocks = Blocks()
        self._place()

    def start(self, price: float) -> None:
        """Take a value for where the series comes in: nothing is passed on the way to it."""
        self._floor = self._ceiling = price
        self._place()
        self.low, self.high = self._blocks.around(price)

    def passed(self, price: float) -> Sequence[int]:
        """Move to a value and return the owner of every edge on the way, both ends included.

        An owner with two edges on the way is named twice. The first value of all passes nothing.
        """
        edges = self._edges
        if edges is None:
            return self._passed_in_blocks(price)
        # A step at a time: a tick passes few edges or none, and each it does pass costs its owner
        # a reading, beside which this is nothing. A bisect would cost more.
        if price > self._ceiling:
            first, over = self._under, self._over
            try:
                while edges[over] <= price:
                    over += 1
            except IndexError:
                pass  # it stands over them all
            last = under = over
            while under > first and edges[under - 1] >= price:
                under -= 1
        elif price < self._floor:
            under, last = self._under, self._over
            while under and edges[under - 1] >= price:
                under -= 1
            first = over = under
            while over < last and edges[over] <= price:
                over += 1
        else:
            first, last = self._under, self._over
            under, over = bisect_left(edges, price), bisect_right(edges, price)
        self._under, self._over = under, over
        self._floor = self._ceiling = price
        # An edge at the very price is both, and shuts the gate.
        self.low = edges[over - 1] if over else -inf
        try:
            self.high = edges[under]
        except IndexError:
            self.high = inf
        return self._owners[first:last] if first < last else NOBODY

    def _passed_in_blocks(self, price: float) -> Sequence[int]:
        if self._floor > self._ceiling:
            self.start(price)
            return NOBODY
        owners = self._blocks.between(min(price, self._floor), max(price, self._ceiling))
        self._floor = self._ceiling = price
        self.low, self.high = self._blocks.around(price)
        return owners

    # Callers do not tell where in an open gate they are, so of an edge that is new in there nobody
    # knows on which side of the value it stands: the next move passes it, whichever way it goes.
    def _doubt(self) -> None:
        self._floor, self._ceiling = nextafter(self.low, inf), nextafter(self.high, -inf)
        self.low, self.high = inf, -inf

    def _place(self) -> None:
        self._edges = None
        if len(self._blocks.levels) == 1 and self._floor <= self._ceiling:
            self._edges, self._owners = self._blocks.levels[0], self._blocks.owners[0]
            self._under = bisect_left(self._edges, self._floor)
            self._over = bisect_right(self._edges, self._ceiling)
