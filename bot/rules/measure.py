"""Metrics: named figures of an instrument or a watchlist, and the measures they come to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Generic, TypeVar

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


Of = TypeVar("Of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Generic[Of]):
    """A figure with a name people may use in a rule.

    `read` works it out from what is known (`Tape` of an instrument, `Sector` of a watchlist) at an
    instant; it never raises for missing data. `meaning` is one sentence for the help.
    """

    name: str
    unit: Unit
    scope: Scope
    meaning: str
    read: Callable[[Of, datetime], Measure]
