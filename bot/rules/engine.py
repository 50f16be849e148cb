"""Readings in, edges out: which rules a change concerns, and when time alone concerns one."""

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count

from bot.market.instruments import Symbol
from bot.market.lull import HIGHEST, LOWEST, Lull
from bot.market.state import Change, Market
from bot.market.tape import Tape
from bot.rules import language, plan
from bot.rules.conditions import Condition
from bot.rules.edges import Series, series_of
from bot.rules.gates import Gate
from bot.rules.instance import Instance, Stage, Turn
from bot.rules.joins import Part, reads, sectors
from bot.rules.model import NoData, Repeat, Rule
from bot.rules.roster import Edge, Roster

__all__ = ["Edge", "Engine", "Instance", "Stage", "Turn"]

log = logging.getLogger(__name__)

ANY_CAP = (Decimal("-Infinity"), Decimal("Infinity"))

LOOKS = 3
"""How often a rule may ask for another look at one instant: a crossing back asks once."""


class Engine:
    """Follows every rule through the market, by events and by the clock.

    Before `horizon` nothing turns by time alone; until every rule has been read that is never.
    """

    def __init__(self, market: Market) -> None:
        self.instances = Roster()
        self.market = market
        self.horizon = datetime.min.replace(tzinfo=UTC)
        self._readers: dict[Symbol, list[int]] = {}
        self._gates: dict[Symbol, list[Gate]] = {}
        self._gate_of: dict[int, Gate] = {}
        self._timers: list[tuple[datetime, int, Instance]] = []
        self._set = count()
        self._round = 0
        self._broken: set[int] = set()

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
            number = self.instances.add(rule, subject, part, calendar)
            if self.instances.rows[number] is None:
                self._set_alarm(self.instances[number])
            self._index(number, rule, subject, part)

    def next_due(self) -> datetime:
        """Return the next instant at which something turns though no event arrives."""
        while self._timers and self._timers[0][2].alarm != self._timers[0][0]:
            heappop(self._timers)  # it was put off, or is no longer needed
        change = self.market.next_change()
        return min(change, self._timers[0][0]) if self._timers else change

    def begin(self) -> list[Edge]:
        """Read every rule once, so that what already holds is known for old."""
        edges = self._read_all(range(len(self.instances)), None, quietly=True)
        self.horizon = self.next_due()
        return edges

    def changed(self, change: Change) -> list[Edge]:
        """Read what depends on a change, in the order the rules were made."""
        if len(change.symbols) == 1 and not change.rebase:
            edges = self._quoted(self.market.tape(change.symbols[0]))
        else:
            concerned = self._depending_on(change.symbols)
            edges = self._read_all(concerned, change.symbols, quietly=change.rebase)
        self.horizon = self.next_due()
        return edges

    def passing(self, tape: Tape) -> list[Edge]:
        """Read whom a quote concerns that came in the time of a lull, but passed an edge."""
        now = self.market.now
        passed: Sequence[int] = ()
        for gate in self._gates.get(tape.symbol, ()):
            found = gate.passed(now)
            passed = (*passed, *found) if passed else found
        edges: list[Edge] = []
        if passed:
            concerned = passed if len(passed) == 1 else sorted({*passed})
            edges = self._read_all(concerned, (tape.symbol,), quietly=False)
        self._bound(tape)
        return edges

    # A quote concerns whoever has to look at each, and those whose edges it passed.
    def _quoted(self, tape: Tape) -> list[Edge]:
        symbol, now = tape.symbol, self.market.now
        loose = self._readers.get(symbol, ())
        passed: Sequence[int] = ()
        for gate in self._gates.get(symbol, ()):
            found = gate.passed(now)
            passed = (*passed, *found) if passed else found
        if loose and passed:
            passed = (*passed, *loose)
        edges: list[Edge] = []
        if passed or loose:
            concerned = sorted({*passed}) if passed else loose
            edges = self._read_all(concerned, (symbol,), quietly=False)
        tape.lull = self._lull(tape)
        self._bound(tape)
        return edges

    def tick(self, now: datetime) -> list[Edge]:
        """Move time on: days that turn come first, then sessions, then the timers that are due."""
        turned = sorted(self.market.turn_to(now), key=lambda change: not change.rebase)
        edges = [edge for change in turned for edge in self.changed(change)]
        while self._timers and self._timers[0][0] <= now:
            due, _, instance = heappop(self._timers)
            if instance.alarm == due:
                instance.alarm = None
                edges += self._read(instance, None, quietly=False)
                # It may have been unknown just now, and no quote passed.
                for series in self._gated(instance.rule, instance.part) or ():
                    self._lift(series)
                    self._gate(series).ask_again(instance.number)
        self.horizon = self.next_due()
        return edges

    def _index(self, number: int, rule: Rule, subject: str, part: Part) -> None:
        self.horizon = min(self.horizon, self.market.now)
        gated = self._gated(rule, part)
        waited_for = self._sessions_of(rule, subject)
        watches_age = rule.no_data is not NoData.KEEP and sectors(part)
        if gated and not waited_for and not watches_age:
            for series in gated:
                self._lift(series)
                self._gate(series).add(number)
            return
        for symbol in sorted(reads(part) | waited_for):
            self.market.tape(symbol).lull = None
            self._readers.setdefault(symbol, []).append(number)

    # The series that alone can turn an instance; None where it has to look at more than they tell.
    @staticmethod
    def _gated(rule: Rule, part: Part) -> frozenset[Series] | None:
        return None if rule.trigger.repeat is Repeat.ONCE_PER_BAR_CLOSE else series_of(part)

    # A rule that waits for a session has to hear of it, also where it reads another venue alone.
    def _sessions_of(self, rule: Rule, subject: str) -> set[Symbol]:
        if rule.fire_during is None:
            return set()
        sector = self.market.sectors.get(subject)
        return set(sector.watchlist.members if sector else (Symbol(subject),))

    def _gate(self, series: Series) -> Gate:
        gate = self._gate_of.get(id(series))
        if gate is None:
            gate = self._gate_of[id(series)] = Gate(series, self.instances)
            for symbol in _symbols(series):
                self._gates.setdefault(symbol, []).append(gate)
        return gate

    def _lift(self, series: Series) -> None:
        for symbol in _symbols(series):
            self.market.tape(symbol).lull = None

    # For an instrument that nobody follows trade by trade, has traded in the stretch of time that
    # is on, and is in no ledger whose terms have aged.
    def _lull(self, tape: Tape) -> Lull | None:
        now, quote, ledgers = self.market.now, tape.quote, self.market.lists_of(tape.symbol)
        span = tape.calendar.span(now)
        if quote is None or tape.followed or not span.start <= quote.at < span.end:
            return None
        if tape.symbol in self._readers or any(now >= ledger.settled for ledger in ledgers):
            return None
        return Lull.within(span, ledgers)

    # Says between which prices, and which caps, nobody has to be asked.
    def _bound(self, tape: Tape) -> None:
        gate, lull = self._gate_of.get(id(tape)), tape.lull
        if lull is not None:
            lull.low, lull.high = gate.bounds(LOWEST, HIGHEST) if gate else (LOWEST, HIGHEST)
        for ledger in self.market.lists_of(tape.symbol):
            gate = self._gate_of.get(id(ledger))
            ledger.low, ledger.high = gate.bounds(*ANY_CAP) if gate else ANY_CAP

    def _depending_on(self, symbols: tuple[Symbol, ...]) -> Iterable[int]:
        found = {number for s in symbols for number in self._readers.get(s, ())}
        for symbol in symbols:
            self.market.tape(symbol).lull = None
            for gate in self._gates.get(symbol, ()):
                gate.shut()
                found.update(gate.readers)
        return sorted(found)

    def _read_all(
        self, numbers: Iterable[int], changed: Collection[Symbol] | None, *, quietly: bool
    ) -> list[Edge]:
        edges: list[Edge] = []
        roster, rows, now = self.instances, self.instances.rows, self.market.now
        timed = False
        self._round += 1
        for number in numbers:
            shape = rows[number]
            if shape is None:
                instance, timed = roster[number], True
                if quietly or not instance.at_bar_close:
                    edges += self._read(instance, changed, quietly=quietly)
                continue
            try:
                edge = roster.turn(number, shape, now, self._round, quietly=quietly)
            except Exception as error:  # noqa: BLE001 (logged there)
                self._broke(roster[number], error)
                continue
            if edge is not None:
                edges.append(edge)
            if self._broken:
                self._broken.discard(number)
        if timed:
            self.horizon = self.next_due()
        return edges

    def _read(
        self, instance: Instance, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> list[Edge]:
        now, edges = self.market.now, []
        for _ in range(LOOKS):
            turn = self._turn(instance, changed, quietly=quietly)
            if turn is not None:
                edges.append(Edge(instance.rule, instance.subject, turn, now, instance.cause))
            if not self._set_alarm(instance):
                break
        return edges

    # The seam of one rule's reading: what breaks in here must not silence the neighbours.
    def _turn(
        self, instance: Instance, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> Turn | None:
        try:
            turn = instance.turn(self.market.now, changed, quietly=quietly)
        except Exception as error:  # noqa: BLE001 (logged there)
            self._broke(instance, error)
            return None
        self._broken.discard(instance.number)
        return turn

    def _broke(self, instance: Instance, error: Exception) -> None:
        if instance.number not in self._broken:  # said once, not once a quote
            self._broken.add(instance.number)
            where = {"rule": instance.rule.name, "subject": instance.subject}
            log.error("rule could not be read", extra=where, exc_info=error)

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


def _symbols(series: Series) -> tuple[Symbol, ...]:
    return (series.symbol,) if isinstance(series, Tape) else series.watchlist.members
