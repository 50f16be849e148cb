"""Server-sent events: what every open page is told, and which page is too slow to be told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from aiohttp import web

LISTENERS = 100
PENDING_LIMIT = 1 << 20  # bytes; minutes of news, so a page this far behind shows the past
RETRY = b"retry: 2000\n\n"  # milliseconds; a page comes back by itself
STILL_HERE = b": still here\n\n"


def event(name: str, content: object) -> bytes:
    """Frame one event; JSON holds no bare line break, so one `data` line is enough."""
    return b"event: %b\ndata: %b\n\n" % (name.encode(), msgspec.json.encode(content))


class Listener:
    """Is one open page, with what it has not been sent yet."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._pending: list[bytes] = []
        self._size = 0
        self._news = asyncio.Event()
        self._leaving = False

    @property
    def gone(self) -> bool:
        return self._transport.is_closing()

    def offer(self, chunk: bytes) -> None:
        """Put `chunk` in line, or let go of a page that reads too slowly."""
        if self._size + len(chunk) > PENDING_LIMIT:
            self._transport.abort()
            self.leave()
            return
        self._pending.append(chunk)
        self._size += len(chunk)
        self._news.set()

    def leave(self) -> None:
        """End the stream after what is in line."""
        self._leaving = True
        self._news.set()

    async def follow(self, response: web.StreamResponse) -> None:
        """Write what is in line as it comes, until the page or the desk leaves."""
        while not self.gone and (self._pending or not self._leaving):
            await self._news.wait()
            self._news.clear()
            chunk = b"".join(self._pending)
            self._pending.clear()
            await response.write(chunk)
            self._size -= len(chunk)


class Hub:
    """Holds every open page."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def __len__(self) -> int:
        self._listeners = {listener for listener in self._listeners if not listener.gone}
        return len(self._listeners)

    @property
    def full(self) -> bool:
        return len(self) >= LISTENERS

    @contextmanager
    def joined(self, transport: asyncio.Transport) -> Iterator[Listener]:
        """Tell a new page everything from here on."""
        listener = Listener(transport)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def tell(self, chunk: bytes) -> None:
        """Tell every page; costs nothing where none is open."""
        for listener in self._listeners:
            listener.offer(chunk)

    def close(self) -> None:
        """Let every page go."""
        for listener in self._listeners:
            listener.leave()
