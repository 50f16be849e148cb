"""A process in which a bot has run once, from which others are forked and then killed.

It reads orders as lines of JSON and answers each, once that bot is dead, with how it ended. What a
process has to import would be most of a life else.
"""

import asyncio
import gc
import os
import select
import signal
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import asyncpg  # noqa: F401 (before anything is forked)
import msgspec
from rich.console import Console

from bot import app, logs
from bot.clock import SystemClock
from config.load import load
from config.settings import Settings
from tests.chaos.day import morning, written
from tests.chaos.plain import ROOM, Plain

LOG = "bot.log"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Says how a bot is to live: with which settings, and how it dies if it does not end before.

    It is sent `number` after so many seconds, or kills itself when it passes a `point` so often.
    """

    settings: str
    people: str
    life: int
    after: float | None = None
    number: int = signal.SIGKILL
    point: str = ""
    times: int = 0


class Death(msgspec.Struct, frozen=True, kw_only=True):
    """Says how a bot ended: with which status, or minus the signal; and how long it then took."""

    status: int
    took: float = 0.0


def main() -> None:
    """Do what is ordered, until no more orders come."""
    _warm_up()
    gc.freeze()
    orders = msgspec.json.Decoder(Order)
    for line in sys.stdin.buffer:
        order = orders.decode(line)
        child = os.fork()
        if not child:
            _live(order)
        sys.stdout.buffer.write(msgspec.json.encode(_end(child, order)) + b"\n")
        sys.stdout.buffer.flush()


# Started and stopped: its threads are gone, and what it has imported stays.
def _warm_up() -> None:
    with TemporaryDirectory() as folder:
        to = "http://127.0.0.1:9"
        file = written(Path(folder), recording=morning(Path(folder)), sink=to, speed=1)
        stopped = asyncio.Event()
        stopped.set()
        order = Order(settings=str(file), people=to, life=0)
        asyncio.run(_run(load(file, {}), order, stopped))


def _end(child: int, order: Order) -> Death:
    watch, took = os.pidfd_open(child), 0.0
    if not _ended(watch, order.after):
        begun = monotonic()
        os.kill(child, signal.SIGKILL if order.after is None else order.number)
        _ended(watch, None)
        took = monotonic() - begun
    os.close(watch)
    return Death(status=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), took=took)


# Tells whether a process ended within so many seconds, and before nobody gave orders any more.
def _ended(watch: int, within: float | None) -> bool:
    return watch in select.select([watch, sys.stdin], [], [], within)[0]


def _live(order: Order) -> None:
    status = 1
    try:
        settings = load(Path(order.settings), {})
        log = Path(settings.data_dir).parent / LOG
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        for stream in (1, 2):
            os.dup2(handle, stream)
        os.close(0)
        logs.configure(level="warning", as_json=False, secrets=())
        asyncio.run(_run(settings, order))
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


async def _run(settings: Settings, order: Order, stopped: asyncio.Event | None = None) -> None:
    passed = 0

    def passing(point: str) -> None:
        nonlocal passed
        passed += point == order.point
        if passed == order.times and point == order.point:
            os.kill(os.getpid(), signal.SIGKILL)

    quiet = Console(quiet=True)
    people = Plain(order.people, order.life)
    await app.run(
        settings,
        console=quiet,
        errors=quiet,
        real=SystemClock(),
        stopped=stopped,
        passing=passing,
        besides={people: [ROOM]},
    )


if __name__ == "__main__":
    main()
