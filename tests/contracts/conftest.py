"""What the contract tests of the web desk share: a desk that is served, and a browser."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.contracts.web_desk import Desk, answer


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
