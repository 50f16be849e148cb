"""Comparisons over time: channels, moves within a span, and new extremes."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bot.market.instruments import Symbol
from bot.rules import conditions as c
from bot.rules.bound import Fixed, Source
from bot.rules.leaves import Holds, Leaf, passing, span
from bot.rules.trail import Seen, Trail
from bot.rules.units import Amount, Unit


class _OfChannel(NamedTuple):
    held: bool
    threshold: Decimal | None
    was_there: bool | None


class _OfMovement(NamedTuple):
    held: bool
    threshold: Decimal | None
    latest: Decimal | None
    rebased: bool
    low: list[Seen]
    high: list[Seen]


class _OfExtreme(NamedTuple):
    held: bool
    threshold: Decimal | None
    latest: Decimal | None
    rebased: bool
    since: datetime | None
    answer: Holds
    trail: list[Seen]


class Channel(Leaf):
    """`price inside 60..70`, its edges included; crossing, it was seen on the other side first."""

    __slots__ = ("_was_there", "crossing", "high", "inside", "low", "reset")

    def __init__(
        self, subject: Source, low: Source, high: Source, reset: Amount | None, told: c.Channel
    ) -> None:
        super().__init__(subject, told.text)
        self.low = low
        self.high = high
        self.reset = reset
        self.inside = told.inside
        self.crossing = told.crossing
        self._was_there: bool | None = None

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (a leaf is read whole)
        self.last = measure = self.subject.measure(now)
        low, high = self.low.measure(now), self.high.measure(now)
        if measure.outside or low.outside or high.outside:
            self.held, self._was_there = False, False
            return False
        if measure.value is None or low.value is None or high.value is None:
            return None
        bottom, top = sorted((low.value, high.value))
        self.threshold = bottom if measure.value < (bottom + top) / 2 else top
        there = self._there(measure.value, bottom, top)
        was, self._was_there = self._was_there, there
        if self.held:
            self.held = self._still(measure.value, bottom, top)
        else:
            self.held = there and (was is False or not self.crossing)
        return self.held

    def sources(self) -> tuple[Source, ...]:
        return (self.subject, self.low, self.high)

    def forget(self) -> None:
        self._was_there = None

    def memory(self) -> _OfChannel:
        return _OfChannel(self.held, self.threshold, self._was_there)

    def recall(self, memory: object) -> None:
        self.held, self.threshold, self._was_there = msgspec.convert(memory, _OfChannel)

    @property
    def timed(self) -> bool:
        return self.unit is Unit.AGE or super().timed

    def wake(self, now: datetime) -> datetime | None:
        return passing(self._gaps, now) if self.unit is Unit.AGE else super().wake(now)

    def turning(self) -> list[Decimal] | None:
        if not isinstance(self.low, Fixed) or not isinstance(self.high, Fixed):
            return None
        return self._turning(self.low.value, self.high.value)

    def _turning(self, *edges: Decimal) -> list[Decimal]:
        return [e + way * self._ease(e) for e in edges for way in (-1, 0, 1)]

    def _gaps(self, now: datetime) -> list[Decimal]:
        value, *edges = (source.measure(now).value for source in self.sources())
        known = [edge for edge in edges if edge is not None]
        if value is None or len(known) < len(edges):
            return []
        return [edge - value for edge in self._turning(*known)]

    def _there(self, value: Decimal, bottom: Decimal, top: Decimal) -> bool:
        return (bottom <= value <= top) is self.inside

    # The way back is widened: an inside grows, an outside must come further in.
    def _still(self, value: Decimal, bottom: Decimal, top: Decimal) -> bool:
        if self.reset is None:
            return self._there(value, bottom, top)
        if self.inside:
            return bottom - self._ease(bottom) < value < top + self._ease(top)
        return not bottom + self._ease(bottom) <= value <= top - self._ease(top)

    def _ease(self, edge: Decimal) -> Decimal:
        return span(self.reset, edge, self.unit) if self.reset is not None else Decimal(0)


class Movement(Leaf):
    """`price rises 5% within 15m`: from the lowest of the last 15 minutes to now, at least 5 %.

    The value that stood when the window began counts as its first, so a quiet market is no gap. A
    rebase that changed the figure begins a new window; one that left it alone is none of it.
    """

    __slots__ = ("_high", "_latest", "_low", "_rebased", "margin", "span", "way")

    def __init__(self, subject: Source, told: c.Moves) -> None:
        super().__init__(subject, told.text)
        self.margin = told.margin
        self.span = told.span
        self.way = told.way
        self._low = Trail(told.span, lowest=True)
        self._high = Trail(told.span, lowest=False)
        self._latest: Decimal | None = None
        self._rebased = False

    @property
    def timed(self) -> bool:
        return True

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (a leaf is read whole)
        self.last = measure = self.subject.measure(now)
        value = measure.value
        if measure.outside:
            self._begin()
            self.held = False
            return False
        if value is None:
            return None
        if self._rebased and value != self._latest:
            self._begin()
        self._rebased = False
        if self._latest is not None and value != self._latest:
            # What stood until now was worth that much until now.
            self._low.add(now, self._latest)
            self._high.add(now, self._latest)
        self._low.add(now, value)
        self._high.add(now, value)
        self._latest = value
        self.held = self._holds(now, value)
        return self.held

    def forget(self) -> None:
        self._rebased = True

    def memory(self) -> _OfMovement:
        low, high = self._low.memory(), self._high.memory()
        return _OfMovement(self.held, self.threshold, self._latest, self._rebased, low, high)

    def recall(self, memory: object) -> None:
        known = msgspec.convert(memory, _OfMovement)
        self.held, self.threshold, self._latest, self._rebased, low, high = known
        self._low.recall(low)
        self._high.recall(high)

    def _begin(self) -> None:
        self._low.clear()
        self._high.clear()
        self._latest = None
        self._rebased = False

    def wake(self, now: datetime) -> datetime | None:
        turn = super().wake(now)
        if not self.held:
            return turn  # an old extreme that leaves only makes the move smaller
        ends = (self._low.ends(), self._high.ends(), turn)
        return min((e for e in ends if e is not None and e > now), default=None)

    def _holds(self, now: datetime, value: Decimal) -> bool:
        low, high = self._low.extreme(now), self._high.extreme(now)
        rise = low is not None and value - low >= span(self.margin, low, self.unit)
        fall = high is not None and high - value >= span(self.margin, high, self.unit)
        self.threshold = self._level(low, high, rising=self.way is not c.Way.DOWN)
        return (rise and self.way is not c.Way.DOWN) or (fall and self.way is not c.Way.UP)

    def _level(self, low: Decimal | None, high: Decimal | None, *, rising: bool) -> Decimal | None:
        if rising:
            return None if low is None else low + span(self.margin, low, self.unit)
        return None if high is None else high - span(self.margin, high, self.unit)


class Extreme(Leaf):
    """`price at new high over 20d`: came to where it stands past all seen in the span before.

    It is told only once the whole span has been watched: a high of ten minutes is none of a year.
    While the figure stands there it stays new, however often it is looked at. A rebase that changed
    the figure begins a new watch.
    """

    __slots__ = ("_answer", "_latest", "_rebased", "_since", "_trail", "high", "span")

    def __init__(self, subject: Source, told: c.Extreme) -> None:
        super().__init__(subject, told.text)
        self.high = told.high
        self.span = told.span
        self._trail = Trail(told.span, lowest=not told.high)
        self._since: datetime | None = None
        self._latest: Decimal | None = None
        self._answer: Holds = None
        self._rebased = False

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (a leaf is read whole)
        self.last = measure = self.subject.measure(now)
        value = measure.value
        if measure.outside:
            self._leave(now)
            self._rebased = self.held = False
            return False
        if value is None:
            return None
        if value != self._latest:
            if self._rebased and self._latest is not None:
                self._trail.clear()
                self._since = self._latest = None
            self._leave(now)
            self._come(now, value)
        self._rebased = False
        return self._answer

    def forget(self) -> None:
        self._rebased = True

    def memory(self) -> _OfExtreme:
        watched = (self._since, self._answer, self._trail.memory())
        return _OfExtreme(self.held, self.threshold, self._latest, self._rebased, *watched)

    def recall(self, memory: object) -> None:
        known = msgspec.convert(memory, _OfExtreme)
        self.held, self.threshold, self._latest, self._rebased, *_ = known
        self._since, self._answer = known.since, known.answer
        self._trail.recall(known.trail)

    # What stood until now was seen until now.
    def _leave(self, now: datetime) -> None:
        if self._latest is not None:
            self._trail.add(now, self._latest)
        self._latest = None

    def _come(self, now: datetime, value: Decimal) -> None:
        self._latest, self._since = value, self._since or now
        before = self._trail.extreme(now)
        if before is None or now - self._since < self.span:
            self._answer = None
            return
        self.threshold = before
        self.held = value > before if self.high else value < before
        self._answer = self.held
