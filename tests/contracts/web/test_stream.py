"""A stream against a real server: it tells what comes, says when it breaks, and dials again."""

import asyncio
from contextlib import aclosing, suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.errors import FeedError, FeedRefused
from bot.feeds.web.breaker import Breaker, State
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client, Times
from bot.feeds.web.reach import anywhere, is_public
from bot.feeds.web.stream import SETTLED, Line, Stream
from tests.contracts.web.asking import KEY, NOON, SECOND, a_client
from tests.faulty_server import Ending, FaultyServer

TICKS = "/ticks"
SOON = 0.2 * SECOND


def a_breaker() -> Breaker:
    return Breaker(random=Random(0), patience=1, first=SECOND, longest=60 * SECOND)  # noqa: S311 - no secret


def a_stream(client: Client, server: FaultyServer, **line: Any) -> Stream:  # noqa: ANN401 (of every kind)
    url = f"{server.stream_url}{TICKS}?token={KEY}"
    return client.stream(Line(url=url, **line), breaker=a_breaker())


async def told(stream: Stream, number: int) -> list[str | bytes | FeedError]:
    """Listen until so much was told."""
    heard: list[str | bytes | FeedError] = []
    async with aclosing(stream.frames()) as frames:
        async for frame in frames:
            heard.append(frame)
            if len(heard) == number:
                break
    return heard


async def test_frames_come_as_they_were_sent(server: FaultyServer, client: Client):
    server.streams(TICKS, '{"p": 1}', b"\x00\x01", '{"p": 2}')

    assert ['{"p": 1}', b"\x00\x01", '{"p": 2}'] == await told(a_stream(client, server), 3)


async def test_what_is_wanted_is_said_first(server: FaultyServer, client: Client):
    server.streams(TICKS, "a", after=2)
    await told(a_stream(client, server, subscribe=["IREN", "WULF"]), 1)

    assert ["IREN", "WULF"] == server.heard


async def test_what_is_wanted_is_said_again_to_whoever_forgets(
    server: FaultyServer, client: Client
):
    """Yahoo's streamer wants to hear every 15 seconds what it is to tell."""
    server.streams(TICKS, "a", after=3)
    await told(a_stream(client, server, subscribe=["IREN"], again=SOON / 10), 1)

    assert ["IREN"] * 3 == server.heard[:3]


@pytest.mark.parametrize("ending", [Ending.SILENT, Ending.PINGS])
async def test_a_silent_line_is_given_up(ending: Ending, server: FaultyServer, client: Client):
    """A server that forgot us still answers pings; what it does not tell is what we came for."""
    server.streams(TICKS, "a", ending=ending)
    _, broken = await told(a_stream(client, server, silence=SOON), 2)

    assert "told nothing" in str(broken)


@pytest.mark.parametrize("ending", list(Ending))
async def test_however_a_line_ends_it_is_said_and_the_next_one_is_opened(
    ending: Ending, server: FaultyServer, client: Client
):
    server.streams(TICKS, "a", ending=ending, after=1)
    server.streams(TICKS, "b", after=1)
    stream = a_stream(client, server, subscribe=["IREN"], silence=SOON)
    first, broken, second = await told(stream, 3)

    assert ("a", FeedError, "b") == (first, type(broken), second)
    assert ["IREN", "IREN"] == server.heard


async def test_a_frame_that_is_too_large_breaks_the_line(server: FaultyServer, client: Client):
    server.streams(TICKS, "x" * 2_000)
    server.streams(TICKS, "x" * 1_000)
    broken, frame = await told(a_stream(client, server, limit=1_024), 2)

    assert ("cannot be read" in str(broken), "x" * 1_000) == (True, frame)


async def test_a_line_that_is_never_opened_is_given_up(server: FaultyServer, clock: ManualClock):
    """A server may take the connection and say nothing for ever."""
    door = asyncio.Event()
    server.waits(TICKS, door)
    client = Client(
        clock=clock, budgets=Budgets(clock=clock), reach=anywhere, times=Times(whole=SOON)
    )
    async with client:
        (broken,) = await told(a_stream(client, server), 1)

    assert "in time" in str(broken)


@pytest.mark.parametrize(
    ("status", "kind", "pause"),
    [(401, FeedRefused, None), (403, FeedRefused, None), (429, FeedError, 90 * SECOND)],
)
async def test_a_line_may_be_refused(
    status: int,
    kind: type[FeedError],
    pause: timedelta | None,
    server: FaultyServer,
    client: Client,
):
    headers = {"Retry-After": "90"} if status == 429 else {}
    server.answers(TICKS, b"no", status=status, headers=headers)
    (broken,) = await told(a_stream(client, server), 1)

    assert isinstance(broken, FeedError)
    assert (kind, pause) == (type(broken), broken.retry_after)


async def test_an_answer_that_is_no_stream_is_trouble_that_may_pass(
    server: FaultyServer, client: Client
):
    server.answers(TICKS, b"<html>")
    (broken,) = await told(a_stream(client, server), 1)

    assert FeedError is type(broken)


async def test_a_line_into_this_machine_is_not_opened(server: FaultyServer, clock: ManualClock):
    server.streams(TICKS, "a")
    async with a_client(clock, reach=is_public) as client:
        (broken,) = await told(a_stream(client, server), 1)

    assert ([], FeedRefused) == (server.asked, type(broken))


async def test_a_server_that_hangs_up_on_whoever_it_greets_is_dialled_ever_more_seldom(
    server: FaultyServer, client: Client, clock: ManualClock
):
    """A greeting is no stream: the pauses grow as if nothing had come."""
    server.streams(TICKS, "hello", ending=Ending.CLOSES)
    await told(a_stream(client, server), 20)

    assert clock.now() - NOON > 120 * SECOND


async def test_a_line_that_has_settled_is_dialled_again_at_once(
    server: FaultyServer, client: Client, clock: ManualClock
):
    """Yahoo's streamer hangs up after twenty minutes, which is no trouble."""
    server.streams(TICKS, "a", "b", ending=Ending.CLOSES)
    stream = a_stream(client, server)
    stream.breaker.failed(NOON, FeedError("earlier"))
    states = []
    async with aclosing(stream.frames()) as frames:
        async for frame in frames:
            states.append(stream.breaker.state(clock.now()))
            if isinstance(frame, FeedError):
                break
            clock.turn_to(clock.now() + SETTLED)

    assert [State.HALF_OPEN, State.CLOSED, State.OPEN] == states
    assert stream.breaker.due - clock.now() <= SECOND


async def test_a_listener_may_let_go_of_a_line(server: FaultyServer, client: Client):
    """That a key is wrong is often said in a frame, and only the provider's reader knows."""
    server.streams(TICKS, "wrong key", "more")
    server.streams(TICKS, "welcome")
    stream = a_stream(client, server)
    heard: list[object] = []
    async with aclosing(stream.frames()) as frames:
        async for frame in frames:
            heard.append(frame)
            if frame == "wrong key":
                stream.drop(FeedRefused("the key is wrong"))
            if frame == "welcome":
                break

    assert ["wrong key", FeedRefused, "welcome"] == [
        type(it) if isinstance(it, FeedError) else it for it in heard
    ]


async def test_a_listener_who_takes_long_is_not_taken_for_silence(
    server: FaultyServer, client: Client
):
    """What arrived meanwhile is told first."""
    server.streams(TICKS, "a", "b", "c")
    heard = []
    async with aclosing(a_stream(client, server, silence=SOON).frames()) as frames:
        async for frame in frames:
            heard.append(frame)
            await _passes(2 * SOON)
            if len(heard) == 3:
                break

    assert ["a", "b", "c"] == heard


@pytest.mark.parametrize("ending", [*Ending, None])
async def test_no_error_says_a_key(
    ending: Ending | None,
    server: FaultyServer,
    client: Client,
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level("DEBUG")
    if ending is None:
        server.answers(TICKS, KEY, status=401)
    else:
        server.streams(TICKS, ending=ending)
    stream = a_stream(client, server, silence=SOON)
    (broken,) = await told(stream, 1)

    assert KEY not in f"{broken!r} {stream.line!r} {caplog.text}"


# Real time, for the limit of silence is the wall's.
async def _passes(span: timedelta) -> None:
    never = asyncio.Event()
    with suppress(TimeoutError):
        async with asyncio.timeout(span.total_seconds()):
            await never.wait()
