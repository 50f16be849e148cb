"""Opening a store: it is looked at first, and changed only where it is ours and can be read."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import TypeVar

from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from bot.errors import SetupError, StoreError
from bot.storage.address import Address
from bot.storage.holding import Held, HeldByNobody, HeldFile
from bot.storage.migrating import upgrade, version
from bot.storage.migrations import VERSIONS
from bot.storage.sessions import Work, session
from bot.storage.trouble import in_words, sqlstate

T = TypeVar("T")

LOOK = 2.0
"""Seconds for which a file is looked through for damage; a large one is not read to its end."""

_STEPS = 1_000  # of SQLite, between two looks at the clock


def opened(address: Address) -> Held:
    """Hold a store and bring it up to this version. Raises SetupError, and writes nothing then."""
    with ExitStack() as stack:
        held = stack.enter_context(closing(hold(address)))
        migrate(address)
        stack.pop_all()
    return held


def hold(address: Address) -> Held:
    """Look at a store and hold it, changing nothing. Raises SetupError where it is not for us."""
    if address.path is None:
        return HeldByNobody()
    _folder(address.path)
    look(address.path)
    return HeldFile(address.path)


def migrate(address: Address) -> list[str]:
    """Run the migrations a database lacks, all or none; return which."""
    with closing(session(address)) as it:
        try:
            (done,) = it.transact([upgrade])
        except (DBAPIError, OSError) as error:
            raise SetupError(_refusal(address, error)) from error
    return list(done)


def once(address: Address, work: Work[T], *, reads: bool = False) -> T:
    """Do one work in a store that is up to date, on a connection of its own.

    What only reads may do so beside a running bot. Raises SetupError where there is no such store,
    and StoreError where the database fails.
    """
    if address.path is not None and not look(address.path):
        raise SetupError(f"there is no store at {address} yet; `prebell db upgrade` makes one")
    with closing(session(address, reads=reads)) as it:
        try:
            _, done = it.transact([_current, work])
        except OSError as error:
            raise SetupError(_refusal(address, error)) from error
        except DBAPIError as error:
            raise StoreError(f"{address}: {in_words(error)}") from error
    result: T = done
    return result


def _current(connection: Connection) -> None:
    if version(connection) != VERSIONS[-1]:
        raise SetupError("the store's schema is an older one; `prebell db upgrade` brings it up")


def look(path: Path, *, within: float = LOOK) -> bool:
    """Look at a file without changing it; tell whether there is anything in it.

    Raises SetupError where it cannot be read, or is no store that this version can open.
    """
    if path.is_dir():
        raise SetupError(f"{path} is a folder; name a file")
    if not path.exists() or not path.stat().st_size:
        return False
    if not os.access(path, os.R_OK | os.W_OK, effective_ids=True):
        raise SetupError(f"{path} cannot be written; let Prebell's user write it")
    try:
        with _seen(path) as connection:
            version(connection)
            fault = _damage(connection, within)
    except DBAPIError as error:
        raise SetupError(_unreadable(path, in_words(error))) from error
    if fault:
        raise SetupError(_unreadable(path, fault))
    return True


@contextmanager
def _seen(path: Path) -> Iterator[Connection]:
    # Immutable, or SQLite would leave files beside it; but where there are some, somebody is at it
    # now, or a crash has left what has to be read with it.
    left = path.with_name(f"{path.name}-wal")
    way = "ro" if left.exists() else "ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode={way}"
    engine = create_engine(
        URL.create("sqlite"),
        creator=lambda: sqlite3.connect(uri, uri=True, check_same_thread=False),
        poolclass=StaticPool,
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _damage(connection: Connection, within: float) -> str:
    until = monotonic() + within
    bare: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # it is SQLite's
    bare.set_progress_handler(lambda: monotonic() > until, _STEPS)
    try:
        (said,) = bare.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            return ""  # as far as there was time it is sound
        raise
    finally:
        bare.set_progress_handler(None, 0)
    return "" if said == "ok" else " ".join(str(said).split())


def _folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"{path.parent} cannot be made: {error.strerror}; name another folder with data_dir in"
            " the settings or PREBELL_DATA_DIR"
        ) from error


def _unreadable(path: Path, said: str) -> str:
    return (
        f"{path} cannot be read as a store ({said}); nothing was changed. Put a backup in its"
        " place, or move it away to begin anew"
    )


def _refusal(address: Address, error: Exception) -> str:
    name, said = address.url.database, in_words(error)
    state = sqlstate(error)
    if address.path is not None:
        return f"{address} cannot be opened: {said}; nothing was changed"
    if state == "3D000":
        return f"{address}: there is no such database; make it: createdb {name}"
    if state.startswith("28"):
        return f"{address}: {said}; see to the user and password in PREBELL_STORE__URL"
    if state.startswith(("3F", "42")):
        return f"{address}: {said}; its user has to be allowed to make tables in it"
    return f"{address} does not answer: {said}; see that the server runs and the address is right"
