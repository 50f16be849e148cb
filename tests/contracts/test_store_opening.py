"""Opening a store that is newer, broken or somebody else's: said, and left as it was."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from bot.errors import SetupError, StoreError
from bot.storage.address import Address
from bot.storage.migrations import VERSIONS
from bot.storage.opening import look, migrate, once, opened
from bot.storage.pages import write
from bot.storage.sessions import session
from bot.storage.store import open_store
from tests import canaries
from tests.databases import VARIABLE, said_to
from tests.line import Line
from tests.pages import a_page

NOBODY = 65534
SECRET = canaries.STORE


def refused(address: Address) -> str:
    """Say why a store was not opened."""
    with pytest.raises(SetupError) as caught:
        opened(address)
    return str(caught.value)


def seen(folder: Path) -> dict[str, bytes]:
    """Read all there is in a folder."""
    return {it.name: it.read_bytes() for it in sorted(folder.iterdir())}


def a_store(address: Address) -> Path:
    """Make a store, and return its file."""
    opened(address).close()
    assert address.path
    return address.path


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def newer(path: Path) -> None:
    changed(path, "UPDATE prebell_schema SET version_num = '9999'")


def garbled(path: Path) -> None:
    path.write_bytes(b"not a database at all, but long enough to be one " * 100)


def torn(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = os.urandom(64)
    path.write_bytes(content)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def foreign(path: Path) -> None:
    path.unlink()
    changed(path, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY)")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (newer, f"a newer Prebell: its schema is 9999, and this one knows {VERSIONS[-1]}"),
        (garbled, "cannot be read as a store (file is not a database)"),
        (torn, "cannot be read as a store ("),
        (cut_short, "cannot be read as a store ("),
        (foreign, "there are tables of something else in the store's place (moz_places)"),
    ],
)
def test_a_file_that_cannot_be_ours_is_left_as_it_is(
    sqlite: Address, spoil: Callable[[Path], None], said: str
):
    """It may be all that is left of somebody's years; not a byte is changed, no file is added."""
    path = a_store(sqlite)
    spoil(path)
    before = seen(path.parent)

    sentence = refused(sqlite)

    assert (True, True) == (said in sentence, "nothing was changed" in sentence)
    assert before == seen(path.parent)


def test_a_large_file_is_looked_through_for_a_while_only(sqlite: Address):
    """A start that takes minutes is worse than damage that is found where it is met."""
    path = a_store(sqlite)
    once(sqlite, lambda c: write(c, [a_page(number) for number in range(300)]))

    assert look(path, within=0)


def test_a_file_that_somebody_has_locked_is_not_opened(sqlite: Address):
    """A tool of theirs has left a transaction open."""
    path = a_store(sqlite)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = refused(sqlite)

    assert f"{path} cannot be opened: database is locked; nothing was changed" == said


def test_one_work_on_a_server_that_is_away_is_said(postgresql: Address):
    with pytest.raises(SetupError, match="see that the server runs"):
        once(Address(postgresql.url.set(port=1)), lambda _connection: None)


def test_one_work_that_the_database_refuses_is_said(address: Address):
    """By what it said, without the statement, which may hold what is nobody's business."""
    opened(address).close()

    with pytest.raises(StoreError) as caught:
        once(address, lambda c: c.execute(text("SELECT hidden FROM nowhere")))

    assert (True, False) == ("nowhere" in str(caught.value), "SELECT" in str(caught.value))


def test_a_folder_is_no_store(sqlite: Address):
    assert sqlite.path
    sqlite.path.mkdir(parents=True)

    assert f"{sqlite.path} is a folder; name a file" == refused(sqlite)


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Be a user whom permissions hold for, where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A folder that any user can come to."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_cannot_be_written_is_said(everybodys: Path, *, there: bool):
    """With a store in it or without; nothing is tried that would fail later."""
    folder = everybodys / "data"
    address = Address.of("", folder=folder)
    if there:
        a_store(address).chmod(0o666)
    else:
        folder.mkdir()
    (folder / "prebell.db.lock").unlink(missing_ok=True)
    folder.chmod(0o555)
    before = seen(folder)

    with as_somebody_else():
        said = refused(address)

    assert f"{folder} cannot be written: Permission denied" in said
    assert before == seen(folder)


def test_a_file_that_cannot_be_written_is_said(everybodys: Path):
    """A backup that was put back by another user."""
    path = a_store(Address.of("", folder=everybodys))
    path.chmod(0o444)
    before = seen(everybodys)

    with as_somebody_else():
        said = refused(Address.of("", folder=everybodys))

    assert f"{path} cannot be written; let Prebell's user write it" == said
    assert before == seen(everybodys)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path):
    (tmp_path / "data").write_text("a file")

    assert "cannot be made: Not a directory; name another folder with data_dir" in refused(
        Address.of("", folder=tmp_path / "data" / "within")
    )


HOLDER = """
import sys
from pathlib import Path
from bot.storage.address import Address
from bot.storage.opening import opened
held = opened(Address.of("", folder=Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_file_that_another_process_writes_is_not_opened(sqlite: Address):
    """Two bots on one file would each go by what they remember, and undo what the other did."""
    path = a_store(sqlite)
    command = [sys.executable, "-c", HOLDER, str(path.parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        said = refused(sqlite)
        other.kill()

    assert f"{path} is in use by another Prebell (process {other.pid}); stop that one" in said
    opened(sqlite).close()


async def test_what_a_crash_left_beside_a_file_is_read_with_it(sqlite: Address, tmp_path: Path):
    """Its newest transactions stand in the file beside it until somebody takes them over."""
    async with open_store(sqlite) as store:
        await store.write(lambda c: c.execute(text("INSERT INTO living VALUES ('a', 'b')")))
        assert sqlite.path
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for name in ("prebell.db", "prebell.db-wal"):
            (crashed / name).write_bytes(sqlite.path.with_name(name).read_bytes())

    async with open_store(Address.of("", folder=crashed)) as store:
        assert ["a"] == await store.read(
            lambda c: list(c.scalars(text("SELECT fingerprint FROM living")))
        )


def test_what_is_opened_again_is_not_changed(address: Address):
    """Every start but the first."""
    if address.path:
        address.path.parent.mkdir()
    first = migrate(address)

    assert (list(VERSIONS), []) == (first, migrate(address))


def test_a_server_s_newer_database_is_left_as_it_is(postgresql: Address):
    migrate(postgresql)
    said_to(_plain(postgresql), "UPDATE prebell_schema SET version_num = '9999'")

    assert "written by a newer Prebell: its schema is 9999" in refused(postgresql)


def test_tables_of_something_else_on_a_server_are_left_alone(postgresql: Address):
    """Its database may be shared, but not the names of our tables in it."""
    said_to(_plain(postgresql), "CREATE TABLE notes (id int); CREATE TABLE theirs (id int)")

    assert "tables of something else in the store's place (notes)" in refused(postgresql)


def test_a_server_s_database_may_hold_other_tables(postgresql: Address):
    said_to(_plain(postgresql), "CREATE TABLE theirs (id int)")

    assert list(VERSIONS) == migrate(postgresql)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"database": "prebell_test_absent"}, "make it: createdb prebell_test_absent"),
        ({"username": "prebell_test_absent"}, "see to the user and password"),
        ({"port": 1}, "see that the server runs and the address is right"),
    ],
)
def test_a_server_that_says_no_is_said(postgresql: Address, change: dict[str, str], said: str):
    """With what to do, and never with the password."""
    url = postgresql.url.set(**change, password=SECRET)  # type: ignore[arg-type]  # by name
    sentence = refused(Address(url))

    assert (True, False) == (said in sentence, SECRET in sentence)


async def test_a_server_that_breaks_off_is_said(postgresql: Address):
    async with Line("127.0.0.1", 1) as line:
        line.dead = True
        address = Address(postgresql.url.set(port=line.port))

        with pytest.raises(SetupError, match="does not answer"):
            async with open_store(address):
                pass


def test_two_processes_may_come_to_a_new_database_at_once(postgresql: Address, tmp_path: Path):
    """One makes the tables, the other waits for it and finds them."""
    environ = os.environ | {"PREBELL_STORE__URL": _plain(postgresql)}
    environ.pop(VARIABLE, None)
    command = [sys.executable, "-c", "from bot.cli import main; main()", "db", "upgrade"]

    both = [
        subprocess.Popen(command, cwd=tmp_path, env=environ, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = sorted(one.communicate()[0].partition(": ")[2] for one in both)

    newest = VERSIONS[-1]
    assert [f"brought to version {newest}.\n", f"is at version {newest} already.\n"] == said


def test_a_role_that_may_not_make_tables_is_said(postgresql: Address):
    """On PostgreSQL 15 and later that is how a new role begins."""
    role = f"{postgresql.url.database}_role"
    said_to(_plain(postgresql), f"CREATE ROLE {role} LOGIN")
    try:
        said = refused(Address(postgresql.url.set(username=role)))
    finally:
        said_to(_plain(postgresql), f"DROP ROLE {role}")

    assert "its user has to be allowed to make tables in it" in said


def test_what_an_opened_store_has_is_its_version(address: Address):
    opened(address).close()
    it = session(address)
    (found,) = it.transact([lambda c: c.scalar(text("SELECT version_num FROM prebell_schema"))])
    it.close()

    assert VERSIONS[-1] == found


def _plain(address: Address) -> str:
    return address.url.render_as_string(hide_password=False)
