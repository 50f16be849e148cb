"""What contract tests share: a desk that is served, a browser, and a server that fails."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.contracts.web_desk import Desk, answer
from tests.databases import address, postgresql, private_database, sqlite
from tests.faulty_server import FaultyServer

__all__ = ["address", "postgresql", "private_database", "sqlite"]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    await desk.start(answer)
    yield desk
    await desk.stop()


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as it:
        yield it
