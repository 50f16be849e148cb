"""Where a store is: a file of SQLite or a database of PostgreSQL, and how each is opened."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool, StaticPool

from bot.errors import SetupError

NAME = "prebell.db"
"""The file in the data directory, where no other store is named."""

BUSY = 0.2
"""For how many seconds a file that somebody else has locked is asked for; then it is said."""

_READING = ("query_only=ON",)
_WRITING = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL may lose what was committed when the power goes
    "foreign_keys=ON",
    "journal_size_limit=67108864",
)
_TO_A_SERVER: dict[str, Any] = {
    "timeout": 5,  # seconds to be let in
    "command_timeout": 30,  # seconds for a statement; past that nobody is there
    "server_settings": {"application_name": "prebell"},
}


@dataclass(frozen=True, slots=True)
class Address:
    """Names a store. Its text never shows a password."""

    url: URL

    @classmethod
    def of(cls, written: str, *, folder: Path) -> "Address":
        """Read an address; "" is a file in that folder. Raises SetupError where it is none."""
        if not written:
            return cls(URL.create("sqlite", database=str(folder / NAME)))
        try:
            url = make_url(written)
        except (ArgumentError, ValueError):
            raise SetupError(
                "the store's address is no URL; write one like postgresql://user@host/database"
            ) from None
        kind = url.get_backend_name()
        if kind not in {"sqlite", "postgresql"}:
            raise SetupError(f"a store on {kind!r} is not known; there is sqlite and postgresql")
        if url.database in {None, "", ":memory:"}:
            raise SetupError(f"the store's address {_shown(url)} names no database; add its name")
        return cls(url)

    def __str__(self) -> str:
        return str(self.path) if self.path is not None else _shown(self.url)

    @property
    def path(self) -> Path | None:
        """The file of SQLite; None where a server keeps the store."""
        if self.url.get_backend_name() != "sqlite":
            return None
        return Path(self.url.database or NAME)

    def engine(self, *, reads: bool = False) -> Engine:
        """Open a file of SQLite, to write unless it only `reads`; one thread uses it."""
        engine = create_engine(
            URL.create("sqlite", database=str(self.path)),
            poolclass=StaticPool,  # one connection, which its thread keeps
            connect_args={"timeout": BUSY, "check_same_thread": False},
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            # Python's own way of opening transactions leaves some statements out of them.
            connection.isolation_level = None
            for pragma in _READING if reads else _WRITING:
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

        return engine

    def async_engine(self) -> AsyncEngine:
        """Open a database of PostgreSQL; one event loop uses it."""
        return create_async_engine(
            self.url.set(drivername="postgresql+asyncpg"),
            poolclass=NullPool,  # its session keeps the one connection there is
            connect_args=dict(_TO_A_SERVER),
        )


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)
