"""Turns: several ways to the same end, one after another and round after round.

A slow moment of the machine then hits all of them alike; what counts is the median of the rounds.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from benchmarks.machine import ATTEMPTS, STEADY, Watch, calibrate

Way = Callable[[], float]
"""Does a turn's work, and returns the seconds that each step of it took."""


@dataclass(slots=True)
class Turns:
    """Seconds a step of each way in each round, with what a fixed loop took before each turn.

    `crowding` is how much longer each round took than we had the processor for it.
    """

    costs: dict[str, list[float]] = field(default_factory=dict)
    calibration: list[list[float]] = field(default_factory=list)
    crowding: list[float] = field(default_factory=list)

    def cost(self, name: str) -> float:
        return median(self.costs[name])

    def times(self, ours: str, theirs: str) -> float:
        """Return how many times as long `theirs` takes as `ours`, by the median of the rounds."""
        pairs = zip(self.costs[ours], self.costs[theirs], strict=True)
        return median(their / our for our, their in pairs)

    @property
    def unsteadiness(self) -> float:
        """How much slower the machine was in its slowest round than in its quickest.

        Or, where that is more, than a machine that we have for ourselves.
        """
        rounds = [median(round_) for round_ in self.calibration]
        return max(max(rounds) / min(rounds), median(self.crowding))

    @property
    def steady(self) -> bool:
        return self.unsteadiness <= STEADY

    def told(self) -> dict[str, Any]:
        """Return it for the file."""
        return asdict(self) | {"unsteadiness": self.unsteadiness}


def take(ways: Mapping[str, Way], rounds: int) -> Turns:
    """Let every way have its turn in each round; all over again where the machine was unsteady."""
    turns = Turns()
    for _ in range(ATTEMPTS):
        turns = Turns({name: [] for name in ways})
        for _ in range(rounds):
            calibration, watch = [], Watch()
            for name, way in ways.items():
                calibration.append(calibrate())
                turns.costs[name].append(way())
            turns.calibration.append(calibration)
            turns.crowding.append(watch.crowding)
        if turns.steady:
            break
    return turns
