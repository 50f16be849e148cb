"""What the courier makes of platforms' limits, beside other limiters, in real time.

A server in a process of its own enforces the limits of Telegram or of Discord strictly, over any
stretch of time, and answers after 30 to 70 ms. At once 950 alerts are to go out, and five seconds
later fifty critical ones. The server's own log says when what arrived, and how often it said no.
"""

import argparse
import asyncio
import json
import platform
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean
from time import monotonic
from typing import Any

import aiohttp

from benchmarks import alerts, goals
from benchmarks.alerts import AFTER, Burst
from benchmarks.goals import Goal
from benchmarks.machine import STEADY, calibrate
from benchmarks.prompt import Prompt, decision, prompt
from benchmarks.senders import ONLY_TELEGRAM, SENDERS, Sender
from benchmarks.serving import served

OUT = Path("out/bench-schedule.json")
LOOK_OUT = Path("out/bench-schedule-look.json")
SOON = 1.4  # seconds in which all of fifty critical alerts are to be out


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of a burst: the seconds it took, what went wrong, and what was urgent."""

    seconds: float
    of_bound: float
    refused: int
    lost: int
    inversions: int
    urgent_mean: float
    urgent_worst: float


def bursts(*, quick: bool) -> dict[str, tuple[Burst, float]]:
    """Return each burst with how many times its bound it may take."""
    few = 300 if quick else 1000
    return {
        "even": (alerts.telegram("Telegram, 200 chats evenly", few), 1.06),
        "hot": (alerts.telegram("Telegram, 166 to one chat", few, hot=few // 6), 1.08),
        "discord": (alerts.discord("Discord, 200 channels evenly", few), 1.12),
        "channels": (alerts.discord("Discord, 20 channels evenly", few, chats=20), 1.12),
    }


def main() -> None:
    """Send every burst, or one, by every sender, and say which goals were reached."""
    parser = argparse.ArgumentParser(prog="make bench-schedule", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: 300 alerts")
    parser.add_argument("--only", choices=bursts(quick=True), help="one burst alone")
    parser.add_argument("--ours", action="store_true", help="the courier alone")
    asked = parser.parse_args()
    print(f"Python {platform.python_version()} on {platform.machine()}.")
    begun, figures, reached = monotonic(), {}, list[Goal]()
    for name, (burst, most) in bursts(quick=asked.quick).items():
        if asked.only in (None, name):
            told, ours = asyncio.run(_sent(burst, most, only_ours=asked.ours))
            figures[name] = told
            reached += ours
    if asked.only is None:
        told, ours = asyncio.run(_prompt(quick=asked.quick))
        figures["prompt"] = told
        reached += ours
    goals.show(reached, "Goals, at a look, which proves nothing" if asked.quick else "Goals")
    whole = not (asked.quick or asked.only or asked.ours)
    _write(OUT if whole else LOOK_OUT, figures, reached)
    print(f"It took {monotonic() - begun:.0f} s.")


async def _sent(burst: Burst, most: float, *, only_ours: bool) -> tuple[dict[str, Any], list[Goal]]:
    total = len(burst.chats) + len(burst.urgent)
    print(f"\n{burst.name}: {total} alerts, at best within {burst.bound:.1f} s", flush=True)
    ran, steadiness = {}, [calibrate()]
    for name, sender in SENDERS.items():
        if burst.platform != "telegram" and name in ONLY_TELEGRAM:
            continue
        if only_ours and name != "prebell":
            continue
        try:
            ran[name] = await _run(sender, burst)
        except ImportError as missing:
            print(f"  {name:<16}left out: {missing}", flush=True)
            continue
        steadiness.append(calibrate())
        print(f"  {name:<16}{_line(ran[name])}", flush=True)
    unsteadiness = max(steadiness) / min(steadiness)
    told = {name: asdict(one) for name, one in ran.items()}
    figures = {"bound": burst.bound, "unsteadiness": unsteadiness, "ran": told}
    return figures, _goals(burst, ran["prebell"], most, steady=unsteadiness <= STEADY)


def _goals(burst: Burst, ours: Ran, most: float, *, steady: bool) -> list[Goal]:
    def goal(text: str, reached: float, most: float, *, timed: bool = True) -> Goal:
        return Goal(
            number="G9",
            text=f"{burst.name}: {text}",
            reached=reached,
            most=most,
            steady=steady or not timed,
        )

    reached = [
        goal("times the bound", ours.of_bound, most),
        goal("how often the server said no", ours.refused, 0, timed=False),
        goal("alerts that were lost, or out of order", ours.lost + ours.inversions, 0, timed=False),
    ]
    if burst.platform == "telegram":
        reached.append(goal("s until fifty critical alerts were out", ours.urgent_worst, SOON))
    return reached


async def _run(sender: Sender, burst: Burst) -> Ran:
    with served() as url:
        await sender(url, burst)
        async with aiohttp.ClientSession() as session, session.get(f"{url}/log") as response:
            log = await response.json()
    return _ran(burst, log["said"], log["refused"])


def _ran(burst: Burst, said: Sequence[dict[str, Any]], refused: int) -> Ran:
    first = min(one["at"] for one in said)
    seconds = max(one["at"] for one in said) - first
    urgent = [one["at"] - first - AFTER for one in said if one["text"].startswith("u")]
    return Ran(
        seconds=seconds,
        of_bound=seconds / burst.bound,
        refused=refused,
        lost=len(burst.chats) + len(burst.urgent) - len({one["text"] for one in said}),
        inversions=_inversions(said),
        urgent_mean=mean(urgent),
        urgent_worst=max(urgent),
    )


# Among alerts of one chat that matter alike, those that were overtaken by the next.
def _inversions(said: Sequence[dict[str, Any]]) -> int:
    order: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for one in said:
        order[one["chat"], one["text"][0]].append(int(one["text"][1:]))
    return sum(a > b for numbers in order.values() for a, b in pairwise(numbers))


async def _prompt(*, quick: bool) -> tuple[dict[str, Any], list[Goal]]:
    told: Prompt = await prompt(20 if quick else 200)
    cost = decision(2_000 if quick else 20_000)
    print(
        f"\nA critical alert alone: written down, sent and arrived after {told.median:.1f} ms,"
        f" p99 {told.p99:.1f} ms, worst {told.worst:.1f} ms of {told.alerts}"
        f"\nA decision of the schedule costs {cost:.1f} µs",
        flush=True,
    )
    return {"prompt": asdict(told), "decision_us": cost}, [
        Goal(
            number="G9",
            text="ms from a critical alert to its arrival, SQLite and loopback, p99",
            reached=told.p99,
            most=100,
        ),
        Goal(number="G10", text="µs of the schedule a message", reached=cost, most=15),
    ]


def _line(ran: Ran) -> str:
    return (
        f"{ran.seconds:7.1f} s, {ran.of_bound:.3f}× the bound; {ran.refused:>6} × no,"
        f" {ran.lost} lost, {ran.inversions} out of order; critical after"
        f" {ran.urgent_mean:.2f} s, the last {ran.urgent_worst:.2f} s"
    )


def _write(out: Path, figures: dict[str, Any], reached: Sequence[Goal]) -> None:
    told = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "bursts": figures,
        "goals": [goals.told(goal) for goal in reached],
    }
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(told, indent=1) + "\n")
    print(f"\nWritten to {out}.")


if __name__ == "__main__":
    main()
