"""Figures of a whole watchlist: how far it has moved, and how much of it is one member."""

from datetime import datetime

from bot.market import attribution
from bot.market.sector import Sector
from bot.rules.measure import Baseline, Measure, Metric, Scope, unknown
from bot.rules.metrics.cap import untold
from bot.rules.units import Unit


def _change(sector: Sector, now: datetime) -> Measure:
    if doubt := untold(sector, now):
        return doubt
    base = attribution.base(sector, now)
    if base is None:
        return unknown("a member's previous close is not known")
    return Measure(
        value=(sector.cap / base - 1) * 100,
        baseline=Baseline(base, "the cap at the previous closes"),
        source="ledger",
        at=sector.traded,
    )


def _concentration(sector: Sector, now: datetime) -> Measure:
    if doubt := untold(sector, now):
        return doubt
    largest = max(sector.terms.values(), key=lambda term: term.value)
    return Measure(
        value=largest.value / sector.cap * 100,
        baseline=Baseline(sector.cap, f"a cap of which {largest.symbol} is the largest part"),
        source=largest.source,
        at=largest.at,
    )


change = Metric(
    name="change",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The cap against the cap at every member's previous regular close.",
    formula="(cap ÷ cap at the previous closes − 1) × 100",
    baseline="the cap at every member's previous regular close",
    needs="the cap, and every member's close of the session day before",
    example="miners.change > 3%",
    read=_change,
)
concentration = Metric(
    name="concentration",
    unit=Unit.PERCENT,
    is_move=False,
    scope=Scope.WATCHLIST,
    meaning="The largest member's share of the cap; the evidence names it.",
    formula="largest member's cap ÷ cap × 100",
    baseline="the cap",
    needs="the cap",
    example="miners.concentration > 40%",
    read=_concentration,
)
