"""What a picture shows, as plain data for another process; instants are seconds since 1970."""

from array import array
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot import figures

_CENTS = 2
_FINE = 4  # places of a price under one dollar


class Shown(StrEnum):
    """How the figures of a picture are written."""

    PRICE = "price"
    MONEY = "money"


class Part(StrEnum):
    """What a line across a picture stands for."""

    BASELINE = "baseline"
    LEVEL = "level"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure over time, in order; what lies between two points far apart is not known."""

    times: "array[float]"
    values: "array[float]"


@dataclass(frozen=True, slots=True)
class Across:
    """A figure that is held against the line all the time, and what it is called."""

    part: Part
    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the time shown that belongs to one session."""

    start: float
    end: float
    session: str
    label: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """Another instrument beside the line, as if it had begun the day where that did."""

    line: Line
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a picture shows, from `start` to `end`.

    Nothing was watched before `known`. `move` is how far it has come, `rises` which way. `mark` is
    the instant that is to be seen; at `rebases` the figure came to mean another thing.
    """

    title: str
    figure: str
    move: str
    rises: bool | None
    note: str
    shown: Shown
    start: float
    end: float
    known: float
    zone: str
    line: Line
    across: tuple[Across, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    overlay: Overlay | None = None
    mark: tuple[float, float] | None = None
    rebases: tuple[float, ...] = ()

    @property
    def baseline(self) -> float | None:
        """What percents are measured from."""
        return next((one.value for one in self.across if one.part is Part.BASELINE), None)


def written(value: Decimal, shown: Shown) -> str:
    """Write a figure as people read it beside a picture."""
    if shown is Shown.MONEY:
        return figures.money(value)
    return figures.price(figures.rounded(value, _CENTS if abs(value) >= 1 else _FINE))
