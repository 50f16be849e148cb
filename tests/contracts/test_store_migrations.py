"""Migrations: what they make is what the code reads, and one that is cut off has done nothing."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from bot.belongings import Kind
from bot.delivery.parcel import Parcel
from bot.storage import audit, belongings, migrating, restoring
from bot.storage.address import Address
from bot.storage.bodies import read
from bot.storage.migrations import TABLE, VERSIONS
from bot.storage.opening import once, opened
from bot.storage.sessions import session
from bot.storage.tables import outbox, schema
from tests.pages import a_page

ROOT = Path(__file__).parents[2]
STORES = ROOT / "tests" / "fixtures" / "stores"


def differences(connection: Connection) -> list[object]:
    """List in what a database differs from the tables the code knows."""
    context = MigrationContext.configure(
        connection, opts={"version_table": TABLE, "compare_server_default": True}
    )
    return list(compare_metadata(context, schema))


def test_a_migrated_database_has_the_tables_the_code_reads(address: Address):
    """A column that is missing would be found by the first alert."""
    opened(address).close()

    with closing(session(address)) as it:
        assert [[]] == it.transact([differences])


def test_the_comparison_can_fail(address: Address):
    """One that finds nothing anywhere proves nothing."""
    opened(address).close()

    with closing(session(address)) as it:
        it.transact([lambda c: c.exec_driver_sql("DROP INDEX outbox_way")])
        (found,) = it.transact([differences])

    assert 1 == len(found)


def test_every_version_is_known_in_its_order():
    """The list is what a start goes by; Alembic is asked only where one is lacking."""
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(migrating.__file__).with_name("migrations")))
    scripts = ScriptDirectory.from_config(config)

    assert VERSIONS == tuple(s.revision for s in reversed(list(scripts.walk_revisions())))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_store_of_every_version_there_was_can_be_read(sqlite: Address, version: str):
    """What people have kept since then is as they left it."""
    assert sqlite.path
    sqlite.path.parent.mkdir()
    with closing(sqlite3.connect(sqlite.path)) as connection:
        connection.executescript((STORES / f"{version}.sql").read_text())

    opened(sqlite).close()

    def found(connection: Connection) -> tuple[object, ...]:
        return (
            restoring.living_alerts(connection),
            restoring.notes_of(connection),
            restoring.all_standings(connection),
            restoring.progress_of(connection, "recording"),
            [read(body, Parcel) for body in connection.scalars(select(outbox.c.body))],
            [(it.owner, it.kind, it.name) for it in belongings.owned(connection)],
            [(it.person, it.action) for it in audit.latest(connection, 9)],
        )

    page = a_page(1)
    assert (
        list(page.alerts),
        list(page.notes),
        list(page.standings),
        page.progress,
        list(page.parcels),
        [("telegram:-100123", Kind.RULE, "mover")],
        [("ana", "mute")],
    ) == once(sqlite, found, reads=True)


def test_a_migration_that_is_killed_has_done_nothing(address: Address, tmp_path: Path):
    """By SIGKILL, at each of its statements: all of it is there or none, and a start goes on."""
    # A server takes a second to make all tables and drop them again.
    url = "" if address.path else address.url.render_as_string(hide_password=False)
    step = "6" if url else "1"
    command = [sys.executable, "-m", "tests.killed", url, str(tmp_path), step]

    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    said = json.loads(done.stdout)
    whole = [*sorted([*schema.tables, TABLE]), VERSIONS[-1]]
    assert said["rounds"] > len(schema.tables) // int(step)
    assert [] == [it for it in said["left"] if it not in ([], whole)]
    assert [] == [it for it in said["made"] if it != whole]
