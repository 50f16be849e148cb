"""A command as a process: the settings it starts with, what it prints, the status it ends with."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from bot.errors import SetupError

if TYPE_CHECKING:
    from config.settings import Settings

DONE, FAILED, UNUSABLE = 0, 1, 2
INTERRUPTED = 130  # what shells expect of a process that Ctrl-C ended

ConfigFile = Annotated[
    Path | None,
    Parameter(
        name=["--config", "-c"],
        help="Settings to use. Without it: PREBELL_CONFIG, else ./prebell.yaml, else the ones "
        "that come with Prebell.",
    ),
]


def print_json(told: object) -> None:
    import json

    print(json.dumps(told))


_VARIABLES = {
    "--port": "PREBELL_WEB__PORT",
    "--speed": "PREBELL_RECORDING__SPEED",
    "--at": "PREBELL_RECORDING__START",
}


def settings_of(file: Path | None, options: dict[str, object] | None = None) -> "Settings":
    """Read the settings; an option is the environment's last word, and refused like any of them."""
    from config.load import load

    given = {_VARIABLES[o]: str(v) for o, v in (options or {}).items() if v is not None}
    try:
        return load(file, os.environ | given)
    except SetupError as error:
        message = str(error)
        for option, variable in _VARIABLES.items():
            message = message.replace(variable, option) if variable in given else message
        raise SetupError(message) from error


def feeds_of(settings: "Settings") -> "Settings":
    """Return the settings where they name a feed; raises SetupError where they do not."""
    if not settings.feeds.quotes:
        raise SetupError("feeds: quotes: is empty; name a provider, such as yahoo")
    return settings


def configure_logs(settings: "Settings") -> None:
    from bot import logs

    logs.configure(
        level=settings.log.level, as_json=settings.log.as_json, secrets=settings.secrets()
    )
