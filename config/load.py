"""Loading: find the file, read it and the environment, and tell every fault at once."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.errors import SetupError
from config import checks, sentences
from config.environment import FILE, Environment
from config.faults import ConfigFaults
from config.settings import Settings
from config.tree import MOST_BYTES, Tree
from config.written import Written

NAME = "prebell.yaml"
PACKAGED = Path(__file__).with_name(NAME)


def load(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings: the file's, with the environment's over them.

    Raises ConfigFaults with all that is wrong, or SetupError where there is no file to read.
    """
    path = find(file, environ)
    tree = Tree(str(path), _content(path))
    environment = Environment.read(environ)
    written = Written(tree, environment)
    found = [*tree.faults, *environment.faults, *checks.faults(written)]
    try:
        settings = Settings.validated(written.values, file=str(path))
    except ValidationError as error:
        raise ConfigFaults([*found, *sentences.faults(error, written)]) from error
    if found:
        raise ConfigFaults(found)
    return settings


def find(file: Path | None, environ: Mapping[str, str]) -> Path:
    """Name the settings file: the one asked for, else PREBELL_CONFIG, else ours or the packaged."""
    if file is not None:
        return file
    if named := environ.get(FILE):
        return Path(named)
    here = Path(NAME)
    return here if here.exists() else PACKAGED


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as content:
            return content.read(MOST_BYTES + 1)
    except FileNotFoundError:
        reason = "there is no such file"
    except IsADirectoryError:
        reason = "this is a folder"
    except OSError as error:
        reason = f"it cannot be read ({error.strerror})"
    message = f"{path}: {reason}; name a settings file with --config or PREBELL_CONFIG"
    raise SetupError(message)
