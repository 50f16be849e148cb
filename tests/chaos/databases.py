"""Databases of PostgreSQL for days, one each, made and dropped on the server that tests use."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex

from sqlalchemy import make_url

from tests.databases import AT_HAND, OURS, VARIABLE, said_to


@asynccontextmanager
async def databases() -> AsyncIterator[str]:
    """Make a database with a name nobody else has, and drop it."""
    server, name = os.environ.get(VARIABLE, AT_HAND), f"{OURS}{token_hex(6)}"
    await asyncio.to_thread(said_to, server, f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await asyncio.to_thread(said_to, server, f"DROP DATABASE {name} WITH (FORCE)")
