"""How long and how much memory hostile documents take: each through the reader, as the bot has it.

A document is read by a process that has read an honest one before; what it grows by is the peak it
had since. The quickest of some rounds counts: what is slower was somebody else's turn.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from time import perf_counter

from benchmarks.goals import Goal, Outcome
from bot.errors import FeedError
from bot.feeds.news.reader import Reader, start_reading
from bot.worker import Worker
from tests.feed_bombs import BOMBS, ITEM, rss

URL = "https://wire.example/feed"
ROUNDS = 3
SHOWN = 5  # of the slowest


def measure(*, quick: bool) -> Outcome:
    """Read every bomb, and say how long the slowest took and how much the largest."""
    rounds = [asyncio.run(_read_all()) for _ in range(1 if quick else ROUNDS)]
    figures = {
        name: {
            "ms": min(told[name][0] for told in rounds),
            "mb": max(told[name][1] for told in rounds),
        }
        for name in BOMBS
    }
    slowest = sorted(figures, key=lambda name: figures[name]["ms"], reverse=True)
    print(f"\n{len(figures)} hostile documents, the slowest of them:")
    for name in slowest[:SHOWN]:
        print(f"  {figures[name]['ms']:6.0f} ms {figures[name]['mb']:5.1f} MB  {name}")
    most = max(one["mb"] for one in figures.values())
    text = f"{len(figures)} hostile documents: "
    return Outcome(
        {"documents": figures},
        [
            Goal(
                number="S3",
                text=f"{text}ms that the slowest took",
                reached=figures[slowest[0]]["ms"],
                most=200,
            ),
            Goal(
                number="S3", text=f"{text}MB that a process grew by at most", reached=most, most=50
            ),
        ],
    )


async def _read_all() -> dict[str, tuple[float, float]]:
    return {name: await _read(make()) for name, make in BOMBS.items()}


async def _read(document: bytes) -> tuple[float, float]:
    begun: list[Worker] = []

    async def start() -> Worker:
        begun.append(await start_reading())
        return begun[-1]

    reader = Reader(start=start)
    try:
        await reader.read(rss(ITEM), url=URL)
        before = _peak(begun[-1].pid)
        clock = perf_counter()
        with suppress(FeedError):  # a sentence, which is as good as any other answer
            await reader.read(document, url=URL)
        took = perf_counter() - clock
        return took * 1e3, (_peak(begun[-1].pid) - before) / 1024
    finally:
        await reader.close()


# Kilobytes that a process has held at once; one that was ended held no more than it was let.
def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    lines = dict(line.split(":", 1) for line in status.splitlines())
    return int(lines["VmHWM"].split()[0]) if "VmHWM" in lines else 0
