"""A long run of the engine beside the reference: `python -m tests.reference_run --ticks 9000`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from random import Random

from bot.market.events import Event, Quote, Reference
from bot.rules.model import Rule
from tests.builders import a_reference
from tests.reference_scenes import (
    Scene,
    Transitions,
    a_scene,
    by_the_engine,
    by_the_reference,
    smallest,
)

BATCH = 50
"""Scenes that one process plays before it says how it went."""


@dataclass(frozen=True, slots=True)
class Played:
    """How much was played, and the seeds of the scenes on which the two disagree."""

    ticks: int = 0
    rules: int = 0
    turns: int = 0
    faults: tuple[int, ...] = ()

    def __add__(self, other: "Played") -> "Played":
        return Played(
            self.ticks + other.ticks,
            self.rules + other.rules,
            self.turns + other.turns,
            self.faults + other.faults,
        )

    def __str__(self) -> str:
        seeds = f": seeds {', '.join(map(str, self.faults))}" if self.faults else ""
        agreed = f"{self.ticks:,} ticks, {self.rules:,} rules, {self.turns:,} turns"
        return f"{agreed}, {len(self.faults)} disagreements{seeds}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Play random scenes to both until so many events have been seen; 1 where they disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=100_000, help="events to play")
    parser.add_argument("--seed", type=int, default=0, help="where to begin")
    parser.add_argument("--modified", type=float, default=0.5, help="how many rules have modifiers")
    parser.add_argument("--jobs", type=int, default=1, help="processes to play in")
    parser.add_argument("--faults", type=int, default=1, help="disagreements to stop at")
    asked = parser.parse_args(arguments)
    so_far = Played()
    for played in batches(asked.seed, asked.modified, asked.jobs):
        so_far += played
        say(f"\r{so_far}")
        if so_far.ticks >= asked.ticks or len(so_far.faults) >= asked.faults:
            break
    say("\n")
    for seed in so_far.faults[: asked.faults]:
        scene = smallest(the_scene(seed, asked.modified))
        say(f"\nSeed {seed}: they disagree.\n{described(scene)}\n")
    return 1 if so_far.faults else 0


def batches(seed: int, modified: float, jobs: int) -> Iterator[Played]:
    """Play batch after batch from a seed on, so many at a time; always in the same order."""
    play = partial(batch, modified=modified)
    seeds = count(seed, BATCH)
    if jobs == 1:
        yield from map(play, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        while True:
            yield from pool.map(play, list(islice(seeds, 4 * jobs)))


def batch(seed: int, *, modified: float) -> Played:
    """Play a batch of scenes to both."""
    return sum((one(s, modified) for s in range(seed, seed + BATCH)), Played())


def one(seed: int, modified: float) -> Played:
    """Play the scene of a seed to both."""
    scene = the_scene(seed, modified)
    by_one, by_other = by_the_engine(scene), by_the_reference(scene)
    turns = sum(map(len, by_one.values()))
    faults = () if by_one == by_other else (seed,)
    return Played(len(scene.events), len(scene.rules), turns, faults)


def the_scene(seed: int, modified: float) -> Scene:
    """Draw the scene of a seed; it is the same each time."""
    random = Random(seed)  # noqa: S311 (to be the same each time)
    return a_scene(random, rules=4, events=120, modified=modified)


def say(text: str) -> None:
    """Write at once, so that a line may tell how far it is."""
    sys.stdout.write(text)
    sys.stdout.flush()


def described(scene: Scene) -> str:
    """Write out a scene and what each of the two makes of it."""
    by_one, by_other = by_the_engine(scene), by_the_reference(scene)
    lines = [f"start {scene.start:%m-%d %H:%M:%S}"]
    lines += [_differing(rule, Rule(name="", when="")) for rule in scene.rules]
    lines += [f"known {_shown(event)}" for event in scene.known]
    lines += [f"event {_shown(event)}" for event in scene.events]
    for case in by_one.keys() | by_other.keys():
        if by_one.get(case) != by_other.get(case):
            lines += [f"{case}: engine {_short(by_one, case)}, reference {_short(by_other, case)}"]
    return "\n".join(lines)


def _shown(event: Event) -> str:
    if isinstance(event, Quote):
        late = f" at {event.at:%d %H:%M:%S}" if event.at != event.seen else ""
        return f"{event.seen:%d %H:%M:%S} {event.symbol} {event.price} ×{event.volume}{late}"
    if isinstance(event, Reference):
        return f"{event.seen:%d %H:%M:%S} {_differing(event, a_reference())}"
    return str(event)


# What sets a thing apart from a plain one of its kind.
def _differing(thing: Rule | Reference, plain: Rule | Reference) -> str:
    fields = {f: getattr(thing, f) for f in type(thing).__slots__}
    odd = {f: v for f, v in fields.items() if v != getattr(plain, f)}
    return f"{type(thing).__name__}({', '.join(f'{f}={v}' for f, v in odd.items())})"


def _short(told: Transitions, case: tuple[str, str]) -> list[str]:
    return [f"{state} {when:%m-%d %H:%M:%S.%f}" for state, when in told.get(case, [])]


if __name__ == "__main__":
    sys.exit(main())
