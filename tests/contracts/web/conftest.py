"""What the tests of the client share: a server that fails on demand, and a client to ask it."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.feeds.web.client import Client
from tests.contracts.web.asking import NOON, a_client
from tests.faulty_server import FaultyServer


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as it:
        yield it


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
async def client(clock: ManualClock) -> AsyncIterator[Client]:
    async with a_client(clock) as it:
        yield it
