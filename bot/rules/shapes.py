"""Shapes: what rules have in common that compare one figure with a level of their own.

Such a rule's next step depends on three things: where it stands, on which side of its level (and of
its way back) the figure is, and whether it is read quietly. So each step is worked out once, by an
Instance reading a Leaf like everything else, and from then on looked up.
"""

from collections.abc import Hashable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from bot.market.sessions import Calendar
from bot.rules.bound import Bound, Fixed
from bot.rules.comparisons import Comparison, Crossing, Level, Nearness
from bot.rules.edges import Series
from bot.rules.instance import Instance, Stage, Turn
from bot.rules.measure import Measure
from bot.rules.model import EVERY_TIME, NoData, Rule
from bot.rules.units import Amount

UNKNOWN, OUTSIDE, UNDER = range(3)
"""Where a figure may be: cannot be told, absent, and from there on among the points it passes."""


class Standing(NamedTuple):
    """All that an instance of a plain rule remembers, but for since when it has been firing."""

    stage: Stage
    armed: bool
    known: bool | None
    held: bool
    beyond: bool | None
    told: bool
    awaiting: bool


class Step(NamedTuple):
    """Where an instance stands next, as the number of a standing, and what that turned."""

    to: int
    turn: Turn | None


def is_plain(rule: Rule) -> bool:
    """Tell whether a rule's next step never depends on the time."""
    return (
        not rule.hold
        and not rule.keep_firing_for
        and not rule.cooldown
        and rule.trigger == EVERY_TIME
        and rule.expires_at is None
        and rule.fire_during is None
        and rule.no_data is NoData.KEEP
    )


def key_of(rule: Rule, subject: str, leaf: Level) -> Hashable | None:
    """Return what makes two rules of one shape; None where a rule is of none."""
    bound, right = leaf.subject, leaf.right
    if not is_plain(rule) or not isinstance(bound, Bound) or not isinstance(right, Fixed):
        return None
    amount = right.amount
    # The words are not kept twice: what was written is the rule's own text, its level the end.
    if leaf.timed or leaf.text != rule.when or not rule.when.endswith(amount.text):
        return None
    match leaf:
        case Comparison():
            kind: Hashable = leaf.sign
        case Crossing():
            kind = leaf.above
        case Nearness():
            kind = (leaf.margin, leaf.side)
        case _:
            return None
    figure = (id(bound.metric), id(bound.of), bound.name, bound.arguments)
    return type(leaf), kind, figure, subject, rule.reset, amount.mark, len(amount.text)


class Shape:
    """Reads the figure of all rules of one shape, and knows how each of them goes on from there.

    `kept` is the measure of the round of readings `round`: a round reads a figure once. `steps` are
    those known so far, by standing and by where the figure is. `series` are the prices and caps
    that can turn it, once somebody has looked.
    """

    __slots__ = (
        "_calendar",
        "_leaf",
        "_mark",
        "_simple",
        "_standings",
        "_text",
        "kept",
        "round",
        "series",
        "steps",
        "subject",
    )

    def __init__(
        self, subject: str, leaf: Level, calendar: Calendar, standings: "Standings"
    ) -> None:
        amount = leaf.right.amount if isinstance(leaf.right, Fixed) else None
        if amount is None:
            raise ValueError("only a level that was typed makes a shape")
        self.subject = subject
        self.kept = Measure(value=None)
        self.round = -1
        self.steps: dict[int, Step] = {}
        self.series: frozenset[Series] | None = None
        self._calendar = calendar
        self._leaf = leaf
        self._mark, self._text = amount.mark, len(amount.text)
        self._simple = leaf.reset is None and not isinstance(leaf, Nearness)
        self._standings = standings

    @property
    def leaf(self) -> Level:
        """The comparison, with some level."""
        return self._leaf

    def points(self, level: Decimal) -> list[Decimal]:
        """Return the figures at which a rule with that level may change its mind."""
        return [level] if self._simple else self._leaf.turning_at(level)

    def measure(self, now: datetime, round_: int) -> None:
        """Read the figure as it is in a round of readings, unless that was done already."""
        if self.round != round_:
            self.kept = self._leaf.subject.measure(now)
            self.round = round_

    def where(self, level: Decimal) -> int:
        """Say where the figure, as it was measured, is among what a rule with that level passes."""
        value = self.kept.value
        if value is None:
            return OUTSIDE if self.kept.outside else UNKNOWN
        if self._simple:
            return UNDER + (1 if value > level else 0 if value < level else 2)
        place = 0
        for point in self._leaf.turning_at(level):
            place = place * 3 + (1 if value > point else 0 if value < point else 2)
        return UNDER + place

    def comparison(self, rule: Rule, level: Decimal, measure: Measure | None) -> Level:
        """Make the comparison a rule of this shape is, with what it last read."""
        text = rule.when[len(rule.when) - self._text :]
        level_typed = Fixed(Amount(level, self._mark, text), self._leaf.subject.unit)
        leaf = self._leaf.at(level_typed, rule.when)
        leaf.threshold, leaf.last = level, measure
        return leaf

    def instance(self, rule: Rule, number: int, level: Decimal, standing: int) -> Instance:
        """Make the instance a rule of this shape is, standing where it does."""
        stage, armed, known, held, beyond, told, awaiting = self._standings[standing]
        leaf = self.comparison(rule, level, self.kept if self.round >= 0 else None)
        leaf.held = held
        leaf.threshold = level if told else None
        if isinstance(leaf, Crossing):
            leaf.was_beyond = beyond
        made = Instance(rule, self.subject, leaf, self._calendar, number)
        made.stage, made.armed, made.known, made.awaiting = stage, armed, known, awaiting
        return made


MOST = 256
"""Standings that a byte tells apart; what can be reached is about two dozen."""


class Standings:
    """Numbers the ways an instance may stand."""

    def __init__(self) -> None:
        self._numbers: dict[Standing, int] = {}
        self._all: list[Standing] = []

    def __getitem__(self, number: int) -> Standing:
        return self._all[number]

    def number(self, instance: Instance) -> int:
        """Return the number of how an instance of one comparison stands."""
        leaf = instance.part
        if not isinstance(leaf, Level):
            raise TypeError(f"{instance.rule.name} is not one comparison")
        beyond = leaf.was_beyond if isinstance(leaf, Crossing) else None
        told = leaf.threshold is not None
        so_far = (instance.stage, instance.armed, instance.known)
        standing = Standing(*so_far, leaf.held, beyond, told, instance.awaiting)
        found = self._numbers.get(standing)
        if found is None:
            found = self._numbers[standing] = len(self._all)
            self._all.append(standing)
        return found
