"""Comparisons bound to what they read: one measure, one threshold, and the easier way back."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.tape import Tape
from bot.rules import conditions as c
from bot.rules.measure import Measure, Metric
from bot.rules.units import Amount, Mark, Unit

Holds = bool | None
"""True, False, or None: cannot tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A metric of one known instrument or watchlist."""

    metric: Metric[Any]
    of: Tape | Sector
    name: str

    def measure(self, now: datetime) -> Measure:
        return self.metric.read(self.of, now)

    def symbols(self) -> tuple[Symbol, ...]:
        """Return the instruments it is worked out from."""
        return (self.of.symbol,) if isinstance(self.of, Tape) else self.of.watchlist.members


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What is compared: a measure, with another or with an amount; `text` is how it was written."""

    subject: Bound
    right: Bound | Amount
    reset: Amount | None
    text: str

    def threshold(self, now: datetime) -> Measure:
        """Return what the measure is compared with, as a measure too."""
        if isinstance(self.right, Amount):
            return Measure(value=self.right.value)
        return self.right.measure(now)


class Leaf:
    """Compares one measure with a threshold, and with an easier one on the way back.

    `held` is what it last answered for certain; `last` the measure it answered from.
    """

    def __init__(self, sides: Sides) -> None:
        self.subject = sides.subject
        self.right = sides.right
        self.reset = sides.reset
        self.text = sides.text
        self.held = False
        self.last: Measure | None = None
        self.threshold: Decimal | None = None
        self._sides = sides

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002
        """Tell whether it holds, and remember what its way back depends on.

        `changed` names the instruments that may read differently from last time; None is any.
        """
        self.last = measure = self.subject.measure(now)
        right = self._sides.threshold(now)
        if measure.outside or right.outside:
            self.held = False
            self._went_outside()
            return False
        self.threshold = right.value
        if measure.value is None or right.value is None:
            return None
        self.held = self._holds(measure.value, right.value)
        return self.held

    def forget_sides(self) -> None:
        """Take the next value for where it came in, not for a crossing."""

    def leaves(self) -> Iterator["Leaf"]:
        """Walk the comparisons it rests on: itself."""
        yield self

    def deciding(self) -> "Leaf":
        """Return what best explains the last reading: itself."""
        return self

    @property
    def unit(self) -> Unit:
        return self.subject.metric.unit

    def distance(self) -> Decimal | None:
        """Return how far the value must rise (or, negative, fall) to reach the threshold.

        Points on a percent metric, percent of the value on every other.
        """
        value = self.last.value if self.last else None
        if value is None or self.threshold is None:
            return None
        gap = self._edge(self.threshold) - value
        if self.unit is Unit.PERCENT:
            return gap
        return gap / abs(value) * 100 if value else None

    def way_back(self, threshold: Decimal) -> tuple[Decimal, bool] | None:  # noqa: ARG002
        """Return the level that ends it once it holds, and whether that is reached by falling."""
        return None

    # One reset away from a level: down (-1) is the way back from above, up (+1) from below.
    def _eased(self, threshold: Decimal, direction: int) -> Decimal:
        reset = self.reset
        if reset is None:
            return threshold
        return threshold + direction * span(reset, threshold, self.unit)

    def _edge(self, threshold: Decimal) -> Decimal:
        return threshold

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        """Compare two known figures."""
        raise NotImplementedError  # a Leaf is always one of the kinds below

    def _went_outside(self) -> None:
        """Note that the measure does not exist now."""


def span(amount: Amount, around: Decimal, unit: Unit) -> Decimal:
    """Return a margin in the metric's own unit: points on a percent metric, else of `around`."""
    if amount.mark is Mark.PERCENT and unit is not Unit.PERCENT:
        return abs(around) * amount.value / 100
    return amount.value


_COMPARE: dict[c.Sign, Callable[[Decimal, Decimal], bool]] = {
    c.Sign.OVER: lambda a, b: a > b,
    c.Sign.AT_LEAST: lambda a, b: a >= b,
    c.Sign.UNDER: lambda a, b: a < b,
    c.Sign.AT_MOST: lambda a, b: a <= b,
    c.Sign.EQUAL: lambda a, b: a == b,
    c.Sign.UNEQUAL: lambda a, b: a != b,
}
_RISING = (c.Sign.OVER, c.Sign.AT_LEAST)
_FALLING = (c.Sign.UNDER, c.Sign.AT_MOST)


class Comparison(Leaf):
    """`premarket > 4%`: strict at the threshold; with a reset, over only at the eased one."""

    def __init__(self, sides: Sides, *, sign: c.Sign) -> None:
        super().__init__(sides)
        self.sign = sign

    def way_back(self, threshold: Decimal) -> tuple[Decimal, bool] | None:
        if self.sign in _RISING:
            return self._eased(threshold, -1), True
        if self.sign in _FALLING:
            return self._eased(threshold, +1), False
        return None

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        back = self.way_back(threshold) if self.held and self.reset is not None else None
        if back is None:
            return _COMPARE[self.sign](value, threshold)
        level, falling = back
        return value > level if falling else value < level


class Crossing(Leaf):
    """`cap crosses above 90B`: must have been seen on the other side first."""

    def __init__(self, sides: Sides, *, above: bool) -> None:
        super().__init__(sides)
        self.above = above
        self._was_beyond: bool | None = None

    def forget_sides(self) -> None:
        self._was_beyond = None

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        was, self._was_beyond = self._was_beyond, self._beyond(value, threshold)
        if not self.held:
            return self._was_beyond and was is False
        return self._beyond(value, self.way_back(threshold)[0])

    def way_back(self, threshold: Decimal) -> tuple[Decimal, bool]:
        return self._eased(threshold, -1 if self.above else +1), self.above

    def _beyond(self, value: Decimal, level: Decimal) -> bool:
        return value > level if self.above else value < level

    # A session that begins beyond the level has crossed it: the gap is the crossing.
    def _went_outside(self) -> None:
        self._was_beyond = False


class Nearness(Leaf):
    """`cap within 2% below 90B`: in the approach zone, the level itself included."""

    def __init__(self, sides: Sides, *, margin: Amount, side: c.Side) -> None:
        super().__init__(sides)
        self.margin = margin
        self.side = side

    def zone(self, threshold: Decimal) -> tuple[Decimal, Decimal]:
        """Return the lowest and the highest value that count as near."""
        margin = span(self.margin, threshold, self.unit)
        low = threshold if self.side is c.Side.ABOVE else threshold - margin
        high = threshold if self.side is c.Side.BELOW else threshold + margin
        return low, high

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        low, high = self.zone(threshold)
        if self.held and self.reset is not None:
            # The far edge is eased; at the level itself "near" ends where "past" begins.
            low = low if self.side is c.Side.ABOVE else self._eased(low, -1)
            high = high if self.side is c.Side.BELOW else self._eased(high, +1)
        return low <= value <= high

    def _edge(self, threshold: Decimal) -> Decimal:
        low, high = self.zone(threshold)
        value = self.last.value if self.last else None
        return low if value is not None and value < low else high
