"""Inbound hooks: other programs ring our rooms, and strangers learn nothing and cost little."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.alerts.external import mark_of
from bot.errors import StoreError
from bot.platforms.web.hooks import BODY_LIMIT, TRIES
from bot.signing import sign
from tests.contracts.ringing import PATH_TOKEN, SECRET, SENDERS, Ringing, open_desk
from tests.contracts.web_desk import NOON, Desk, StandingClock, answer

SOON = timedelta(milliseconds=50)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def ringing() -> AsyncIterator[Ringing]:
    async with open_desk() as ringing:
        yield ringing


def turn(ringing: Ringing, span: timedelta) -> None:
    assert isinstance(ringing.clock, StandingClock)
    ringing.clock.turn(span)


async def test_what_is_signed_rings(ringing: Ringing):
    """No token of the desk is asked for, nor a name of it; the signature says it all."""
    status, told = await ringing.says(title="ETH over 5,000")

    assert (202, {"fingerprint": mark_of("screener", "7"), "new": True}) == (status, told)
    assert ["ETH over 5,000"] == ringing.titles


async def test_the_same_id_again_is_answered_and_does_nothing(ringing: Ringing):
    """Signed anew, a second later."""
    await ringing.says()
    turn(ringing, timedelta(seconds=1))
    status, told = await ringing.says()

    assert (200, {"fingerprint": mark_of("screener", "7"), "new": False}) == (status, told)
    assert ["a"] == ringing.titles


async def test_what_was_overheard_rings_nothing(ringing: Ringing):
    """It is answered, for it may be the sender's own second try; it does not get any further."""
    await ringing.says()
    status, told = await ringing.says()

    assert (200, False, 1) == (status, told["new"], len(ringing.said))


async def test_an_end_is_said_with_the_id(ringing: Ringing):
    await ringing.says()
    statuses = [(await ringing.says(state="resolved"))[0] for _ in range(2)]

    assert ([202, 200], ["a", "a"]) == (statuses, ringing.titles)


async def test_an_end_of_nothing_does_nothing(ringing: Ringing):
    assert 200 == (await ringing.says(state="resolved"))[0]


STRANGERS = [
    ("screener", sign(b"{}", "another secret than that", NOON)),
    ("nobody", sign(b"{}", SECRET, NOON)),
    ("tradingview", sign(b"{}", PATH_TOKEN, NOON)),
    ("tradingview", sign(b"{}", "", NOON)),
    ("nobody", sign(b"{}", "", NOON)),
    ("%73creener%2F", sign(b"{}", SECRET, NOON)),
]


@pytest.mark.parametrize(
    ("path", "header"), STRANGERS, ids=["secret", "name", "token", "none", "nobody", "odd"]
)
async def test_strangers_are_all_answered_alike(path: str, header: str, ringing: Ringing):
    """Nobody finds out who may ring here by asking for names."""
    sentence = "Nobody vouches for this: the signature is not of this body by the secret we know."

    assert (401, {"error": sentence}) == await ringing.posts(path, b"{}", header=header)


@pytest.mark.parametrize("path", ["screener", "nobody", "tradingview"])
async def test_without_a_signature_it_is_said_what_is_missing(path: str, ringing: Ringing):
    status, told = await ringing.posts(path, b"{}", header="")

    assert (401, True) == (status, "write t=SECONDS,v1=HEX" in str(told["error"]))


async def test_a_signature_of_another_day_is_none(ringing: Ringing):
    header = sign(b"{}", SECRET, NOON - timedelta(days=1))

    assert 401 == (await ringing.posts("screener", b"{}", header=header))[0]


@pytest.mark.parametrize("wrong", ["not-the-end-of-its-address", "the-end-of-its-addres%C3%9F"])
@pytest.mark.parametrize("name", ["tradingview", "screener", "nobody"])
async def test_a_wrong_path_is_nobody_s(name: str, wrong: str, ringing: Ringing):
    """A sender that signs has no such path, and a name that is none neither."""
    told = await ringing.posts(f"{name}/{wrong}", b"{}", header="")

    assert (401, {"error": "Nobody vouches for this: nobody here is told by this address."}) == told


async def test_who_cannot_sign_may_know_a_path(ringing: Ringing):
    """TradingView posts what one types into a box, and no header of ours."""
    status, _ = await ringing.posts(
        f"tradingview/{PATH_TOKEN}", b'{"id": "7", "title": "IREN crosses 70"}', header=""
    )

    assert (202, ["IREN crosses 70"]) == (status, ringing.titles)


async def test_a_path_that_is_guessed_at_is_closed_for_a_minute(ringing: Ringing):
    """Even to whoever knows it, from the same address; a token is no signature."""
    for _ in range(TRIES):
        await ringing.posts("tradingview/guess", b"{}", header="")
    body = b'{"id": "7", "title": "a"}'
    closed, _ = await ringing.posts(f"tradingview/{PATH_TOKEN}", body, header="")
    turn(ringing, MINUTE)
    opened, _ = await ringing.posts(f"tradingview/{PATH_TOKEN}", body, header="")

    assert (429, 202) == (closed, opened)


async def test_strangers_cannot_lock_out_who_signs(ringing: Ringing):
    """Behind a proxy all have one address; a bell that anyone can silence is none."""
    answers = [await ringing.posts("screener", b"{}", header="t=1,v1=0") for _ in range(TRIES + 1)]
    status, _ = await ringing.says()

    assert ([401] * TRIES + [429], 202) == ([found for found, _ in answers], status)


async def test_a_sender_may_ring_so_often_and_no_more(ringing: Ringing):
    """Another one is not slowed by it, and a minute later it may again."""
    statuses = [(await ringing.says(id=str(number)))[0] for number in range(4)]
    other, _ = await ringing.posts(f"tradingview/{PATH_TOKEN}", b'{"id":"1","title":"b"}')
    turn(ringing, MINUTE)
    later, _ = await ringing.says(id="3")

    assert ([202, 202, 202, 429], 202, 202) == (statuses, other, later)


async def test_what_was_not_taken_may_come_again_as_it_is(ringing: Ringing):
    """A client that repeats a request repeats the signature too."""
    ringing.breaks = StoreError("the disk is full")
    failed, told = await ringing.says()
    ringing.breaks = None
    taken, _ = await ringing.says()

    assert (503, 202, "It cannot be kept safe just now; send it again.") == (
        failed,
        taken,
        told["error"],
    )


async def test_nothing_is_said_to_be_safe_before_it_is(ringing: Ringing):
    """Neither the first time nor, in the meantime, the second."""
    ringing.safe.clear()
    first = asyncio.create_task(ringing.says())
    await ringing.rung.wait()
    second, _ = await ringing.says()
    ringing.safe.set()
    taken, _ = await first
    third, _ = await ringing.says()

    assert (503, 202, 200, ["a"]) == (second, taken, third, ringing.titles)


async def test_a_store_that_does_not_answer_is_not_waited_for():
    """The sender tries again by itself; what it said has not been lost, nor is it doubled."""
    async with open_desk(patience=SOON) as ringing:
        ringing.safe.clear()
        late, _ = await ringing.says()
        ringing.safe.set()
        taken, _ = await ringing.says()

    assert (503, 200, ["a"]) == (late, taken, ringing.titles)


async def test_what_breaks_here_is_logged_without_the_path(
    ringing: Ringing, caplog: pytest.LogCaptureFixture
):
    """The path is the secret of whoever cannot sign."""
    caplog.set_level(logging.DEBUG)
    ringing.breaks = RuntimeError("a fault of ours")
    status, _ = await ringing.posts(f"tradingview/{PATH_TOKEN}", b'{"id":"1","title":"b"}')

    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert (500, "/hooks/{name}/{token}") == (status, record.__dict__["path"])
    assert PATH_TOKEN not in caplog.text
    assert SECRET not in f"{caplog.text} {SENDERS}"


async def test_a_fault_is_told_to_who_may_ring_alone(ringing: Ringing):
    """The sentence names what to send instead."""
    status, told = await ringing.says(severty="critical")

    assert (
        400,
        "This is no alert: Object contains unknown field `severty`; send JSON such as",
    ) == (
        status,
        str(told["error"]).partition(" {")[0],
    )


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_long_body_is_not_read(chunked: bool, ringing: Ringing):
    """Whether it says how long it is, or does not."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(BODY_LIMIT // 1024 + 1):
            yield b" " * 1024

    body = pieces() if chunked else b" " * (BODY_LIMIT + 1)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{ringing.desk.url}/hooks/screener", data=body) as response,
    ):
        assert (413, {"error": "That is too long; send less."}) == (
            response.status,
            await response.json(),
        )


async def test_a_body_in_another_form_is_not_unfolded(ringing: Ringing):
    """A few bytes of gzip can be a gigabyte."""
    sent = {"Content-Encoding": "identity"}

    assert 415 == (await ringing.posts("screener", b"{}", header=None, **sent))[0]


async def test_a_body_that_never_comes_is_not_waited_for():
    """Nobody can hold a hook by sending a byte now and then."""
    async with open_desk(patience=SOON) as ringing, aiohttp.ClientSession() as session:
        never = asyncio.Event()

        async def pieces() -> AsyncIterator[bytes]:
            yield b"{"
            await never.wait()

        async with session.post(f"{ringing.desk.url}/hooks/screener", data=pieces()) as response:
            assert 408 == response.status


async def test_a_body_that_breaks_off_rings_nothing_and_is_no_fault_of_ours(
    ringing: Ringing, caplog: pytest.LogCaptureFixture
):
    """Lines go down; nobody has to look into the log for it."""
    host, port = ringing.desk.url.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /hooks/screener HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{")
    await writer.drain()
    writer.transport.abort()
    await ringing.says()

    assert ([], ["a"]) == (
        [r for r in caplog.records if r.levelno >= logging.ERROR],
        ringing.titles,
    )


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_nothing_can_be_read_there(method: str, ringing: Ringing):
    """Without the desk's own token it is not even said what could be done there."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{ringing.desk.url}/hooks/screener") as response,
    ):
        assert 401 == response.status


async def test_a_desk_that_nobody_may_ring_has_no_hooks():
    """What is not configured is not there."""
    desk = Desk()
    await desk.start(answer)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{desk.url}/hooks/screener", data=b"{}") as response,
    ):
        status = response.status
    await desk.stop()

    assert 404 == status


@pytest.mark.parametrize(
    "path",
    [
        "/api/desk",
        "/hooks/../api/desk",
        "/hooks/%2e%2e/api/desk",
        "/hooks/..%2fapi%2fdesk",
        "//hooks/screener",
        "/hooks",
        "/hooks/",
        "/hooks/a/b/c",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_rest_of_the_desk_is_as_closed_as_before(
    method: str, path: str, ringing: Ringing
):
    """A path that only looks like a hook opens nothing; it is sent here letter for letter."""
    host, port = ringing.desk.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"{method} {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    answered = await reader.read()
    writer.close()
    await writer.wait_closed()

    assert answered.startswith(b"HTTP/1.1 401 ")
