"""Where the client goes: to the open internet, three redirects far, and with no key of ours."""

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FeedError, FeedRefused
from bot.feeds.web.client import Client
from bot.feeds.web.reach import is_public
from bot.feeds.web.request import Request
from tests.contracts.web.asking import KEY, QUOTE, a_client, a_quote_of, the_error
from tests.faulty_server import FaultyServer


class Names(AbstractResolver):
    """Says of every name that it leads to these addresses; with none, that nobody knows it."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - each address has its own
    ) -> list[ResolveResult]:
        if not self.addresses:
            raise OSError(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self.addresses
        ]

    async def close(self) -> None:
        return None


async def test_a_name_that_is_not_known_is_trouble_that_may_pass():
    """Name servers fail, too."""
    async with a_client(resolver=Names()) as client:
        error = await the_error(client, Request("http://api.example.com/"))

    assert (FeedError, True) == (type(error), "name server" in str(error))


@pytest.mark.parametrize(
    "addresses",
    [("127.0.0.1",), ("::ffff:127.0.0.1",), ("10.0.0.1", "169.254.169.254"), ("::1", "127.0.0.1")],
)
async def test_a_name_that_leads_into_this_machine_is_not_followed(
    addresses: tuple[str, ...], server: FaultyServer
):
    """A feed's URL is somebody's text; what it resolves to is judged as the socket is opened."""
    server.answers(QUOTE, b"{}")
    port = server.url.rpartition(":")[2]
    async with a_client(resolver=Names(*addresses), reach=is_public) as client:
        error = await the_error(client, Request(f"http://news.example.com:{port}{QUOTE}"))

    assert ([], FeedRefused) == (server.asked, type(error))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]"])  # noqa: S104 - not bound
async def test_an_address_within_this_machine_is_not_connected_to(host: str):
    """A resolver never sees an address that is written out."""
    async with a_client(reach=is_public) as client:
        error = await the_error(client, Request(f"http://{host}:9/"))

    assert (FeedRefused, True) == (type(error), "open internet" in str(error))


@pytest.mark.parametrize(
    "url", ["", "quote", "ftp://example.com/", "file:///etc/passwd", "http://", "http://[::1"]
)
async def test_what_is_no_address_of_the_web_is_refused(url: str, client: Client):
    assert isinstance(await the_error(client, Request(url)), FeedRefused)


async def test_a_redirect_is_followed(server: FaultyServer, client: Client):
    server.answers("/old", status=301, headers={"Location": QUOTE})
    server.answers(QUOTE, b'{"c": 1}')

    answer = await client.get(Request(f"{server.url}/old", headers={"X-Key": KEY}))

    assert (b'{"c": 1}', KEY) == (answer.body, server.asked[1].headers["X-Key"])


async def test_redirects_come_to_an_end(server: FaultyServer, client: Client):
    server.answers(QUOTE, status=302, headers={"Location": QUOTE})
    error = await the_error(client, a_quote_of(server))

    assert (FeedError, 4) == (type(error), len(server.asked))


async def test_no_key_is_carried_to_another_host(server: FaultyServer, client: Client):
    """A consent page elsewhere need not know what opens ours."""
    async with FaultyServer() as other:
        other.answers("/consent", b"{}")
        server.answers(QUOTE, status=307, headers={"Location": f"{other.url}/consent"})
        await client.get(
            a_quote_of(server, headers={"X-Finnhub-Token": KEY, "User-Agent": "Mozilla/5.0"})
        )
        asked = other.asked[0]

    assert KEY not in str(asked)
    assert asked.headers["User-Agent"] == "Mozilla/5.0"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[", "//["])
async def test_a_redirect_off_the_web_is_not_followed(
    to: str, server: FaultyServer, client: Client
):
    server.answers(QUOTE, status=302, headers={"Location": to})

    await the_error(client, a_quote_of(server))


async def test_a_redirect_into_this_machine_is_not_followed(server: FaultyServer):
    """The first host is anybody's, and so is what it answers."""
    outside = "127.0.0.1"
    async with FaultyServer() as inside:
        server.answers(QUOTE, status=302, headers={"Location": f"{inside.url}/admin"})
        looked: list[str] = []

        def only_once(address: str) -> bool:
            looked.append(address)
            return len(looked) == 1

        async with a_client(reach=only_once) as client:
            error = await the_error(client, a_quote_of(server))

    assert ([outside, outside], []) == (looked, inside.asked)
    assert isinstance(error, FeedRefused)
