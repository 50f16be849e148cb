"""A poll of 10,000 symbols with 1,000,000 alerts armed, from the bytes of its answers to the edges.

No provider answers about so many at once: the poll is what CNBC gives for it, 250 answers of 40
rows each. What is timed is the bot's own way: the poll, the provider's parser, door, failover, the
queue to the pipeline and the engine, all but the network. Beside it stands the decoding alone, of
the same bytes, into structs of the fields that are needed and no more.
"""

import argparse
import asyncio
import gc
import json
import platform
from pathlib import Path

from benchmarks import goals
from benchmarks.goals import Goal
from benchmarks.poll import CASES, WHOLE, Bench, Measured

OUT = Path("out/bench-feeds.json")
LOOK_OUT = Path("out/bench-feeds-look.json")
SYMBOLS, ALERTS, ROUNDS = 10_000, 1_000_000, 9
BOUND = 1.4  # times decoding alone


def main() -> None:
    """Measure each case, and say whether its goal was reached."""
    parser = argparse.ArgumentParser(prog="make bench-feeds", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: few symbols and alerts")
    asked = parser.parse_args()
    symbols, alerts, rounds = (400, 4_000, 3) if asked.quick else (SYMBOLS, ALERTS, ROUNDS)
    print(f"Python {platform.python_version()} on {platform.machine()}.")
    print(f"Arming {alerts:,} alerts on {symbols:,} symbols.", flush=True)
    found = asyncio.run(_measured(symbols, alerts, rounds))
    for measured in found:
        _show(measured)
    reached = [_goal(measured, quick=asked.quick) for measured in found]
    goals.show(reached, "Goals, at a look, which proves nothing" if asked.quick else "Goals")
    written = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "symbols": symbols,
        "alerts": alerts,
        "cases": [measured.told() for measured in found],
        "goals": [goals.told(goal) for goal in reached],
    }
    out = LOOK_OUT if asked.quick else OUT
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(written, indent=1) + "\n")
    print(f"\nWritten to {out}.")


async def _measured(symbols: int, alerts: int, rounds: int) -> list[Measured]:
    bench = Bench(symbols, alerts)
    gc.collect()
    gc.freeze()
    async with bench.running():
        return [await bench.measure(case, rounds) for case in CASES]


def _show(measured: Measured) -> None:
    print(f"\n{measured.case.name}: {measured.case.text}; {measured.edges:,.0f} edges a poll")
    print(f"{'':<52}{'µs a symbol':>12}{'of decoding':>13}")
    for way in measured.turns.costs:
        cost, times = measured.turns.cost(way) * 1e6, measured.times(way)
        print(f"  {way:<50}{cost:>12.2f}{times:>12.2f}×")
    print(f"  the machine itself varied by {measured.turns.unsteadiness:.2f}×", flush=True)


def _goal(measured: Measured, *, quick: bool) -> Goal:
    return Goal(
        number="G5",
        text=f"{measured.case.name}: bytes to edges, of decoding alone",
        reached=None if quick else measured.times(WHOLE),
        most=BOUND,
        steady=measured.turns.steady,
    )


if __name__ == "__main__":
    main()
