"""Relisting: a list that rules read is edited while they are followed, and none rings for it.

What an edit finds is where a rule comes in: it may end an alert, never begin one. What is known of
the members that stay is untouched.
"""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.state import Market
from bot.market.watchlists import Watchlist
from bot.rules import plan
from bot.rules.clocked import bounds
from bot.rules.coverage import Coverage
from bot.rules.instance import Instance, Stage
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Leaf
from bot.rules.model import Rule
from bot.rules.readings import Readings
from bot.rules.roster import TURNED, Edge, Roster
from bot.rules.standing import Left
from bot.rules.watchers import Watchers


class Relisted(NamedTuple):
    """Says what an edit came to: alerts that are over by it, and what nobody will end any more."""

    edges: list[Edge]
    left: list[Left]


class Relisting:
    """Has rules follow the edits of lists.

    `start` has an instance followed, and `forget` lets go of some by their numbers.
    """

    def __init__(  # noqa: PLR0913 (the parts of an engine, each by name)
        self,
        market: Market,
        roster: Roster,
        *,
        watchers: Watchers,
        readings: Readings,
        paused: set[int],
        start: Callable[[Instance], None],
        forget: Callable[[Collection[int]], None],
    ) -> None:
        self._market = market
        self._roster = roster
        self._watchers = watchers
        self._readings = readings
        self._paused = paused
        self._start = start
        self._forget = forget
        self._arriving: dict[Symbol, set[str]] = {}

    def enlist(self, watchlist: Watchlist) -> Relisted:
        """Watch a list, new or in the place of the one of its name."""
        sector = self._market.sectors.get(watchlist.name)
        if sector is None:
            self._market.enlist(watchlist)
            return Relisted([], [])
        before, each = sector.watchlist.members, self._about_each(watchlist.name)
        paused = [self._paused.issuperset(numbers) for _, numbers in each]
        removed = [symbol for symbol in before if symbol not in watchlist.members]
        added = [symbol for symbol in watchlist.members if symbol not in before]
        left = self._let_go(each, removed)
        followed = self._relist(sector, watchlist)
        for symbol in removed:
            self._arriving.get(symbol, set()).discard(watchlist.name)
        for symbol in added:
            if self._market.tape(symbol).quote is None:
                self._arriving.setdefault(symbol, set()).add(watchlist.name)
        fresh = [
            number
            for (rule, _), rests in zip(each, paused, strict=True)
            for number in self._take_up(rule, added, rests=rests)
            if not rests
        ]
        edges = self._readings.of(followed, (), quietly=True)
        return Relisted([*edges, *self._readings.of(fresh, None, quietly=True)], left)

    def delist(self, name: str) -> None:
        """Watch a list no more that no rule needs."""
        self._watchers.forget(self._market.sectors[name])
        self._market.delist(name)
        for lists in self._arriving.values():
            lists.discard(name)

    def needing(self, name: str) -> list[str]:
        """Name the rules that cannot do without a list."""
        roster = self._roster
        each = [rule for rule, _ in self._about_each(name)]
        rules = [*each, *(roster[n].rule for n in self._reading(name))]
        return list(dict.fromkeys(rule.name for rule in rules))

    def arrived(self, symbol: Symbol) -> list[Edge]:
        """Take the first that is heard of a new member for where it came in, on its lists."""
        lists = self._arriving.pop(symbol, None)
        if not lists:
            return []
        found = {number for name in lists for number in self._reading(name)}
        return self._readings.of(sorted(found - self._paused), (symbol,), quietly=True)

    def _about_each(self, name: str) -> list[tuple[Rule, list[int]]]:
        return self._roster.by_rule(lambda rule: plan.is_for_each(rule, name, self._market))

    def _reading(self, name: str) -> list[int]:
        sector = self._market.sectors[name]
        return self._roster.where(lambda subject, part: subject == name or _reads(part, sector))

    def _let_go(
        self, each: list[tuple[Rule, list[int]]], removed: Collection[Symbol]
    ) -> list[Left]:
        roster = self._roster
        gone = [n for _, numbers in each for n in numbers if roster[n].subject in removed]
        left = [Left(roster[number].rule.name, roster[number].subject) for number in gone]
        self._forget(gone)
        return left

    # Whoever reads the list hears of nothing while it becomes another one.
    def _relist(self, sector: Sector, watchlist: Watchlist) -> list[int]:
        before, roster = sector.watchlist.members, self._roster
        numbers = self._reading(watchlist.name)
        followed = [number for number in numbers if number not in self._paused]
        for number in followed:
            self._watchers.remove(roster[number])
        self._market.enlist(watchlist)
        self._watchers.relist(sector, before)
        for number in numbers:
            instance = roster[number]
            if not roster.is_row(number):
                self._rebind(instance, sector)
            _come_in(instance)
            roster.keep(instance)
            roster.changed[number] = TURNED
        for number in followed:
            self._start(roster[number])
        return followed

    def _rebind(self, instance: Instance, sector: Sector) -> None:
        rule, subject = instance.rule, instance.subject
        sight = plan.sight_of(rule, self._market)
        if any(isinstance(part, Tally) for part in _walk(instance.part)):
            fresh = plan.bind(plan.read(rule, sight), rule, subject, sight)
            _count_anew(instance.part, fresh)
        for part in _walk(instance.part):
            if isinstance(part, Leaf) and _reads(part, sector):
                part.forget()
            elif isinstance(part, Sequence):
                part.relist(first=_reads(part.first, sector), second=_reads(part.second, sector))
        instance.calendar = plan.calendar_of(subject, sight)

    def _take_up(self, rule: Rule, added: Collection[Symbol], *, rests: bool) -> list[int]:
        if not added:
            return []
        sight, fresh = plan.sight_of(rule, self._market), []
        condition = plan.read(rule, sight)
        for symbol in added:
            part = plan.bind(condition, rule, symbol, sight)
            instance = self._roster.add(rule, symbol, part, plan.calendar_of(symbol, sight))
            instance.armed = False  # `initial: fire` is for those there were when it was made
            self._roster.keep(instance)
            fresh.append(instance.number)
            if rests:
                self._paused.add(instance.number)
            else:
                self._start(instance)
        return fresh


# One that was waiting for its condition to begin waits until it has been seen not holding again:
# where it cannot be told just now, what is told next is what the edit made of it.
def _come_in(instance: Instance) -> None:
    if instance.stage is Stage.ARMED and instance.known is False:
        instance.stage, instance.armed, instance.known = Stage.UNREAD, False, None
        instance.awaiting = False


def _reads(part: Part, sector: Sector) -> bool:
    return any(_reads_itself(one, sector) for one in _walk(part))


def _reads_itself(part: Part, sector: Sector) -> bool:
    match part:
        case Tally():
            return part.listed == sector.watchlist.name
        case Coverage():
            return any(one is sector for one in part.lists())
        case Leaf():
            return any(b.of is sector for b in bounds(part.sources()))
    return False


def _count_anew(part: Part, fresh: Part) -> None:
    # The same condition, bound anew: it differs in who is counted, and nowhere else.
    for old, new in zip(_inner(part), _inner(fresh), strict=True):
        _count_anew(old, new)
    if isinstance(part, Tally) and isinstance(fresh, Tally):
        part.relist({**fresh.members, **_staying(part, fresh)}, fresh.least)


def _staying(part: Tally, fresh: Tally) -> dict[Symbol, Part]:
    return {symbol: one for symbol, one in part.members.items() if symbol in fresh.members}


def _walk(part: Part) -> Iterator[Part]:
    yield part
    inner = part.members.values() if isinstance(part, Tally) else _inner(part)
    for one in inner:
        yield from _walk(one)


# The parts of a condition that are as many however long its lists are.
def _inner(part: Part) -> tuple[Part, ...]:
    match part:
        case Negation():
            return (part.part,)
        case Join():
            return part.parts
        case Sequence():
            return (part.first, part.second)
    return ()
