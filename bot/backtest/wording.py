"""The words a backtest is told in, on a screen as in a chat."""

from collections.abc import Mapping
from datetime import datetime

from bot import figures
from bot.backtest.model import Finding, Firing, Horizon, Miss, rate
from bot.rules.units import Unit

HIT = (
    "A hit is a firing after which the price (of a watchlist: the cap) moved on by then: up where "
    "the rule looks for a rise, down where it looks for a fall, else the way it last moved before "
    "it fired. What the data do not hold is n/a, and is not counted."
)
BY = {
    Horizon.FIVE_MINUTES: "5 min",
    Horizon.HALF_AN_HOUR: "30 min",
    Horizon.CLOSE: "close",
    Horizon.NEXT_CLOSE: "next close",
}
_MILLION = 10**6


def fired(finding: Finding) -> str:
    """Say how often a rule rang: `fired 7 times, 3.5 a day`."""
    often = f", {figures.plain(figures.rounded(finding.a_day, 2))} a day" if finding.a_day else ""
    return f"fired {times(len(finding.firings))}{often}" if finding.firings else "never fired"


def times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")


def found(firing: Firing) -> str:
    """Show the figure that decided it."""
    if firing.value is None:
        return figures.UNKNOWN
    return firing.unit.shown(firing.value) if firing.unit else f"{firing.value:f} hold"


def stood(firing: Firing) -> str:
    """Show the price, or the cap, it rang at."""
    price, assumed = firing.price, " (assumed)" if firing.assumed else ""
    show = figures.money if price is not None and price >= _MILLION else figures.price
    return f"{show(price)}{assumed}"


def after(firing: Firing) -> list[str]:
    """Show how far the price was by each horizon."""
    return [figures.percent(firing.after[horizon]) for horizon in BY]


def hits(firings: tuple[Firing, ...], horizon: Horizon) -> str:
    """Show how many moved on by then: `5 of 9 (56%)`."""
    counted = rate(firings, horizon)
    if counted.percent is None:
        return figures.UNKNOWN
    share = figures.percent(counted.percent, places=0, signed=False)
    return f"{counted.hits} of {counted.known} ({share})"


def came_to(miss: Miss) -> str:
    return miss.unit.shown(miss.value)


def to_go(miss: Miss) -> str:
    """Show how far a miss had still to go."""
    if not miss.distance:
        return "held, and did not fire"
    if miss.unit is Unit.PERCENT:
        return figures.points(miss.distance)
    return figures.percent(miss.distance)


def neither(finding: Finding) -> str:
    """Say that no other amount would have made it ring."""
    *amounts, last = [attempt.amount for attempt in finding.attempts]
    return f"At {', '.join(amounts)} or {last} it would not have fired either."


def untold(reasons: Mapping[str, str]) -> str:
    """Say of which subjects the figure was never known, and why."""
    told = [f"{subject} ({why})" for subject, why in reasons.items()]
    more = f" and {len(told) - 2} more" if len(told) > 2 else ""  # noqa: PLR2004 (two say enough)
    return f"Never known: {', '.join(told[:2])}{more}"


def unusable(lines: int) -> str:
    return f"{lines} {'line' if lines == 1 else 'lines'} could not be used."


def days(count: int) -> str:
    return f"{count} trading {'day' if count == 1 else 'days'}"


def span(begins: datetime, ends: datetime) -> str:
    """Show the days something lasted."""
    first, last = (figures.day_and_time(at).split(" ")[1] for at in (begins, ends))
    return first if first == last else f"{first} to {last}"
