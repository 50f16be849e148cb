"""The command that records: what the configured feeds give, into a file."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from bot.cli.process import DONE, ConfigFile, configure_logs, feeds_of, settings_of
from bot.errors import SetupError

MOST_MINUTES = 7 * 24 * 60


def record(
    file: Path,
    /,
    *,
    minutes: Annotated[
        float | None, Parameter(help="End after so long; without it, Ctrl-C ends it.")
    ] = None,
    config: ConfigFile = None,
) -> int:
    """Write down what the configured feeds give, so that any trouble becomes a test.

    No rule is watched and nobody is told of anything. `prebell replay` plays what was written.

    Each event is in the file as soon as it came: nothing is lost with the process.

    Example: prebell record my-day.jsonl.gz --minutes 30

    Parameters
    ----------
    file
        Where to write; a name that ends in .gz is gzipped. A file that is there is kept.
    """
    import asyncio
    from datetime import timedelta

    from bot.cli.keeping import kept
    from bot.platforms.console import terminal

    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        raise SetupError(f"--minutes {minutes:g}; write a number above 0, up to {MOST_MINUTES:,}")
    settings = feeds_of(settings_of(config))
    configure_logs(settings)
    span = None if minutes is None else timedelta(minutes=minutes)
    said = asyncio.run(kept(settings, file, span=span, errors=terminal(errors=True)))
    console = terminal()
    console.print(said, markup=False)
    return DONE
