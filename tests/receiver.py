"""A program on loopback that takes webhooks as the manual says, or fails as programs fail.

async with Receiver("its-secret-of-16+") as receiver:
    receiver.plays(says(429, {"Retry-After": "7"}))     once, then it takes what comes
    … post to receiver.url …
    receiver.took                                       what it has, by key
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.signing import HEADER, Verifier
from tests import canaries
from tests.parcels import NOW
from tests.posted import Posted

SECRET = canaries.SIGNING
CANARY = canaries.ADDRESS
HUGE = 64 << 20

Json = dict[str, Any]
Play = Callable[["Receiver", web.Request], Awaitable[web.StreamResponse]]


class Receiver(Posted):
    """Serves at `url` from `async with` to its end; `doubted` says what it did not believe."""

    def __init__(self, secret: str = SECRET, now: Callable[[], datetime] = lambda: NOW) -> None:
        super().__init__()
        self.took: dict[str, Json] = {}
        self.repeated = 0
        self.doubted: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self._secret = secret
        self._now = now
        self._plays: list[Play] = []
        self._came = asyncio.Condition()
        self._closing = asyncio.Event()

    def plays(self, *plays: Play) -> None:
        """Answer the next requests so, one after the other."""
        self._plays += plays

    async def has(self, number: int) -> None:
        """Return once it has taken so many messages."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.took) >= number)

    async def takes(self, request: web.Request) -> web.StreamResponse:
        """Take a message that is vouched for, once."""
        body = await request.read()
        # Its keys say what came before; a signature that did may well be a second try.
        verifier = Verifier(self._secret)
        doubt = verifier.fault(body, request.headers.get(HEADER, ""), self._now())
        if doubt is not None:
            self.doubted.append(doubt)
            return web.Response(status=401)
        key = request.headers["Idempotency-Key"]
        self.repeated += key in self.took
        self.took.setdefault(key, json.loads(body))
        async with self._came:
            self._came.notify_all()
        return web.Response(status=204)

    async def is_closing(self) -> None:
        await self._closing.wait()

    def lets_go(self) -> None:
        self._closing.set()

    async def hear(self, request: web.Request) -> web.StreamResponse:
        self.headers.append(request.headers)
        play = self._plays.pop(0) if self._plays else Receiver.takes
        return await play(self, request)


def says(status: int, headers: Mapping[str, str] | None = None, body: str = "") -> Play:
    """Answer with a status, and take nothing."""

    async def play(_: Receiver, request: web.Request) -> web.StreamResponse:
        await request.read()
        return web.Response(status=status, headers=headers, text=body, content_type="text/html")

    return play


async def resets_at_once(_: Receiver, request: web.Request) -> web.StreamResponse:
    """Break off before the message was read."""
    _transport(request).abort()
    return web.Response()


async def resets_afterwards(receiver: Receiver, request: web.Request) -> web.StreamResponse:
    """Take the message and break off before saying so."""
    await receiver.takes(request)
    _transport(request).abort()
    return web.Response()


async def says_nothing(receiver: Receiver, request: web.Request) -> web.StreamResponse:
    """Take the message and never say so."""
    await receiver.takes(request)
    await receiver.is_closing()
    return web.Response()


async def talks_nonsense(_: Receiver, request: web.Request) -> web.StreamResponse:
    """Answer with what is no HTTP."""
    await request.read()
    _transport(request).write(b"HTTQ/1.1 two hundred\r\n\r\n")
    _transport(request).close()
    return web.Response()


async def talks_on(receiver: Receiver, request: web.Request) -> web.StreamResponse:
    """Take the message and answer with more than anybody should read."""
    await receiver.takes(request)
    response = web.StreamResponse()
    with suppress(ConnectionError):  # whoever asked has heard enough
        await response.prepare(request)
        for _ in range(HUGE >> 16):
            await response.write(bytes(1 << 16))
    return response


def _transport(request: web.Request) -> asyncio.Transport:
    if not isinstance(request.transport, asyncio.Transport):
        raise ConnectionResetError("whoever asked has gone")
    return request.transport
