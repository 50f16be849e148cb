"""Edges in order: sorted columns of numbers that stay cheap to change at a million rows.

Two typed arrays take 12 bytes an edge. Inserting moves what stands behind, which is free for a few
thousand edges and slow for a million, so a long series is cut into blocks.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from math import inf

PLAIN = 5_000  # edges below which one block is quicker than many
SIZE = 512  # edges in a fresh block of many; one splits at twice that


class Blocks:
    """Edges sorted by level, then by owner; the same edge may stand in it twice."""

    __slots__ = ("_last_levels", "_last_owners", "_size", "levels", "owners")

    def __init__(self, pairs: Iterable[tuple[float, int]] = ()) -> None:
        self._lay(sorted(pairs))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[tuple[float, int]]:
        for levels, owners in zip(self.levels, self.owners, strict=True):
            yield from zip(levels, owners, strict=True)

    def add(self, level: float, owner: int) -> None:
        block = min(self._block(level, owner), len(self.levels) - 1)
        levels, owners = self.levels[block], self.owners[block]
        row = _row(levels, owners, level, owner)
        owners.insert(row, owner)  # first, for it refuses what is no owner
        levels.insert(row, level)
        self._size += 1
        if len(levels) >= (2 * SIZE if len(self.levels) > 1 else PLAIN):
            self._cut(block)
        elif row == len(levels) - 1:
            self._note(block)

    def remove(self, level: float, owner: int) -> None:
        """Take one edge out. Raises KeyError where there is none like it."""
        block = self._block(level, owner)
        if block == len(self.levels):
            raise KeyError((level, owner))
        levels, owners = self.levels[block], self.owners[block]
        row = _row(levels, owners, level, owner)
        if row == len(levels) or levels[row] != level or owners[row] != owner:
            raise KeyError((level, owner))
        del levels[row], owners[row]
        self._size -= 1
        if len(self.levels) > 1 and self._size < PLAIN // 2:
            self._lay(list(self))
        elif row == len(levels):
            self._note(block)

    def between(self, least: float, most: float) -> "array[int]":
        """Return the owner of every edge from `least` to `most`."""
        found = array("I")
        for block in range(bisect_left(self._last_levels, least), len(self.levels)):
            levels = self.levels[block]
            start = bisect_left(levels, least)
            stop = bisect_right(levels, most, start)
            found += self.owners[block][start:stop]
            if stop < len(levels):
                break
        return found

    def around(self, value: float) -> tuple[float, float]:
        """Return the nearest level not over a value and the nearest not under it, or infinities."""
        lasts = self._last_levels
        below, above = -inf, inf
        block = bisect_right(lasts, value)
        row = bisect_right(self.levels[block], value) if block < len(lasts) else 0
        if row:
            below = self.levels[block][row - 1]
        elif block:
            below = lasts[block - 1]
        block = bisect_left(lasts, value)
        if block < len(lasts):
            above = self.levels[block][bisect_left(self.levels[block], value)]
        return below, above

    # The first block whose last edge is not before this one; as many as there are where none is.
    def _block(self, level: float, owner: int) -> int:
        lasts = self._last_levels
        low = bisect_left(lasts, level)
        if low == len(lasts) or lasts[low] != level:
            return low
        return bisect_left(self._last_owners, owner, low, bisect_right(lasts, level, low))

    def _lay(self, rows: list[tuple[float, int]]) -> None:
        size = SIZE if len(rows) >= PLAIN else max(len(rows), 1)
        parts = [rows[i : i + size] for i in range(0, len(rows), size)] or [[]]
        self.levels = [array("d", [level for level, _ in part]) for part in parts]
        self.owners = [array("I", [owner for _, owner in part]) for part in parts]
        self._size = len(rows)
        self._index()

    def _cut(self, block: int) -> None:
        levels, owners = self.levels[block], self.owners[block]
        starts = range(0, len(levels), SIZE)
        self.levels[block : block + 1] = [levels[i : i + SIZE] for i in starts]
        self.owners[block : block + 1] = [owners[i : i + SIZE] for i in starts]
        self._index()

    # Every block but an only one has a last edge: one that is emptied goes.
    def _note(self, block: int) -> None:
        if not self.levels[block] and len(self.levels) > 1:
            del self.levels[block], self.owners[block]
            del self._last_levels[block], self._last_owners[block]
            return
        self._last_levels[block : block + 1] = self.levels[block][-1:]
        self._last_owners[block : block + 1] = self.owners[block][-1:]

    def _index(self) -> None:
        self._last_levels = array("d", [levels[-1] for levels in self.levels if levels])
        self._last_owners = array("I", [owners[-1] for owners in self.owners if owners])


def _row(levels: "array[float]", owners: "array[int]", level: float, owner: int) -> int:
    low = bisect_left(levels, level)
    if low == len(levels) or levels[low] != level:
        return low
    return bisect_left(owners, owner, low, bisect_right(levels, level, low))
