"""Where the running bot can be reached: a small file in its data directory."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SetupError

NAME = "running.json"


@contextmanager
def announced(data_dir: Path, url: str) -> Iterator[None]:
    """Say in `data_dir` that a bot answers at `url`, for as long as the block runs.

    Raises SetupError where the directory cannot be written.
    """
    file = data_dir / NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")
    except OSError as error:
        raise SetupError(
            f"the data directory {data_dir} cannot be written: {error.strerror}; name another"
            " with data_dir in the settings or PREBELL_DATA_DIR"
        ) from error
    try:
        yield
    finally:
        if _read(file).get("pid") == os.getpid():  # another bot may have taken the place since
            file.unlink(missing_ok=True)


def running(data_dir: Path) -> str | None:
    """Return the address of the bot that runs from `data_dir`; None where none does."""
    told = _read(data_dir / NAME)
    url, pid = told.get("url"), told.get("pid")
    return url if isinstance(url, str) and isinstance(pid, int) and _lives(pid) else None


def _read(file: Path) -> dict[str, object]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
