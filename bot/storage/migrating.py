"""Migrations: which schema a database has, and how it comes to this version's."""

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table, text

from bot.errors import SetupError
from bot.storage.migrations import TABLE, VERSIONS
from bot.storage.tables import schema

_FOLDER = Path(__file__).with_name("migrations")
_KEY = 5_243_190_377
"""Names the lock that keeps two processes from migrating a server's database at once."""


def version(connection: Connection) -> str:
    """Return the version of a database's schema; "" where it has none yet.

    Raises SetupError where its tables are somebody else's, or its version is not known here.
    """
    inspector = inspect(connection)
    if not inspector.has_table(TABLE):
        _untouched(connection, inspector.get_table_names())
        return ""
    found = connection.scalar(select(column("version_num")).select_from(table(TABLE))) or ""
    if found and found not in VERSIONS:
        raise SetupError(
            f"the store was written by a newer Prebell: its schema is {found}, and this one knows"
            f" {VERSIONS[-1]}; nothing was changed. Run that version, or put back a backup"
        )
    return str(found)


def upgrade(connection: Connection) -> list[str]:
    """Bring a database to this version's schema, within its transaction; return what was run."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEY})
    found = version(connection)
    lacking = VERSIONS[VERSIONS.index(found) + 1 :] if found else VERSIONS
    if lacking:
        _run(connection)
    return list(lacking)


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 (a quarter of a second that nearly no start needs)
    from alembic.config import Config  # noqa: PLC0415 (likewise)

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")


def _untouched(connection: Connection, names: list[str]) -> None:
    # A database of a server is shared now and then; a file is not.
    shared = connection.dialect.name == "postgresql"
    strangers = sorted(set(names) & set(schema.tables)) if shared else sorted(names)
    if strangers:
        raise SetupError(
            f"there are tables of something else in the store's place ({', '.join(strangers[:5])});"
            " nothing was changed. Name another file or database in store: url"
        )
