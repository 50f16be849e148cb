"""Leaves: what every comparison of a condition has in common, whatever it compares."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bot.market.instruments import Symbol
from bot.rules.bound import Source, symbols
from bot.rules.clocked import is_clocked, next_turn
from bot.rules.measure import Measure
from bot.rules.units import Amount, Mark, Unit

SOON = timedelta(microseconds=1)
"""The least there is between two instants."""

_SECOND = timedelta(seconds=1)
_LONGEST = timedelta(days=365)  # what is longer ahead is worked out again by then

Holds = bool | None
"""True, False, or None: cannot tell."""


def span(amount: Amount, around: Decimal, unit: Unit) -> Decimal:
    """Return a margin in the metric's own unit: points on a percent metric, else of `around`."""
    if amount.mark is Mark.PERCENT and unit is not Unit.PERCENT:
        return abs(around) * amount.value / 100
    return amount.value


Gaps = Callable[[datetime], list[Decimal]]
"""How far each level that matters is from a figure at an instant; none where that is unknown."""


def passing(gaps: Gaps, now: datetime) -> datetime | None:
    """Return when time alone next brings a length of time to one of its levels, or past it."""
    here, later = gaps(now), gaps(now + _SECOND)
    waits = [_wait(gap, gap - then) for gap, then in zip(here, later, strict=False)]
    return min((now + wait for wait in waits if wait is not None), default=None)


# At the level itself nothing is passed yet; it is an instant later. Two ages grow alike, so that
# between them time decides nothing.
def _wait(gap: Decimal, closing: Decimal) -> timedelta | None:
    if not closing or gap * closing < 0:
        return None
    seconds = min(float(gap / closing), _LONGEST.total_seconds())
    return timedelta(seconds=seconds) or SOON


class _Memory(NamedTuple):
    held: bool
    threshold: Decimal | None


class Leaf:
    """Answers one comparison; what it last answered for certain is `held`, from the figure `last`.

    `threshold` is the level it was held against, where there is one.
    """

    __slots__ = ("_clocked", "held", "last", "subject", "text", "threshold", "unit")

    def __init__(self, subject: Source, text: str) -> None:
        self.subject = subject
        self.text = text
        self.unit = subject.unit
        self.held = False
        self.last: Measure | None = None
        self.threshold: Decimal | None = None
        self._clocked: bool | None = None

    @property
    def timed(self) -> bool:
        """Whether the answer may change by time alone."""
        return self._is_clocked()

    @property
    def anew(self) -> bool:
        """Whether, as it was just read, it began to hold once more; no figure does that."""
        return False

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        """Tell whether it holds, and remember what its way back depends on.

        `changed` names the instruments that may read differently from last time; None is any.
        """
        raise NotImplementedError  # a Leaf is always one of the kinds below

    def sources(self) -> tuple[Source, ...]:
        """Return the figures it is worked out from."""
        return (self.subject,)

    def forget_sides(self, changed: Collection[Symbol] | None) -> None:
        """Take the next figure of what changed for where it came in, not for a crossing."""
        if changed is None or not symbols(self.sources()).isdisjoint(changed):
            self.forget()

    def forget(self) -> None:
        """Forget on which side of anything the figure was."""

    def memory(self) -> tuple[object, ...]:
        """Return what its next answer depends on, and no figure tells: plain values, for JSON."""
        return _Memory(self.held, self.threshold)

    def recall(self, memory: object) -> None:
        """Take up what was remembered. Raises msgspec.ValidationError where that does not fit."""
        self.held, self.threshold = msgspec.convert(memory, _Memory)

    def wake(self, now: datetime) -> datetime | None:
        """Return when time alone may change the answer next; `now` asks for a second look."""
        return next_turn(self.sources(), now) if self._is_clocked() else None

    def _is_clocked(self) -> bool:
        if self._clocked is None:
            self._clocked = is_clocked(self.sources())
        return self._clocked

    def turning(self) -> list[Decimal] | None:
        """Return the figures at which the answer may change; None where no list of them will do."""
        return None

    def leaves(self) -> Iterator["Leaf"]:
        """Walk the comparisons it rests on: itself."""
        yield self

    def deciding(self) -> "Leaf":
        """Return what best explains the last reading: itself."""
        return self

    def edge(self, value: Decimal) -> Decimal | None:  # noqa: ARG002 (there is one, wherever it is)
        """Return the figure at which it would begin to hold, coming from `value`."""
        return self.threshold
