"""Names: looked up apart from all others, and judged where they lead."""

import socket

import pytest

from bot.errors import FeedError, FeedRefused
from bot.feeds.web.names import Names
from bot.feeds.web.reach import is_public
from bot.feeds.web.request import Request
from tests.contracts.web.asking import QUOTE, a_client, the_error
from tests.faulty_server import FaultyServer


async def test_a_name_is_looked_up_as_the_machine_does(server: FaultyServer):
    server.answers(QUOTE, b'{"c": 1}')
    names = Names()
    async with a_client(resolver=names) as client:
        port = server.url.rpartition(":")[2]
        answer = await client.get(Request(f"http://localhost:{port}{QUOTE}"))
    await names.close()

    assert b'{"c": 1}' == answer.body


async def test_what_it_leads_to_is_judged(server: FaultyServer):
    names = Names()
    async with a_client(resolver=names, reach=is_public) as client:
        port = server.url.rpartition(":")[2]
        error = await the_error(client, Request(f"http://localhost:{port}{QUOTE}"))
    await names.close()

    assert ([], FeedRefused) == (server.asked, type(error))


async def test_an_address_is_one_without_asking_anybody():
    names = Names()
    found = await names.resolve("127.0.0.1", 80, socket.AF_UNSPEC)
    await names.close()

    assert [("127.0.0.1", 80)] == [(one["host"], one["port"]) for one in found]


async def test_what_is_no_name_is_trouble_that_may_pass():
    names = Names()
    async with a_client(resolver=names) as client:
        with pytest.raises(FeedError):
            await client.get(Request("http://127.0.0.1.:9/"))
    await names.close()
