"""What the members of a watchlist do, each counted once however large it is."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from statistics import median as middle
from typing import Any

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules.measure import Baseline, Kind, Measure, Metric, Parameter, Scope, outside, unknown
from bot.rules.metrics.percent import change
from bot.rules.units import Unit

Known = list[tuple[Symbol, Decimal, Measure]]


def _known(sector: Sector, now: datetime, metric: Metric[Any]) -> Known | Measure:
    # The members whose figure is known, or why they are too few to speak for the list.
    if not metric.bare:
        return unknown(f"{metric.name} takes something in brackets, which a list cannot give it")
    plain = [p.default for p in metric.parameters]
    tapes = [(s, sector.tapes[s]) for s in sector.watchlist.members if s in sector.tapes]
    read = [(s, metric.read(tape, now, *plain)) for s, tape in tapes]
    absent = [m.note for _, m in read if m.outside]
    owed = len(sector.watchlist.members) - len(absent)
    if not owed:
        return outside(absent[0])
    known = [(s, m.value, m) for s, m in read if m.value is not None]
    if not known or len(known) < sector.watchlist.coverage * owed:
        return unknown(f"the {metric.name} of only {len(known)} members is known")
    return known


def _of_all(
    sector: Sector, now: datetime, metric: Metric[Any], sums: Callable[[list[Decimal]], Decimal]
) -> Measure:
    known = _known(sector, now, metric)
    if isinstance(known, Measure):
        return known
    value = sums([value for _, value, _ in known])
    return Measure(value=value, source="ledger", at=sector.traded)


def _mean(sector: Sector, now: datetime, metric: Metric[Any]) -> Measure:
    return _of_all(sector, now, metric, lambda values: sum(values, Decimal(0)) / len(values))


def _median(sector: Sector, now: datetime, metric: Metric[Any]) -> Measure:
    return _of_all(sector, now, metric, middle)


def _breadth(sector: Sector, now: datetime, metric: Metric[Any] = change) -> Measure:
    return _of_all(sector, now, metric, lambda v: Decimal(100 * sum(x > 0 for x in v)) / len(v))


def _at_the_end(sector: Sector, now: datetime, *, top: bool) -> Measure:
    known = _known(sector, now, change)
    if isinstance(known, Measure):
        return known
    symbol, value, measure = (max if top else min)(known, key=lambda member: member[1])
    base = measure.baseline
    name = f"{symbol}'s {base.name.removeprefix('the ')}" if base else symbol
    return Measure(
        value=value,
        baseline=Baseline(base.value, name) if base else None,
        price=measure.price,
        source=measure.source,
        at=measure.at,
    )


def _leader(sector: Sector, now: datetime) -> Measure:
    return _at_the_end(sector, now, top=True)


def _laggard(sector: Sector, now: datetime) -> Measure:
    return _at_the_end(sector, now, top=False)


mean = Metric(
    name="mean",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The mean of a figure over the members, each counted once.",
    formula="Σ figure ÷ members whose figure is known",
    baseline="each member's own",
    needs="the figure of enough members",
    example="miners.mean(change) > 3%",
    read=_mean,
    parameters=(Parameter("metric", Kind.METRIC),),
)
median = Metric(
    name="median",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The middle of a figure over the members, which no single one can pull away.",
    formula="half of the members are over it; of an even number, the mean of the middle two",
    baseline="each member's own",
    needs="the figure of enough members",
    example="miners.median(premarket) > 2%",
    read=_median,
    parameters=(Parameter("metric", Kind.METRIC),),
)
breadth = Metric(
    name="breadth",
    unit=Unit.PERCENT,
    is_move=False,
    scope=Scope.WATCHLIST,
    meaning="The share of members of which a figure is over 0; alone, the share that is up.",
    formula="members whose figure is over 0 ÷ members whose figure is known × 100",
    baseline="each member's own",
    needs="the figure of enough members",
    example="miners.breadth > 80%",
    read=_breadth,
    parameters=(Parameter("metric", Kind.METRIC, change),),
)
leader = Metric(
    name="leader",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The change of the member that has risen most; the evidence names it.",
    formula="max of the members' change",
    baseline="that member's previous regular close",
    needs="the change of enough members",
    example="miners.leader > 10%",
    read=_leader,
)
laggard = Metric(
    name="laggard",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The change of the member that has fallen most; the evidence names it.",
    formula="min of the members' change",
    baseline="that member's previous regular close",
    needs="the change of enough members",
    example="miners.laggard < -5%",
    read=_laggard,
)
