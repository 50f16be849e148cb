"""Phrasing: what a claim is about and what it says, in few words."""

from decimal import Decimal

from bot import figures
from bot.news.claims import Claim, Figure
from bot.news.counting.kinds import Bound
from bot.owners import plain

_NAMES = {
    Figure.PREMARKET: "before the bell",
    Figure.REGULAR: "in the regular session",
    Figure.POSTMARKET: "after hours",
    Figure.CHANGE: "on the day",
    Figure.YESTERDAY: "the session before",
    Figure.WEEK: "this week",
    Figure.MONTH: "this month",
    Figure.QUARTER: "this quarter",
    Figure.YTD: "this year",
    Figure.YEAR: "over a year",
    Figure.SINCE: "over that time",
    Figure.PRICE: "price",
    Figure.CAP: "market value",
    Figure.LEADER: "as the leader",
}
_BOUNDS = {Bound.EXACT: "", Bound.ABOUT: "about ", Bound.OVER: "over ", Bound.UNDER: "under "}


def named(claim: Claim) -> str:
    """Name what a claim is about: `IREN this year`, `miners market value`."""
    name = _NAMES[claim.figure]
    if claim.figure is Figure.LEADER:
        name = f"{name} {_NAMES[claim.session or Figure.CHANGE]}"
    if claim.on is not None:
        name = f"since {claim.on}" if claim.figure is Figure.SINCE else f"{name}, {claim.on}"
        name = f"on {claim.on}" if claim.figure is Figure.CHANGE else name
    return f"{plain(claim.subject)} {name}"


def said(claim: Claim) -> str:
    """Write what a claim says: `over +520%`, `$90B`, `+2% to +4%`."""
    if claim.value is None:
        return "no number"
    low = amount(claim, claim.value, exact=True)
    high = f" to {amount(claim, claim.upper, exact=True)}" if claim.upper is not None else ""
    return f"{_BOUNDS[claim.bound]}{low}{high}"


def amount(claim: Claim, value: Decimal, *, exact: bool = False) -> str:
    """Write a figure in the unit of a claim, as exactly as the claim does or to one place more."""
    if claim.figure is Figure.CAP:
        return _in(claim.currency, figures.level(value) if exact else figures.money(value))
    if claim.figure is Figure.PRICE:
        whole = exact and claim.step >= 1  # nobody said anything of cents
        shown = figures.count(value) if whole else figures.price(value)
        return _in(claim.currency, f"${shown}")
    return figures.percent(value, places=_places(claim, exact=exact))


def moved(value: Decimal) -> str:
    """Write how far something has moved, as sharply as it is compared."""
    return figures.percent(value, places=1)


def gap(claim: Claim, ours: Decimal) -> str:
    """Write how far a claim is from our figure."""
    low = claim.value if claim.value is not None else ours
    nearest = low if claim.upper is None else min((low, claim.upper), key=lambda v: abs(v - ours))
    apart = abs(ours - nearest)
    if claim.figure in {Figure.PRICE, Figure.CAP}:
        return amount(claim, apart)
    return figures.points(apart, signed=False)


# Amounts are written for USD; of another currency the sign is no dollar's.
def _in(currency: str, shown: str) -> str:
    return shown if currency == "USD" else f"{currency} {shown.replace('$', '', 1).strip()}"


def _places(claim: Claim, *, exact: bool) -> int:
    exponent = claim.step.normalize().as_tuple().exponent
    written = max(0, -exponent) if isinstance(exponent, int) else 0
    return written if exact else min(written + 1, 2)
