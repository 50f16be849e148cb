"""Databases for tests: a file in a folder of its own, and a private database of PostgreSQL."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from secrets import token_hex

import asyncpg
import pytest
from sqlalchemy import make_url

from bot.storage.address import Address

VARIABLE = "PREBELL_TEST_POSTGRES"
"""Names a server, and a role that may make databases; nothing that is there is touched."""

AT_HAND = "postgresql://postgres@127.0.0.1/postgres"
OURS = "prebell_test_"

_EMPTY = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@pytest.fixture(scope="session")
def private_database() -> Iterator[str]:
    """Make a database with a name nobody else has, and drop it at the end of the session."""
    named, server = VARIABLE in os.environ, os.environ.get(VARIABLE, AT_HAND)
    name = f"{OURS}{token_hex(6)}"
    try:
        said_to(server, f"CREATE DATABASE {name}")
    except (OSError, asyncpg.PostgresError) as error:
        if named:
            raise
        pytest.skip(f"no PostgreSQL at {AT_HAND} ({error}); {VARIABLE} names another")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    said_to(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql(private_database: str) -> Address:
    """An empty database of PostgreSQL."""

    async def emptied(connection: asyncpg.Connection) -> None:
        name = await connection.fetchval("SELECT current_database()")
        assert str(name).startswith(OURS), name
        await connection.execute(_EMPTY)

    asked_of(private_database, emptied)
    return Address.of(private_database, folder=Path())


@pytest.fixture
def sqlite(tmp_path: Path) -> Address:
    """A file that is not there yet."""
    return Address.of("", folder=tmp_path / "data")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> Address:
    """Either of them, for what both have to do alike."""
    found: Address = request.getfixturevalue(request.param)
    return found


def said_to(server: str, statement: str) -> None:
    """Have a statement executed."""

    async def execute(connection: asyncpg.Connection) -> None:
        await connection.execute(statement)

    asked_of(server, execute)


def asked_of(server: str, ask: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
    """Do something with a connection of its own."""

    async def connected() -> None:
        connection = await asyncpg.connect(server, timeout=5)
        try:
            await ask(connection)
        finally:
            await connection.close()

    asyncio.run(connected())
