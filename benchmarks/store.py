"""What was promised of the store, measured beside what the bare drivers and the disk can do.

Everybody takes turns, round after round, on the same disk; a figure is the median of the rounds.
"""

import argparse
import asyncio
import gc
import json
import os
import platform
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import asyncpg

from benchmarks import bare, goals
from benchmarks.goals import Goal
from benchmarks.machine import STEADY, Watch, calibrate
from benchmarks.storm import ROOMS, storm
from bot.delivery.parcel import Parcel
from bot.journal import Page
from bot.storage import pages as writing
from bot.storage.address import Address
from bot.storage.opening import opened
from bot.storage.pages import Pages
from bot.storage.sessions import session
from bot.storage.store import open_store
from bot.storage.tables import schema

OUT = Path("out/bench-store.json")
LOOK_OUT = Path("out/bench-store-look.json")
SERVER = "PREBELL_TEST_POSTGRES"
AT_HAND = "postgresql://postgres@127.0.0.1/postgres"
RULES = 5_000
CALLERS = 64
AT_A_TIME = 50  # pages that the engine writes before others have their turn
LOOKS = 0.001  # seconds between two looks at whether the loop still turns

Bare = Callable[[Address, Sequence[Page]], float]


@dataclass(slots=True, kw_only=True)
class Found:
    """What one store came to: seconds of the storm, ours and bare, and ms of lag meanwhile.

    `pages` and `works` are how many a second `CALLERS` get committed, each waiting for its own.
    """

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    works: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)


def main() -> None:
    """Measure each store there is, and say which goals were reached."""
    parser = argparse.ArgumentParser(prog="make bench-store", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: one round")
    asked = parser.parse_args()
    rounds = 1 if asked.quick else 5
    print(f"Python {platform.python_version()} on {platform.machine()}, {RULES:,} rules a storm.")
    found: dict[str, Found] = {}
    syncs: list[float] = []
    calibration: list[float] = []
    crowding: list[float] = []
    Path("out").mkdir(exist_ok=True)
    with TemporaryDirectory(dir="out") as folder, _stores(Path(folder)) as stores:
        for number in range(rounds):
            watch = Watch()
            calibration.append(min(calibrate() for _ in range(10)))
            crowding.append(watch.crowding)
            syncs.append(_syncs(Path(folder)))
            for name, (address, alone) in stores.items():
                print(f"  round {number + 1} of {rounds}: {name}", flush=True)
                _round(address, alone, found.setdefault(name, Found()))
    _show(found, syncs)
    steady = max(max(calibration) / min(calibration), median(crowding)) <= STEADY
    reached = list(_goals(found, syncs, steady=steady))
    goals.show(reached, "Goals, at a look, which proves nothing" if asked.quick else "Goals")
    _write(LOOK_OUT if asked.quick else OUT, found, syncs, reached)


@contextmanager
def _stores(folder: Path) -> Iterator[dict[str, tuple[Address, Bare]]]:
    stores: dict[str, tuple[Address, Bare]] = {
        "SQLite": (Address.of("", folder=folder), bare.sqlite_seconds)
    }
    server, name = os.environ.get(SERVER, AT_HAND), f"prebell_bench_{token_hex(6)}"
    try:
        asyncio.run(_said(server, f"CREATE DATABASE {name}"))
    except (OSError, asyncpg.PostgresError) as error:
        print(f"No PostgreSQL at hand ({error}), so it is left out; {SERVER} names one.")
        yield stores
        return
    address = Address.of(server, folder=folder)
    stores["PostgreSQL"] = (Address(address.url.set(database=name)), bare.asyncpg_seconds)
    try:
        yield stores
    finally:
        asyncio.run(_said(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _said(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _round(address: Address, alone: Bare, found: Found) -> None:
    pages = storm(RULES)
    _emptied(address)
    found.bare.append(alone(address, pages))
    _emptied(address)
    seconds, lag = asyncio.run(_storm(address, pages))
    found.ours.append(seconds)
    found.lags.append(lag * 1000)
    _emptied(address)
    found.pages.append(asyncio.run(_pages(address, pages)))
    _emptied(address)
    found.works.append(asyncio.run(_works(address, pages)))


def _emptied(address: Address) -> None:
    opened(address).close()
    with closing(session(address)) as it:
        it.transact([lambda c: [c.execute(table.delete()) for table in schema.tables.values()]])


# The engine's loop, on which a rule fires every 200 µs at most, and what it was kept from.
async def _storm(address: Address, pages: Sequence[Page]) -> tuple[float, float]:
    lags: list[float] = []
    async with open_store(address) as store:
        gc.collect()
        gc.freeze()  # as the bot does: what is armed stays
        watching = asyncio.create_task(_watch(lags))
        await asyncio.sleep(0)
        left = 0

        def count(parcels: Sequence[object]) -> None:
            nonlocal left
            left += len(parcels)

        journal = Pages(store, left=count)
        begun = perf_counter()
        for number, page in enumerate(pages, 1):
            journal.write(page)
            if number % AT_A_TIME == 0:
                await asyncio.sleep(0)
        await journal.settle()
        took = perf_counter() - begun
        watching.cancel()
        gc.unfreeze()
        if left != 2 * len(pages):
            raise SystemExit(f"{left:,} parcels left where {2 * len(pages):,} were written")
    return took, max(lags)


async def _watch(lags: list[float]) -> None:
    while True:
        begun = perf_counter()
        await asyncio.sleep(LOOKS)
        lags.append(perf_counter() - begun - LOOKS)


# Each caller waits until its own parcels may leave before it writes its next page.
async def _pages(address: Address, pages: Sequence[Page]) -> float:
    coming = iter(pages)
    waiting: dict[str, asyncio.Event] = {}

    def left(parcels: Sequence[Parcel]) -> None:
        for parcel in parcels[:: len(ROOMS)]:
            waiting.pop(parcel.key).set()

    async with open_store(address) as store:
        journal = Pages(store, left=left)

        async def call() -> None:
            for page in coming:
                waiting[page.parcels[0].key] = told = asyncio.Event()
                journal.write(page)
                await told.wait()

        return await _rate(call, len(pages))


# Each caller has a transaction's worth of its own to do, as the courier has.
async def _works(address: Address, pages: Sequence[Page]) -> float:
    coming = iter(pages)
    async with open_store(address) as store:

        async def call() -> None:
            for page in coming:
                await store.write(partial(writing.write, pages=[page]))

        return await _rate(call, len(pages))


async def _rate(call: Callable[[], Awaitable[None]], number: int) -> float:
    begun = perf_counter()
    await asyncio.gather(*(call() for _ in range(CALLERS)))
    return number / (perf_counter() - begun)


def _syncs(folder: Path) -> float:
    handle = os.open(folder / "synced", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        count, begun = 0, perf_counter()
        while perf_counter() - begun < 1:
            os.write(handle, bytes(4096))
            os.fdatasync(handle)
            count += 1
        return count / (perf_counter() - begun)
    finally:
        os.close(handle)


def _show(found: dict[str, Found], syncs: list[float]) -> None:
    print(f"\nThe folder's fdatasync: {median(syncs):,.0f} a second")
    titles = ("storm", "bare driver", "pages a second", "works a second", "longest lag")
    print(f"{'':<12}" + "".join(f"{title:>16}" for title in titles))
    for name, it in found.items():
        print(
            f"{name:<12}{median(it.ours):>15.2f}s{median(it.bare):>15.2f}s"
            f"{median(it.pages):>16,.0f}{median(it.works):>16,.0f}{median(it.lags):>13.1f} ms"
        )


def _goals(found: dict[str, Found], syncs: list[float], *, steady: bool) -> Iterator[Goal]:
    def goal(number: str, text: str, reached: float | None, **bound: float) -> Goal:
        return Goal(number=number, text=text, reached=reached, steady=steady, **bound)

    for name in ("SQLite", "PostgreSQL"):
        it = found.get(name)
        said = f"{name}: s until {RULES:,} rules that fire within one second are committed"
        yield goal("S1", said, median(it.ours) if it else None, most=2)
        rate = median(it.pages) / median(syncs) if it else None
        said = f"{name}: pages a second that {CALLERS} callers get committed, of fdatasync's rate"
        yield goal("S2", said, rate, least=2)
        said = f"{name}: ms for which the loop was blocked at most meanwhile"
        yield goal("S3", said, median(it.lags) if it else None, most=20)


def _write(out: Path, found: dict[str, Found], syncs: list[float], reached: list[Goal]) -> None:
    told = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "fdatasync": syncs,
        "stores": {name: asdict(it) for name, it in found.items()},
        "goals": [goals.told(goal) for goal in reached],
    }
    out.write_text(json.dumps(told, indent=1) + "\n")
    print(f"\nWritten to {out}.")


if __name__ == "__main__":
    main()
