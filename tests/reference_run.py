"""A long run of the engine beside the reference: `python -m tests.reference_run --ticks 9000`."""

import argparse
import sys
from collections.abc import Sequence
from itertools import count
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Play random scenes to both until so many events have been seen; 1 where they disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ticks", type=int, default=100_000, help="events to play")
    parser.add_argument("--seed", type=int, default=0, help="where to begin")
    parser.add_argument("--modified", type=float, default=0.5, help="how many rules have modifiers")
    asked = parser.parse_args(arguments)
    ticks = rules = told = 0
    for seed in count(asked.seed):
        random = Random(seed)  # noqa: S311 (to be the same each time)
        scene = a_scene(random, rules=4, events=60, modified=asked.modified)
        by_one, by_other = by_the_engine(scene), by_the_reference(scene)
        if by_one != by_other:
            say(f"\nSeed {seed}: they disagree.\n{described(smallest(scene))}\n")
            return 1
        ticks += len(scene.events)
        rules += len(scene.rules)
        told += sum(map(len, by_one.values()))
        if seed % 100 == 0 or ticks >= asked.ticks:
            say(f"\r{ticks:,} ticks, {rules:,} rules, {told:,} turns agree")
        if ticks >= asked.ticks:
            break
    say("\n")
    return 0


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
    return [f"{state} {when:%m-%d %H:%M:%S}" for state, when in told.get(case, [])]


if __name__ == "__main__":
    sys.exit(main())
