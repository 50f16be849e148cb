"""The command that tells the brief of a watchlist."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from bot.cli.asking import ask
from bot.cli.process import ConfigFile


def brief(
    watchlist: Annotated[
        str, Parameter(help="Its name, such as miners; else the first with milestones.")
    ] = "",
    /,
    *,
    at: Annotated[
        str | None,
        Parameter(help="Tell it of the recording as of then: 12:50Z or 2025-10-10T12:50Z."),
    ] = None,
    config: ConfigFile = None,
    as_json: Annotated[
        bool,
        Parameter(name="--json", help="Print it as JSON.", negative="", show_default=False),
    ] = False,
    save: Annotated[Path | None, Parameter(help="Where to write its picture, as PNG.")] = None,
) -> int:
    """Tell a sector's story: its value, who moves, the news, what fired and what is near.

    A bot that runs from the same data directory tells it.

    Where none runs, or with --at, the recording is played up to then and tells it, and says so.

    Example: prebell brief miners --at 12:50Z
    """
    text = f"/brief {watchlist}".strip()
    return ask(text, at=at, config=config, as_json=as_json, save=save)
