"""What a condition reads as at a moment, slow and obvious: looked up in the list of all moments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.conditions import (
    Both,
    Calculation,
    Channel,
    Compares,
    Condition,
    Counted,
    Crosses,
    Either,
    Not,
    Operand,
    Term,
    Within,
)
from bot.rules.measure import Measure
from bot.rules.units import Amount
from tests.reference_leaves import Leaf, heads, must_pass, sides, there, worked_out
from tests.reference_terms import owner, terms

Holds = bool | None

Figures = dict[tuple[str, str], Measure]


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which something may have turned, with every figure as it was then.

    `rebased` are the instruments whose figures changed their meaning.
    """

    at: datetime
    rebased: frozenset[Symbol]
    figures: Figures


def opposite(answer: Holds) -> Holds:
    """Say the opposite; of what cannot be told, that cannot be told either."""
    return None if answer is None else not answer


def all_hold(answers: Iterable[Holds]) -> Holds:
    """Say whether all hold: one that does not settles it, before one that cannot be told."""
    known = list(answers)
    return False if False in known else None if None in known else True


def any_holds(answers: Iterable[Holds]) -> Holds:
    """Say whether one holds: one that does settles it, before one that cannot be told."""
    known = list(answers)
    return True if True in known else None if None in known else False


def enough_hold(answers: Iterable[Holds], least: int) -> Holds:
    """Say whether at least so many hold, unless those that cannot be told could tip it."""
    known = list(answers)
    if known.count(True) >= least:
        return True
    return None if known.count(True) + known.count(None) >= least else False


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
        self.history: list[Moment] = []
        self._condition = condition
        self._reset = reset
        self._lists = lists
        self._answers: dict[tuple[int, str, int], Holds] = {}
        self.terms = set(terms(condition, subject, lists))
        self.reads = frozenset(
            s for _, name in self.terms for s in lists.get(name, (Symbol(name),))
        )

    def holds(self, i: int) -> Holds:
        """Say what the condition reads as at the moment `i`."""
        return self._holds(self._condition, self.subject, i)

    def figures(self, market: Market) -> Figures:
        """Write down what everything it speaks of is worth now."""
        return {
            (term.metric.name, name): term.metric.read(
                market.sectors.get(name) or market.tape(Symbol(name)), market.now
            )
            for term, name in self.terms
        }

    def ages(self, market: Market) -> Iterator[datetime]:
        """Walk the instants at which a list it speaks of may have become too old to be believed."""
        for sector in (market.sectors[name] for _, name in self.terms if name in market.sectors):
            for tape in (market.tape(member) for member in sector.watchlist.members):
                starts = [tape.calendar.span(market.now).start]
                starts += [tape.quote.at] if tape.quote else []
                limits = sector.watchlist.fresh_within.values()
                yield from (start + limit for start in starts for limit in limits)

    def _holds(self, part: Condition, own: str, i: int) -> Holds:
        match part:
            case Not():
                return opposite(self._holds(part.part, own, i))
            case Both():
                return all_hold(self._holds(p, own, i) for p in part.parts)
            case Either():
                return any_holds(self._holds(p, own, i) for p in part.parts)
            case Counted():
                members = self._lists[part.watchlist]
                answers = (self._holds(part.part, member, i) for member in members)
                return enough_hold(answers, heads(part, len(members)))
            case Compares() | Crosses() | Within() | Channel():
                return self._leaf(part, own, i)
        raise NotImplementedError(part)

    # Each leaf is worked out once a moment; without this the tests would only be slower.
    def _leaf(self, leaf: Leaf, own: str, i: int) -> Holds:
        key = (id(leaf), own, i)
        if key not in self._answers:
            self._answers[key] = self._worked_out(leaf, own, i)
        return self._answers[key]

    def _worked_out(self, leaf: Leaf, own: str, i: int) -> Holds:
        figures = self._figures(leaf, own, i)
        if any(figure.outside for figure in figures):
            return False
        known = [figure.value for figure in figures if figure.value is not None]
        if len(known) < len(figures):
            return None
        if self._held(leaf, own, i):
            return there(leaf, known, self._reset)
        return there(leaf, known, None) and (not must_pass(leaf) or self._was_short(leaf, own, i))

    # What a comparison last read as for certain, before the moment `i`.
    def _held(self, leaf: Leaf, own: str, i: int) -> bool:
        answers = (self._leaf(leaf, own, j) for j in range(i - 1, -1, -1))
        return next((a for a in answers if a is not None), False)

    # Whether what crosses was last seen on the other side, in figures that still mean the same.
    def _was_short(self, leaf: Leaf, own: str, i: int) -> bool:
        for j in range(i - 1, -1, -1):
            if not self.history[j + 1].rebased.isdisjoint(self._symbols(leaf, own)):
                return False
            figures = self._figures(leaf, own, j)
            if any(figure.outside for figure in figures):
                return True  # a session that begins past the level has crossed it
            known = [figure.value for figure in figures if figure.value is not None]
            if len(known) == len(figures):
                return not there(leaf, known, None)
        return False

    def _figures(self, leaf: Leaf, own: str, i: int) -> list[Measure]:
        return [self._figure(side, own, i) for side in sides(leaf)]

    def _figure(self, side: Operand, own: str, i: int) -> Measure:
        match side:
            case Amount():
                return Measure(value=side.value)
            case Term():
                return self.history[i].figures[side.metric.name, owner(side, own)]
            case Calculation():
                return worked_out(
                    side.sum, self._figure(side.left, own, i), self._figure(side.right, own, i)
                )

    def _symbols(self, leaf: Leaf, own: str) -> set[Symbol]:
        names = {name for _, name in terms(leaf, own, self._lists)}
        return {s for name in names for s in self._lists.get(name, (Symbol(name),))}
