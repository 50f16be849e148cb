"""Tables: rows in columns where a telephone is wide enough for them, else a line for each row."""

from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

from bot.chat import Table
from bot.fitting import clean

WIDEST = 56
"""Columns of a block of code in an embed that a telephone shows without breaking its lines."""

_GAP = "  "


def lines(table: Table) -> tuple[str, list[str], bool]:
    """Return a heading, a line for each row, and whether they are to be set in columns."""
    cells = [[_one_line(cell) for cell in row] for row in (table.headings, *table.rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) > WIDEST:
        return "", [_in_a_line(cells[0], row) for row in cells[1:]], False
    right = [_is_figures(column[1:]) for column in zip(*cells, strict=True)]
    heading, *rows = (_aligned(row, widths, right) for row in cells)
    return heading, rows, True


def _aligned(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = (
        " " * (width - _width(cell)) + cell if to_the_right else cell + " " * (width - _width(cell))
        for cell, width, to_the_right in zip(row, widths, right, strict=True)
    )
    return _GAP.join(cells).rstrip()


def _in_a_line(headings: Sequence[str], row: Sequence[str]) -> str:
    first, *rest = row
    named = (f"{heading}: {cell}" for heading, cell in zip(headings[1:], rest, strict=True) if cell)
    return " · ".join((first, *named))


# Figures stand under one another from the right; a dash is one that is not known.
def _is_figures(cells: Iterable[str]) -> bool:
    return all(not cell or cell[0] in "+-−–—$€0123456789" for cell in cells)


def _one_line(cell: str) -> str:
    return " ".join(clean(cell).split())


def _width(text: str) -> int:
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
