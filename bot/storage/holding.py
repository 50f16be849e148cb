"""Holding a file of SQLite: one process at a time, for it goes by what it remembers of it."""

import fcntl
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from bot.errors import SetupError


class Held(Protocol):
    """Something that is ours until it is closed."""

    def close(self) -> None: ...


class HeldFile:
    """Holds a file for this process; the system lets go of it with the process.

    The lock is on a file beside it: SQLite's own locks on a file end where any other handle of the
    process on that file is closed.
    """

    def __init__(self, path: Path) -> None:
        lock = path.with_name(f"{path.name}.lock")
        try:
            self._handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise SetupError(
                f"{path.parent} cannot be written: {error.strerror}; name another folder with"
                " data_dir in the settings or PREBELL_DATA_DIR"
            ) from error
        with ExitStack() as stack:
            stack.callback(self.close)
            self._take(path)
            stack.pop_all()

    def close(self) -> None:
        os.close(self._handle)

    def _take(self, path: Path) -> None:
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            who = os.pread(self._handle, 20, 0).decode(errors="replace").strip() or "unknown"
            raise SetupError(
                f"{path} is in use by another Prebell (process {who}); stop that one first, or name"
                " another folder with data_dir in the settings or PREBELL_DATA_DIR"
            ) from error
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)


class HeldByNobody:
    """Stands for a database that a server shares out by itself."""

    def close(self) -> None:
        return
