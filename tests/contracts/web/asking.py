"""How the tests of the client ask: for a quote, with a key that nobody may see."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.errors import FeedError
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client, Times
from bot.feeds.web.reach import anywhere
from bot.feeds.web.request import Request
from tests.faulty_server import FaultyServer

NOON = datetime(2025, 10, 10, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SHORT = Times(connect=0.5 * SECOND, piece=0.2 * SECOND, whole=0.4 * SECOND)
QUOTE = "/v1/quote"
KEY = "c0ffee-canary"


def a_client(clock: ManualClock | None = None, **settings: Any) -> Client:  # noqa: ANN401 (of every kind)
    clock = clock or ManualClock(NOON)
    given: dict[str, Any] = {"clock": clock, "budgets": Budgets(clock=clock), "reach": anywhere}
    return Client(**given | settings)


def a_quote_of(server: FaultyServer, **more: Any) -> Request:  # noqa: ANN401 (of every kind)
    return Request(f"{server.url}{QUOTE}?symbol=IREN&token={KEY}", **more)


async def the_error(client: Client, request: Request) -> FeedError:
    with pytest.raises(FeedError) as caught:
        await client.get(request)
    return caught.value
