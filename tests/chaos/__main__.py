"""The crash test: a bot that plays the recorded day is killed again and again, and loses nothing.

    python -m tests.chaos [--kills N] [--points N] [--stops N] [--store sqlite|postgresql]
                          [--policy resend|hold] [--seed N] [--whole]

It is killed `--kills` times at any instant, `--points` times at each named point of a message's way
and asked to stop `--stops` times. Every day must come to what the undisturbed one came to.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.chaos.databases import databases
from tests.chaos.ordeal import KILL, POINTS, STOP, Tally, an_ordeal, files

STORES = {"sqlite": files, "postgresql": databases}
POLICIES = ("resend", "hold")
FAULTS = 20
"""How many are told."""


def main() -> int:
    """Go through every store and policy that was asked for; 1 where one lost anything."""
    asked = _arguments().parse_args()
    wanted = {KILL: asked.kills, STOP: asked.stops} | dict.fromkeys(POINTS, asked.points)
    worst = 0
    for store in [asked.store] if asked.store else STORES:
        for policy in [asked.policy] if asked.policy else POLICIES:
            begun = perf_counter()
            tally = asyncio.run(_suffered(asked, wanted, store=store, policy=policy))
            seconds = perf_counter() - begun
            print(told(tally, f"{store}, {policy}", seconds), flush=True)  # noqa: T201 (for people)
            worst = max(worst, bool(tally.faults))
    return worst


async def _suffered(
    asked: argparse.Namespace, wanted: dict[str, int], *, store: str, policy: str
) -> Tally:
    with TemporaryDirectory(prefix="prebell-chaos-") as name:
        what = an_ordeal(Path(name), seed=asked.seed, policy=policy, whole=asked.whole)
        async with what as ordeal:
            await ordeal.suffer(wanted, await ordeal.calm(), STORES[store])
            return ordeal.tally


def told(tally: Tally, what: str, seconds: float) -> str:
    """Say what happened, and every fault."""
    deaths = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.deaths.items()))
    said = (
        f"{what}: {tally.deaths.total():,} deaths in {tally.days} days and {seconds:.0f} s"
        f"\n  {deaths}"
        f"\n  by a key: {tally.again} repeats, which are none"
        f"\n  without: {tally.repeats} repeats, all marked, and {tally.unsure} unsure, all listed"
        f"\n  slowest stop: {tally.longest_stop:.1f} s"
    )
    return "\n  FAULT ".join([said, *tally.faults[:FAULTS]])


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=250, help="at any instant, of each kind")
    parser.add_argument("--points", type=int, default=50, help="at each named point")
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--store", choices=sorted(STORES))
    parser.add_argument("--policy", choices=POLICIES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="the whole day, not its busy part")
    return parser


if __name__ == "__main__":
    sys.exit(main())
