"""What armed rules weigh, and what changing them costs.

Weight is what a process of its own grows by, so each kind is measured in a fresh one.
"""

import gc
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.machine import resident
from benchmarks.prebell import armed
from benchmarks.streams import SYMBOLS, real
from bot.pipeline import Pipeline
from bot.rules.levels import Levels


def measure(what: str, rules: int) -> dict[str, float]:
    """Measure one kind in a process of its own."""
    done = subprocess.run(  # noqa: S603 - this module again
        [sys.executable, "-m", "benchmarks.footprint", what, str(rules)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _levels(rules: int) -> list[Levels]:
    random = Random(3)
    series = [Levels() for _ in range(SYMBOLS)]
    for symbol, levels in enumerate(series):
        levels.extend(
            (edge, owner)
            for owner in range(symbol, rules, SYMBOLS)
            for price in [random.uniform(70, 130)]
            for edge in (price, price * 0.99)  # there, and the way back
        )
        levels.start(100)
    return series


def _closures(rules: int) -> list[Callable[[float, float], bool]]:
    random = Random(3)

    def closure(level: float) -> Callable[[float, float], bool]:
        return lambda was, price: was <= level < price

    return [closure(random.uniform(70, 130)) for _ in range(rules)]


# Everything that a rule has in the bot: its text, its bound condition, its state and its edges.
def _engine(rules: int) -> Pipeline:
    return armed(real(rules, 0))


# Bytes a rule, and how long a full collection stops the process that holds them: as they are and,
# as the bot does with what it loaded, out of the collector's sight.
def _weight(rules: int, make: Callable[[int], Any]) -> dict[str, float]:
    make(SYMBOLS)  # what is there once, however many rules
    gc.collect()
    before = resident()
    held = make(rules)
    gc.collect()
    grown = resident() - before
    seen = _pause()
    gc.freeze()
    frozen = _pause()
    assert held  # noqa: S101 - it is to stay until it has been weighed
    return {"bytes": grown / rules, "pause_ms": seen, "frozen_pause_ms": frozen}


def _pause() -> float:
    pauses = []
    for _ in range(7):
        start = perf_counter()
        gc.collect()
        pauses.append(perf_counter() - start)
    return median(pauses) * 1000


# Microseconds to add a rule to one series of many, and to take it out again; at its quickest, for
# what the machine does meanwhile is no part of it.
def _churn(rules: int) -> dict[str, float]:
    random = Random(4)
    levels = Levels()
    levels.extend((random.uniform(70, 130), owner) for owner in range(rules))
    levels.start(100)
    fresh = [(random.uniform(70, 130), rules + n) for n in range(2_000)]
    took = []
    for _ in range(15):
        start = perf_counter()
        for level, owner in fresh:
            levels.add(level, owner)
            levels.remove(level, owner)
        took.append(perf_counter() - start)
    return {"us": min(took) / len(fresh) * 1e6}


# Seconds to read every rule back from a table, and to read them and have them armed.
def _restart(rules: int) -> dict[str, float]:
    random = Random(5)
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE edge (symbol INTEGER, level REAL, owner INTEGER)")
    rows = ((owner % SYMBOLS, random.uniform(70, 130), owner) for owner in range(rules))
    base.executemany("INSERT INTO edge VALUES (?, ?, ?)", rows)
    reads, arms = [], []
    for _ in range(5):
        start = perf_counter()
        base.execute("SELECT symbol, level, owner FROM edge").fetchall()
        reads.append(perf_counter() - start)
        start = perf_counter()
        series: list[list[tuple[float, int]]] = [[] for _ in range(SYMBOLS)]
        for symbol, level, owner in base.execute("SELECT symbol, level, owner FROM edge"):
            series[symbol].append((level, owner))
        for pairs in series:
            Levels().extend(pairs)
        arms.append(perf_counter() - start)
    return {"select_s": min(reads), "armed_s": min(arms)}


_KINDS: dict[str, Callable[[int], dict[str, float]]] = {
    "levels": lambda rules: _weight(rules, _levels),
    "closures": lambda rules: _weight(rules, _closures),
    "engine": lambda rules: _weight(rules, _engine),
    "churn": _churn,
    "restart": _restart,
}

if __name__ == "__main__":
    print(json.dumps(_KINDS[sys.argv[1]](int(sys.argv[2]))))
