"""A backtest for people: what fired and what came after, how near the others came, what if."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot import figures
from bot.backtest.model import Attempt, Finding, Firing, Horizon, Miss, Trial, rate, together
from bot.rules.units import Unit

SHOWN = 30
"""Firings a table shows; the rest is counted, and in the JSON."""

NEAREST = 10
"""Misses a table shows."""

HIT = (
    "A hit is a firing after which the price (of a watchlist: the cap) moved on by then: up where "
    "the rule looks for a rise, down where it looks for a fall, else the way it last moved before "
    "it fired. What the data do not hold is n/a, and is not counted."
)
_HEADS = {
    Horizon.FIVE_MINUTES: "5 min",
    Horizon.HALF_AN_HOUR: "30 min",
    Horizon.CLOSE: "close",
    Horizon.NEXT_CLOSE: "next close",
}
_MILLION = 10**6


def shown(trials: Sequence[Trial]) -> RenderableType:
    """Show every file and, of several, what they come to together."""
    parts = [part for trial in trials for part in _trial(trial)]
    if len(trials) > 1:
        parts.append(Text(f"\nTogether, {len(trials)} files", style="bold underline"))
        for finding in together(trials):
            parts.extend(_sums(finding, listed=False))
    if any(finding.firings for trial in trials for finding in trial.findings):
        parts.append(Text(f"\n{HIT}", style="dim"))
    return Group(*parts)


def _trial(trial: Trial) -> Iterator[RenderableType]:
    days = f"{trial.days} trading {'day' if trial.days == 1 else 'days'}"
    said = f"{trial.file}: {trial.kind}, {trial.title}, {_span(trial.begins, trial.ends)}, {days}"
    yield Text(said, style="bold")
    for note in trial.notes:
        yield Text(f"  {note}", style="dim")
    if trial.refused:
        total = trial.refused.total()
        yield Text(f"  {total} {'line' if total == 1 else 'lines'} could not be used.", "yellow")
    for finding in trial.findings:
        yield from _sums(finding)
        if finding.misses:
            yield Text("Nearest misses, of days without a firing")
            yield _misses(finding.misses)
        if finding.untold:
            yield Text(_untold(finding.untold.items()), style="yellow")


def _sums(finding: Finding, *, listed: bool = True) -> Iterator[RenderableType]:
    often = f", {figures.plain(figures.rounded(finding.a_day, 2))} a day" if finding.a_day else ""
    fired = f"fired {_times(len(finding.firings))}{often}" if finding.firings else "never fired"
    yield Text(f"\n{finding.rule}: {fired}", style="bold")
    if finding.rule != finding.when:
        yield Text(f"  {finding.when}", style="dim")
    if finding.firings and listed:
        yield _firings(finding.firings)
    if any(attempt.firings for attempt in finding.attempts):
        yield Text("With other amounts")
        yield _attempts(finding.attempts)
    elif finding.attempts:
        amounts = [attempt.amount for attempt in finding.attempts]
        yield Text(f"At {', '.join(amounts[:-1])} or {amounts[-1]} it would not have fired either.")
    elif finding.firings:
        yield Text(f"Moved on: {_rates(finding.firings)}")


def _firings(firings: Sequence[Firing]) -> RenderableType:
    table = _table("Fired", "Subject", "Found", "At", *(f"by {h}" for h in _HEADS.values()))
    for firing in firings[:SHOWN]:
        at = f"{_price(firing.price)}{' (assumed)' if firing.assumed else ''}"
        after = (figures.percent(firing.after[horizon]) for horizon in Horizon)
        table.add_row(_when(firing.at), firing.subject, _found(firing), at, *after)
    if len(firings) > SHOWN:
        table.add_row(f"and {len(firings) - SHOWN} more")
    return table


def _misses(misses: Sequence[Miss]) -> RenderableType:
    table = _table("When", "Subject", "Comparison", "Came to", "To go")
    for miss in misses[:NEAREST]:
        value = miss.unit.shown(miss.value)
        table.add_row(_when(miss.at), miss.subject, miss.text, value, _to_go(miss))
    if len(misses) > NEAREST:
        table.add_row(f"and {len(misses) - NEAREST} more")
    return table


def _attempts(attempts: Sequence[Attempt]) -> RenderableType:
    table = _table("At", "fires", *(f"hits by {h}" for h in _HEADS.values()))
    for attempt in attempts:
        given = " (as given)" if attempt.given else ""
        rates = (_rate(attempt.firings, horizon) for horizon in Horizon)
        style = "bold" if attempt.given else ""
        times = _times(len(attempt.firings))
        table.add_row(f"{attempt.amount}{given}", times, *rates, style=style)
    return table


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), header_style="dim")
    for number, head in enumerate(heads):
        left = number == 0 or head in {"Subject", "Comparison"}
        table.add_column(head, justify="left" if left else "right", no_wrap=True)
    return table


def _rates(firings: tuple[Firing, ...]) -> str:
    return ", ".join(f"{_rate(firings, horizon)} by {head}" for horizon, head in _HEADS.items())


def _rate(firings: tuple[Firing, ...], horizon: Horizon) -> str:
    found = rate(firings, horizon)
    if found.percent is None:
        return figures.UNKNOWN
    share = figures.percent(found.percent, places=0, signed=False)
    return f"{found.hits} of {found.known} ({share})"


def _found(firing: Firing) -> str:
    if firing.value is None:
        return figures.UNKNOWN
    return firing.unit.shown(firing.value) if firing.unit else f"{firing.value:f} hold"


def _to_go(miss: Miss) -> str:
    if not miss.distance:
        return "held, and did not fire"
    if miss.unit is Unit.PERCENT:
        return f"{figures.percent(miss.distance).removesuffix('%')} points"
    return figures.percent(miss.distance)


def _price(price: Decimal | None) -> str:
    return figures.money(price) if price is not None and price >= _MILLION else figures.price(price)


def _untold(untold: Iterable[tuple[str, str]]) -> str:
    told = [f"{subject} ({why})" for subject, why in untold]
    more = f" and {len(told) - 2} more" if len(told) > 2 else ""  # noqa: PLR2004 (two say enough)
    return f"Never known: {', '.join(told[:2])}{more}"


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")


def _when(at: datetime) -> str:
    return figures.day_and_time(at)


def _span(begins: datetime, ends: datetime) -> str:
    days = [figures.day_and_time(at).split(" ")[1] for at in (begins, ends)]
    return days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"
