"""A contest: everybody in turn, round after round, so that a slow moment of the machine hits all.

Nobody's time counts before it has been seen to find the same rules as everybody else.
"""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from benchmarks.contenders import ASKING, LIMIT, OURS, Contender
from benchmarks.machine import ATTEMPTS, STEADY, Watch, calibrate
from benchmarks.streams import Stream


class DisagreementError(Exception):
    """Two contenders found different rules, so that one of them is wrong, however quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long everybody is given: rounds, seconds a turn, and seconds for comparing hits."""

    rounds: int
    turn: float
    comparing: float


@dataclass(slots=True, kw_only=True)
class Result:
    """Quotes a second of each contender in each round, with what was compared before."""

    stream: str
    rules: int
    rates: dict[str, list[float]] = field(default_factory=dict)
    compared: dict[str, dict[str, int]] = field(default_factory=dict)
    calibration: list[list[float]] = field(default_factory=list)
    crowding: list[float] = field(default_factory=list)

    def rate(self, name: str) -> float:
        return median(self.rates[name])

    def ratio(self, name: str) -> float | None:
        """Return how many times as quick Prebell is, by the median of the rounds."""
        if name not in self.rates:
            return None
        pairs = zip(self.rates[OURS], self.rates[name], strict=True)
        return median(ours / theirs for ours, theirs in pairs)

    @property
    def unsteadiness(self) -> float:
        """How much slower the machine was in its slowest round than in its quickest.

        Or, where that is more, than a machine that we have for ourselves.
        """
        rounds = [median(round_) for round_ in self.calibration]
        return max(max(rounds) / min(rounds), median(self.crowding))


def hold(stream: Stream, contenders: Sequence[Contender], pace: Pace) -> Result:
    """Let everybody take the same quotes, as many as fit in a turn, and return their rates."""
    result = Result(stream=stream.name, rules=len(stream.levels))
    gc.collect()
    gc.disable()
    try:
        for contender in contenders:
            contender.arm(stream)
        ours = next(c for c in contenders if c.name == OURS)
        for contender in contenders:
            if contender.name not in {OURS, LIMIT, ASKING}:
                result.compared[contender.name] = _compare(ours, contender, stream, pace.comparing)
        takes = {c.name: _fitting(c, stream, pace.turn) for c in contenders}
        for _ in range(ATTEMPTS):
            _play(result, contenders, takes, stream, pace.rounds)
            if result.unsteadiness <= STEADY:
                break
    finally:
        gc.enable()
    return result


def _play(
    result: Result,
    contenders: Sequence[Contender],
    takes: Mapping[str, int],
    stream: Stream,
    rounds: int,
) -> None:
    result.rates = {contender.name: [] for contender in contenders}
    result.calibration, result.crowding = [[] for _ in range(rounds)], []
    for calibration in result.calibration:
        watch = Watch()
        for contender in contenders:
            calibration.append(calibrate())
            result.rates[contender.name].append(_turn(contender, stream, takes[contender.name]))
        result.crowding.append(watch.crowding)


def _compare(ours: Contender, other: Contender, stream: Stream, seconds: float) -> dict[str, int]:
    ours.reset()
    other.reset()
    quotes = hits = 0
    end = perf_counter() + seconds
    for quote in stream.quotes:
        mine, theirs = sorted(ours.run([quote])), sorted(other.run([quote]))
        if mine != theirs:
            message = f"{other.name} fires {theirs[:5]} at {quote}, and {ours.name} {mine[:5]}"
            raise DisagreementError(message)
        quotes, hits = quotes + 1, hits + len(mine)
        if perf_counter() > end:
            break
    return {"quotes": quotes, "hits": hits}


# How many quotes a turn takes, found by doubling: never more than there are.
def _fitting(contender: Contender, stream: Stream, seconds: float) -> int:
    contender.reset()
    count, most = 1, len(stream.quotes)
    while count < most:
        start = perf_counter()
        contender.run(stream.quotes[:count])
        took = perf_counter() - start
        if took > seconds / 8:
            return max(1, min(most, int(count * seconds / took)))
        count *= 4
    return most


def _turn(contender: Contender, stream: Stream, count: int) -> float:
    quotes = stream.quotes[:count]
    contender.reset()
    start = perf_counter()
    contender.run(quotes)
    return count / (perf_counter() - start)
