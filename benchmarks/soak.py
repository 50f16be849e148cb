"""The soak: `prebell run` as it is, half an hour under a market that never rests.

A server in a process of its own answers about 500 shares and 20 coins every 5 s, and tells 1,000
trades of those coins a second on one stream. The bot is the command itself, in its own process,
with a settings file, sockets and the machine's clock. What it takes of a core and of memory is
what Linux says of that process, every 10 s.
"""

import argparse
import json
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import IO
from urllib.request import urlopen

from benchmarks import goals
from benchmarks.goals import Goal
from benchmarks.process import resident, seconds
from bot import asking

OUT = Path("out/soak.json")
LOOK_OUT = Path("out/soak-look.json")  # of less than the half hour
WHOLE = timedelta(minutes=30)
SHARES, COINS, TICKS = 500, 20, 1000
EVERY = timedelta(seconds=10)
CPU, MEMORY, GROWTH = 0.15, 150.0, 2.0  # of a core; MB; MB an hour
MEGABYTE = 1_000_000
HEARD = 0.98  # of what was told to it: what is on its way when we look is no loss
"""A soak in which less arrives has not been one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Says how the process stood: seconds since the beginning, of a core since the last, MB."""

    after: float
    cpu: float
    memory: float


def main() -> None:
    """Run both processes, watch one of them, and say which goals were reached."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=WHOLE / timedelta(minutes=1))
    parser.add_argument("--log", type=Path, help="keep what the bot printed in this file")
    asked = parser.parse_args()
    span = timedelta(minutes=asked.minutes)
    print(f"Python {platform.python_version()} on {platform.machine()}; {asked.minutes:g} minutes.")
    with TemporaryDirectory() as folder:
        samples, told, taken = _soaked(Path(folder), span, asked.log or Path(folder) / "log")
    figures = judged(samples) | {"told": told, "taken": taken, "heard": taken / max(told, 1)}
    reached = _goals(figures, whole=span >= WHOLE)
    goals.show(reached, "Goals" if span >= WHOLE else "Goals, in less than half an hour")
    written = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "minutes": asked.minutes,
        "figures": figures,
        "goals": [goals.told(goal) for goal in reached],
        "samples": [asdict(sample) for sample in samples],
    }
    out = OUT if span >= WHOLE else LOOK_OUT
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(written, indent=1) + "\n")
    print(f"\nWritten to {out}.")


def judged(samples: Sequence[Sample]) -> dict[str, float]:
    """Return what the samples come to; the first is of the start, which is over in a second.

    Memory fills with imports, windows and caches at first, so its slope is of the last two thirds.
    `noise` is how much of the slope may be chance: two deviations of it.
    """
    later = samples[1:] or samples
    slope, noise = _slope([(s.after, s.memory) for s in samples[len(samples) // 3 :]])
    return {
        "cpu": mean(sample.cpu for sample in later),
        "cpu_most": max(sample.cpu for sample in later),
        "memory_most": max(sample.memory for sample in samples),
        "growth": slope * 3600,
        "noise": noise * 3600,
    }


# By least squares, a second.
def _slope(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    middle, level = mean(x for x, _ in points), mean(y for _, y in points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    if not spread:
        return 0.0, 0.0
    slope = sum((x - middle) * (y - level) for x, y in points) / spread
    left = sum((y - level - slope * (x - middle)) ** 2 for x, y in points)
    return slope, 2 * (left / max(1, len(points) - 2) / spread) ** 0.5


def _goals(figures: dict[str, float], *, whole: bool) -> list[Goal]:
    beyond = max(0.0, figures["growth"] - figures["noise"])
    return [
        Goal(number="", text="of one core, on average", reached=figures["cpu"], most=CPU),
        Goal(number="", text="MB of memory, at most", reached=figures["memory_most"], most=MEMORY),
        Goal(
            number="",
            text="MB an hour that memory grows by, over the last two thirds, beyond chance",
            reached=beyond if whole else None,
            most=GROWTH,
        ),
        Goal(number="", text="of what was told, taken", reached=figures["heard"], least=HEARD),
    ]


def _soaked(folder: Path, span: timedelta, log: Path) -> tuple[list[Sample], int, int]:
    with _process("-m", "benchmarks.soak_server", str(TICKS), out=subprocess.PIPE) as server:
        port = int(server.stdout.readline() if server.stdout else 0)
        settings = folder / "prebell.yaml"
        settings.write_text(json.dumps(_settings(f"127.0.0.1:{port}", folder)), encoding="utf-8")
        with log.open("wb") as out, _process(*BOT, "--config", str(settings), out=out) as bot:
            samples = list(_watched(bot, span))
            told = _told(port)
            return samples, told, _taken(folder)


BOT = ("-m", "bot", "run")


@contextmanager
def _process(*arguments: str, out: int | IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, *arguments], stdout=out, stderr=subprocess.STDOUT)  # noqa: S603 (ourselves)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


# Everything at 5 s, whatever the session: the market of the server never rests.
def _settings(address: str, folder: Path) -> dict[str, object]:
    at_will = {"url": f"http://{address}", "a_second": 100, "at_once": 4}
    shares = [f"S{number:03d}" for number in range(SHARES)]
    coins = [f"C{number:02d}-USD" for number in range(COINS)]
    return {
        "data_dir": str(folder / "data"),
        "feeds": {
            "quotes": ["cnbc", "coinbase"],
            "private": True,
            "halts": {"enabled": False},
            "cadence": {"usual": "5s", "near": "5s", "idle": "5s"},
            "cnbc": at_will,
            "coinbase": at_will | {"stream": f"ws://{address}/stream"},
        },
        "watchlists": {
            "shares": {"members": shares, "benchmark": coins[0]},
            "coins": {"members": coins},
        },
        "rules": RULES,
    }


RULES = [
    {"name": "mover", "for_each": "shares", "when": "change > 4% or change < -4%", "reset": "1%"},
    {"name": "broad", "when": "at least 100 of shares have change > 3%", "cooldown": "5m"},
    {"name": "coin", "for_each": "coins", "when": "price moves 3% within 15m", "cooldown": "15m"},
    {"name": "level", "when": "C00-USD.price crosses above 100", "cooldown": "15m"},
]


def _watched(bot: subprocess.Popen[bytes], span: timedelta) -> Iterator[Sample]:
    pid = bot.pid
    begun = last = time.monotonic()
    used = seconds(pid)
    while last - begun < span.total_seconds():
        time.sleep(EVERY.total_seconds())
        if bot.poll() is not None:
            raise SystemExit(
                f"The bot has ended with status {bot.returncode}; --log FILE says why."
            )
        now, by_now = time.monotonic(), seconds(pid)
        sample = Sample(
            after=now - begun, cpu=(by_now - used) / (now - last), memory=resident(pid) / MEGABYTE
        )
        print(
            f"  {sample.after:6.0f} s  {sample.cpu:6.1%} of a core  {sample.memory:6.1f} MB",
            flush=True,
        )
        last, used = now, by_now
        yield sample


def _told(port: int) -> int:
    with urlopen(f"http://127.0.0.1:{port}/served", timeout=10) as answer:
        counts = json.load(answer)
    return int(counts["served"]) + int(counts["ticks"])


def _taken(folder: Path) -> int:
    answered = asking.ask_running(folder / "data", "/status", token=None)
    facts = {fact.label: fact.value for fact in answered.reply.facts} if answered else {}
    return int(facts.get("Events taken", "0").replace(",", ""))


if __name__ == "__main__":
    main()
