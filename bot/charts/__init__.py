"""Pictures of what happened. They need matplotlib, which is asked for only where one is drawn."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from bot.errors import SetupError

MISSING = (
    "a chart needs matplotlib, which is not installed; install it beside Prebell:"
    " pip install matplotlib"
)
"""What an operator is told where no chart can be drawn."""


def installed() -> bool:
    """Tell whether charts can be drawn here."""
    return find_spec("matplotlib") is not None


def ready(target: Path, *, keep: Iterable[Path]) -> None:
    """Make sure that a chart can be drawn, and over nothing that is to be kept.

    Raises SetupError where it cannot.
    """
    if not installed():
        raise SetupError(MISSING)
    if target.resolve() in {path.resolve() for path in keep}:
        message = f"the chart would be written over {target}; name another file"
        raise SetupError(message)
    if target.is_dir() or not target.absolute().parent.is_dir():
        message = f"{target} cannot be written; name a file in a folder that is there"
        raise SetupError(message)
