"""No test reaches the network: what passes on a train passes everywhere."""

import asyncio
import contextlib
import socket

import pytest

from tests.outside import OutsideTouchedError

FAR = "192.0.2.1"  # TEST-NET-1, which belongs to nobody: https://www.rfc-editor.org/rfc/rfc5737


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_connection_that_would_leave_this_machine_is_refused(
    kind: int, outside_touched: list[str]
):
    """Otherwise a test would pass or fail with somebody else's server."""
    with socket.socket(type=kind) as it, pytest.raises(OutsideTouchedError, match=FAR):
        it.connect((FAR, 80))

    assert [f"socket.connect {(FAR, 80)}"] == outside_touched
    outside_touched.clear()


def test_a_datagram_that_would_leave_this_machine_is_refused(outside_touched: list[str]):
    """A name server is asked by datagram."""
    with socket.socket(type=socket.SOCK_DGRAM) as it, pytest.raises(OutsideTouchedError):
        it.sendto(b"", (FAR, 53))

    outside_touched.clear()


@pytest.mark.parametrize("name", ["prebell.invalid", FAR, "2001:db8::1"])
async def test_a_look_up_is_refused(name: str, outside_touched: list[str]):
    """A look-up tells a stranger what is being tested."""
    with pytest.raises(OutsideTouchedError, match=name):
        await asyncio.get_running_loop().getaddrinfo(name, 80)

    outside_touched.clear()


def test_a_refusal_that_the_code_swallowed_is_remembered(outside_touched: list[str]):
    """A feed's loop survives every error, and would survive this one."""
    with socket.socket() as it, contextlib.suppress(Exception):
        it.connect((FAR, 80))

    assert outside_touched
    outside_touched.clear()


@pytest.mark.parametrize("here", ["127.0.0.1", "localhost", "::1"])
async def test_this_machine_can_be_spoken_to(here: str):
    """Fake platforms and providers are real servers on loopback."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter):
        writer.write(b"hello")
        writer.close()
        await writer.wait_closed()

    if here == "::1" and not _has_ipv6():
        pytest.skip("this machine has no IPv6")
    async with await asyncio.start_server(greet, here, 0) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection(here, port)
        heard = await reader.read()
        writer.close()
        await writer.wait_closed()

    assert heard == b"hello"


def test_a_unix_socket_is_on_this_machine():
    """A path leads to no network."""
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with left, right:
        left.send(b"hello")

        assert right.recv(5) == b"hello"


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as it:
            it.bind(("::1", 0))
    except OSError:
        return False
    return True
