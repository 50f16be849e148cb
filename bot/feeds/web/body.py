"""Bodies: read piece by piece and counted as they unfold, so that none is larger than it may be.

Two megabytes of gzip can be two gigabytes of zeros. They are unfolded here and not by the HTTP
library, which takes a gzip that breaks off for a whole one.
"""

import zlib
from collections.abc import AsyncIterator, Iterator

import aiohttp

from bot.errors import FeedError

LIMIT = 8 << 20
"""Bytes a body may have, unfolded; the largest list of all US shares is a quarter of that."""

PIECE = 1 << 16
GZIP = 16 + zlib.MAX_WBITS
MAGIC = b"\x1f\x8b"


async def read(response: aiohttp.ClientResponse, *, where: str, limit: int = LIMIT) -> bytes:
    """Read a body to its end; raises FeedError where it is too large, or not all there."""
    if response.content_length is not None and response.content_length > limit:
        raise _too_large(where, limit)
    body = bytearray()
    async for piece in _unfolded(response, where):
        body += piece
        if len(body) > limit:
            raise _too_large(where, limit)
    return bytes(body)


async def _unfolded(response: aiohttp.ClientResponse, where: str) -> AsyncIterator[bytes]:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise FeedError(f"{where} answered in {coding[:20]}, which we did not ask for")
    folded = _Gzip() if coding.endswith("gzip") else None
    async for piece in response.content.iter_chunked(PIECE):
        if folded is None:
            yield piece
            continue
        try:
            for unfolded in folded.feed(piece):
                yield unfolded
        except zlib.error:
            raise FeedError(f"{where} answered in gzip that is none") from None
    if folded is not None and not folded.whole:
        raise FeedError(f"{where} broke off in the middle of its gzip")


class _Gzip:
    """Unfolds gzip, one member after the other, never more than a piece at a time."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP)
        self._begun = False

    @property
    def whole(self) -> bool:
        return self._member.eof or not self._begun

    def feed(self, piece: bytes) -> Iterator[bytes]:
        while True:
            if self._member.eof:
                if not piece.startswith(MAGIC[: len(piece)]) or not piece:
                    return  # the end, or padding, which some servers add
                self._member = zlib.decompressobj(GZIP)
            self._begun = self._begun or bool(piece)
            unfolded = self._member.decompress(piece, PIECE)
            yield unfolded
            piece = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            # What fills a piece to the brim may have more behind it, though all is fed.
            if not piece and len(unfolded) < PIECE:
                return


def _too_large(where: str, limit: int) -> FeedError:
    return FeedError(f"{where} answered more than the {limit >> 20} MB a body may have")
