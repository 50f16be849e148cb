"""What Prebell promises of speed, measured beside what else could do the same in the same minute.

Each part runs in a process of its own, so that none pays for the memory of another. Tables are
printed as they come, the goals at the end, and everything is written as JSON.
"""

import argparse
import json
import platform
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Protocol

from benchmarks import compound, engine, goals, index, load, sectors, windows
from benchmarks.goals import Outcome

OUT = Path("out/bench-rules.json")
LOOK_OUT = Path("out/bench-rules-look.json")  # of a look, or of one part alone
BREATH = timedelta(seconds=30)  # between two words on what takes long


class Part(Protocol):
    """Measures one thing; `quick` is a look at it."""

    def __call__(self, *, quick: bool) -> Outcome: ...


PARTS: dict[str, Part] = {
    "index": index.measure,
    "engine": engine.measure,
    "compound": compound.measure,
    "windows": windows.measure,
    "sectors": sectors.measure,
    "load": load.measure,
}


def main() -> None:
    """Run every part, or one, and say which goals were reached."""
    parser = argparse.ArgumentParser(prog="make bench-rules", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: few rules and few quotes")
    parser.add_argument("--only", choices=PARTS, help="run one part alone")
    asked = parser.parse_args()
    names = [asked.only] if asked.only else list(PARTS)
    print(f"Python {platform.python_version()} on {platform.machine()}.")
    begun = monotonic()
    outcomes = {}
    for number, name in enumerate(names, 1):
        print(f"\n{name}: part {number} of {len(names)}, after {_since(begun)}", flush=True)
        outcomes[name] = _run(PARTS[name], name, quick=asked.quick)
    title = "Goals, at a look, which proves nothing" if asked.quick else "Goals"
    goals.show([goal for outcome in outcomes.values() for goal in outcome.goals], title)
    _write(LOOK_OUT if asked.quick or asked.only else OUT, outcomes, quick=asked.quick)
    print(f"It took {_since(begun)}.")


def _run(part: Part, name: str, *, quick: bool) -> Outcome:
    begun = monotonic()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        coming = process.submit(part, quick=quick)
        while True:
            try:
                return coming.result(BREATH.total_seconds())
            except TimeoutError:
                if coming.done():  # the part itself ran out of time
                    raise
                print(f"  … {name} goes on, {_since(begun)} so far", flush=True)


def _since(begun: float) -> str:
    minutes, seconds = divmod(int(monotonic() - begun), 60)
    return f"{minutes}m {seconds:02}s" if minutes else f"{seconds}s"


def _write(out: Path, outcomes: dict[str, Outcome], *, quick: bool) -> None:
    told = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "quick": quick,
        "parts": {name: outcome.figures for name, outcome in outcomes.items()},
        "goals": [goals.told(goal) for outcome in outcomes.values() for goal in outcome.goals],
    }
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(told, indent=1) + "\n")
    print(f"\nWritten to {out}.")


if __name__ == "__main__":
    main()
