"""Goals: what was promised before it was built, beside what was reached."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure to reach: at least `least`, or at most `most`. None is not measured in this run.

    Not `steady` is what was measured on a machine too busy to prove anything by it.
    """

    number: str
    text: str
    reached: float | None
    least: float | None = None
    most: float | None = None
    steady: bool = True

    @property
    def verdict(self) -> str:
        if self.reached is None:
            return "-"
        if not self.steady:
            return "SKIP"
        enough = self.least is None or self.reached >= self.least
        return "PASS" if enough and (self.most is None or self.reached <= self.most) else "MISS"

    @property
    def bound(self) -> str:
        return f"≥ {self.least:g}" if self.least is not None else f"≤ {self.most:g}"


@dataclass(slots=True)
class Outcome:
    """What a part of the benchmarks came to: its figures, for the file, and its goals."""

    figures: dict[str, Any] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)


def show(goals: Sequence[Goal], title: str) -> None:
    """Print the one table of goals."""
    if goals:
        print(f"\n{title}")
    for goal in goals:
        reached = "not measured" if goal.reached is None else f"{goal.reached:,.3g}"
        print(f"  {goal.verdict:<5}{goal.number} {goal.text:<84}{goal.bound:>8}{reached:>14}")


def told(goal: Goal) -> dict[str, Any]:
    """Return a goal for the file."""
    return asdict(goal) | {"verdict": goal.verdict}
