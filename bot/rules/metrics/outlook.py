"""Where a sector would have to go, and where chance alone could take it; it foretells nothing."""

from datetime import date, datetime
from decimal import Decimal

from bot import figures
from bot.market.sector import Sector
from bot.market.volatility import LEAST_DAYS, Volatility
from bot.rules.measure import Baseline, Kind, Measure, Metric, Parameter, Scope, unknown
from bot.rules.metrics.cap import untold
from bot.rules.units import Amount, Unit


def _required(sector: Sector, now: datetime, level: Amount, by: date) -> Measure:
    doubt = untold(sector, now) or _behind(sector, now, by)
    if doubt:
        return doubt
    if level.value <= 0:
        return unknown("no cap shrinks to nothing at a rate a week")
    weeks = Decimal(_days(sector, now, by)) / 7
    growth = (level.value / sector.cap) ** (1 / weeks) - 1
    base = Baseline(sector.cap, f"the cap now, {figures.rounded(weeks, 1)} weeks before {by}")
    return Measure(value=growth * 100, baseline=base, source="ledger", at=sector.traded)


def cap_at(
    sector: Sector, now: datetime, growth: Decimal, level: Amount, by: date
) -> Decimal | None:
    """Return the cap from which it takes that growth a week, in percent, to a level by a date."""
    days, ratio = _days(sector, now, by), 1 + growth / 100
    if days <= 0 or ratio <= 0 or level.value <= 0:
        return None  # there is none, or no question
    return level.value / ratio ** (Decimal(days) / 7)


def _projected(sector: Sector, now: datetime, by: date) -> Measure:
    doubt = untold(sector, now) or _behind(sector, now, by)
    if doubt:
        return doubt
    volatility = sector.history.volatility(now)
    if volatility is None:
        return unknown(
            f"only {len(sector.history.closes)} of the {LEAST_DAYS} days of history that it takes"
            " have been seen of every member"
        )
    name = _band(sector.cap, volatility, _days(sector, now, by), by)
    base = Baseline(sector.cap, name)
    return Measure(value=sector.cap, baseline=base, source="ledger", at=sector.traded)


def _band(cap: Decimal, volatility: Volatility, days: int, by: date) -> str:
    low, high = (figures.money(edge) for edge in volatility.band(cap, days))
    a_day = figures.percent(volatility.a_day * 100, signed=False)
    return (
        f"the cap now, no drift assumed; at {a_day} a day, as over the last {volatility.closes}"
        f" days, chance alone ends between {low} and {high} on {by} 80 times of 100: arithmetic,"
        " not a forecast"
    )


def _behind(sector: Sector, now: datetime, by: date) -> Measure | None:
    return None if _days(sector, now, by) > 0 else unknown(f"{by} is not ahead of us")


# Calendar days from the venue's own date, for a growth goes on over the weekend too.
def _days(sector: Sector, now: datetime, by: date) -> int:
    venue = sector.tapes[sector.watchlist.members[0]].calendar
    return (by - now.astimezone(venue.zone).date()).days


required = Metric(
    name="required",
    unit=Unit.PERCENT,
    scope=Scope.WATCHLIST,
    meaning="The growth a week, compounded, that would bring the cap to a level by a date.",
    formula="((level ÷ cap) ^ (1 ÷ weeks left) − 1) × 100",
    baseline="the cap now",
    needs="the cap, and a date ahead",
    example="miners.required(100B, 2030-12-31) < 1%",
    read=_required,
    parameters=(Parameter("level", Kind.LEVEL), Parameter("date", Kind.DATE)),
)
projected = Metric(
    name="projected",
    unit=Unit.MONEY,
    scope=Scope.WATCHLIST,
    meaning="The cap on a date if nothing but chance moved it: today's, with an 80 % band.",
    formula="cap, between cap ÷ e^r and cap × e^r; r = 1.2816 × √(realised variance × days left)",
    baseline="the cap now, with the band; arithmetic, never a forecast",
    needs="the cap, a date ahead, and 20 finished days of which every member's close is known",
    example="miners.projected(2030-12-31) > 100B",
    read=_projected,
    parameters=(Parameter("date", Kind.DATE),),
)
