"""What a condition reads as at a moment, slow and obvious: looked up in the list of all moments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.market.instruments import Symbol
from bot.rules.conditions import (
    Both,
    Calculation,
    Condition,
    Counted,
    Crosses,
    Either,
    Extreme,
    Measured,
    Mismatch,
    Moves,
    News,
    Not,
    Operand,
    Silent,
    Stories,
    Term,
    Then,
)
from bot.rules.measure import Measure
from bot.rules.units import Amount
from tests import reference_crossings as crossings
from tests.reference_kleene import Holds, all_hold, any_holds, enough_hold, opposite
from tests.reference_leaves import Placed, heads, must_pass, sides, there, worked_out
from tests.reference_silence import Heard, is_silent
from tests.reference_terms import leaves, owner, parts, symbols, terms
from tests.reference_windows import Sight, has_moved, is_new

Figures = dict[tuple[int, str], Measure]
"""What each metric of a condition, as it stands in it, came to for each that it is a metric of."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which something may have turned, with every figure as it was then.

    `rebased` are the instruments whose figures changed their meaning; `heard` says of whom what
    was last heard when.
    """

    at: datetime
    rebased: frozenset[Symbol]
    figures: Figures
    heard: Mapping[str, Heard]


class Meaning:
    """A condition about one subject, and the history in which its answers are looked up."""

    def __init__(
        self,
        condition: Condition,
        reset: Amount | None,
        subject: str,
        lists: Mapping[str, Sequence[Symbol]],
    ) -> None:
        self.subject = subject
        self.reset = reset
        self.history: list[Moment] = []
        self.leaves = list(leaves(condition, subject, lists))
        self.terms = list(terms(condition, subject, lists))
        walked = parts(condition, subject, lists)
        self.sequences = [(part, own) for part, own in walked if isinstance(part, Then)]
        self.listened = [owner(s.owner, own) for s, own in self.leaves if isinstance(s, Silent)]
        self.reads = symbols(condition, subject, lists)
        self._condition = condition
        self._lists = lists
        self._symbols: dict[tuple[int, str], frozenset[Symbol]] = {}
        self._answers: dict[tuple[int, str, int], Holds] = {}
        self._figures: dict[tuple[int, str, int], list[Measure]] = {}

    def holds(self, i: int) -> Holds:
        """Say what the condition reads as at the moment `i`."""
        return self.read(self._condition, self.subject, i)

    def asks_again(self, i: int) -> bool:
        """Say whether a crossing ended at the moment `i` by which another one may begin."""
        return any(
            isinstance(leaf, Crosses) and leaf.above is None and crossings.ends(self, leaf, own, i)
            for leaf, own in self.leaves
        )

    # Each part and figure is worked out once a moment; without this the tests would only be slower.
    def read(self, part: Condition, own: str, i: int) -> Holds:
        """Say what a part of the condition reads as at the moment `i`, for one it is about."""
        key = (id(part), own, i)
        if key not in self._answers:
            self._answers[key] = self._read(part, own, i)
        return self._answers[key]

    def held(self, part: Condition, own: str, i: int) -> bool:
        """Say what a part last read as for certain, before the moment `i`."""
        answers = (self.read(part, own, j) for j in range(i - 1, -1, -1))
        return next((a for a in answers if a is not None), False)

    def rebased(self, part: Condition, own: str, i: int) -> bool:
        """Say whether what a part reads changed its meaning at the moment `i`."""
        key = (id(part), own)
        if key not in self._symbols:
            self._symbols[key] = symbols(part, own, self._lists)
        return not self.history[i].rebased.isdisjoint(self._symbols[key])

    def begins(self, part: Condition, own: str, i: int) -> bool:
        """Say whether a part holds that was last seen not to, in figures that mean the same."""
        if not self.read(part, own, i) or self.rebased(part, own, i):
            return False
        for j in range(i - 1, -1, -1):
            before = self.read(part, own, j)
            if before is not None or self.rebased(part, own, j):
                return before is False
        return False

    def figures(self, leaf: Measured, own: str, i: int) -> list[Measure]:
        """Return what the sides of a comparison came to at the moment `i`."""
        key = (id(leaf), own, i)
        if key not in self._figures:
            self._figures[key] = [self._figure(side, own, i) for side in sides(leaf)]
        return self._figures[key]

    def _read(self, part: Condition, own: str, i: int) -> Holds:
        match part:
            case Not():
                return opposite(self.read(part.part, own, i))
            case Both():
                return all_hold(self.read(p, own, i) for p in part.parts)
            case Either():
                return any_holds(self.read(p, own, i) for p in part.parts)
            case Counted():
                members = self._lists[part.watchlist]
                answers = (self.read(part.part, member, i) for member in members)
                return enough_hold(answers, heads(part, len(members)))
            case Then():
                return self._follows(part, own, i)
            case News() | Stories() | Mismatch():
                raise TypeError(f"{part.text}: what was said is no figure")
        return self._compared(part, own, i)

    def _compared(self, leaf: Measured, own: str, i: int) -> Holds:
        if isinstance(leaf, Silent):
            heard = (m.heard[owner(leaf.owner, own)] for m in self.history[: i + 1])
            return is_silent(leaf, self.history[i].at, list(heard), self.history[0].at)
        figures = self.figures(leaf, own, i)
        if any(figure.outside for figure in figures):
            return False
        if any(figure.value is None for figure in figures):
            return None
        return self._weighed(leaf, own, i)

    def _weighed(self, leaf: Placed | Moves | Extreme, own: str, i: int) -> Holds:
        match leaf:
            case Moves():
                return has_moved(leaf, self.history[i].at, self._sights(leaf, own, i))
            case Extreme():
                return is_new(leaf, self._sights(leaf, own, i))
            case Crosses(above=None):
                return crossings.crosses(self, leaf, own, i)
        return self._placed(leaf, own, i)

    def _placed(self, leaf: Placed, own: str, i: int) -> bool:
        known = [f.value for f in self.figures(leaf, own, i) if f.value is not None]
        if self.held(leaf, own, i):
            return there(leaf, known, self.reset)
        return there(leaf, known, None) and (not must_pass(leaf) or self._was_short(leaf, own, i))

    # Whether what crosses was last seen on the other side, in figures that still mean the same.
    def _was_short(self, leaf: Placed, own: str, i: int) -> bool:
        for j in range(i - 1, -1, -1):
            if self.rebased(leaf, own, j + 1):
                return False
            figures = self.figures(leaf, own, j)
            if any(figure.outside for figure in figures):
                return True  # a session that begins past the level has crossed it
            known = [figure.value for figure in figures if figure.value is not None]
            if len(known) == len(figures):
                return not there(leaf, known, None)
        return False

    # The second holds since it began to, and the first had begun to not too long before.
    def _follows(self, then: Then, own: str, i: int) -> Holds:
        second, held = self.read(then.second, own, i), self.held(then, own, i)
        now = self.history[i].at
        just = (j for j in range(i, -1, -1) if self.history[j].at >= now - then.span)
        led = any(self.begins(then.first, own, j) for j in just)
        if second is None:
            return None if held or led else False
        return second and (held or (led and self.begins(then.second, own, i)))

    def _sights(self, leaf: Moves | Extreme, own: str, i: int) -> Iterator[Sight]:
        for j in range(i, -1, -1):
            [figure] = self.figures(leaf, own, j)
            rebased = self.rebased(leaf, own, j)
            yield Sight(self.history[j].at, figure.value, figure.outside, rebased)

    def _figure(self, side: Operand, own: str, i: int) -> Measure:
        match side:
            case Amount():
                return Measure(value=side.value)
            case Term():
                return self.history[i].figures[id(side), owner(side.owner, own)]
            case Calculation():
                return worked_out(
                    side.sum, self._figure(side.left, own, i), self._figure(side.right, own, i)
                )
