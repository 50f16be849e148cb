"""Readings in, edges out: the one place that knows which rule is armed, pending or firing."""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from heapq import heappop, heappush
from itertools import count

from bot.market.instruments import Symbol
from bot.market.state import Change, Market
from bot.rules import language, plan
from bot.rules.leaves import Leaf
from bot.rules.model import Initial, Rule

log = logging.getLogger(__name__)


class Stage(Enum):
    """Where an instance stands; its value is the word people are told."""

    UNREAD = "cannot tell"
    ARMED = "armed"
    HOLDING = "already holding"
    PENDING = "pending"
    FIRING = "firing"


class Turn(Enum):
    """Ways an instance can turn."""

    PENDING = "pending"
    FIRED = "fired"
    RESOLVED = "resolved"
    LAPSED = "lapsed"


class Instance:
    """One rule about one subject: its condition bound to the market, and how far it has come.

    `armed` says that it has been read not holding since it last fired; `known` what it last read
    for certain; `since` when it began to hold.
    """

    __slots__ = (
        "armed",
        "cause",
        "known",
        "order",
        "part",
        "reads",
        "rule",
        "since",
        "stage",
        "subject",
    )

    def __init__(self, rule: Rule, subject: str, part: plan.Part, order: int) -> None:
        self.rule = rule
        self.subject = subject
        self.part = part
        self.order = order
        self.reads = plan.reads(part)
        self.stage = Stage.UNREAD
        self.armed = rule.initial is Initial.FIRE
        self.known: bool | None = None
        self.since: datetime | None = None
        self.cause: Leaf | plan.Tally = part.deciding()

    def turn(
        self, now: datetime, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> Turn | None:
        """Read the condition, of which `changed` may read differently, and say what that turned.

        A quiet reading takes the value for where it came in: it may end an alert, never begin one.
        """
        if quietly:
            self.part.forget_sides()
        holds = self.part.read(now, changed)
        if holds is None:
            return None
        self.known = holds
        return self._rise(now, quietly=quietly) if holds else self._fall()

    def _rise(self, now: datetime, *, quietly: bool) -> Turn | None:
        if self.stage is Stage.FIRING:
            return None
        if self.stage is Stage.PENDING:
            return self._fire() if self.due is not None and now >= self.due else None
        # `initial: fire` means the first reading, however it came about.
        if not self.armed or (quietly and self.stage is not Stage.UNREAD):
            self.stage, self.armed = Stage.HOLDING, False
            return None
        self.cause, self.since = self.part.deciding(), now
        if not self.rule.hold:
            return self._fire()
        self.stage = Stage.PENDING
        return Turn.PENDING

    def _fall(self) -> Turn | None:
        before, self.stage, self.armed = self.stage, Stage.ARMED, True
        self.since = None
        return {Stage.FIRING: Turn.RESOLVED, Stage.PENDING: Turn.LAPSED}.get(before)

    def _fire(self) -> Turn:
        self.stage, self.armed = Stage.FIRING, False
        return Turn.FIRED

    @property
    def due(self) -> datetime | None:
        """When a pending instance will have held for long enough."""
        if self.stage is not Stage.PENDING or self.since is None:
            return None
        return self.since + self.rule.hold


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
        self._market = market
        self._readers: dict[Symbol, list[Instance]] = {}
        self._timers: list[tuple[datetime, int, Instance]] = []
        self._order = count()
        self._set = count()
        self._broken: set[Instance] = set()

    def add(self, rule: Rule) -> None:
        """Take a rule up; its first reading arms it or, where it already holds, keeps it quiet.

        Raises RuleFault where its condition cannot be read.
        """
        own = plan.own_scope(rule)
        condition = language.parse(rule.when, watchlists=self._market.sectors, own=own)
        for subject in plan.subjects(rule, condition, self._market):
            part = plan.bind(condition, rule, subject, self._market)
            instance = Instance(rule, subject, part, next(self._order))
            self.instances.append(instance)
            for symbol in instance.reads:
                self._readers.setdefault(symbol, []).append(instance)

    def next_due(self) -> datetime:
        """Return the next instant at which something turns though no event arrives."""
        while self._timers and self._timers[0][2].due != self._timers[0][0]:
            heappop(self._timers)  # it lapsed, or fired, before its time came
        change = self._market.next_change()
        return min(change, self._timers[0][0]) if self._timers else change

    def changed(self, change: Change) -> list[Edge]:
        """Read what depends on a change, in the order the rules were made."""
        now = self._market.now
        return [
            Edge(instance, turn, now)
            for instance in self._depending_on(change.symbols)
            if (turn := self._read(instance, change.symbols, quietly=change.rebase))
        ]

    def tick(self, now: datetime) -> list[Edge]:
        """Move time on: sessions that begin come first, then the timers that are due."""
        edges = [edge for change in self._market.turn_to(now) for edge in self.changed(change)]
        while self._timers and self._timers[0][0] <= now:
            due, _, instance = heappop(self._timers)
            if instance.due == due and (turn := self._read(instance, None, quietly=False)):
                edges.append(Edge(instance, turn, now))
        return edges

    def begin(self) -> list[Edge]:
        """Read every rule once, so that what already holds is known for old."""
        now = self._market.now
        return [
            Edge(instance, turn, now)
            for instance in self.instances
            if (turn := self._read(instance, None, quietly=True))
        ]

    def _depending_on(self, symbols: tuple[Symbol, ...]) -> Iterable[Instance]:
        if len(symbols) == 1:
            return self._readers.get(symbols[0], ())
        found = {i.order: i for s in symbols for i in self._readers.get(s, ())}
        return [found[order] for order in sorted(found)]

    # The seam of one rule's reading: what breaks in here must not silence the neighbours.
    def _read(
        self, instance: Instance, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> Turn | None:
        try:
            turn = instance.turn(self._market.now, changed, quietly=quietly)
        except Exception:
            if instance not in self._broken:  # said once, not once a quote
                self._broken.add(instance)
                where = {"rule": instance.rule.name, "subject": instance.subject}
                log.exception("rule could not be read", extra=where)
            return None
        self._broken.discard(instance)
        if turn is Turn.PENDING and instance.due is not None:
            heappush(self._timers, (instance.due, next(self._set), instance))
        return turn
