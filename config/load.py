"""Loading: find the file, read it and the environment, and tell every fault at once."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from bot.errors import SetupError
from config import checks, sentences
from config.environment import FILE, Environment
from config.faults import ConfigFaults, Fault
from config.settings import Settings
from config.tree import MOST_BYTES, Tree
from config.written import Written

NAME = "prebell.yaml"
PACKAGED = Path(__file__).with_name(NAME)

_BESIDE_RULES = ("watchlists", "closures")


def load(file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings: the file's, with the environment's over them.

    Raises ConfigFaults with all that is wrong, or SetupError where there is no file to read.
    """
    path = find(file, environ)
    tree = Tree(str(path), _content(path))
    environment = Environment.read(environ)
    written = Written(tree, environment)
    found = [*tree.faults, *environment.faults, *checks.faults(written)]
    return _validated(written, found, str(path))


def load_rules(rules: Path, file: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings with the rules of another file in place of their own.

    Watchlists and closures are that file's too where it has some. Raises as `load` does.
    """
    path = find(file, environ)
    base, tree = Tree(str(path), _content(path)), Tree(str(rules), _content(rules))
    environment = Environment.read({})
    written = Written(tree, environment)
    written.values = {
        **{name: value for name, value in base.values.items() if name in _BESIDE_RULES},
        **{name: value for name, value in written.values.items() if value is not None},
    }
    found = [*tree.faults, *checks.faults(written)]
    return _validated(written, found, str(rules))


def find(file: Path | None, environ: Mapping[str, str]) -> Path:
    """Name the settings file: the one asked for, else PREBELL_CONFIG, else ours or the packaged."""
    if file is not None:
        return file
    if named := environ.get(FILE):
        return Path(named)
    here = Path(NAME)
    return here if here.exists() else PACKAGED


def _validated(written: Written, found: list[Fault], file: str) -> Settings:
    try:
        settings = Settings.validated(written.values, file=file)
    except ValidationError as error:
        raise ConfigFaults([*found, *sentences.faults(error, written)]) from error
    if found:
        raise ConfigFaults(found)
    return settings


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
