"""Market value: of one instrument, and of a watchlist added up."""

from datetime import datetime

from bot import figures
from bot.market.sector import Sector
from bot.market.tape import Tape
from bot.rules.measure import Measure, Metric, Scope, unknown
from bot.rules.units import Unit


def _cap(tape: Tape, now: datetime) -> Measure:
    quote = tape.newest(now)
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    if tape.shares is None:
        return unknown(f"no share count of {tape.symbol}")
    value = quote.price * tape.shares
    return Measure(value=value, price=quote.price, source=quote.source, at=quote.at)


def _sector_cap(sector: Sector, now: datetime) -> Measure:
    doubt = untold(sector, now)
    return doubt or Measure(value=sector.cap, source="ledger", at=sector.traded)


def untold(sector: Sector, now: datetime) -> Measure | None:
    """Say why a sector's sum is not to be believed at `now`; None where it is."""
    if not sector.whole:
        names = ", ".join(sector.missing[:5])
        return unknown(f"no price or share count yet of {names}")
    if not sector.believed(now):
        covered = figures.percent(sector.coverage(now) * 100, places=0, signed=False)
        least = figures.percent(sector.watchlist.coverage * 100, places=0, signed=False)
        return unknown(f"only {covered} of the cap is fresh, and it takes {least}")
    return None


cap = Metric(
    name="cap",
    unit=Unit.MONEY,
    scope=Scope.INSTRUMENT,
    meaning="Last trade × shares outstanding.",
    formula="last trade × shares outstanding",
    needs="a quote, and a share count",
    example="IREN.cap > 18B",
    read=_cap,
)
sector_cap = Metric(
    name="cap",
    unit=Unit.MONEY,
    scope=Scope.WATCHLIST,
    meaning="Every member's last trade × shares outstanding, added up.",
    formula="Σ last trade × shares outstanding",
    needs="a price and a share count of every member, and enough of them fresh",
    example="miners.cap crosses above 90B",
    read=_sector_cap,
)
