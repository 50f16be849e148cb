"""What a condition says once it is read: comparisons, joined with and, or, not and counting."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.market.instruments import Symbol
from bot.rules.measure import Metric
from bot.rules.units import Amount


@dataclass(frozen=True, slots=True)
class Own:
    """The rule's own subject, or the member that is being counted."""


@dataclass(frozen=True, slots=True)
class Of:
    """An instrument named in the text."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class OfList:
    """A watchlist named in the text."""

    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A metric of something: `premarket`, `BTC-USD.change`, `miners.cap`."""

    metric: Metric[Any]
    owner: Own | Of | OfList


class Sign(Enum):
    """How two sides are compared."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    EQUAL = "="
    UNEQUAL = "!="


@dataclass(frozen=True, slots=True, kw_only=True)
class Compares:
    """`left > right`; the signs are strict where they look strict."""

    left: Term
    sign: Sign
    right: Term | Amount
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosses:
    """`left crosses above right`: seen at or under it, then over it, and not yet back."""

    left: Term
    above: bool
    right: Term | Amount
    text: str


class Side(Enum):
    """Which side of a level an approach comes from."""

    BELOW = "below"
    ABOVE = "above"
    OF = "of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """`left within margin below right`: near it on that side, and not past it."""

    left: Term
    margin: Amount
    side: Side
    right: Term | Amount
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


Leaf = Compares | Crosses | Within
Condition = Leaf | Not | Both | Either | Counted


def walk(condition: Condition) -> Iterator[Condition]:
    """Walk a condition and every part of it, in the order they were written."""
    yield condition
    match condition:
        case Both(parts) | Either(parts):
            for part in parts:
                yield from walk(part)
        case Not() | Counted():
            yield from walk(condition.part)
