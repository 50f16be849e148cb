"""A backtest for people: what fired and what came after, how near the others came, what if."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot import figures
from bot.backtest import wording
from bot.backtest.model import Attempt, Finding, Firing, Miss, Trial, together

SHOWN = 30
"""Firings a table shows; the rest is counted, and in the JSON."""

NEAREST = 10
"""Misses a table shows."""


def shown(trials: Sequence[Trial]) -> RenderableType:
    """Show every file and, of several, what they come to together."""
    parts = [part for trial in trials for part in _trial(trial)]
    if len(trials) > 1:
        parts.append(Text(f"\nTogether, {len(trials)} files", style="bold underline"))
        for finding in together(trials):
            parts.extend(_sums(finding, listed=False))
    if any(finding.firings for trial in trials for finding in trial.findings):
        parts.append(Text(f"\n{wording.HIT}", style="dim"))
    return Group(*parts)


def _trial(trial: Trial) -> Iterator[RenderableType]:
    span, days = wording.span(trial.begins, trial.ends), wording.days(trial.days)
    yield Text(f"{trial.file}: {trial.kind}, {trial.title}, {span}, {days}", style="bold")
    for note in trial.notes:
        yield Text(f"  {note}", style="dim")
    if trial.refused:
        yield Text(f"  {wording.unusable(trial.refused.total())}", "yellow")
    for finding in trial.findings:
        yield from _sums(finding)
        if finding.misses:
            yield Text("Nearest misses, of days without a firing")
            yield _misses(finding.misses)
        if finding.untold:
            yield Text(wording.untold(finding.untold), style="yellow")


def _sums(finding: Finding, *, listed: bool = True) -> Iterator[RenderableType]:
    yield Text(f"\n{finding.rule}: {wording.fired(finding)}", style="bold")
    if finding.rule != finding.when:
        yield Text(f"  {finding.when}", style="dim")
    if finding.firings and listed:
        yield _firings(finding.firings)
    if any(attempt.firings for attempt in finding.attempts):
        yield Text("With other amounts")
        yield _attempts(finding.attempts)
    elif finding.attempts:
        yield Text(wording.neither(finding))
    elif finding.firings:
        yield Text(f"Moved on: {_hits(finding.firings)}")


def _firings(firings: Sequence[Firing]) -> RenderableType:
    table = _table("Fired", "Subject", "Found", "At", *(f"by {h}" for h in wording.BY.values()))
    for f in firings[:SHOWN]:
        at = figures.day_and_time(f.at)
        table.add_row(at, f.subject, wording.found(f), wording.stood(f), *wording.after(f))
    if len(firings) > SHOWN:
        table.add_row(f"and {len(firings) - SHOWN} more")
    return table


def _misses(misses: Sequence[Miss]) -> RenderableType:
    table = _table("When", "Subject", "Comparison", "Came to", "To go")
    for m in misses[:NEAREST]:
        at = figures.day_and_time(m.at)
        table.add_row(at, m.subject, m.text, wording.came_to(m), wording.to_go(m))
    if len(misses) > NEAREST:
        table.add_row(f"and {len(misses) - NEAREST} more")
    return table


def _attempts(attempts: Sequence[Attempt]) -> RenderableType:
    table = _table("At", "fires", *(f"hits by {h}" for h in wording.BY.values()))
    for attempt in attempts:
        given = " (as given)" if attempt.given else ""
        style = "bold" if attempt.given else ""
        times = wording.times(len(attempt.firings))
        hits = (wording.hits(attempt.firings, horizon) for horizon in wording.BY)
        table.add_row(f"{attempt.amount}{given}", times, *hits, style=style)
    return table


def _hits(firings: tuple[Firing, ...]) -> str:
    return ", ".join(f"{wording.hits(firings, h)} by {head}" for h, head in wording.BY.items())


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), header_style="dim")
    for number, head in enumerate(heads):
        left = number == 0 or head in {"Subject", "Comparison"}
        table.add_column(head, justify="left" if left else "right", no_wrap=True)
    return table
