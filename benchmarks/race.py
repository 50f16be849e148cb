"""A race over a walk of prices that nobody can take twice: everybody goes on from where they stand.

Who has lived through a quote cannot be put back before it. So what fires is compared on the hectic
beginning of the walk; then prices come home to where they began, and the quiet rest is timed.
"""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter
from typing import Any, Protocol, Self

from benchmarks.contest import DisagreementError, Pace
from benchmarks.machine import ATTEMPTS
from benchmarks.streams import Quote
from benchmarks.turns import Turns, take

LIMIT = "empty loop"
RUSH = 0.01  # a step of the hectic beginning: it passes some level
COMPARED = 100  # quotes at least, however long they take
PARTS = 3  # of what a turn has in all: to find its size takes two more than it


class Racer(Protocol):
    """Is armed already, and follows quotes one after another."""

    @property
    def name(self) -> str: ...

    def ready(self, quotes: Sequence[Quote]) -> Sequence[Any]:
        """Make what it follows of the next quotes; that is not timed."""

    def run(self, ready: Sequence[Any]) -> list[int]:
        """Follow them, and return the rules that fired."""


class Loop:
    """Looks at every quote and does nothing."""

    name = LIMIT

    def ready(self, quotes: Sequence[Quote]) -> Sequence[Quote]:
        return quotes

    def run(self, ready: Sequence[Quote]) -> list[int]:
        for _ in ready:
            pass
        return []


@dataclass(frozen=True, slots=True)
class Walk:
    """Quotes of every symbol in turn: a hectic beginning, the way home, and the quiet rest."""

    hectic: list[Quote]
    home: list[Quote]
    quiet: list[Quote]
    most: int

    @classmethod
    def of(cls, starts: Sequence[float], step: float, pace: Pace, *, most: int) -> Self:
        """Make a walk of which each turn of each round may take `most` quotes."""
        random, count = Random(7), most * (pace.rounds * ATTEMPTS + PARTS)
        hectic = _steps(random, starts, RUSH, 20 * len(starts))
        return cls(hectic, list(enumerate(starts)), _steps(random, starts, step, count), most)


@dataclass(frozen=True, slots=True)
class Race:
    """How a race ended: `compared` says on how many quotes and hits everybody agreed."""

    rules: int
    ours: str
    turns: Turns
    compared: dict[str, dict[str, int]]

    def ratio(self, *names: str) -> float | None:
        """Return how many times as quick Prebell is as the quickest of those that took part."""
        found = [self.turns.times(self.ours, name) for name in names if name in self.turns.costs]
        return min(found, default=None)

    def told(self) -> dict[str, Any]:
        """Return it for the file."""
        figures = {"rules": self.rules, "compared": self.compared} | self.turns.told()
        return figures | {"prebell_is": {name: self.ratio(name) for name in self.turns.costs}}


def race(rules: int, racers: Sequence[Racer], walk: Walk, pace: Pace) -> Race:
    """Compare what fires, then time everybody; the first of the racers is Prebell."""
    ours, *others = racers
    gc.collect()
    gc.disable()
    try:
        compared = _compare(ours, others, walk.hectic, pace.comparing)
        for racer in racers:
            racer.run(racer.ready(walk.home))
        runners = [_Runner(racer, walk, pace.turn) for racer in racers]
        turns = take({runner.name: runner for runner in runners}, pace.rounds)
    finally:
        gc.enable()
    return Race(rules, ours.name, turns, compared)


class _Runner:
    # Takes the quiet rest at its own pace: at each call as many quotes as fit in a turn.
    def __init__(self, racer: Racer, walk: Walk, seconds: float) -> None:
        self.name = racer.name
        self._racer = racer
        self._quotes = walk.quiet
        self._next = 0
        self._count = 1
        while (took := self() * self._count) < seconds / 8 and self._count < walk.most:
            self._count = min(walk.most, self._count * 4)
        if took >= seconds / 8:
            self._count = max(1, min(walk.most, int(self._count * seconds / took)))

    def __call__(self) -> float:
        quotes = self._quotes[self._next : self._next + self._count]
        self._next += self._count
        ready = self._racer.ready(quotes)
        start = perf_counter()
        self._racer.run(ready)
        return (perf_counter() - start) / len(quotes)


def _compare(
    ours: Racer, others: Sequence[Racer], quotes: Sequence[Quote], seconds: float
) -> dict[str, dict[str, int]]:
    mine: list[list[int]] = []
    end = perf_counter() + seconds
    for quote in quotes:
        mine.append(sorted(ours.run(ours.ready([quote]))))
        if len(mine) >= COMPARED and perf_counter() > end:
            break
    return {
        other.name: _agree(other, quotes, mine, seconds) for other in others if other.name != LIMIT
    }


def _agree(
    other: Racer, quotes: Sequence[Quote], mine: Sequence[list[int]], seconds: float
) -> dict[str, int]:
    count = hits = 0
    end = perf_counter() + seconds
    for quote, expected in zip(quotes, mine, strict=False):  # as many as there was time for
        found = sorted(other.run(other.ready([quote])))
        if found != expected:
            message = f"{other.name} fires {found[:5]} at {quote}, and prebell {expected[:5]}"
            raise DisagreementError(message)
        count, hits = count + 1, hits + len(found)
        if count >= COMPARED and perf_counter() > end:
            break
    return {"quotes": count, "hits": hits}


def _steps(random: Random, starts: Sequence[float], step: float, count: int) -> list[Quote]:
    prices, told = list(starts), []
    for n in range(count):
        symbol = n % len(prices)
        prices[symbol] *= 1 + random.gauss(0, step)
        told.append((symbol, round(prices[symbol], 4)))
    return told


def show(title: str, race: Race) -> None:
    """Print the table of a race."""
    print(f"{title:<36}{'quotes/s':>13}{'µs a quote':>12}{'prebell is':>12}{'hits compared':>15}")
    for name in race.turns.costs:
        cost = race.turns.cost(name)
        times = "" if name == race.ours else _times(race.ratio(name) or 0.0)
        hits = f"{race.compared[name]['hits']:,}" if name in race.compared else ""
        print(f"  {name:<34}{1 / cost:>13,.0f}{cost * 1e6:>12,.2f}{times:>12}{hits:>15}")
    print(f"  the machine itself varied by {race.turns.unsteadiness:.2f}×", flush=True)


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}×" if ratio >= 10 else f"{ratio:,.3g}×"
