"""How the rules that a quote may turn are found, beside who else could find them."""

from collections.abc import Mapping
from dataclasses import asdict

from benchmarks import footprint, streams
from benchmarks.contenders import (
    LIMIT,
    OURS,
    Bisect,
    Contender,
    Nothing,
    Prebell,
    Rising,
    Store,
    Unarmed,
)
from benchmarks.contest import Pace, Result, hold
from benchmarks.expressions import installed
from benchmarks.goals import Outcome
from benchmarks.index_goals import MILLION, goals

FULL = Pace(rounds=7, turn=0.3, comparing=0.5)
QUICK = Pace(rounds=3, turn=0.05, comparing=0.2)


def measure(*, quick: bool) -> Outcome:
    """Hold every contest, weigh the rules, and say which goals that reached."""
    contests = _contests(quick=quick)
    costs = _costs(10_000 if quick else MILLION)
    _print_costs(costs)
    figures = {"contests": [_told(result) for result in contests.values()], "costs": costs}
    return Outcome(figures, [] if quick else list(goals(contests, costs)))


def _contests(*, quick: bool) -> dict[tuple[str, int], Result]:
    sizes = (1_000, 10_000) if quick else (1_000, 10_000, 100_000, MILLION)
    quotes = 50_000 if quick else 500_000
    engines = list(installed())
    contests = {}
    for make in (streams.real, streams.dense):
        for rules in sizes:
            everybody: list[Contender] = [Nothing(), Unarmed(), Prebell()]
            everybody += [Bisect(), Rising(), Store()]
            everybody += [engine for engine in engines if rules <= engine.most]
            result = hold(make(rules, quotes), everybody, QUICK if quick else FULL)
            contests[result.stream, rules] = result
            _print_contest(result)
            for engine in engines:
                engine.disarm()
    return contests


def _costs(rules: int) -> dict[str, dict[str, float]]:
    return {
        "levels": footprint.measure("levels", rules),
        "closures": footprint.measure("closures", rules),
        "few": footprint.measure("churn", 200),
        "many": footprint.measure("churn", rules),
        "restart": footprint.measure("restart", rules),
    }


def _print_contest(result: Result) -> None:
    title = f"{result.stream}, {result.rules:,} rules"
    print(f"{title:<32}{'quotes/s':>14}{'prebell is':>14}{'hits compared':>16}")
    for name in result.rates:
        ratio = result.ratio(name) or 0.0
        times = "" if name == OURS else f"{ratio:,.2f}×" if ratio < 10 else f"{ratio:,.0f}×"
        hits = f"{result.compared[name]['hits']:,}" if name in result.compared else ""
        print(f"  {name:<30}{result.rate(name):>14,.0f}{times:>14}{hits:>16}")
    print(f"  the machine itself varied by {result.unsteadiness:.2f}×", flush=True)


def _print_costs(costs: Mapping[str, Mapping[str, float]]) -> None:
    print("What rules cost")
    for what, figures in costs.items():
        told = ", ".join(f"{name} {figure:.3g}" for name, figure in figures.items())
        print(f"  {what:<30}{told}")


def _told(result: Result) -> dict[str, object]:
    return asdict(result) | {
        "unsteadiness": result.unsteadiness,
        "prebell_is": {name: result.ratio(name) for name in result.rates},
        "of_the_loop": result.ratio(LIMIT),
    }
