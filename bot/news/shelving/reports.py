"""Reports: articles that tell what prices did, and of which sessions."""

import re
from collections.abc import Iterable
from enum import Enum, auto

from bot.news.shelving.numbers import PERCENT, Number

MOSTLY = 0.5
"""How much of the numbers of a report of prices are percents at least."""


class Told(Enum):
    """Is a part of the trading day that a report may be of."""

    BEFORE = auto()
    CLOSE = auto()
    AFTER = auto()


_PHRASES = {
    Told.BEFORE: r"pre-?market|(?:before|ahead of) (?:[\w']+ ){0,3}(?:bell|open\w*|start)\b"
    r"|early dealings",
    Told.CLOSE: r"(?:closed|ended|finished|finishing|settled|closing) (?:the (?:day|session) )?"
    r"(?:up|down|higher|lower|at|\d|with|ahead|\w+day)"
    r"|(?:at|by|into|until) (?:the|\w+'s) (?:close|closing bell)"
    r"|\b(?:end|ends|close|closes) (?:\w+ )?(?:higher|lower|up|down)\b"
    r"|(?:best|worst) (?:performer|session|day)\b",
    Told.AFTER: r"after[- ]hours|post-?market|extended (?:trading|hours)|late trading"
    r"|after (?:[\w']+ ){0,3}(?:close|closed|bell)\b",
}
_SAID = {told: re.compile(rf"\b(?:{phrase})", re.IGNORECASE) for told, phrase in _PHRASES.items()}


def sessions(text: str) -> frozenset[Told]:
    """Return the parts of a day whose prices a text tells of."""
    return frozenset(told for told, said in _SAID.items() if said.search(text))


def of_prices(numbers: Iterable[Number]) -> bool:
    """Tell whether most of what an article counts is by how much something moved."""
    kinds = [number.kind for number in numbers]
    percents = sum(kind == PERCENT for kind in kinds)
    return percents > 1 and percents >= MOSTLY * len(kinds)
