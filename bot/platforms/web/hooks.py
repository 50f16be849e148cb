"""Hooks: other programs ring our rooms, once it is sure who they are."""

import asyncio
import hmac
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from aiohttp import ClientPayloadError, web

from bot.alerts.external import Heard, mark_of
from bot.alerts.hearsay import Hearsay, read
from bot.clock import Clock, SystemClock
from bot.errors import StoreError, UserError
from bot.platforms.web.guard import Tries
from bot.signing import HEADER, REPEATED, Verifier

PATH = "/hooks/"
BODY_LIMIT = 16_384  # bytes
PATIENCE = timedelta(seconds=10)
"""A body that takes longer is read no further; what is not safe by then is said not to be."""

TRIES = 20
MINUTE = timedelta(minutes=1)

Ring = Callable[[str, Hearsay], Awaitable[Heard]]
"""Takes what a sender said, and returns once it is safe: 202 is a promise.

Raises StoreError where it cannot be made safe now.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Says how a sender is known: it signs with `secret`, or knows the path `token`.

    Either is "" where the sender has none.
    """

    secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    a_minute: int = 30


class Hooks:
    """Takes what programs say, one address each; a name that is none is answered like a stranger.

    Whoever signs is looked at however many strangers came from the same address: nobody guesses a
    signature, and a proxy has one address for all. A token could be guessed, so tries are counted.
    """

    def __init__(
        self,
        senders: Mapping[str, Known],
        ring: Ring,
        *,
        clock: Clock | None = None,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._doors = {name: _Door(known) for name, known in senders.items()}
        self._nobody = _Door(Known())
        self._ring = ring
        self._clock = clock or SystemClock()
        self._patience = patience
        self._tries = Tries(self._clock, most=TRIES)

    async def signed(self, request: web.Request) -> web.Response:
        """Take what is signed."""
        body = await self._body(request)
        name, header = request.match_info["name"], request.headers.get(HEADER, "")
        door, now = self._door(name), self._clock.now()
        fault = door.fault(body, header, now)
        if fault == REPEATED:  # the sender may not have heard that it was taken
            if header in door.under_way:
                raise _not_now("It is still being taken; send it again.")
            return _answered(Heard(fingerprint=mark_of(name, _said(body).id)))
        if fault is not None:
            raise self._refused(request, fault)
        door.under_way.add(header)
        try:
            return await self._take(name, door, body, now)
        except web.HTTPException:
            door.spare(header)
            raise
        finally:
            door.under_way.discard(header)

    async def known(self, request: web.Request) -> web.Response:
        """Take what comes by a path that nobody else knows."""
        body = await self._body(request)
        name, door = request.match_info["name"], self._door(request.match_info["name"])
        if self._tries.spent(request.remote or ""):
            raise _too_many("Too many strangers came from there; try again in a minute.")
        if not door.opens(request.match_info["token"]):
            raise self._refused(request, "nobody here is told by this address")
        return await self._take(name, door, body, self._clock.now())

    def _door(self, name: str) -> "_Door":
        return self._doors.get(name, self._nobody)

    def _refused(self, request: web.Request, fault: str) -> web.HTTPException:
        peer = request.remote or ""
        if self._tries.spent(peer):
            return _too_many("Too many strangers came from there; try again in a minute.")
        self._tries.note(peer)
        return web.HTTPUnauthorized(text=f"Nobody vouches for this: {fault}.")

    async def _take(self, name: str, door: "_Door", body: bytes, now: datetime) -> web.Response:
        if not door.lets(now):
            raise _too_many(f"At most {door.a_minute} a minute are taken from {name}.")
        said = _said(body)
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                return _answered(await self._ring(name, said))
        except (StoreError, TimeoutError) as error:
            raise _not_now("It cannot be kept safe just now; send it again.") from error

    async def _body(self, request: web.Request) -> bytes:
        if "Content-Encoding" in request.headers:
            raise web.HTTPUnsupportedMediaType(text="Send it as it is, without an encoding.")
        body = bytearray()
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                async for piece in request.content.iter_any():
                    body += piece
                    if len(body) > BODY_LIMIT:
                        raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, len(body))
        except TimeoutError:
            raise web.HTTPRequestTimeout(text="The body took too long.") from None
        except (ConnectionError, ClientPayloadError):  # aiohttp says either
            raise web.HTTPBadRequest(text="The body broke off.") from None
        return bytes(body)


class _Door:
    # Knows one sender, and how often it came within the last minute.
    def __init__(self, known: Known) -> None:
        self.a_minute = known.a_minute
        # Without one, a secret that nobody has: it takes as long to find out, and never fits.
        self._verifier = Verifier(known.secret or secrets.token_urlsafe(32))
        self._token = (known.token or secrets.token_urlsafe(32)).encode()
        self._came: deque[datetime] = deque()
        self.under_way: set[str] = set()

    def fault(self, body: bytes, header: str, now: datetime) -> str | None:
        return self._verifier.fault(body, header, now)

    def spare(self, header: str) -> None:
        self._verifier.spare(header)

    def opens(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(errors="replace"), self._token)

    def lets(self, now: datetime) -> bool:
        while self._came and now - self._came[0] >= MINUTE:
            self._came.popleft()
        if len(self._came) >= self.a_minute:
            return False
        self._came.append(now)
        return True


def _said(body: bytes) -> Hearsay:
    try:
        return read(body)
    except UserError as error:
        raise web.HTTPBadRequest(text=f"This is no alert: {error}.") from error


def _answered(heard: Heard) -> web.Response:
    new = bool(heard.alerts)
    return web.Response(
        body=msgspec.json.encode({"fingerprint": heard.fingerprint, "new": new}),
        status=202 if new else 200,
        content_type="application/json",
    )


def _not_now(sentence: str) -> web.HTTPServiceUnavailable:
    return web.HTTPServiceUnavailable(text=sentence, headers={"Retry-After": "10"})


def _too_many(sentence: str) -> web.HTTPTooManyRequests:
    wait = str(int(MINUTE.total_seconds()))
    return web.HTTPTooManyRequests(text=sentence, headers={"Retry-After": wait})
