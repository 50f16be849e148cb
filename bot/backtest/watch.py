"""Looks over the pipeline's shoulder: what rings, where each subject goes, how near it comes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from bot.alerts.model import Alert, State
from bot.backtest import direction
from bot.backtest.gauge import Gauge, gap
from bot.backtest.model import Firing, Miss
from bot.backtest.trail import Known, Trail
from bot.market.events import Event, Quote, Reference
from bot.market.instruments import Symbol
from bot.pipeline import Pipeline
from bot.rules import language, plan
from bot.rules.instance import Instance
from bot.rules.leaves import Leaf
from bot.rules.model import Rule
from bot.rules.sources import reads


class Watch:
    """Notes what a pipeline does with `rules`; firings are noted for every rule it has."""

    def __init__(self, pipeline: Pipeline, rules: Iterable[Rule], *, assumed: str) -> None:
        self.days: set[date] = set()
        self.firings: dict[str, list[Firing]] = {}
        self.gauges: list[Gauge] = []
        self.trails: dict[str, Trail] = {}
        self._market = pipeline.market
        self._assumed = assumed
        self._living: set[tuple[str, str]] = set()
        self._readers: dict[Symbol, list[Gauge]] = {}
        self._subjects: dict[Symbol, list[str]] = {}
        self._session_ends: datetime | None = None
        self._last: Event | None = None
        self._before: Decimal | None = None
        engine = pipeline.engine
        self._roster = engine.instances
        self._numbers = {(i.rule.name, i.subject): i.number for i in engine.instances}
        for rule in rules:
            self._gauge(rule)
        pipeline.herald.alerted.append(self._alerted)
        pipeline.moved.append(self._moved)

    def coming(self, event: Event) -> None:
        """Hear of an event before the pipeline judges it."""
        self._last = event
        if isinstance(event, Quote):
            quote = self._market.tape(event.symbol).quote
            self._before = quote.price if quote else None

    def finished(self, known: Known) -> None:
        """Fill in what came after each firing, now that everything is known."""
        for name, firings in self.firings.items():
            self.firings[name] = [self._with_outcome(firing, known) for firing in firings]

    def untold(self, rule: str) -> dict[str, str]:
        """Say of the subjects whose figure was never known, why."""
        return {g.subject: g.why_unknown for g in self.gauges if g.rule == rule and not g.told}

    def misses(self, rule: str) -> tuple[Miss, ...]:
        """Return the closest each subject came on a day without a firing, the nearest first."""
        fired = {(f.subject, f.day) for f in self.firings.get(rule, ())}
        found = (
            [miss for day, miss in g.nearest.items() if (g.subject, day) not in fired]
            for g in self.gauges
            if g.rule == rule
        )
        return tuple(sorted((min(misses, key=gap) for misses in found if misses), key=gap))

    def _gauge(self, rule: Rule) -> None:
        market = self._market
        condition = language.parse(rule.when, watchlists=market.sectors, own=plan.own_scope(rule))
        for subject in plan.subjects(rule, condition, market):
            # Without the reset: how near it is to ringing, not to staying on.
            part = plan.bind(condition, replace(rule, reset=None), subject, market)
            gauge = Gauge(rule.name, subject, part)
            self.gauges.append(gauge)
            for symbol in reads(part):
                self._readers.setdefault(symbol, []).append(gauge)
            if subject not in self.trails:
                self.trails[subject] = Trail(plan.calendar_of(subject, market))
                sector = market.sectors.get(subject)
                members = sector.watchlist.members if sector else (Symbol(subject),)
                for member in members:
                    self._subjects.setdefault(member, []).append(subject)

    def _alerted(self, alert: Alert) -> None:
        key = (alert.rule, alert.subject)
        if alert.state is State.RESOLVED:
            self._living.discard(key)
            return
        if alert.state is State.PENDING:
            return
        self._living.add(key)
        firing = self._firing(alert, self._roster[self._numbers[key]])
        self.firings.setdefault(alert.rule, []).append(firing)

    def _firing(self, alert: Alert, instance: Instance) -> Firing:
        price, cause = self._price(alert.subject), instance.cause
        leaf = cause if isinstance(cause, Leaf) else None
        trail = self.trails[alert.subject]
        way = direction.way(cause) or trail.last_way(alert.updated, price)
        level = direction.level(leaf, price) if leaf else None
        assumed = alert.source == self._assumed
        if assumed and level is not None and price is not None and self._passed(level, price):
            price = level
        return Firing(
            at=alert.updated,
            day=self._day(alert.subject),
            subject=alert.subject,
            session=alert.session,
            because=alert.because,
            unit=leaf.unit if leaf else None,
            value=alert.value,
            threshold=alert.threshold,
            price=price,
            level=level,
            way=way,
            assumed=assumed,
            after={},
        )

    # On its way to a high or a low a price passes the level, and there the rule would have rung.
    def _passed(self, level: Decimal, price: Decimal) -> bool:
        before = self._before
        return before is not None and min(before, price) <= level <= max(before, price)

    def _with_outcome(self, firing: Firing, known: Known) -> Firing:
        trail = self.trails[firing.subject]
        return replace(firing, after=trail.after(firing.at, firing.price, known))

    def _moved(self) -> None:
        event, market = self._last, self._market
        if isinstance(event, Quote) and event.source != self._assumed:
            self._follow(event)
        if isinstance(event, Reference):
            self._note_close(event)
        if self._session_ends != market.next_change():
            self._session_ends = market.next_change()
            for gauge in self.gauges:
                self._look(gauge, None)
        elif isinstance(event, Quote):
            for gauge in self._readers.get(event.symbol, ()):
                self._look(gauge, (event.symbol,))

    def _follow(self, quote: Quote) -> None:
        for subject in self._subjects.get(quote.symbol, ()):
            sector = self._market.sectors.get(subject)
            if sector is None:
                self.trails[subject].add(quote.seen, quote.price)
            elif sector.believed(self._market.now):
                self.trails[subject].add(quote.seen, sector.cap)
            self.days.add(self._day(subject))

    def _note_close(self, reference: Reference) -> None:
        trail, day = self.trails.get(reference.symbol), reference.previous_close_date
        if trail is not None and day is not None and reference.previous_close is not None:
            trail.official[day] = reference.previous_close

    def _look(self, gauge: Gauge, changed: tuple[Symbol, ...] | None) -> None:
        near = gauge.read(self._market.now, changed)
        if near is not None and (gauge.rule, gauge.subject) not in self._living:
            level = direction.level(near.leaf, self._price(gauge.subject))
            gauge.keep(near, self._day(gauge.subject), self._market.now, level)

    def _price(self, subject: str) -> Decimal | None:
        sector = self._market.sectors.get(subject)
        if sector is not None:
            return sector.cap if sector.whole else None
        last = self._market.tape(Symbol(subject)).last(self._market.now)
        return last.price if last else None

    def _day(self, subject: str) -> date:
        return plan.calendar_of(subject, self._market).trading_day(self._market.now)
