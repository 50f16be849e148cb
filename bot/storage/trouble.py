"""Trouble with a database: whether it may pass, and what it is called."""

import sqlite3

from sqlalchemy.exc import DBAPIError

PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
"""What SQLite says of the file and the disk; the rest it says of what was asked."""

OF_THE_WORK = frozenset({"0A", "21", "22", "23", "42"})
"""Classes of what PostgreSQL says of what was asked; the rest it says of itself.

https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

LONGEST = 200


def is_passing(error: BaseException) -> bool:
    """Tell whether the same work may well be done later: locked, full, away."""
    if isinstance(error, OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        code: int = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return code & 0xFF in PASSING  # the rest of it says where in the file
    return sqlstate(error)[:2] not in OF_THE_WORK


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection it came by is of no more use."""
    return isinstance(error, OSError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    )


def sqlstate(error: BaseException) -> str:
    """Return PostgreSQL's code of an error; "" where it has none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def in_words(error: BaseException) -> str:
    """Say in a line what the database said, without the statement it was about."""
    if isinstance(error, OSError):
        return error.strerror or str(error) or "no answer came"
    said = error.orig if isinstance(error, DBAPIError) and error.orig else error
    cause = said.__cause__ or said  # a driver's own words, where another wrapped them
    words = " ".join(str(cause).split())[:LONGEST] or type(cause).__name__
    name = str(getattr(cause, "sqlite_errorname", ""))
    # Which of the many things that may go wrong with a disk, SQLite says by the name alone.
    return f"{words} ({name})" if name.startswith("SQLITE_IOERR") else words
