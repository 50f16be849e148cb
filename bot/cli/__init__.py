"""The command line: what each command takes, and how the process ends.

Exit status 0 is done, 1 failed while running, 2 wrong settings or arguments. Nothing heavy is
imported before a command needs it, so that `--help` is instant.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

from cyclopts import App, CycloptsError, Parameter

from bot import __version__
from bot.cli.asking import ask
from bot.cli.backtesting import backtest
from bot.cli.briefing import brief
from bot.cli.process import (
    DONE,
    FAILED,
    INTERRUPTED,
    UNUSABLE,
    ConfigFile,
    configure_logs,
    feeds_of,
    print_json,
    settings_of,
)
from bot.cli.recording import record
from bot.cli.storing import db, export, take_in
from bot.errors import PrebellError, SetupError

if TYPE_CHECKING:
    from bot.cli.online import Answers
    from config.settings import Settings

LONGEST = 60
"""Seconds that a provider may be given to answer."""

app = App(
    name="prebell",
    version=__version__,
    help="A bell for the people who follow a sector: it watches quotes, knows what counts as a "
    "move before, during and after the session, and says so once, with the evidence.",
    help_epilogue="Try it: prebell run, then open the address it prints.",
    help_format="plaintext",  # Markdown would cost a quarter of the time that help takes
)


@app.command
def run(
    *,
    config: ConfigFile = None,
    port: Annotated[int | None, Parameter(help="Port of the web desk.")] = None,
    speed: Annotated[
        str | None, Parameter(help="Market seconds per second, such as 120, or `max`.")
    ] = None,
) -> int:
    """Run the bot: watch, ring, and answer.

    With no feed configured it plays the recorded day of 10 October 2025 from 07:55Z at 120×.

    It prints the alerts and serves the web desk on http://127.0.0.1:8080; Ctrl-C stops it.

    Example: prebell run --speed 600 --port 9000
    """
    import asyncio

    from bot import app as composition
    from bot.clock import SystemClock
    from bot.platforms.console import terminal

    def read() -> "Settings":
        return settings_of(config, {"--port": port, "--speed": speed})

    settings = read()
    configure_logs(settings)
    console, errors = terminal(), terminal(errors=True)
    asyncio.run(
        composition.run(settings, console=console, errors=errors, real=SystemClock(), reread=read)
    )
    return DONE


@app.command
def replay(  # noqa: PLR0913 (one argument an option)
    file: Path,
    /,
    *,
    speed: Annotated[
        str, Parameter(help="Market seconds per second, such as 3600; `max` waits for nothing.")
    ] = "max",
    alerts: Annotated[
        Path | None, Parameter(help="Write each transition of an alert here, a JSON line each.")
    ] = None,
    messages: Annotated[
        Path | None, Parameter(help="Write each message that left here, a JSON line each.")
    ] = None,
    quiet: Annotated[
        bool, Parameter(help="Do not print the alerts.", negative="", show_default=False)
    ] = False,
    as_json: Annotated[
        bool,
        Parameter(
            name="--json",
            help="Print the summary as JSON, and nothing else.",
            negative="",
            show_default=False,
        ),
    ] = False,
    config: ConfigFile = None,
) -> int:
    """Play a recording through the whole pipeline.

    The same recording gives the same alerts, byte for byte, at any speed.

    Lines that cannot be used are told with their number, and change nothing.

    A file that breaks off is played as far as it goes, and ends with status 1.

    Example: prebell replay my-day.jsonl.gz --speed 3600 --alerts alerts.jsonl

    Parameters
    ----------
    file
        A recording: JSON lines, gzipped or not, such as config/recordings/2025-10-10.jsonl.gz.
    """
    import asyncio

    from bot import offline
    from bot import replay as replaying
    from bot.clock import SystemClock
    from bot.feeds.recording import Recording
    from bot.platforms.console import terminal

    settings = settings_of(config, {"--speed": speed})
    configure_logs(settings)
    console, errors = terminal(), terminal(errors=True)
    recording = Recording(file)
    with replaying.files(alerts, messages, keep=file) as written:
        outcome = asyncio.run(
            offline.replay_file(
                settings,
                recording,
                speed=settings.recording.pace(),
                files=written,
                console=None if quiet or as_json else console,
                errors=errors,
                real=SystemClock(),
            )
        )
    if as_json:
        print_json(outcome.told())
    else:
        console.print(outcome.sentence(), markup=False)
    return FAILED if outcome.broken else DONE


@app.command
def check(
    file: Annotated[
        Path | None, Parameter(help="Settings to check; else those `run` would use.")
    ] = None,
    /,
    *,
    as_json: Annotated[
        bool,
        Parameter(
            name="--json", help="Print what was found as JSON.", negative="", show_default=False
        ),
    ] = False,
    online: Annotated[
        bool,
        Parameter(
            help="Also ask each configured provider for one quote, and each feed for its news.",
            negative="",
            show_default=False,
        ),
    ] = False,
    within: Annotated[float, Parameter(help="Seconds a provider may take.")] = 10.0,
) -> int:
    """Check the settings and every rule in them.

    Every fault is told at once, as file:line:column: what is wrong; what to write.

    The exit status is 2 then. Nothing is started, and no secret is shown.

    With --online it is told what each provider and each feed of news answers, how old and how
    fast; 1 where one fails.

    Example: prebell check prebell.yaml --online
    """
    settings = settings_of(file)
    found: dict[str, object] = dict(settings.summary())
    answers = _answers(settings, within) if online else None
    if as_json:
        print_json(found | (answers.told() if answers else {}))
    else:
        counted = [(count, what) for what, count in found.items() if what != "file"]
        counts = ", ".join(f"{n} {what[:-1] if n == 1 else what}" for n, what in counted)
        print(f"{found['file']}: {counts}; no faults.")
        if answers is not None:
            from bot.cli.online import shown
            from bot.platforms.console import terminal

            terminal().print(shown(answers))
    return FAILED if answers is not None and answers.faulty else DONE


def _answers(settings: "Settings", within: float) -> "Answers":
    from datetime import timedelta

    from bot.cli.online import tried

    if not 0 < within <= LONGEST:
        raise SetupError(f"--within {within:g}; write a number of seconds above 0, up to {LONGEST}")
    if not settings.feeds.publications():
        feeds_of(settings)  # says what to write where there is nothing to ask
    configure_logs(settings)
    return tried(settings, timedelta(seconds=within))


app.command(ask)
app.command(backtest)
app.command(brief)
app.command(record)
app.command(db)
app.command(export)
app.command(take_in, name="import")


def main() -> NoReturn:
    """Run the command that was asked for, and end the process with its status."""
    sys.exit(execute(sys.argv[1:]))


def execute(arguments: list[str]) -> int:
    """Run a command and return its exit status; what went wrong is said on standard error."""
    try:
        return int(
            app(
                arguments,
                exit_on_error=False,
                print_error=False,
                result_action="return_value",
            )
            or DONE
        )
    except CycloptsError as error:
        return _said(f"{error}\nTry: prebell --help", UNUSABLE)
    except SetupError as error:
        return _said(str(error), UNUSABLE)
    except PrebellError as error:
        return _said(str(error), FAILED)
    except KeyboardInterrupt:
        return INTERRUPTED


def _said(what: str, status: int) -> int:
    print(what, file=sys.stderr)
    return status
