"""Little that unfolds to much is never much here: no body costs more memory than one may have."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import FeedError
from bot.feeds.web.client import Client
from bot.feeds.web.request import Kind
from tests.contracts.web.asking import QUOTE, a_quote_of
from tests.faulty_server import FaultyServer

MEGABYTE = 1 << 20
ZEROS = bytes(MEGABYTE)
GROWTH = 20 * MEGABYTE
"""What S2 of the measurements allows."""


def deflated(megabytes: int, wbits: int, piece: bytes = ZEROS) -> bytes:
    """Fold as many megabytes, none of which is ever there at once."""
    folding = zlib.compressobj(9, zlib.DEFLATED, wbits)
    return b"".join(folding.compress(piece) for _ in range(megabytes)) + folding.flush()


def gzipped(megabytes: int, piece: bytes = ZEROS) -> bytes:
    return deflated(megabytes, 31, piece)


def named() -> bytes:
    """A header that holds a name of eight megabytes, before anything is unfolded."""
    plain = gzip.compress(b"{}", mtime=0)
    return plain[:3] + b"\x08" + plain[4:10] + b"n" * 8 * MEGABYTE + b"\0" + plain[10:]


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "one member": ("gzip", lambda: gzipped(300)),
    "many members": ("gzip", lambda: gzip.compress(ZEROS) * 300),
    "many empty members": ("gzip", lambda: gzip.compress(b"") * 400_000),
    "words": ("x-gzip", lambda: gzipped(300, b"<item/>" * 149_796)),
    "a long name": ("gzip", named),
    "padding": ("gzip", lambda: gzip.compress(b"") + bytes(8 * MEGABYTE)),
    "gzip in gzip": ("gzip", lambda: gzip.compress(gzipped(300) * 50)),
    "gzip in gzip, and said so": ("gzip, gzip", lambda: gzip.compress(gzipped(300))),
    "deflate": ("deflate", lambda: deflated(300, -15)),
    "brotli": ("br", lambda: b"\xcf\xff\xff\x7f\xf8" + bytes(300)),
    "zstandard": ("zstd", lambda: b"\x28\xb5\x2f\xfd\x00\x58" + b"\x02\x00\x10\x00" * 300),
}


def peak() -> int:
    """Bytes that this process has held at once since it was last forgotten."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10


def forget_the_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_costs_little_memory(name: str, server: FaultyServer, client: Client):
    """Whether it is read to its end, or refused on the way."""
    coding, bomb = BOMBS[name]
    server.answers(QUOTE, bomb(), headers={"Content-Encoding": coding})
    forget_the_peak()
    before = peak()
    try:
        held = len((await client.get(a_quote_of(server, kind=Kind.ANY))).body)
    except FeedError:
        held = 0

    assert held <= 8 * MEGABYTE
    assert peak() - before < GROWTH
