"""The commands about the store: its schema, its backups, and what rooms own as one file."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from bot.cli.process import DONE, ConfigFile, configure_logs, settings_of
from bot.errors import SetupError

if TYPE_CHECKING:
    from bot.storage.address import Address
    from bot.storage.bundle import Bundle

MOST_BYTES = 64 * 1024 * 1024

db = App(
    name="db",
    help="Look after the store: bring its schema up to date, or back it up.",
    help_format="plaintext",
)

Room = Annotated[
    str | None,
    Parameter(help="What this room owns alone, such as telegram:-100123; silences are of no room."),
]


@db.command
def upgrade(*, config: ConfigFile = None) -> int:
    """Bring the store's schema up to this version, or make the store.

    `prebell run` does so as well as it starts. All of it is done, or nothing: a store that cannot
    be read, or is a newer Prebell's, stays as it is, and the exit status is 2.

    Example: prebell db upgrade
    """
    from bot.storage.migrations import VERSIONS
    from bot.storage.opening import hold, migrate

    address = _address(config)
    with closing(hold(address)):
        done = migrate(address)
    what = f"brought to version {VERSIONS[-1]}" if done else f"is at version {VERSIONS[-1]} already"
    _say(f"{address}: {what}.")
    return DONE


@db.command
def backup(file: Path, /, *, config: ConfigFile = None) -> int:
    """Copy the store into a file, as it is at this moment, while the bot runs.

    The file is whole or not there. To go back: stop the bot, and put it in the place of
    `prebell.db` in the data directory.

    A store on PostgreSQL is backed up with that database's own pg_dump.

    Example: prebell db backup prebell-friday.db

    Parameters
    ----------
    file
        Where to write. A file that is there is kept.
    """
    from bot.storage.backup import back_up

    address = _address(config)
    if address.path is None:
        raise SetupError(
            f"{address} is on a server, which backs itself up: pg_dump --format=custom --file"
            f" {file} {address.url.database}; what rooms own can be written by `prebell export`"
        )
    with _bar(f"Copying {address}") as told:
        size = back_up(address.path, file, told=told)
    _say(f"{file}: a copy of {address}, {size:,} bytes.")
    return DONE


def export(file: Path, /, *, room: Room = None, config: ConfigFile = None) -> int:
    """Write everything that rooms own into one JSON file, while the bot runs.

    That is watchlists, rules, routes, receivers, quiet hours, subscriptions and silences; not what
    stands in the settings file, and no alert. There may be secrets of receivers in it.

    Example: prebell export rooms.json

    Parameters
    ----------
    file
        Where to write. A file that is there is kept.
    """
    from bot.clock import SystemClock
    from bot.storage import bundle
    from bot.storage.opening import once

    address = _address(config)
    if file.exists():
        raise SetupError(f"{file} is there already and is kept; name another file")
    found = once(address, bundle.of, reads=True).of(room)
    written(file, bundle.told(found, SystemClock().now()).encode())
    _say(f"{file}: {_counted(found)}.")
    return DONE


def take_in(file: Path, /, *, room: Room = None, config: ConfigFile = None) -> int:
    """Take in what an export holds; what is there by the same name is replaced.

    Nothing else is touched, and the same file taken in again changes nothing. The whole file is
    read first: every fault in it is told, and with one the exit status is 2 and nothing is changed.

    The bot must not be running where the store is a file, for it goes by what it remembers.

    Example: prebell import rooms.json --room telegram:-100123

    Parameters
    ----------
    file
        A file that `prebell export` wrote.
    """
    from bot.belongings import Kind
    from bot.storage import bundle
    from bot.storage.hearing import heard
    from bot.storage.opening import once, opened
    from config.documents import Documents

    settings = settings_of(config)
    address = _address(config)
    documents = Documents(settings.watchlists)
    checks = {Kind.WATCHLIST: documents.watchlist, Kind.RULE: documents.rule}
    found = heard(_content(file), file=str(file), checks=checks).of(room)
    with closing(opened(address)):
        taken = once(address, lambda connection: bundle.take(connection, found))
    _say(
        f"{file}: {_counted(found)}; {taken.new:,} new, {taken.changed:,} changed,"
        f" {taken.same:,} as they were."
    )
    return DONE


def _address(config: Path | None) -> "Address":
    from bot.storage.address import Address

    settings = settings_of(config)
    configure_logs(settings)
    return Address.of(settings.store.address(), folder=settings.data_dir)


def _say(what: str) -> None:
    from bot.platforms.console import terminal

    console = terminal()
    console.print(what, markup=False, soft_wrap=True)


def _counted(bundle: "Bundle") -> str:
    owned, silences = len(bundle.belongings), len(bundle.silences)
    rooms = len({it.owner for it in bundle.belongings})
    return (
        f"{owned:,} belonging{'' if owned == 1 else 's'} of {rooms:,} room"
        f"{'' if rooms == 1 else 's'} and {silences:,} silence{'' if silences == 1 else 's'}"
    )


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise SetupError(f"{file} is too large to be an export; nothing was changed")
        return file.read_bytes()
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}; nothing was changed") from error


def written(file: Path, content: bytes) -> None:
    """Write a file that only its owner may read. Raises SetupError where it is there already."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as it:
            it.write(content)
    except FileExistsError as error:
        raise SetupError(f"{file} is there already and is kept; name another file") from error
    except OSError as error:
        raise SetupError(f"{file} cannot be written: {error.strerror}") from error


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import Progress

    from bot.platforms.console import terminal

    errors = terminal(errors=True)
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task(what)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)
