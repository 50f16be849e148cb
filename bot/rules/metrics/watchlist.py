"""Figures of a whole watchlist: how far it has moved, and how many moved with it."""

from datetime import datetime
from decimal import Decimal

from bot.market.sector import Sector
from bot.rules.measure import Baseline, Measure, Metric, Scope, unknown
from bot.rules.metrics.cap import untold
from bot.rules.metrics.percent import change as member_change
from bot.rules.units import Unit


def _change(sector: Sector, now: datetime) -> Measure:
    if doubt := untold(sector, now):
        return doubt
    base = sector.base(now)
    if base is None:
        return unknown("a member's previous close is not known")
    return Measure(
        value=(sector.cap / base - 1) * 100,
        baseline=Baseline(base, "the cap at the previous closes"),
        source="ledger",
        at=sector.traded,
    )


def _breadth(sector: Sector, now: datetime) -> Measure:
    moves = [
        member_change.read(sector.tapes[s], now).value
        for s in sector.watchlist.members
        if s in sector.tapes
    ]
    known = [m for m in moves if m is not None]
    if len(known) < sector.watchlist.coverage * len(sector.watchlist.members):
        return unknown(f"the move of only {len(known)} members is known")
    rising = sum(m > 0 for m in known)
    return Measure(value=Decimal(100 * rising) / len(known), source="ledger", at=sector.traded)


change = Metric(
    name="change",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The cap against the cap at every member's previous regular close.",
    read=_change,
)
breadth = Metric(
    name="breadth",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The share of members that are over their previous regular close.",
    read=_breadth,
)
