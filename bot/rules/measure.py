"""Metrics: named figures of an instrument or a watchlist, and the measures they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Concatenate, Generic, TypeVar

from bot.rules.units import Unit


class Scope(Enum):
    """What a metric is a figure of."""

    INSTRUMENT = "an instrument"
    WATCHLIST = "a watchlist"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a percent is measured from: a `value` in USD and its `name`, as `the close of …`."""

    value: Decimal
    name: str

    @classmethod
    def close(cls, value: Decimal, day: date) -> "Baseline":
        return cls(value, f"the close of {day}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric's value at an instant: known, unknown (`value` None), or outside its session.

    `note` says in words why there is no value. An `outside` measure makes every comparison False;
    an unknown one leaves it undecided. `source` and `at` tell where the newest input came from and
    when; `price` is the price it was worked out from, where it was one.
    """

    value: Decimal | None
    note: str = ""
    outside: bool = False
    baseline: Baseline | None = None
    price: Decimal | None = None
    source: str = ""
    at: datetime | None = None


def unknown(note: str) -> Measure:
    """Say that a figure cannot be told, and why."""
    return Measure(value=None, note=note)


def outside(note: str) -> Measure:
    """Say that a figure does not exist outside its session."""
    return Measure(value=None, note=note, outside=True)


class Kind(Enum):
    """What a metric may take in brackets; its value is the word people are told."""

    COUNT = "a whole number"
    SPAN = "a length of time"
    DATE = "a date"
    SYMBOL = "an instrument"
    METRIC = "a percent metric of an instrument"
    LEVEL = "an amount of USD"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing a metric takes in brackets; it may be left out where there is a `default`.

    `least` and `most` bound a count or a length of time.
    """

    name: str
    kind: Kind
    default: "int | timedelta | Metric[Any] | None" = None
    least: int | timedelta | None = None
    most: int | timedelta | None = None


Of = TypeVar("Of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Generic[Of]):
    """A figure with a name people may use in a rule.

    `read` works it out from what is known (`Tape` of an instrument, `Sector` of a watchlist) at an
    instant, followed by one argument for each of `parameters`; it never raises for missing data.
    The rest is for the help: `meaning` is one sentence, `formula` how it is worked out, `baseline`
    what a percent is measured from, `is_move` whether a percent goes up and down from there and so
    is told with a sign, `needs` what must have been heard, `example` a rule on it.
    """

    name: str
    unit: Unit
    scope: Scope
    meaning: str
    formula: str
    needs: str
    example: str
    read: Callable[Concatenate[Of, datetime, ...], Measure]
    parameters: tuple[Parameter, ...] = ()
    baseline: str = ""
    is_move: bool = True

    @property
    def bare(self) -> bool:
        """Whether it may stand without brackets."""
        return all(p.default is not None for p in self.parameters)
