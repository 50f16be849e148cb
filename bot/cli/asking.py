"""The command that asks what could be asked in a chat room, and saves what goes with the answer."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from bot.cli.process import DONE, ConfigFile, configure_logs, print_json, settings_of
from bot.cli.storing import written
from bot.errors import PrebellError

if TYPE_CHECKING:
    from bot.asking import Answered


def ask(
    text: Annotated[str, Parameter(help='A command, such as "/sector miners" or "/help".')],
    /,
    *,
    at: Annotated[
        str | None,
        Parameter(
            help="Answer from the recording as of then, such as 12:50Z or 2025-10-10T12:50Z."
        ),
    ] = None,
    config: ConfigFile = None,
    as_json: Annotated[
        bool,
        Parameter(name="--json", help="Print the answer as JSON.", negative="", show_default=False),
    ] = False,
    save: Annotated[
        Path | None,
        Parameter(help="Where to write the file or the picture that goes with the answer."),
    ] = None,
) -> int:
    """Ask what could be asked in a chat room.

    A bot that runs from the same data directory answers.

    Where none runs, or with --at, the recording is played up to then and answers, and says so.

    Example: prebell ask "/why premarket-mover IREN" --at 12:50Z
    """
    from bot.asking import ask_running
    from bot.platforms.console import reply_text, terminal

    settings = settings_of(config, {"--at": at})
    configure_logs(settings)
    errors = terminal(errors=True)
    answered = None if at else ask_running(settings.data_dir, text, token=settings.web_token())
    if answered is None:
        import asyncio

        from bot import offline

        answered = asyncio.run(offline.ask(settings, text, errors=errors))
    if as_json:
        print_json(answered.told())
    else:
        terminal().print(reply_text(answered.reply))
        if answered.usage:
            terminal().print(f"Usage: {answered.usage}", markup=False)
    return _save(answered, save)


def _save(answered: "Answered", file: Path | None) -> int:
    found = answered.file
    if file is None:
        if found is not None:
            size = len(found.content)
            print(
                f"With {found.name}, {size:,} bytes; --save FILE writes it down.", file=sys.stderr
            )
        return DONE
    if found is None:
        raise PrebellError("Nothing goes with this answer that could be saved.")
    written(file, found.content)
    return DONE
