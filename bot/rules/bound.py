"""Figures bound to what they are figures of: a metric, an amount, or arithmetic between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.tape import Tape
from bot.owners import plain
from bot.rules.conditions import Sum
from bot.rules.measure import Measure, Metric, unknown
from bot.rules.units import Amount, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A metric of one known instrument or watchlist, with what it takes in brackets."""

    metric: Metric[Any]
    of: Tape | Sector
    name: str
    arguments: tuple[object, ...] = ()

    @property
    def unit(self) -> Unit:
        return self.metric.unit

    @property
    def label(self) -> str:
        return f"{plain(self.name)} {self.metric.name}"

    def measure(self, now: datetime) -> Measure:
        return self.metric.read(self.of, now, *self.arguments)

    def symbols(self) -> tuple[Symbol, ...]:
        """Return the instruments it is worked out from."""
        others = tuple(a.symbol for a in self.arguments if isinstance(a, Tape))
        own = (self.of.symbol,) if isinstance(self.of, Tape) else self.of.watchlist.members
        return (*own, *others)


class Fixed:
    """An amount as it was typed: always known, and read from nothing."""

    __slots__ = ("amount", "unit")

    def __init__(self, amount: Amount, unit: Unit) -> None:
        self.amount = amount
        self.unit = unit

    @property
    def label(self) -> str:
        return self.amount.text

    @property
    def value(self) -> Decimal:
        return self.amount.value

    def measure(self, now: datetime) -> Measure:  # noqa: ARG002 (it is the same at any time)
        return Measure(value=self.amount.value)

    def symbols(self) -> tuple[Symbol, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """Arithmetic between two figures; unknown where either is, absent where either is."""

    left: "Source"
    sum: Sum
    right: "Source"
    unit: Unit

    @property
    def label(self) -> str:
        return f"{self.left.label} {self.sum.value} {self.right.label}"

    def measure(self, now: datetime) -> Measure:
        left, right = self.left.measure(now), self.right.measure(now)
        missing = [side for side in (left, right) if side.value is None]
        if missing:  # what does not exist now outweighs what is not known
            return next((side for side in missing if side.outside), missing[0])
        times = [side.at for side in (left, right) if side.at]
        sources = dict.fromkeys(side.source for side in (left, right) if side.source)
        value = self._worked(left.value or Decimal(0), right.value or Decimal(0))
        if value is None:
            return unknown(f"{self.right.label} is 0")
        return Measure(value=value, source=", ".join(sources), at=min(times, default=None))

    def symbols(self) -> tuple[Symbol, ...]:
        return (*self.left.symbols(), *self.right.symbols())

    def _worked(self, left: Decimal, right: Decimal) -> Decimal | None:
        match self.sum:
            case Sum.PLUS:
                return left + right
            case Sum.MINUS:
                return left - right
            case Sum.TIMES:
                return left * right
        return left / right if right else None


class Told:
    """How many stories a form on news has heard of that still count: known without a quote."""

    __slots__ = ("count", "label", "unit")

    def __init__(self, label: str) -> None:
        self.label = label
        self.unit = Unit.STORIES
        self.count = 0

    def measure(self, now: datetime) -> Measure:  # noqa: ARG002 (whoever counts says when that changes)
        return Measure(value=Decimal(self.count))

    def symbols(self) -> tuple[Symbol, ...]:
        return ()


Source = Bound | Fixed | Worked | Told


def symbols(sources: Iterable[Source]) -> set[Symbol]:
    """Return the instruments that some figures are worked out from."""
    return {symbol for source in sources for symbol in source.symbols()}
