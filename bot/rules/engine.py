"""Readings in, edges out: which rules a change concerns, and when time alone concerns one."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.state import Change, Market
from bot.market.tape import Tape
from bot.rules import language, plan
from bot.rules.conditions import Condition
from bot.rules.gates import Gate, series_of
from bot.rules.instance import Instance, Stage, Turn
from bot.rules.joins import reads, sectors
from bot.rules.model import NoData, Rule

__all__ = ["Edge", "Engine", "Instance", "Stage", "Turn"]

log = logging.getLogger(__name__)

LOOKS = 3
"""How often a rule may ask for another look at one instant: a crossing back asks once."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Says that an instance turned, and when."""

    instance: Instance
    turn: Turn
    at: datetime


class Engine:
    """Follows every rule through the market, by events and by the clock."""

    def __init__(self, market: Market) -> None:
        self.instances: list[Instance] = []
        self.market = market
        self._readers: dict[Symbol, list[Instance]] = {}
        self._gates: dict[Symbol, list[Gate]] = {}
        self._gate_of: dict[int, Gate] = {}
        self._timers: list[tuple[datetime, int, Instance]] = []
        self._set = count()
        self._broken: set[Instance] = set()

    def add(self, rule: Rule) -> None:
        """Take a rule up; its first reading arms it or, where it already holds, keeps it quiet.

        Raises RuleFault where its condition cannot be read.
        """
        own = plan.own_scope(rule)
        condition = language.parse(rule.when, watchlists=self.market.sectors, own=own)
        self.follow(rule, condition)

    def follow(self, rule: Rule, condition: Condition) -> None:
        """Take up a rule whose condition has been read already."""
        for subject in plan.subjects(rule, condition, self.market):
            part = plan.bind(condition, rule, subject, self.market)
            calendar = plan.calendar_of(subject, self.market)
            self._index(Instance(rule, subject, part, calendar, len(self.instances)))

    def next_due(self) -> datetime:
        """Return the next instant at which something turns though no event arrives."""
        while self._timers and self._timers[0][2].alarm != self._timers[0][0]:
            heappop(self._timers)  # it was put off, or is no longer needed
        change = self.market.next_change()
        return min(change, self._timers[0][0]) if self._timers else change

    def begin(self) -> list[Edge]:
        """Read every rule once, so that what already holds is known for old."""
        return self._read_all(self.instances, None, quietly=True)

    def changed(self, change: Change) -> list[Edge]:
        """Read what depends on a change, in the order the rules were made."""
        if len(change.symbols) == 1 and not change.rebase:
            return self._quoted(change.symbols[0], change.symbols)
        concerned = self._depending_on(change.symbols)
        return self._read_all(concerned, change.symbols, quietly=change.rebase)

    # A quote concerns whoever has to look at each, and those whose edges it passed.
    def _quoted(self, symbol: Symbol, changed: tuple[Symbol, ...]) -> list[Edge]:
        loose, now = self._readers.get(symbol, ()), self.market.now
        passed: set[int] = set()
        for gate in self._gates.get(symbol, ()):
            passed.update(gate.passed(now))
        if not passed:
            return self._read_all(loose, changed, quietly=False) if loose else []
        passed.update(instance.number for instance in loose)
        concerned = [self.instances[number] for number in sorted(passed)]
        return self._read_all(concerned, changed, quietly=False)

    def tick(self, now: datetime) -> list[Edge]:
        """Move time on: days that turn come first, then sessions, then the timers that are due."""
        turned = sorted(self.market.turn_to(now), key=lambda change: not change.rebase)
        edges = [edge for change in turned for edge in self.changed(change)]
        while self._timers and self._timers[0][0] <= now:
            due, _, instance = heappop(self._timers)
            if instance.alarm == due:
                instance.alarm = None
                edges += self._read(instance, None, quietly=False)
                series = series_of(instance.part)
                if series is not None:  # it may have been unknown just now, and no quote passed
                    self._gate(series).ask_again(instance)
        return edges

    def _index(self, instance: Instance) -> None:
        self.instances.append(instance)
        self._set_alarm(instance)
        series = None if instance.at_bar_close else series_of(instance.part)
        waited_for = self._sessions_of(instance)
        watches_age = instance.rule.no_data is not NoData.KEEP and sectors(instance.part)
        if series is not None and not waited_for and not watches_age:
            self._gate(series).add(instance)
            return
        for symbol in sorted(reads(instance.part) | waited_for):
            self._readers.setdefault(symbol, []).append(instance)

    # A rule that waits for a session has to hear of it, also where it reads another venue alone.
    def _sessions_of(self, instance: Instance) -> set[Symbol]:
        if instance.rule.fire_during is None:
            return set()
        sector = self.market.sectors.get(instance.subject)
        return set(sector.watchlist.members if sector else (Symbol(instance.subject),))

    def _gate(self, series: Tape | Sector) -> Gate:
        gate = self._gate_of.get(id(series))
        if gate is None:
            gate = self._gate_of[id(series)] = Gate(series)
            members = (series.symbol,) if isinstance(series, Tape) else series.watchlist.members
            for symbol in members:
                self._gates.setdefault(symbol, []).append(gate)
        return gate

    def _depending_on(self, symbols: tuple[Symbol, ...]) -> Iterable[Instance]:
        found = {i.number: i for s in symbols for i in self._readers.get(s, ())}
        for symbol in symbols:
            for gate in self._gates.get(symbol, ()):
                gate.stale = True
                found.update(gate.instances)
        return [found[number] for number in sorted(found)]

    def _read_all(
        self, instances: Iterable[Instance], changed: Collection[Symbol] | None, *, quietly: bool
    ) -> list[Edge]:
        edges: list[Edge] = []
        for instance in instances:
            if quietly or not instance.at_bar_close:
                edges += self._read(instance, changed, quietly=quietly)
        return edges

    def _read(
        self, instance: Instance, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> list[Edge]:
        now, edges = self.market.now, []
        for _ in range(LOOKS):
            turn = self._turn(instance, changed, quietly=quietly)
            if turn is not None:
                edges.append(Edge(instance, turn, now))
            if not self._set_alarm(instance):
                break
        return edges

    # The seam of one rule's reading: what breaks in here must not silence the neighbours.
    def _turn(
        self, instance: Instance, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> Turn | None:
        try:
            turn = instance.turn(self.market.now, changed, quietly=quietly)
        except Exception:
            if instance not in self._broken:  # said once, not once a quote
                self._broken.add(instance)
                where = {"rule": instance.rule.name, "subject": instance.subject}
                log.exception("rule could not be read", extra=where)
            return None
        self._broken.discard(instance)
        return turn

    # Returns whether the instance asks for another look at this very instant.
    def _set_alarm(self, instance: Instance) -> bool:
        now = self.market.now
        alarm = instance.next_alarm(now)
        if alarm is not None and alarm <= now:
            return True
        if alarm != instance.alarm:
            instance.alarm = alarm
            if alarm is not None:
                heappush(self._timers, (alarm, next(self._set), instance))
        return False
