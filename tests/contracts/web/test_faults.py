"""The client against a server that fails: each way becomes one of our errors, in time."""

import asyncio
import resource
import socket
import traceback

import pytest

from bot.errors import FeedError
from bot.feeds.web import body
from bot.feeds.web.client import Client
from bot.feeds.web.request import Kind, Request
from tests.contracts.web.asking import (
    KEY,
    QUOTE,
    SHORT,
    a_client,
    a_quote_of,
    the_error,
)
from tests.faulty_server import Fault, FaultyServer

MEGABYTE = 1 << 20


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.JSON, b"<!DOCTYPE html><html><body>Access Denied</body></html>"),
        (Kind.JSON, b"\xef\xbb\xbf\n <html>"),
        (Kind.JSON, b"<?xml version='1.0'?><error/>"),
        (Kind.JSON, b"Too Many Requests"),
        (Kind.CSV, b"<html>your key, please</html>"),
        (Kind.XML, b"<!doctype HTML>\n<head>"),
        (Kind.XML, b'<?xml version="1.0"?>\n<!-- a challenge -->\n<HTML lang="en">'),
        (Kind.JSON, b""),
        (Kind.JSON, b" \r\n\t"),
        (Kind.ANY, b""),
        (Kind.XML, b"\xef\xbb\xbf"),
    ],
)
async def test_what_is_no_answer_is_none_whatever_its_status(
    kind: Kind, said: bytes, server: FaultyServer, client: Client
):
    """Challenges, consent pages and outages are served with status 200."""
    server.answers(QUOTE, said)

    error = await the_error(client, a_quote_of(server, kind=kind))

    assert FeedError is type(error)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.JSON, b"\xef\xbb\xbf [1]"),
        (Kind.JSON, b'"text"'),
        (Kind.XML, b"<rss><channel><title>&lt;html></title></channel></rss>"),
        (Kind.XML, b"\xff\xfe<\x00r\x00s\x00s\x00"),
        (Kind.CSV, b"Date,Open\n"),
        (Kind.ANY, b"<html>"),
    ],
)
async def test_what_may_be_an_answer_is_left_to_its_reader(
    kind: Kind, said: bytes, server: FaultyServer, client: Client
):
    server.answers(QUOTE, said)

    assert said == (await client.get(a_quote_of(server, kind=kind))).body


@pytest.mark.parametrize("fault", list(Fault))
async def test_every_fault_of_the_wire_ends_in_time_and_is_trouble_that_may_pass(
    fault: Fault, server: FaultyServer
):
    server.fails(QUOTE, fault)
    loop = asyncio.get_running_loop()
    async with a_client(times=SHORT) as client:
        began = loop.time()
        error = await the_error(client, a_quote_of(server))

    assert (FeedError, None) == (type(error), error.retry_after)
    assert loop.time() - began < 5  # of 0.4 s; the rest is for a busy machine


@pytest.mark.parametrize("fault", [Fault.FLOODS, Fault.FLOODS_UNSAID, Fault.GZIP_BOMB])
async def test_a_large_body_costs_little_memory(fault: Fault, server: FaultyServer, client: Client):
    """Two megabytes of gzip can be two gigabytes of zeros."""
    server.fails(QUOTE, fault)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    error = await the_error(client, a_quote_of(server))

    assert "8 MB" in str(error)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # of 1 kB each


async def test_a_body_may_be_as_large_as_allowed_and_no_larger(server: FaultyServer):
    server.answers(QUOTE, b" " * (MEGABYTE - 2) + b"[]", gzipped=True)
    server.answers(QUOTE, b" " * (MEGABYTE - 1) + b"[]", gzipped=True)
    async with a_client(limit=MEGABYTE) as client:
        request = a_quote_of(server, kind=Kind.ANY)
        whole = await client.get(request)
        await the_error(client, request)

    assert MEGABYTE == len(whole.body) < body.LIMIT


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip"])
async def test_a_coding_that_was_not_asked_for_is_not_unfolded(
    coding: str, server: FaultyServer, client: Client
):
    server.answers(QUOTE, b"{}", headers={"Content-Encoding": coding})

    assert "did not ask for" in str(await the_error(client, a_quote_of(server)))


async def test_nobody_listening_is_trouble_that_may_pass(client: Client):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        error = await the_error(client, Request(f"http://127.0.0.1:{taken.getsockname()[1]}/"))

    assert (FeedError, True) == (type(error), "cannot be reached" in str(error))


async def test_a_server_that_cannot_prove_who_it_is_is_not_told_anything(
    server: FaultyServer, client: Client
):
    server.answers(QUOTE, b"{}")
    url = server.url.replace("http://", "https://")
    error = await the_error(client, Request(url + QUOTE))

    assert ([], FeedError, True) == (server.asked, type(error), "prove" in str(error))


FAULTS = ["401", "429", "500", "html", *(f.name for f in Fault), "refused", "loop", "frozen"]


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_error_says_a_key(
    fault: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """Error texts reach logs and chats, tracebacks reach issue trackers."""
    caplog.set_level("DEBUG")
    url = f"{server.url}{QUOTE}?token={KEY}"
    match fault:
        case "401" | "429" | "500":
            server.answers(QUOTE, f"bad key {KEY}", status=int(fault))
        case "html":
            server.answers(QUOTE, f"<html>{KEY}")
        case "loop":
            server.answers(QUOTE, status=302, headers={"Location": f"?token={KEY}"})
        case "refused":
            url = f"http://user:{KEY}@127.0.0.1:9/?{KEY}={KEY}#{KEY}".replace(f"?{KEY}", "?token")
        case "frozen":
            server.answers(QUOTE, status=429, headers={"Retry-After": "60"})
        case _:
            server.fails(QUOTE, Fault[fault])
    async with a_client(times=SHORT) as client:
        request = Request(url, headers={"X-Key": KEY})
        error = await the_error(client, request)
        if fault == "frozen":
            error = await the_error(client, request)

    told = "".join(traceback.format_exception(error))

    assert KEY not in f"{told} {error!r} {request!r} {caplog.text}"
