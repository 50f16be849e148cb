"""What a condition says once it is read: comparisons, joined with and, or, not and counting."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.rules.compared import (
    Argument,
    Calculation,
    Figure,
    Of,
    OfList,
    Operand,
    Own,
    Sign,
    Sum,
    Term,
    terms_of,
)
from bot.rules.reported import (
    FOR_NEWS,
    MOST_STORIES,
    About,
    From,
    Members,
    Mentions,
    Mismatch,
    News,
    On,
    Reported,
    Sought,
    Stories,
    whom,
)
from bot.rules.units import Amount

__all__ = [
    "FOR_NEWS",
    "MOST_STORIES",
    "About",
    "Argument",
    "Both",
    "Calculation",
    "Channel",
    "Compares",
    "Condition",
    "Counted",
    "Crosses",
    "Either",
    "Extreme",
    "Figure",
    "From",
    "Leaf",
    "Measured",
    "Members",
    "Mentions",
    "Mismatch",
    "Moves",
    "News",
    "Not",
    "Of",
    "OfList",
    "On",
    "Operand",
    "Own",
    "Reported",
    "Side",
    "Sign",
    "Silent",
    "Sought",
    "Stories",
    "Sum",
    "Term",
    "Then",
    "Way",
    "Within",
    "terms",
    "walk",
    "whom",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compares:
    """`left > right`; the signs are strict where they look strict."""

    left: Figure
    sign: Sign
    right: Operand
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosses:
    """`left crosses above right`: seen at or under it, then over it, and not yet back.

    With `above` None, `left crosses right`: seen on one side, then on the other.
    """

    left: Figure
    above: bool | None
    right: Operand
    text: str


class Side(Enum):
    """Which side of a level an approach comes from."""

    BELOW = "below"
    ABOVE = "above"
    OF = "of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """`left within margin below right`: near it on that side, and not past it."""

    left: Figure
    margin: Amount
    side: Side
    right: Operand
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """`left inside low..high`, its edges included, or `outside`, past them.

    With `crossing` (`enters`, `leaves`) it must have been seen on the other side first.
    """

    left: Figure
    low: Operand
    high: Operand
    inside: bool
    crossing: bool
    text: str


class Way(Enum):
    """Which way a figure moves."""

    UP = "rises"
    DOWN = "falls"
    EITHER = "moves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """`left rises margin within span`: from its lowest of the last `span` to now, at least that."""

    left: Figure
    way: Way
    margin: Amount
    span: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """`left at new high over span`: past everything seen in the `span` before."""

    left: Figure
    high: bool
    span: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """`no data for span`: nothing has traded for that long while its session is on."""

    owner: Own | Of
    span: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """`first then second within span`: the second begins to hold at most `span` after the first."""

    first: "Condition"
    second: "Condition"
    span: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Some part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """`at least N of LIST have part`; `share` counts in percent of the list instead of heads."""

    least: int
    share: bool
    watchlist: str
    part: "Condition"
    text: str


Measured = Compares | Crosses | Within | Channel | Moves | Extreme | Silent
"""What reads figures of the market."""

Leaf = Measured | Reported
Condition = Leaf | Not | Both | Either | Counted | Then


def walk(condition: Condition) -> Iterator[Condition]:
    """Walk a condition and every part of it, in the order they were written."""
    yield condition
    match condition:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from walk(part)
        case Not() | Counted():
            yield from walk(condition.part)
        case Then():
            yield from walk(condition.first)
            yield from walk(condition.second)


def terms(leaf: Leaf) -> Iterator[Term]:
    """Walk the metrics a comparison reads, in the order they were written."""
    match leaf:
        case Silent() | News() | Stories() | Mismatch():
            return
        case Channel():
            sides: tuple[Operand, ...] = (leaf.left, leaf.low, leaf.high)
        case Moves() | Extreme():
            sides = (leaf.left,)
        case _:
            sides = (leaf.left, leaf.right)
    for side in sides:
        yield from terms_of(side)
