"""Both rooms under load: the recorded morning, in servers of Discord and chats of Telegram at once.

Both platforms are served on loopback by this process, with their limits; the bot is the command
itself in a process of its own, with its store. Thirty people ask it things all the while, an ack
goes from one platform to the other and back, and in the middle it is ended and begun again.
"""

import argparse
import asyncio
import json
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks import goals
from benchmarks.crowd import EACH, Asked
from benchmarks.goals import Goal
from benchmarks.machine import busy
from benchmarks.morning import ENDS, Morning, Plan, played
from tests.discord.interactions import ACK_WITHIN
from tests.flows.conftest import DAY
from tests.watched import instant

OUT = Path("out/bench-rooms.json")
LOOK_OUT = Path("out/bench-rooms-look.json")
WHOLE = Plan(speed=60, later=20, a_second=10, acks=20)
QUICK = Plan(speed=300, later=120, a_second=10, acks=3)
IN_ORDER = 20
"""Up to this speed no message has to wait for a limit, behind which what is critical goes first."""

ANSWER, ACROSS = timedelta(milliseconds=250), timedelta(seconds=2)
OTHERS = 0.2  # of the machine; with more of it taken by others, nothing about time is proved
MEGABYTE = 1_000_000
PARTS = (0.5, 0.95, 0.99, 1)
PLATFORMS = ("discord", "telegram")

Figures = dict[str, object]
Took = Mapping[str, Sequence[float]]


def main() -> int:
    """Play the morning, print what it came to, and return 1 where a goal was missed."""
    parser = argparse.ArgumentParser(prog="make bench-rooms", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="five times as quickly; a look")
    parser.add_argument("--log", type=Path, help="keep what the bot printed in this file")
    asked = parser.parse_args()
    plan = QUICK if asked.quick else WHOLE
    print(f"Python {platform.python_version()} on {platform.machine()}; ", end="")
    print(f"{plan.speed:g}×, and {plan.later:g}× after the restart.")
    with TemporaryDirectory() as folder:
        expected = _replayed(Path(folder))
        log = asked.log or Path(folder) / "log"
        taken, wall, own = busy(), perf_counter(), process_time()
        morning = asyncio.run(played(Path(folder), plan, len(expected), log))
        ours = process_time() - own + morning.cpu
        cores = (perf_counter() - wall) * (os.cpu_count() or 1)
        others = max(0.0, busy() - taken - ours) / cores
    took = {name: sorted(_seconds(morning.crowd.asked, name)) for name in (*PLATFORMS, "charts")}
    figures = _figures(morning, took, expected) | {"others": others}
    _show(morning, took, others)
    in_order = plan.later <= IN_ORDER
    reached = _goals(morning, took, expected, in_order=in_order, steady=others <= OTHERS)
    goals.show(reached, "Goals, at a look" if asked.quick else "Goals")
    _write(LOOK_OUT if asked.quick else OUT, figures, reached)
    return int(any(goal.verdict == "MISS" for goal in reached))


# What the rooms are to hear, as the same morning tells it without any of this.
def _replayed(folder: Path) -> list[str]:
    file = folder / "messages.jsonl"
    command = ("-m", "bot", "replay", str(DAY), "--speed", "max", "--messages", str(file))
    subprocess.run([sys.executable, *command, "--quiet"], check=True, capture_output=True)  # noqa: S603 (ourselves)
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [message["title"] for message in told if instant(message["at"]) < ENDS]


# Charts are told apart: they are drawn, which takes as long as it takes.
def _seconds(asked: Iterable[Asked], where: str) -> list[float]:
    return [
        one.took.total_seconds()
        for one in asked
        if one.took is not None and where == ("charts" if one.draws else one.platform)
    ]


def _unanswered(asked: Iterable[Asked]) -> list[Asked]:
    return [one for one in asked if one.took is None]


def _late(morning: Morning) -> int:
    every = morning.both.discord.interactions
    return sum(one.after is None or one.after > ACK_WITHIN for one in every)


def _refused(morning: Morning) -> int:
    return len(morning.both.telegram.refused) + morning.both.discord.invalid


def _astray(morning: Morning, expected: Sequence[str]) -> dict[str, list[str]]:
    return {room: told for room, told in morning.titles.items() if told != expected}


# What a room lacks, and what it heard besides.
def _wrong(morning: Morning, expected: Sequence[str]) -> list[list[str]]:
    due = Counter(expected)
    heard = map(Counter, morning.titles.values())
    return [[*((due - told) + (told - due)).elements()] for told in heard]


def _of(took: Sequence[float], part: float) -> float | None:
    return took[min(len(took) - 1, int(len(took) * part))] if took else None


def _goals(
    morning: Morning, took: Took, expected: Sequence[str], *, in_order: bool, steady: bool
) -> list[Goal]:
    both, astray = morning.both, _astray(morning, expected)
    counts = [
        ("alerts that a room lacks, or heard twice", sum(map(len, _wrong(morning, expected)))),
        (
            "rooms that heard them in another order than the replay",
            len(astray) if in_order else None,
        ),
        ("commands that were not answered", len(_unanswered(morning.crowd.asked))),
        ("acks past 3 s", _late(morning)),
        ("old buttons that did nothing after a restart", morning.broken),
        ("requests refused by a limit", _refused(morning)),
        ("requests that no well-made bot makes", len(both.telegram.wrong)),
    ]
    spans = [
        *((f"s to answer, p99, {name}", _of(took[name], 0.99), ANSWER) for name in PLATFORMS),
        ("s from an ack in Telegram to Discord's edit, at most", _most(morning.there), ACROSS),
        ("s from Discord back to Telegram's edit, at most", _most(morning.back), ACROSS),
    ]
    return [
        *(Goal(number="", text=text, reached=count, most=0) for text, count in counts),
        *(
            Goal(number="", text=text, reached=s, most=most.total_seconds(), steady=steady)
            for text, s, most in spans
        ),
    ]


def _most(spans: Sequence[timedelta]) -> float | None:
    return max(spans).total_seconds() if spans else None


def _show(morning: Morning, took: Took, others: float) -> None:
    asked = morning.crowd.asked
    lasted = morning.lasted.total_seconds()
    print(
        f"{len(asked):,} commands of {2 * EACH} people in {lasted:.0f} s, and a restart of ", end=""
    )
    print(f"{morning.away.total_seconds():.1f} s; others took {others:.0%} of the machine.")
    for room, told in morning.titles.items():
        print(f"  {room:<10} {len(told)} messages")
    print(f"\n  {'ms to answer':<14}{'answers':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}")
    for name, spans in took.items():
        print(f"  {name:<14}{len(spans):>9,}{_parts(spans)}")
    for name, across in (("to Discord", morning.there), ("to Telegram", morning.back)):
        spans = sorted(one.total_seconds() for one in across)
        print(f"  {'ack ' + name:<14}{len(spans):>9,}{_parts(spans)}")
    memory = max(morning.memory, default=0) / MEGABYTE
    well = sorted(morning.well)
    print(f"  {'healthz':<14}{len(well):>9,}{_parts(well)}")
    print(f"\n  {memory:.0f} MB of memory at most, {morning.cpu / lasted:.1%} of a core")
    for one in _unanswered(asked)[:5]:
        print(f"  not answered: {one.text} on {one.platform} at {one.at:%H:%M:%S}: {one.answer()}")


def _parts(spans: Sequence[float]) -> str:
    return "".join(f"{(_of(spans, part) or 0) * 1000:8,.0f}" for part in PARTS)


def _figures(morning: Morning, took: Took, expected: Sequence[str]) -> Figures:
    return {
        "expected": expected,
        "astray": _astray(morning, expected),
        "asked": len(morning.crowd.asked),
        "unanswered": [one.text for one in _unanswered(morning.crowd.asked)],
        "answers": {
            name: {str(part): _of(spans, part) for part in PARTS}
            for name, spans in (*took.items(), ("healthz", sorted(morning.well)))
        },
        "to_discord": [one.total_seconds() for one in morning.there],
        "to_telegram": [one.total_seconds() for one in morning.back],
        "away": morning.away.total_seconds(),
        "memory": max(morning.memory, default=0),
        "cpu": morning.cpu / morning.lasted.total_seconds(),
        "refused": {
            "discord": morning.both.discord.invalid,
            "telegram": Counter(chat for _, chat, _ in morning.both.telegram.refused),
        },
        "wrong": morning.both.telegram.wrong,
    }


def _write(out: Path, figures: Figures, reached: Sequence[Goal]) -> None:
    written = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "load": os.getloadavg(),
        "figures": figures,
        "goals": [goals.told(goal) for goal in reached],
    }
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(f"\nWritten to {out}.")


if __name__ == "__main__":
    sys.exit(main())
