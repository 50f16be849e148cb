"""Readings in, edges out: which rules a change turns, and when time alone turns one."""

import gc
import logging
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count

from bot.market.doubts import About, Doubt
from bot.market.instruments import Symbol
from bot.market.state import Change, Market
from bot.market.tape import Tape
from bot.rules import language, plan
from bot.rules.conditions import Condition
from bot.rules.instance import Instance, Stage, Turn
from bot.rules.joins import reads
from bot.rules.model import Rule
from bot.rules.roster import Edge, Roster
from bot.rules.scale import has_levels
from bot.rules.watchers import Watchers

__all__ = ["Edge", "Engine", "Instance", "Stage", "Turn"]

log = logging.getLogger(__name__)

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
        self._watchers = Watchers(market, self.instances)
        self._timers: list[tuple[datetime, int, Instance]] = []
        self._set = count()
        self._round = 0
        self._splits = 0
        self._broken: set[int] = set()

    def load(self, rules: Iterable[Rule]) -> None:
        """Take many rules up. Raises RuleFault at the first whose condition cannot be read.

        The collector rests meanwhile: all of them stay, and looking for what does not takes a tenth
        of the time that a million take.
        """
        collects = gc.isenabled()
        gc.disable()
        try:
            for rule in rules:
                self.add(rule)
        finally:
            if collects:
                gc.enable()

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
            self._start(self.instances.add(rule, subject, part, calendar))

    def drop(self, name: str) -> int:
        """Forget the rules of that name, whatever they are about, and return how many there were.

        Nobody else is read for it, and no alert of theirs is ended.
        """
        return sum(self._stop(number, forget=True) for number in self.instances.numbers(name))

    def pause(self, name: str) -> int:
        """Leave the rules of that name unread, where they stand; return how many there are."""
        return sum(self._stop(number, forget=False) for number in self.instances.numbers(name))

    def resume(self, name: str) -> list[Edge]:
        """Read paused rules again; what began to hold meanwhile is where they come in."""
        numbers = self.instances.numbers(name)
        for number in numbers:
            self._start(self.instances[number])
        return self._read_all(numbers, None, quietly=True)

    def next_due(self) -> datetime:
        """Return the next instant at which something turns though no event arrives."""
        while self._timers and self._timers[0][2].alarm != self._timers[0][0]:
            heappop(self._timers)  # it was put off, or is no longer needed
        change = self.market.next_change()
        return min(change, self._timers[0][0]) if self._timers else change

    def begin(self) -> list[Edge]:
        """Read every rule once, so that what already holds is known for old."""
        edges = self._read_all([i.number for i in self.instances], None, quietly=True)
        self.horizon = self.next_due()
        return edges

    def changed(self, change: Change) -> list[Edge]:
        """Read what depends on a change, in the order the rules were made."""
        self._rescale()
        if change.quote:
            tape = self.market.tape(change.symbols[0])
            tape.lull = None
            edges = self.quoted(tape)
        else:
            concerned = self._watchers.of(change.symbols)
            edges = self._read_all(concerned, change.symbols, quietly=change.rebase)
        self.horizon = self.next_due()
        return edges

    def quoted(self, tape: Tape) -> list[Edge]:
        """Read whom the newest quote of an instrument concerns, and say whom the next will not."""
        concerned = self._watchers.of_quote(tape)
        edges = self._read_all(concerned, (tape.symbol,), quietly=False) if concerned else []
        self._watchers.calm(tape)
        return edges

    def tick(self, now: datetime) -> list[Edge]:
        """Move time on: days that turn come first, then sessions, then the timers that are due."""
        turned = self.market.turn_to(now)
        edges: list[Edge] = []
        for rebase in (True, False):
            symbols = [s for change in turned if change.rebase is rebase for s in change.symbols]
            if symbols:
                edges += self.changed(Change(tuple(symbols), rebase))
        while self._timers and self._timers[0][0] <= now:
            due, _, instance = heappop(self._timers)
            if instance.alarm == due:
                instance.alarm = None
                edges += self._read(instance, None, quietly=False)
                self._watchers.ask_again(instance)
        self.horizon = self.next_due()
        return edges

    # After a split an amount per share that somebody typed means another thing than they meant.
    def _rescale(self) -> None:
        new, self._splits = self.market.splits[self._splits :], len(self.market.splits)
        for split in new:
            concerned = [self.instances[n] for n in self._watchers.of([split.symbol])]
            paused = [i for i in concerned if has_levels(i.part, split.symbol)]
            for instance in paused:
                self._stop(instance.number, forget=False)
            if paused:
                names = ", ".join(dict.fromkeys(i.rule.name for i in paused))
                text = f"{split.symbol} was split; paused, for their levels are of before: {names}"
                doubt = Doubt(
                    symbol=split.symbol, about=About.LEVELS, text=text, since=self.market.now
                )
                self.market.doubts.note(doubt)

    def _start(self, instance: Instance) -> None:
        if not self.instances.is_row(instance.number):
            self._set_alarm(instance)
        self._watchers.add(instance)
        self.horizon = min(self.horizon, self.market.now)

    def _stop(self, number: int, *, forget: bool) -> bool:
        instance = self.instances[number]
        instance.alarm = None
        self._watchers.remove(instance)
        if forget:
            self.instances.forget(number)
        return True

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
                    quiet = quietly and _reads_any(instance, changed)
                    edges += self._read(instance, changed, quietly=quiet)
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


# Whoever waits for the session of what it does not read has nothing that a rebase could change.
def _reads_any(instance: Instance, changed: Collection[Symbol] | None) -> bool:
    if changed is None or instance.rule.fire_during is None:
        return True
    return not reads(instance.part).isdisjoint(changed)
