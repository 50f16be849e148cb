"""The client against a real server: what comes back, and what its status means."""

import asyncio
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.errors import FeedError, FeedRefused
from bot.feeds.web.budget import Allowance, Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.verdict import LONGEST, UNSAID
from tests.contracts.web.asking import (
    NOON,
    QUOTE,
    SECOND,
    a_client,
    a_quote_of,
    the_error,
)
from tests.faulty_server import FaultyServer


async def test_an_answer_comes_as_it_was_sent(server: FaultyServer, client: Client):
    server.answers(QUOTE, b'{"c": 66.41}')

    answer = await client.get(a_quote_of(server))

    assert (b'{"c": 66.41}', NOON, False) == (answer.body, answer.at, answer.unchanged)


async def test_gzip_is_asked_for_and_unfolded(server: FaultyServer, client: Client):
    server.answers(QUOTE, b"[" + b"1," * 200_000 + b"1]", gzipped=True)

    answer = await client.get(a_quote_of(server))

    assert ("gzip", 400_003) == (server.asked[0].headers["Accept-Encoding"], len(answer.body))


async def test_what_a_provider_needs_to_hear_is_said(server: FaultyServer, client: Client):
    """Yahoo answers 429 to whoever is no browser, the SEC 403 to whoever leaves no address."""
    server.answers(QUOTE, b"{}")
    await client.get(a_quote_of(server, headers={"User-Agent": "Prebell me@example.com"}))

    assert "Prebell me@example.com" == server.asked[0].headers["User-Agent"]


async def test_the_providers_own_time_is_told(server: FaultyServer, client: Client):
    """A clock that is off by minutes makes every quote stale, or none."""
    server.answers(QUOTE, b"{}", headers={"Date": "Fri, 10 Oct 2025 11:59:30 GMT"})

    answer = await client.get(a_quote_of(server))

    assert 30 * SECOND == answer.skew


@pytest.mark.parametrize("status", [401, 402, 403, 407, 410, 451])
async def test_a_refusal_is_for_the_operator(status: int, server: FaultyServer, client: Client):
    server.answers(QUOTE, b'{"error": "no"}', status=status)

    error = await the_error(client, a_quote_of(server))

    assert isinstance(error, FeedRefused)
    assert str(status) in str(error)


@pytest.mark.parametrize("status", [204, 206, 302, 304, 400, 404, 500, 502, 503])
async def test_any_other_status_is_trouble_that_may_pass(
    status: int, server: FaultyServer, client: Client
):
    server.answers(QUOTE, b"", status=status)

    error = await the_error(client, a_quote_of(server))

    assert (FeedError, None) == (type(error), error.retry_after)


async def test_a_status_that_explains_itself_is_read(server: FaultyServer, client: Client):
    """Yahoo says under 404 that it knows no such symbol, which is an answer."""
    server.answers(QUOTE, b'{"chart": {"error": {}}}', status=404)

    answer = await client.get(a_quote_of(server, statuses=frozenset({200, 404})))

    assert answer.body.startswith(b'{"chart"')


@pytest.mark.parametrize("status", [418, 429, 503])
@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "120"}, 120 * SECOND),
        ({"Retry-After": "0"}, 0 * SECOND),
        ({"Retry-After": "9" * 400}, LONGEST),
        (
            {
                "Retry-After": "Fri, 10 Oct 2025 15:02:00 GMT",
                "Date": "Fri, 10 Oct 2025 15:00:00 GMT",  # three hours from what our clock says
            },
            120 * SECOND,
        ),
        (
            {
                "Retry-After": "Fri, 10 Oct 2025 14:00:00 GMT",
                "Date": "Fri, 10 Oct 2025 15:00:00 GMT",
            },
            0 * SECOND,
        ),
    ],
)
async def test_how_long_to_stay_away_is_told(
    status: int,
    headers: dict[str, str],
    pause: timedelta,
    server: FaultyServer,
    client: Client,
):
    server.answers(QUOTE, b"{}", status=status, headers=headers)

    error = await the_error(client, a_quote_of(server))

    assert (FeedError, pause) == (type(error), error.retry_after)


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": "-5"}])
async def test_who_says_too_many_without_a_number_is_left_alone_for_a_minute(
    headers: dict[str, str], server: FaultyServer, client: Client
):
    server.answers(QUOTE, b"Too Many Requests", status=429, headers=headers)

    error = await the_error(client, a_quote_of(server))

    assert UNSAID == error.retry_after


async def test_a_ban_is_never_asked_through(server: FaultyServer):
    """Binance answers those who go on with bans of up to three days."""
    server.answers(QUOTE, b"{}", status=429, headers={"Retry-After": "600"})
    server.answers(QUOTE, b'{"c": 1}')
    clock = ManualClock(NOON)
    async with a_client(clock) as client:
        for minute in range(10):
            clock.turn_to(NOON + timedelta(minutes=minute))
            await the_error(client, a_quote_of(server))
        during = len(server.asked)
        clock.turn_to(NOON + timedelta(minutes=10))
        answer = await client.get(a_quote_of(server))

    assert (1, b'{"c": 1}') == (during, answer.body)


async def test_a_host_is_asked_by_no_more_than_it_allows(server: FaultyServer):
    door = asyncio.Event()
    server.waits(QUOTE, door)
    clock = ManualClock(NOON)
    budgets = Budgets(clock=clock, otherwise=Allowance(requests=600, burst=60, at_once=3))
    async with a_client(clock, budgets=budgets) as client, asyncio.TaskGroup() as group:
        for _ in range(12):
            group.create_task(client.get(a_quote_of(server)))
        await server.crowded(3)
        door.set()

    assert (3, 12) == (server.most_at_once, len(server.asked))


async def test_what_is_not_new_is_not_sent_again(server: FaultyServer, client: Client):
    version = {"ETag": '"v1"', "Last-Modified": "Fri, 10 Oct 2025 11:00:00 GMT"}
    server.answers(QUOTE, b"{}", headers=version)
    server.answers(QUOTE, b"", status=304)
    await client.get(a_quote_of(server))
    again = await client.get(a_quote_of(server))
    asked = server.asked[1].headers

    assert (b"", True) == (again.body, again.unchanged)
    assert ['"v1"', version["Last-Modified"]] == [
        asked["If-None-Match"],
        asked["If-Modified-Since"],
    ]


async def test_an_answer_that_turned_out_to_be_none_can_be_had_again(
    server: FaultyServer, client: Client
):
    """Else "nothing new" would hide for ever that it could not be read."""
    server.answers(QUOTE, b'{"cut', headers={"ETag": '"v1"'})
    await client.get(a_quote_of(server))
    client.forget(a_quote_of(server))
    await client.get(a_quote_of(server))

    assert "If-None-Match" not in server.asked[1].headers


async def test_a_client_that_is_not_open_says_so(server: FaultyServer):
    with pytest.raises(RuntimeError, match="async with"):
        await a_client().get(a_quote_of(server))
