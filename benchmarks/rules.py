"""How the rules that a quote may turn are found, beside who else could find them.

`python -m benchmarks.rules [--quick]` prints tables and writes them to `out/bench-rules.json`.
"""

import argparse
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

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
from benchmarks.goals import MILLION, Goal, goals

OUT = Path("out/bench-rules.json")
QUICK_OUT = Path("out/bench-rules-quick.json")
FULL = Pace(rounds=7, turn=0.3, comparing=0.5)
QUICK = Pace(rounds=3, turn=0.05, comparing=0.2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-rules", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rules, few quotes, no goals")
    quick = parser.parse_args().quick
    print(f"Python {platform.python_version()} on {platform.machine()}; quotes a second.")
    contests = _contests(quick=quick)
    costs = _costs(10_000 if quick else MILLION)
    found = [] if quick else list(goals(contests, costs))
    _print_costs(costs)
    _print_goals(found)
    _write(QUICK_OUT if quick else OUT, contests, costs, found)


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
    print(f"\n{title:<32}{'quotes/s':>14}{'prebell is':>14}{'hits compared':>16}")
    for name in result.rates:
        ratio = result.ratio(name) or 0.0
        times = "" if name == OURS else f"{ratio:,.2f}×" if ratio < 10 else f"{ratio:,.0f}×"
        hits = f"{result.compared[name]['hits']:,}" if name in result.compared else ""
        print(f"  {name:<30}{result.rate(name):>14,.0f}{times:>14}{hits:>16}")
    print(f"  the machine itself varied by {result.unsteadiness:.2f}×", flush=True)


def _print_costs(costs: Mapping[str, Mapping[str, float]]) -> None:
    print("\nWhat rules cost")
    for what, figures in costs.items():
        told = ", ".join(f"{name} {figure:.3g}" for name, figure in figures.items())
        print(f"  {what:<30}{told}")


def _print_goals(found: list[Goal]) -> None:
    if found:
        print("\nGoals")
    for goal in found:
        bound = f"≥ {goal.least:g}" if goal.least is not None else f"≤ {goal.most:g}"
        reached = "not measured" if goal.reached is None else f"{goal.reached:,.3g}"
        print(f"  {goal.verdict:<5}{goal.number} {goal.text:<78}{bound:>8}{reached:>14}")


def _write(
    out: Path,
    contests: Mapping[tuple[str, int], Result],
    costs: Mapping[str, Mapping[str, float]],
    found: list[Goal],
) -> None:
    text = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "contests": [
            asdict(it)
            | {
                "unsteadiness": it.unsteadiness,
                "prebell_is": {name: it.ratio(name) for name in it.rates},
                "of_the_loop": it.ratio(LIMIT),
            }
            for it in contests.values()
        ],
        "costs": costs,
        "goals": [asdict(goal) | {"verdict": goal.verdict} for goal in found],
    }
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(text, indent=1) + "\n")
    print(f"\nWritten to {out}.")


if __name__ == "__main__":
    main()
