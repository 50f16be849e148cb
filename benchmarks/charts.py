"""A thousand pictures of a day, one after the other, while the bot's loop is watched.

Every picture is another one: each of 23 instruments and a list in turn, at minute after minute of
the recorded day. What is timed is what a room waits for, from asking to the PNG.
"""

import argparse
import asyncio
import gc
import json
import os
import platform
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from benchmarks import goals
from benchmarks.goals import Goal
from benchmarks.machine import STEADY
from bot.charts.studio import Studio, start_painter
from bot.chat import Drawing, Picture
from bot.clock import ManualClock
from bot.feeds.recording import Recording
from bot.market.course import Courses
from bot.player import Player
from bot.playing import play
from bot.worker import Worker
from config.load import load

OUT = Path("out/bench-charts.json")
COUNT = 1000
WARM = 200
"""Pictures after which the process has all it needs: fonts, glyphs, the heap of its largest one."""

PATIENT = timedelta(seconds=30)
BEAT = 0.005  # seconds between two looks at the loop
BYTES = 300_000
P99_MS = 400.0
LATE_MS = 10.0  # that 99 of 100 looks at the loop may be late while pictures are drawn
GROWTH_MB = 4.0


class Kept:
    """Starts the process that draws, and remembers the newest."""

    worker: Worker | None = None

    async def start(self) -> Worker:
        self.worker = await start_painter()
        return self.worker

    def resident(self) -> float:
        """Return the MB it has in use; 0 where no system tells."""
        told = self._told("statm")
        return int(told[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if told else 0.0

    def spent(self) -> float:
        """Return the seconds it had a processor; 0 where no system tells."""
        told = self._told("stat")
        return (int(told[13]) + int(told[14])) / os.sysconf("SC_CLK_TCK") if told else 0.0

    def _told(self, name: str) -> list[str]:
        file = Path(f"/proc/{self.worker.pid}/{name}") if self.worker else Path("/none")
        return file.read_text().split() if file.exists() else []


class Beats:
    """Looks every five milliseconds how late the loop comes round; `late` are seconds."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        while True:
            due = perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self.late.append(perf_counter() - due)


def main() -> int:
    """Draw them, print what it took, and return 1 where a goal was missed."""
    parser = argparse.ArgumentParser(prog="make bench-charts", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="how many pictures")
    asked = parser.parse_args()
    print(f"Python {platform.python_version()} on {platform.machine()}.", flush=True)
    told, reached = asyncio.run(_measured(asked.count))
    goals.show(reached, "Goals")
    written = {"python": platform.python_version(), "machine": platform.machine(), **told}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(written | {"goals": [goals.told(g) for g in reached]}, indent=1))
    print(f"\nWritten to {OUT}.")
    return int(any(goal.verdict == "MISS" for goal in reached))


async def _measured(count: int) -> tuple[dict[str, float], list[Goal]]:
    bot = await _played()
    kept = Kept()
    courses = next(one for one in bot.pipeline.moved if isinstance(one, Courses))
    studio = Studio(bot.pipeline.market, courses, limit=PATIENT, start=kept.start)
    gc.collect()
    gc.freeze()  # as a bot does that runs
    idle = await _idle()
    beats = Beats()
    looking = asyncio.create_task(beats.run())
    took, sizes, grown = [], [], {}
    for number, picture in enumerate(islice(_pictures(bot), count)):
        begun = perf_counter()
        png = await studio.draw(picture)
        took.append(perf_counter() - begun)
        sizes.append(len(png or b""))
        grown[number + 1] = kept.resident() if number + 1 in {WARM, count} else 0.0
    looking.cancel()
    spent = kept.spent()
    await studio.close()
    drawn = [size for size in sizes if size]
    told = {
        "pictures": len(drawn),
        "first_ms": took[0] * 1e3,
        "p50_ms": _of(took[1:], 0.5) * 1e3,
        "p99_ms": _of(took[1:], 0.99) * 1e3,
        "median_bytes": _of(drawn, 0.5),
        "most_bytes": max(drawn),
        "mb_warm": grown.get(WARM, 0.0),
        "mb_end": grown[count],
        "late_p99_ms": _of(beats.late, 0.99) * 1e3,
        "late_worst_ms": max(beats.late) * 1e3,
        "late_idle_p99_ms": _of(idle, 0.99) * 1e3,
        "processor_ms": spent / count * 1e3,
        "crowding": sum(took) / spent if spent else 1.0,
    }
    for name, figure in told.items():
        print(f"  {name:<20}{figure:>12,.1f}")
    return told, _goals(told, count)


def _goals(told: dict[str, float], count: int) -> list[Goal]:
    # Whoever waits longer than the drawing took had others before them at the processor.
    calm = told["crowding"] <= STEADY
    return [
        Goal(
            number="C1",
            text="ms to a picture after the first, p99",
            reached=told["p99_ms"],
            most=P99_MS,
            steady=calm,
        ),
        Goal(number="C2", text="bytes of the largest", reached=told["most_bytes"], most=BYTES),
        Goal(
            number="C3",
            text=f"MB the process grew by from {WARM} pictures to {count}",
            reached=told["mb_end"] - told["mb_warm"] if count > WARM else None,
            most=GROWTH_MB,
        ),
        Goal(
            number="C4",
            text="ms the bot's loop is late meanwhile, p99",
            reached=told["late_p99_ms"],
            most=LATE_MS,
            steady=calm,
        ),
        Goal(
            number="C5",
            text="pictures that were not drawn",
            reached=count - told["pictures"],
            most=0,
        ),
    ]


async def _played() -> Player:
    settings = load(None, {})
    recording = Recording(settings.recording.path())
    bot = Player(settings, recording, speed=None)
    await play(bot.pipeline, recording, ManualClock(recording.begins))
    return bot


async def _idle() -> list[float]:
    beats = Beats()
    looking = asyncio.create_task(beats.run())
    await asyncio.sleep(2)
    looking.cancel()
    return beats.late


def _pictures(bot: Player) -> "cycle[Picture]":
    market = bot.pipeline.market
    begins = datetime.fromisoformat("2025-10-10T09:00:00+00:00")
    symbols = [m for s in market.sectors.values() for m in s.watchlist.members][:23]
    subjects = [(Drawing.SESSION, s) for s in symbols] + [(Drawing.CAP, s) for s in market.sectors]
    return cycle(
        Picture(
            drawing=drawing,
            subject=subject,
            at=begins + timedelta(minutes=minute),
            level=None,
            marked=True,
        )
        for minute in range(11 * 60)
        for drawing, subject in subjects
    )


def _of(figures: Sequence[float], share: float) -> float:
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


if __name__ == "__main__":
    raise SystemExit(main())
