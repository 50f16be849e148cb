"""A store in trouble: it keeps what it was given, says why, and goes on by itself."""

import asyncio
import contextlib
import re
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text

from bot.delivery.parcel import Parcel
from bot.errors import StoreError
from bot.journal import Note, Page
from bot.storage.address import Address
from bot.storage.pages import MOST, Pages
from bot.storage.store import Store, open_store
from bot.storage.tables import alerts
from tests.line import Line
from tests.pages import a_page, an_outcome, at

PATIENCE = 30
"""Seconds that a busy machine may take for what takes none."""


async def until(holds: Callable[[], object]) -> None:
    """Let the threads of the store run until something is so."""
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, "it never came to be so"
        await asyncio.sleep(0)


async def rules_of(store: Store) -> list[str]:
    return await store.read(lambda c: list(c.scalars(select(alerts.c.rule).order_by(alerts.c.id))))


class Disk:
    """The room that files of SQLite have, in pages of 4 KiB; 0 is all there is."""

    room = 0


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk that really is full: SQLite itself says so."""
    it = Disk()

    def begin(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA max_page_count={it.room or 2**31 - 2}")

    event.listen(Engine, "begin", begin)
    yield it
    event.remove(Engine, "begin", begin)


async def test_a_full_disk_loses_nothing(sqlite: Address, disk: Disk):
    """Nothing leaves meanwhile; once there is room all of it is written, in order."""
    told: list[Parcel] = []
    async with open_store(sqlite, pause=0.001) as store:
        pages = Pages(store, left=told.extend)
        disk.room = 1  # as many pages as there are
        for number in range(20):
            pages.write(a_page(number))
            await asyncio.sleep(0)
        await until(lambda: store.trouble)
        said, waiting = store.trouble, pages.unwritten
        safe = len(told)

        disk.room = 0
        await pages.settle()
        written = await rules_of(store)

        assert ("database or disk is full", True, 20) == (said, waiting > 0, safe + waiting)
        assert ([f"rule-{n}" for n in range(20)], 20, "") == (written, len(told), store.trouble)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte, which only root may make."""
    mount, umount = shutil.which("mount"), shutil.which("umount")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if (
        not mount
        or not umount
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("a disk of its own can be mounted by root alone")
    yield folder
    subprocess.run([umount, str(folder)], check=True)


async def test_a_disk_that_somebody_fills_is_waited_for(small_disk: Path):
    """With a log, or with a film; they delete it again."""
    ballast = small_disk / "film"
    async with open_store(Address.of("", folder=small_disk), pause=0.001) as store:
        pages = Pages(store, left=lambda _parcels: None)
        with ballast.open("wb", buffering=0) as film, contextlib.suppress(OSError):
            while film.write(bytes(4096)):
                pass
        for number in range(50):
            pages.write(a_page(number))
        await until(lambda: store.trouble)
        said = store.trouble

        ballast.unlink()
        await pages.settle()

        assert re.fullmatch(r"database or disk is full|disk I/O error \(SQLITE_IOERR_\w+\)", said)
        assert [f"rule-{n}" for n in range(50)] == await rules_of(store)


async def test_a_locked_file_is_waited_for(sqlite: Address):
    """Somebody looks at it with a tool of theirs, for as long as they please."""
    async with open_store(sqlite, pause=0.001) as store:
        pages = Pages(store, left=lambda _parcels: None)
        assert sqlite.path
        with closing(sqlite3.connect(sqlite.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            pages.write(a_page(1))
            await until(lambda: store.trouble)
            pages.write(a_page(2))
            said, seen = store.trouble, await rules_of(store)
            other.execute("ROLLBACK")
        await pages.settle()

        assert ("database is locked", []) == (said, seen)
        assert (["rule-1", "rule-2"], "") == (await rules_of(store), store.trouble)


async def test_the_market_goes_on_once_there_is_room_again(sqlite: Address, disk: Disk):
    """Not with the first commit after the trouble, which may have made none."""
    async with open_store(sqlite, pause=0.001) as store:
        pages = Pages(store, left=lambda _parcels: None)
        disk.room = 1
        pages.write(Page(at=at(0), notes=(Note(stage="a", key="k", body="long" * 10_000),)))
        await until(lambda: store.trouble)  # its turn has taken that page, and no other
        for number in range(1, MOST + 1):
            pages.write(Page(at=at(number), outcomes=(an_outcome(number),)))
        disk.room = 0
        await pages.ready()

        assert pages.unwritten < MOST


async def test_a_connection_the_server_ends_is_opened_again(
    postgresql: Address, caplog: pytest.LogCaptureFixture
):
    """After an idle night, or a restart of the server: that is no trouble."""
    async with open_store(postgresql, pause=0.001) as store:
        pages = Pages(store, left=lambda _parcels: None)
        pages.write(a_page(1))
        await pages.settle()

        await store.read(_end_the_others)
        pages.write(a_page(2))
        await pages.settle()

        assert (["rule-1", "rule-2"], []) == (await rules_of(store), caplog.messages)


def _end_the_others(connection: Connection) -> None:
    connection.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


@pytest.fixture
async def line(postgresql: Address) -> AsyncIterator[Line]:
    async with Line(postgresql.url.host or "127.0.0.1", postgresql.url.port or 5432) as it:
        yield it


@pytest.fixture
def over_the_line(postgresql: Address, line: Line) -> Address:
    return Address(postgresql.url.set(host="127.0.0.1", port=line.port))


async def test_a_server_that_is_away_is_waited_for(over_the_line: Address, line: Line):
    """Whoever writes waits; whoever reads for a person may not wait for ever."""
    told: list[Parcel] = []
    async with open_store(over_the_line, pause=0.001) as store:
        pages = Pages(store, left=told.extend)
        line.dead = True
        line.cut()
        for number in range(3):
            pages.write(a_page(number))
            await asyncio.sleep(0)
        await until(lambda: store.trouble)
        before = (bool(store.trouble), told[:])

        line.dead = False
        await pages.settle()

        assert (True, []) == before
        assert ([f"rule-{n}" for n in range(3)], "") == (await rules_of(store), store.trouble)


@pytest.mark.parametrize("cut", ["before", "after"])
async def test_a_commit_that_was_cut_off_happens_once(over_the_line: Address, line: Line, cut: str):
    """Whether the server had it or not, nobody here knows, until the server is asked."""
    told: list[Parcel] = []
    async with open_store(over_the_line, pause=0.001) as store:
        pages = Pages(store, left=told.extend)
        setattr(line, cut, b"COMMIT")
        pages.write(a_page(1))
        await pages.settle()
        counted = await store.read(lambda c: c.scalar(select(func.count()).select_from(alerts)))

        assert (1, 1, ["key-1"]) == (line.broken, counted, [parcel.key for parcel in told])


async def test_a_reader_is_told_that_nobody_answers(over_the_line: Address, line: Line):
    """A person who asks wants an answer, even that one."""
    async with open_store(over_the_line, pause=0.001, reading=0.0) as store:
        line.dead = True
        line.cut()

        with pytest.raises(StoreError, match="the store: "):
            await rules_of(store)


async def test_closing_waits_no_longer_than_it_says(
    sqlite: Address, caplog: pytest.LogCaptureFixture
):
    """A machine that is shut down kills whoever dawdles; what is lost is said."""
    async with open_store(sqlite, pause=0.001, last_wait=0.01) as store:
        pages = Pages(store, left=lambda _parcels: None)
        assert sqlite.path
        with closing(sqlite3.connect(sqlite.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for number in range(3):
                pages.write(a_page(number))
            unwritten = await store.close()
            with pytest.raises(StoreError, match=r"pages were not written, 3 in all: .*locked"):
                await pages.settle()

    said = {record.message: record.__dict__ for record in caplog.records}
    assert (1, 3) == (unwritten, said["pages were not written"]["pages"])


async def test_a_closed_store_takes_nothing(sqlite: Address):
    """What comes after the last page is a mistake of ours, and is not lost in silence."""
    async with open_store(sqlite) as store:
        await store.close()

        with pytest.raises(StoreError, match="the store is closed"):
            store.put(lambda _connection: None)


async def test_closing_writes_what_can_be_written(sqlite: Address):
    """The lock goes while it waits, and nothing is lost."""
    async with open_store(sqlite, pause=0.001) as store:
        pages = Pages(store, left=lambda _parcels: None)
        assert sqlite.path
        with closing(sqlite3.connect(sqlite.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            pages.write(a_page(1))
            await until(lambda: store.trouble)
            closed = asyncio.create_task(store.close())
            await asyncio.sleep(0)
            other.execute("ROLLBACK")
        unwritten = await closed

    async with open_store(sqlite) as store:
        assert (0, ["rule-1"]) == (unwritten, await rules_of(store))


async def test_however_often_a_line_is_cut_everything_is_there_once(
    over_the_line: Address, line: Line
):
    """Between two statements, before a commit and after it, in any order."""
    told: list[Parcel] = []
    dice = Random(7)  # noqa: S311 (no secret)
    async with open_store(over_the_line, pause=0.001) as store:
        pages = Pages(store, left=told.extend)
        for number in range(300):
            pages.write(a_page(number))
            if number % 5 == 0:
                await pages.settle()
            match dice.randrange(9):
                case 0:
                    line.cut()
                case 1:
                    line.before = b"COMMIT"
                case 2:
                    line.after = b"COMMIT"
        await pages.settle()
        rules = [f"rule-{number}" for number in range(300)]

        assert (rules, True) == (await rules_of(store), line.broken > 10)
        assert [f"key-{number}" for number in range(300)] == [parcel.key for parcel in told]
