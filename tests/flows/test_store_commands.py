"""`prebell db`: the store as its operator handles it."""

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.backup import back_up
from bot.storage.migrations import VERSIONS
from bot.storage.opening import once
from bot.storage.pages import write
from tests.flows.conftest import Prebell
from tests.pages import a_page
from tests.stores import STORE, a_bundle, a_store_with

pytestmark = pytest.mark.usefixtures("untouched_logging")


def test_a_store_is_made_and_brought_up_to_date_once(prebell: Prebell):
    first, second = prebell("db", "upgrade"), prebell("db", "upgrade")

    newest = VERSIONS[-1]
    assert f"data/prebell.db: brought to version {newest}.\n" == first.out
    assert f"data/prebell.db: is at version {newest} already.\n" == second.out


def test_a_store_of_a_newer_version_ends_every_command(prebell: Prebell):
    """Exit 2, one sentence, and the store as it was."""
    a_store_with()
    with closing(sqlite3.connect("data/prebell.db")) as connection, connection:
        connection.execute("UPDATE prebell_schema SET version_num = '9999'")
    Path("rooms.json").write_text(json.dumps(a_bundle()))
    before = Path("data/prebell.db").read_bytes()

    said = [
        prebell("db", "upgrade"),
        prebell("export", "other.json"),
        prebell("import", "rooms.json"),
    ]

    assert [2, 2, 2] == [it.status for it in said]
    assert [True] * 3 == ["written by a newer Prebell" in it.err for it in said]
    assert before == Path("data/prebell.db").read_bytes()


def test_a_backup_holds_what_was_written_while_it_was_open(prebell: Prebell):
    """The newest of it stands in the file beside the store, and is in the copy."""
    a_store_with()
    with closing(sqlite3.connect("data/prebell.db")) as bot:
        bot.execute("INSERT INTO living VALUES ('a', 'b')")
        bot.commit()
        said = prebell("db", "backup", "friday.db")

    with closing(sqlite3.connect("friday.db")) as copy:
        assert [("a",)] == copy.execute("SELECT fingerprint FROM living").fetchall()
        assert [("ok",)] == copy.execute("PRAGMA integrity_check").fetchall()
    assert (0, "friday.db: a copy of data/prebell.db, ") == (said.status, said.out[:38])
    assert [] == list(Path().glob("friday.db?*"))


def test_a_backup_is_of_one_moment_though_the_bot_writes(prebell: Prebell, tmp_path: Path):
    """Pages go on being written, and the copy has each of them whole or not at all."""
    prebell("db", "upgrade")
    stopped = threading.Event()

    def bot() -> None:
        for number in range(10_000):
            once(STORE, lambda c, n=number: write(c, [a_page(n)]))  # type: ignore[misc]  # bound now
            if stopped.is_set():
                return

    writer = threading.Thread(target=bot)
    writer.start()
    for number in range(3):
        back_up(Path("data/prebell.db"), tmp_path / f"{number}.db", step=1)
    stopped.set()
    writer.join()

    for number in range(3):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
            counts = [
                copy.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (ours)
                for table in ("alerts", "standings", "notes", "outbox", "deliveries")
            ]
            assert 1 == len(set(counts))


def test_a_backup_does_not_begin_anew_whenever_the_bot_writes(prebell: Prebell, tmp_path: Path):
    """On a busy morning it would never come to its end."""
    prebell("db", "upgrade")
    copied: list[int] = []
    with closing(sqlite3.connect("data/prebell.db")) as bot:

        def told(done: int, _whole: int) -> None:
            copied.append(done)
            bot.execute("INSERT INTO living VALUES (?, 'b')", [f"a-{len(copied)}"])
            bot.commit()
            assert len(copied) < 1000

        back_up(Path("data/prebell.db"), tmp_path / "friday.db", told=told, step=1)

    assert list(range(1, len(copied) + 1)) == copied


def test_a_backup_keeps_a_file_that_is_there(prebell: Prebell):
    prebell("db", "upgrade")
    Path("friday.db").write_text("precious")

    said = prebell("db", "backup", "friday.db")

    assert (2, "precious") == (said.status, Path("friday.db").read_text())
    assert "friday.db is there already and is kept; name another file\n" == said.err


def test_a_backup_of_nothing_is_none(prebell: Prebell):
    said = prebell("db", "backup", "friday.db")

    assert (2, False) == (said.status, Path("friday.db").exists())
    assert "there is no store at data/prebell.db to back up\n" == said.err


def test_a_backup_that_cannot_be_written_leaves_nothing(prebell: Prebell):
    prebell("db", "upgrade")

    said = prebell("db", "backup", "absent/friday.db")

    assert (2, "absent/friday.db cannot be written: No such file or directory\n") == (
        said.status,
        said.err,
    )


def test_a_damaged_store_gives_no_backup(prebell: Prebell):
    """A copy that nobody can read is worse than none, for somebody counts on it."""
    prebell("db", "upgrade")
    store = Path("data/prebell.db")
    damaged = bytearray(store.read_bytes())
    damaged[4096 * 3 : 4096 * 3 + 100] = bytes(100)
    store.write_bytes(damaged)

    said = prebell("db", "backup", "friday.db")

    assert (1, []) == (said.status, list(Path().glob("friday*")))
    assert "data/prebell.db could not be backed up to friday.db: the store is damaged" in said.err


def test_a_server_s_store_is_backed_up_by_the_server(
    prebell: Prebell, monkeypatch: pytest.MonkeyPatch
):
    """The command to type is said, and no password is."""
    monkeypatch.setenv("PREBELL_STORE__URL", "postgresql://ana:hidden-word@db.example/bell")

    said = prebell("db", "backup", "friday.dump")

    assert 2 == said.status
    assert "pg_dump --format=custom --file friday.dump bell" in said.err
    assert "hidden-word" not in said.err
