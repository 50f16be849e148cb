"""What a comparison is between: figures of somebody, amounts, arithmetic; and by which sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from bot.market.instruments import Symbol
from bot.rules.measure import Metric
from bot.rules.units import Amount, Unit


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


Argument = int | timedelta | date | Symbol | Amount | Metric[Any]
"""What a metric may take in brackets: `sma(20)`, `high(52w)`, `beta(BTC-USD, 60)`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A metric of something: `premarket`, `BTC-USD.change`, `miners.cap`, `sma(20)`."""

    metric: Metric[Any]
    owner: Own | Of | OfList
    arguments: tuple[Argument, ...] = ()


class Sum(Enum):
    """How two figures make a third."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


@dataclass(frozen=True, slots=True)
class Calculation:
    """Arithmetic between figures: `IREN.change - BTC-USD.change`; `unit` is what it comes to."""

    left: "Operand"
    sum: Sum
    right: "Operand"
    unit: Unit


Operand = Term | Calculation | Amount
Figure = Term | Calculation


class Sign(Enum):
    """How two sides are compared."""

    OVER = ">"
    AT_LEAST = ">="
    UNDER = "<"
    AT_MOST = "<="
    EQUAL = "="
    UNEQUAL = "!="


def terms_of(operand: Operand) -> Iterator[Term]:
    """Walk the metrics of one side of a comparison, in the order they were written."""
    match operand:
        case Term():
            yield operand
        case Calculation():
            yield from terms_of(operand.left)
            yield from terms_of(operand.right)
