"""The power goes: what was told as safe is there, and whole, whatever the disk had in its cache."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.power import disk_at, said_in, traced

ROOT = Path(__file__).parents[2]
CUTS = 100

BOT = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.storage.address import Address
from bot.storage.pages import Pages
from bot.storage.store import open_store
from tests.pages import a_page

def told(parcels):
    os.write(1, "".join(f"{parcel.key}\\n" for parcel in parcels).encode())

async def main():
    async with open_store(Address.of("", folder=Path(sys.argv[1]))) as store:
        pages = Pages(store, left=told)
        for number in range(75):
            pages.write(a_page(2 * number))
            pages.write(a_page(2 * number + 1))
            await pages.settle()
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


def _can_trace() -> bool:
    strace = shutil.which("strace")
    if strace is None:
        return False
    return not subprocess.run([strace, "true"], check=False, capture_output=True).returncode


@pytest.mark.skipif(not _can_trace(), reason="strace is not here, or may not look at a process")
def test_what_was_told_is_there_after_a_power_cut(tmp_path: Path):
    """A hundred cuts at any moment; of what was not synced, any sector may be lost.

    There are pages enough for SQLite to carry its journal over into the file meanwhile.
    """
    folder = tmp_path / "data"
    asked = traced(BOT, str(folder), folder=tmp_path, cwd=ROOT)
    first = next(n for n, it in enumerate(asked) if said_in([it]))
    dice = Random(7)  # noqa: S311 (no secret)

    lost = []
    for cut in range(CUTS):
        before = asked[: dice.randrange(first, len(asked) + 1)]
        left = tmp_path / f"cut-{cut}"
        left.mkdir()
        for name, file in disk_at(before, folder).items():
            (left / name).write_bytes(file.cut(dice))
        told, found = said_in(before), _found(left / "prebell.db")
        whole = [f"key-{number}" for number in range(len(found))]
        if found[: len(told)] != told or found != whole:
            lost.append((cut, told, found))

    carried = [it for it in asked[first:] if it.path.endswith("prebell.db") and it.data]
    assert [] == lost
    assert (150, True) == (len(said_in(asked)), len(carried) > 1)


def _found(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert [("ok",)] == connection.execute("PRAGMA integrity_check").fetchall()
        tables = ("alerts", "standings", "notes", "deliveries", "outbox")
        counts = {
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (ours)
            for table in tables
        }
        assert 1 == len(counts), counts
        return [key for (key,) in connection.execute("SELECT key FROM outbox ORDER BY id")]
