"""Rules bound to the market: one instance a subject, each a tree that can be read at any instant.

`and`, `or` and `not` follow Kleene: an unknown part leaves the whole unknown unless the others
settle it. Every part is read every time, because each remembers its own way back.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from bot.errors import SetupError
from bot.market.instruments import SYMBOL, Symbol
from bot.market.state import Market
from bot.rules import conditions as c
from bot.rules.leaves import Bound, Comparison, Crossing, Holds, Leaf, Nearness, Sides
from bot.rules.measure import Scope
from bot.rules.model import Rule
from bot.rules.units import Amount


class Negation:
    """Holds where its part does not."""

    def __init__(self, part: "Part") -> None:
        self.part = part
        self.text: str = f"not {part.text}"

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        holds = self.part.read(now, changed)
        return None if holds is None else not holds

    def forget_sides(self) -> None:
        self.part.forget_sides()

    def leaves(self) -> Iterator[Leaf]:
        return self.part.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self.part.deciding()


class Join:
    """Joins parts: `settles` is the answer that one part is enough to give (`or`: True)."""

    def __init__(self, parts: tuple["Part", ...], *, settles: bool) -> None:
        self.parts = parts
        self.settles = settles
        self.text: str = f" {self.word} ".join(p.text for p in parts)
        self._deciding: Part = parts[0]

    @property
    def word(self) -> str:
        return "or" if self.settles else "and"

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        answers = [p.read(now, changed) for p in self.parts]
        for answer in (self.settles, None):
            if answer in answers:
                self._deciding = self.parts[answers.index(answer)]
                return answer
        return not self.settles

    def forget_sides(self) -> None:
        for part in self.parts:
            part.forget_sides()

    def leaves(self) -> Iterator[Leaf]:
        for part in self.parts:
            yield from part.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self._deciding.deciding()


class Tally:
    """Counts the members for whom its part holds; `least` is the number it takes.

    A member is read anew only when something it reads has changed.
    """

    def __init__(self, members: dict[Symbol, "Part"], least: int, text: str) -> None:
        self.members = members
        self.least = least
        self.text = text
        self._answers: dict[Symbol, Holds] = dict.fromkeys(members)
        self._readers: dict[Symbol, list[Symbol]] = {}
        for member, part in members.items():
            for symbol in reads(part):
                self._readers.setdefault(symbol, []).append(member)

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:
        for member in self._to_read(changed):
            self._answers[member] = self.members[member].read(now, changed)
        return self.holds

    @property
    def holding(self) -> tuple[Symbol, ...]:
        """The members that hold, in the order of the list."""
        return tuple(s for s, answer in self._answers.items() if answer)

    @property
    def unknown(self) -> int:
        """How many members cannot be told."""
        return sum(answer is None for answer in self._answers.values())

    @property
    def holds(self) -> Holds:
        """What the count came to; unknown members settle nothing while they could tip it."""
        answers = list(self._answers.values())
        holding = answers.count(True)
        if holding >= self.least:
            return True
        return None if holding + answers.count(None) >= self.least else False

    def _to_read(self, changed: Collection[Symbol] | None) -> Collection[Symbol]:
        if changed is None:
            return self.members
        return {m: None for symbol in changed for m in self._readers.get(symbol, ())}

    def forget_sides(self) -> None:
        for part in self.members.values():
            part.forget_sides()

    def leaves(self) -> Iterator[Leaf]:
        for part in self.members.values():
            yield from part.leaves()

    def deciding(self) -> "Leaf | Tally":
        return self


Part = Leaf | Negation | Join | Tally


def subjects(rule: Rule, condition: c.Condition, market: Market) -> list[str]:
    """Return what a rule's alerts are about: each member of its list, or the one thing it names.

    A rule that names none is about the first watchlist its condition reads, else the first symbol.
    Raises SetupError where it names a watchlist that does not exist.
    """
    if rule.for_each is not None:
        sector = market.sectors.get(rule.for_each)
        if sector is None:
            message = f"rule {rule.name}: there is no watchlist {rule.for_each!r}"
            raise SetupError(message)
        return list(sector.watchlist.members)
    if rule.subject is not None:
        return [rule.subject]
    named = list(_named(condition))
    lists = [n for n in named if n in market.sectors]
    return [(lists or named)[0]]


def own_scope(rule: Rule) -> Scope | None:
    """Return what a bare metric in the rule's condition is a metric of; None where nothing is."""
    if rule.for_each is not None:
        return Scope.INSTRUMENT
    if rule.subject is None:
        return None
    return Scope.INSTRUMENT if SYMBOL.fullmatch(rule.subject) else Scope.WATCHLIST


def bind(condition: c.Condition, rule: Rule, own: str, market: Market) -> Part:
    """Bind a condition to the market, with `own` (a symbol or a watchlist) for bare metrics."""
    match condition:
        case c.Not(part):
            return Negation(bind(part, rule, own, market))
        case c.Both(parts) | c.Either(parts):
            bound = tuple(bind(p, rule, own, market) for p in parts)
            return Join(bound, settles=isinstance(condition, c.Either))
        case c.Counted():
            members = market.sectors[condition.watchlist].watchlist.members
            return Tally(
                {s: bind(condition.part, rule, s, market) for s in members},
                _heads(condition, len(members)),
                condition.text,
            )
        case _:
            return _leaf(condition, rule.reset, own, market)


def reads(part: Part) -> set[Symbol]:
    """Return the instruments whose quotes or sessions may change what `part` answers."""
    found: set[Symbol] = set()
    for leaf in part.leaves():
        for side in (leaf.subject, leaf.right):
            if isinstance(side, Bound):
                found.update(side.symbols())
    return found


def _leaf(leaf: c.Leaf, reset: Amount | None, own: str, market: Market) -> Leaf:
    left = _bound(leaf.left, own, market)
    right = leaf.right if isinstance(leaf.right, Amount) else _bound(leaf.right, own, market)
    sides = Sides(subject=left, right=right, reset=reset, text=leaf.text)
    match leaf:
        case c.Compares():
            return Comparison(sides, sign=leaf.sign)
        case c.Crosses():
            return Crossing(sides, above=leaf.above)
        case c.Within():
            return Nearness(sides, margin=leaf.margin, side=leaf.side)


def _bound(term: c.Term, own: str, market: Market) -> Bound:
    match term.owner:
        case c.Of(symbol):
            name: str = symbol
        case c.OfList(name):
            pass
        case _:
            name = own
    if term.metric.scope is Scope.WATCHLIST:
        return Bound(metric=term.metric, of=market.sectors[name], name=name)
    return Bound(metric=term.metric, of=market.tape(Symbol(name)), name=name)


def _heads(counted: c.Counted, members: int) -> int:
    if not counted.share:
        return counted.least
    # 30 % of 15 is 4.5: it takes the fifth to make "at least" true.
    return -(-counted.least * members // 100)


def _named(condition: c.Condition) -> Iterator[str]:
    for part in c.walk(condition):
        if isinstance(part, c.Counted):
            yield part.watchlist
        elif isinstance(part, c.Compares | c.Crosses | c.Within):
            owners = [side.owner for side in (part.left, part.right) if isinstance(side, c.Term)]
            yield from (o.symbol for o in owners if isinstance(o, c.Of))
            yield from (o.name for o in owners if isinstance(o, c.OfList))
