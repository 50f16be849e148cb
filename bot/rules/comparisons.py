"""Comparisons with one level: strict at the threshold, easier on the way back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bot.market.instruments import Symbol
from bot.rules import conditions as c
from bot.rules.bound import Fixed, Source
from bot.rules.leaves import Holds, Leaf, passing, span
from bot.rules.units import Amount, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What is compared: a figure with another; `text` is how it was written."""

    subject: Source
    right: Source
    reset: Amount | None
    text: str


class Level(Leaf):
    """Compares a figure with one threshold."""

    __slots__ = ("reset", "right")

    def __init__(self, sides: Sides) -> None:
        super().__init__(sides.subject, sides.text)
        self.right = sides.right
        self.reset = sides.reset

    def at(self, level: Fixed, text: str) -> "Level":
        """Return the same comparison, unread, with another level and the words it was typed in."""
        kind = type(self)
        made = kind.__new__(kind)
        for base in kind.__mro__:
            for name in getattr(base, "__slots__", ()):
                setattr(made, name, getattr(self, name))
        made.right, made.text = level, text
        made.held, made.last, made.threshold = False, None, None
        return made

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (a leaf is read whole)
        self.last = measure = self.subject.measure(now)
        if type(self.right) is Fixed:
            level: Decimal | None = self.right.amount.value
        else:
            right = self.right.measure(now)
            level = right.value
            if right.outside:
                return self._absent()
        if measure.outside:
            return self._absent()
        self.threshold = level
        if measure.value is None or level is None:
            return None
        self.held = self._holds(measure.value, level)
        return self.held

    def sources(self) -> tuple[Source, ...]:
        return (self.subject, self.right)

    @property
    def timed(self) -> bool:
        return self.subject.unit is Unit.AGE or super().timed

    def wake(self, now: datetime) -> datetime | None:
        if self.subject.unit is not Unit.AGE:
            return super().wake(now)
        figure = self.subject.measure(now)
        if figure.at is not None and figure.at > now:
            return figure.at  # the venue's clock is ahead; until then it does not age
        return passing(self._gaps, now)

    def turning(self) -> list[Decimal] | None:
        return self.turning_at(self.right.value) if isinstance(self.right, Fixed) else None

    def way_back(self, threshold: Decimal) -> tuple[Decimal, bool] | None:  # noqa: ARG002 (some kinds have none)
        """Return the level that ends it once it holds, and whether that is reached by falling."""
        return None

    # One reset away from a level: down (-1) is the way back from above, up (+1) from below.
    def _eased(self, threshold: Decimal, direction: int) -> Decimal:
        reset = self.reset
        if reset is None:
            return threshold
        return threshold + direction * span(reset, threshold, self.unit)

    def _absent(self) -> bool:
        self.held = False
        return False

    def _gaps(self, now: datetime) -> list[Decimal]:
        value, level = self.subject.measure(now).value, self.right.measure(now).value
        if value is None or level is None:
            return []
        return [edge - value for edge in self.turning_at(level)]

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        """Compare two known figures."""
        raise NotImplementedError  # a Level is always one of the kinds below

    def turning_at(self, threshold: Decimal) -> list[Decimal]:
        """Return the figures at which the answer may change, were that the threshold."""
        return [self._eased(threshold, -1), threshold, self._eased(threshold, +1)]


COMPARE: dict[c.Sign, Callable[[Decimal, Decimal], bool]] = {
    c.Sign.OVER: lambda a, b: a > b,
    c.Sign.AT_LEAST: lambda a, b: a >= b,
    c.Sign.UNDER: lambda a, b: a < b,
    c.Sign.AT_MOST: lambda a, b: a <= b,
    c.Sign.EQUAL: lambda a, b: a == b,
    c.Sign.UNEQUAL: lambda a, b: a != b,
}
"""Whether a figure stands to another as a sign says."""

_RISING = (c.Sign.OVER, c.Sign.AT_LEAST)
_FALLING = (c.Sign.UNDER, c.Sign.AT_MOST)


class Comparison(Level):
    """`premarket > 4%`: strict at the threshold; with a reset, over only at the eased one."""

    __slots__ = ("sign",)

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
        if back is None or back[0] == threshold:  # one percent of nothing is no way back
            return COMPARE[self.sign](value, threshold)
        level, falling = back
        return value > level if falling else value < level


class _OfCrossing(NamedTuple):
    held: bool
    threshold: Decimal | None
    was_beyond: bool | None


class Crossing(Level):
    """`cap crosses above 90B`: must have been seen on the other side first."""

    __slots__ = ("above", "was_beyond")

    def __init__(self, sides: Sides, *, above: bool) -> None:
        super().__init__(sides)
        self.above = above
        self.was_beyond: bool | None = None

    def forget(self) -> None:
        self.was_beyond = None

    def memory(self) -> _OfCrossing:
        return _OfCrossing(self.held, self.threshold, self.was_beyond)

    def recall(self, memory: object) -> None:
        self.held, self.threshold, self.was_beyond = msgspec.convert(memory, _OfCrossing)

    def way_back(self, threshold: Decimal) -> tuple[Decimal, bool]:
        return self._eased(threshold, -1 if self.above else +1), self.above

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        was, self.was_beyond = self.was_beyond, self._beyond(value, threshold)
        if not self.held:
            return self.was_beyond and was is False
        return self._beyond(value, self.way_back(threshold)[0])

    def _beyond(self, value: Decimal, level: Decimal) -> bool:
        return value > level if self.above else value < level

    # A session that begins beyond the level has crossed it: the gap is the crossing.
    def _absent(self) -> bool:
        self.was_beyond = False
        return super()._absent()


class _OfPassage(NamedTuple):
    held: bool
    threshold: Decimal | None
    over: bool | None
    rising: bool
    again: bool


class Passage(Level):
    """`cap crosses 90B`, either way: over since it was under, or under since it was over.

    It ends past the reset on the side it came from; where that is the other side of the level
    too, it asks for a second look at once, which is the crossing back.
    """

    __slots__ = ("_again", "_over", "_rising")

    def __init__(self, sides: Sides) -> None:
        super().__init__(sides)
        self._over: bool | None = None  # the side it was last seen on; at the level, the one before
        self._rising = False
        self._again = False

    @property
    def timed(self) -> bool:
        return True

    def forget(self) -> None:
        self._over = None

    def memory(self) -> _OfPassage:
        return _OfPassage(self.held, self.threshold, self._over, self._rising, self._again)

    def recall(self, memory: object) -> None:
        known = msgspec.convert(memory, _OfPassage)
        self.held, self.threshold, self._over, self._rising, self._again = known

    def wake(self, now: datetime) -> datetime | None:
        return now if self._again else super().wake(now)

    def way_back(self, threshold: Decimal) -> tuple[Decimal, bool]:
        return self._eased(threshold, -1 if self._rising else +1), self._rising

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        self._again = False
        if self.held:
            level, falling = self.way_back(threshold)
            if value > level if falling else value < level:
                self._over = self._rising
                return True
            # What was forgotten since it was last read may have brought it here: no crossing back.
            crossed = self._over is not None
            self._over = self._rising if crossed else self._side(value, threshold)
            self._again = crossed and value != threshold
            return False
        was, over = self._over, self._side(value, threshold)
        self._over = over
        self._rising = bool(over)
        return was is not None and over is not was

    def _side(self, value: Decimal, threshold: Decimal) -> bool | None:
        return self._over if value == threshold else value > threshold

    def _absent(self) -> bool:
        self._over, self._again = None, False
        return super()._absent()


class Nearness(Level):
    """`cap within 2% below 90B`: in the approach zone, the level itself included."""

    __slots__ = ("margin", "side")

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

    def edge(self, value: Decimal) -> Decimal | None:
        if self.threshold is None:
            return None
        low, high = self.zone(self.threshold)
        return low if value < low else high

    def _holds(self, value: Decimal, threshold: Decimal) -> bool:
        low, high = self.zone(threshold)
        if self.held and self.reset is not None:
            # The far edge is eased; at the level itself "near" ends where "past" begins.
            low = low if self.side is c.Side.ABOVE else self._eased(low, -1)
            high = high if self.side is c.Side.BELOW else self._eased(high, +1)
        return low <= value <= high

    def turning_at(self, threshold: Decimal) -> list[Decimal]:
        low, high = self.zone(threshold)
        return [self._eased(low, -1), low, high, self._eased(high, +1)]
