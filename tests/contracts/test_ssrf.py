"""No address that a stranger names leads into this machine, or into the network around it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from types import TracebackType
from typing import Self

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FeedError, PrebellError, UserError
from bot.feeds.news.address import checked
from bot.feeds.news.publication import page
from bot.feeds.web.client import Client
from bot.feeds.web.reach import is_public
from bot.feeds.web.request import Kind, Request
from tests import ssrf_urls
from tests.contracts.web.asking import a_client

FRONT = "127.0.0.2"
"""Where a server stands for the open internet; what is listened for is at 127.0.0.1."""


def outside(address: str) -> bool:
    """Reach the front as if it were out there, and else what is."""
    return address == FRONT or is_public(address)


class Door:
    """A server of this machine that nobody is to come to; `came` counts who did."""

    def __init__(self) -> None:
        self.came = 0
        self.port = 0
        self._servers: list[asyncio.Server] = []

    async def __aenter__(self) -> Self:
        listening = await asyncio.start_server(self._come, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        self._servers.append(listening)
        if socket.has_ipv6:
            with suppress(OSError):  # a machine without IPv6
                self._servers.append(await asyncio.start_server(self._come, "::1", self.port))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.close()
            await server.wait_closed()

    async def _come(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.came += 1
        writer.close()


class Names(AbstractResolver):
    """Says of each name that it leads to the next of these addresses; digits are what they are."""

    def __init__(self, *answers: str | list[str]) -> None:
        self._answers = cycle([[a] if isinstance(a, str) else a for a in answers])

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 (each address has its own)
    ) -> list[ResolveResult]:
        try:  # as the C library does before it asks anybody
            addresses = [socket.inet_ntoa(socket.inet_aton(host))]
        except (OSError, UnicodeError):
            addresses = next(self._answers)
        return [_resolved(host, address, port) for address in addresses]

    async def close(self) -> None:
        return None


def _resolved(host: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET6 if ":" in address else socket.AF_INET,
        proto=0,
        flags=socket.AI_NUMERICHOST,
    )


@asynccontextmanager
async def front(*ways: tuple[str, str]) -> AsyncIterator[str]:
    """Serve redirects from somewhere out there; each way is a path and where it leads."""
    moved = dict(ways)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": moved[request.path]})

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, FRONT, 0).start()
        yield f"http://{FRONT}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def refusal(client: Client, url: str) -> str:
    """Ask, and say why nothing came."""
    with pytest.raises(FeedError) as error:
        await client.get(Request(url, kind=Kind.ANY))
    return str(error.value)


async def taken(client: Client, typed: str) -> None:
    """Take an address as a person types it, and ask there."""
    await client.get(page(checked(typed, is_public)).request)


def test_there_are_enough_of_them():
    urls = {*ssrf_urls.ALL}

    assert len(urls) == len(ssrf_urls.ALL)
    assert len(urls) >= 200


@pytest.mark.parametrize("group", ["WRITTEN_OUT", "NAMES", "TRICKS", "SCHEMES"])
async def test_no_url_comes_to_a_connection(group: str):
    """Whatever it is written as, the address that would be connected to is judged."""
    urls = getattr(ssrf_urls, group)
    async with (
        Door() as door,
        a_client(reach=is_public, resolver=Names("127.0.0.1", "::1", "10.0.0.1")) as client,
    ):
        said = [await refusal(client, url.replace("{port}", str(door.port))) for url in urls]

    assert (0, []) == (door.came, [why for why in said if " " not in why])


@pytest.mark.parametrize("address", ssrf_urls.LEADING_TO)
async def test_no_name_leads_within(address: str):
    async with Door() as door, a_client(reach=is_public, resolver=Names(address)) as client:
        why = await refusal(client, f"http://news.example.com:{door.port}/feed")

    assert (0, True) == (door.came, "not on the open internet" in why)


@pytest.mark.parametrize("hops", [1, 2, 3, 4])
@pytest.mark.parametrize("address", [one for one in ssrf_urls.LEADING_TO if one != FRONT])
async def test_no_redirect_leads_within(address: str, hops: int):
    """Each hop is judged as if it had been typed; after three there is no further one."""
    async with Door() as door, a_client(reach=outside) as client:
        onward = [f"/{hop + 1}" for hop in range(hops - 1)]
        ways = [*onward, ssrf_urls.within(address, door.port)]
        async with front(*((f"/{hop}", way) for hop, way in enumerate(ways))) as url:
            why = await refusal(client, f"{url}/0")

    assert 0 == door.came
    assert "internet" in why or "on and on" in why or "no address" in why


@pytest.mark.parametrize("name", ["localhost", "metadata.google.internal", "news.example.com"])
async def test_no_redirect_to_a_name_leads_within(name: str):
    async with (
        Door() as door,
        a_client(reach=outside, resolver=Names("127.0.0.1")) as client,
        front(("/0", f"http://{name}:{door.port}/")) as url,
    ):
        why = await refusal(client, f"{url}/0")

    assert (0, True) == (door.came, "not on the open internet" in why)


@pytest.mark.parametrize("url", ssrf_urls.SCHEMES)
async def test_no_redirect_leaves_the_web(url: str):
    async with Door() as door, a_client(reach=outside) as client:
        onward = url.replace("{port}", str(door.port))
        async with front(("/0", onward)) as start:
            await refusal(client, f"{start}/0")

    assert 0 == door.came


async def test_a_name_that_leads_elsewhere_the_second_time_is_judged_again():
    """What it was when it was looked up says nothing of what is connected to."""
    async with Door() as door:
        names = Names(FRONT, "127.0.0.1")
        async with front(("/0", f"http://b.rebind.example.com:{door.port}/")) as url:
            port = url.rpartition(":")[2]
            async with a_client(reach=outside, resolver=names) as client:
                why = await refusal(client, f"http://a.rebind.example.com:{port}/0")

    assert (0, True) == (door.came, "not on the open internet" in why)


async def test_of_a_name_with_two_addresses_the_one_within_is_not_tried():
    async with Door() as door, front(("/0", f"http://127.0.0.1:{door.port}/")) as url:
        port = url.rpartition(":")[2]
        names = Names(["127.0.0.1", "::1", FRONT])
        async with a_client(reach=outside, resolver=names) as client:
            why = await refusal(client, f"http://news.example.com:{port}/0")

    assert (0, True) == (door.came, "not on the open internet" in why)


@pytest.mark.parametrize("url", [*ssrf_urls.WRITTEN_OUT, *ssrf_urls.TRICKS, *ssrf_urls.SCHEMES])
def test_what_can_be_known_at_once_is_said_to_whoever_types_it(url: str):
    with pytest.raises(UserError) as error:
        checked(url.replace("{port}", "8080"), is_public)

    assert str(error.value).endswith(".")


@pytest.mark.parametrize("url", ssrf_urls.ALL)
async def test_whatever_is_typed_and_taken_is_refused_by_the_socket(url: str):
    """A person's address is spelt anew before it is asked for, and must not become another."""
    async with Door() as door, a_client(reach=is_public, resolver=Names("127.0.0.1")) as client:
        with pytest.raises(PrebellError):
            await taken(client, url.replace("{port}", str(door.port)))

    assert 0 == door.came
