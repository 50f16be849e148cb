"""Backups of a file of SQLite, taken while a bot writes to it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.errors import PrebellError, SetupError

STEP = 2_048
"""Pages of 4 KiB between two words on how far it is."""

Told = Callable[[int, int], None]
"""Hears how many pages are copied, and how many there are."""


def back_up(
    source: Path, target: Path, *, told: Told = lambda _done, _all: None, step: int = STEP
) -> int:
    """Copy a store as it is at this moment, and return how many bytes the copy has.

    Whoever writes meanwhile is not kept waiting, and is not in it. A target that is not whole
    never has its name. Raises SetupError where it is there already or cannot be written.
    """
    if target.exists():
        raise SetupError(f"{target} is there already and is kept; name another file")
    if not source.is_file():
        raise SetupError(f"there is no store at {source} to back up")
    part = target.with_name(f"{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))  # it is private
        _copy(source, part, told, step)
        _to_disk(part)
        part.rename(target)
        _to_disk(target.parent)
    except sqlite3.Error as error:
        part.unlink(missing_ok=True)
        raise PrebellError(f"{source} could not be backed up to {target}: {error}") from error
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SetupError(f"{target} cannot be written: {error.strerror}") from error
    return target.stat().st_size


def _copy(source: Path, part: Path, told: Told, step: int) -> None:
    uri = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as there,
        closing(sqlite3.connect(part)) as here,
    ):
        # A snapshot of its own: without one the copy begins anew whenever somebody writes.
        there.execute("BEGIN")
        there.execute("SELECT count(*) FROM sqlite_master").fetchone()
        there.backup(here, pages=step, progress=lambda _s, left, whole: told(whole - left, whole))
        here.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        (said,) = here.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            raise sqlite3.DatabaseError(f"the store is damaged ({said})")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
