"""A backtest for programs: plain data, figures as decimal strings, what is unknown as null."""

from collections.abc import Iterable
from decimal import Decimal

from bot import figures
from bot.backtest.model import Attempt, Finding, Firing, Horizon, Miss, Trial, rate, together

_WAYS = {1: "up", -1: "down", 0: None}
_PLACES = 6  # percents are written to a millionth of a point

Told = dict[str, object]


def told(trials: Iterable[Trial]) -> Told:
    """Tell all of it: each file, and all of them together."""
    trials = list(trials)
    return {
        "files": [_trial(trial) for trial in trials],
        "together": [_sums(finding) for finding in together(trials)],
    }


def _trial(trial: Trial) -> Told:
    return {
        "file": str(trial.file),
        "kind": trial.kind,
        "title": trial.title,
        "from": figures.utc(trial.begins),
        "to": figures.utc(trial.ends),
        "days": trial.days,
        "events": trial.events,
        "refused": dict(trial.refused),
        "broken": trial.broken,
        "notes": list(trial.notes),
        "rules": [_finding(finding) for finding in trial.findings],
    }


def _finding(finding: Finding) -> Told:
    return {
        **_sums(finding),
        "firings": [_firing(firing) for firing in finding.firings],
        "misses": [_miss(miss) for miss in finding.misses],
        "untold": dict(finding.untold),
    }


def _sums(finding: Finding) -> Told:
    return {
        "rule": finding.rule,
        "when": finding.when,
        "days": finding.days,
        "fired": len(finding.firings),
        "a_day": _figure(finding.a_day),
        "hit_rates": _rates(finding.firings),
        "thresholds": [_attempt(attempt) for attempt in finding.attempts],
    }


def _firing(firing: Firing) -> Told:
    return {
        "at": figures.utc(firing.at),
        "subject": firing.subject,
        "session": firing.session.value,
        "because": firing.because,
        "value": _figure(firing.value),
        "threshold": _figure(firing.threshold),
        "price": _figure(firing.price),
        "way": _WAYS[firing.way],
        "assumed": firing.assumed,
        "after": {horizon.value: _figure(firing.after[horizon]) for horizon in Horizon},
    }


def _miss(miss: Miss) -> Told:
    return {
        "subject": miss.subject,
        "at": figures.utc(miss.at),
        "comparison": miss.text,
        "value": _figure(miss.value),
        "threshold": _figure(miss.threshold),
        "distance": _figure(miss.distance),
    }


def _attempt(attempt: Attempt) -> Told:
    return {
        "amount": attempt.amount,
        "given": attempt.given,
        "fired": len(attempt.firings),
        "hit_rates": _rates(attempt.firings),
    }


def _rates(firings: tuple[Firing, ...]) -> Told:
    found = {horizon: rate(firings, horizon) for horizon in Horizon}
    return {
        horizon.value: {"hits": r.hits, "known": r.known, "percent": _figure(r.percent)}
        for horizon, r in found.items()
    }


def _figure(value: Decimal | None) -> str | None:
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    exact = isinstance(exponent, int) and -exponent <= _PLACES
    return figures.plain(value if exact else figures.rounded(value, _PLACES))
