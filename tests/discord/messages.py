"""Messages: said, edited and posted within Discord's limits, or not, as a test wants it."""

import json
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from math import ceil
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.discord import form
from tests.discord.no import No
from tests.discord.world import FORUM, PRIVATE, TEXT, THREAD, Channel, Said, number
from tests.limit_rules import Sliding

if TYPE_CHECKING:
    from tests.discord_server import DiscordServer

Json = dict[str, Any]
Files = dict[str, bytes]

SECOND = timedelta(seconds=1)
NONCES = timedelta(minutes=5)
"""How long a nonce is known: Discord says "the past few minutes"."""


class Fault(Enum):
    """Is a way in which an answer to a message fails; LOST, BROKEN and HALF once it was said."""

    SLOW_DOWN = auto()  # 429 for the channel
    SLOW_DOWN_ALL = auto()  # 429 for everything
    BANNED = auto()  # 429 of the guard before Discord: a page
    DOWN = auto()  # 503
    UNFIT = auto()  # 400: it cannot be said like that
    RESET = auto()  # the connection breaks, and nothing was said
    LOST = auto()
    BROKEN = auto()  # 502
    HALF = auto()


_AFTER = {Fault.LOST, Fault.BROKEN, Fault.HALF}


class Messages:
    """Takes what the bot says in channels; `faults` are what the next ones there run into."""

    def __init__(self, server: "DiscordServer") -> None:
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._server = server
        self._world = server.world
        self._buckets: dict[tuple[str, str], Sliding] = {}
        self._nonces: dict[tuple[str, str], Said] = {}

    async def message(
        self, request: web.Request, channel: Channel, body: Json, files: Files
    ) -> web.StreamResponse:
        if channel.kind not in {TEXT, PRIVATE, THREAD}:
            raise No(400, 50008, "Cannot send messages in a non-text channel")
        bucket = self._bucket("messages", channel)
        return await self._met(request, channel, bucket, lambda: self._say(channel, body, files))

    async def post(
        self, request: web.Request, forum: Channel, body: Json, files: Files
    ) -> web.StreamResponse:
        name, message = str(body.get("name") or ""), dict(body.get("message") or {})
        if forum.kind != FORUM or not 1 <= form.utf16(name) <= 100:
            raise No(400, form.INVALID, "Invalid Form Body", errors=["name"])
        check(message, len(files))

        def posted() -> Json:
            thread = forum.thread(name)
            self._say(thread, message, files, name=thread.id)
            return thread.told() | {"message": self._world.said[-1].told()}

        return await self._met(request, forum, self._bucket("threads", forum), posted)

    def edited(
        self, channel: Channel, message: str, body: Json, files: Files
    ) -> web.StreamResponse:
        said = found(self._world.message(message), channel)
        if channel.kind == THREAD and channel.archived:
            raise No(400, 50083, "Thread is archived")
        check({**said.body, **body}, len(files))
        bucket = self._bucket("edits", channel)
        self._admit(bucket)
        said.body = {**said.body, **body}
        if "attachments" in body:
            said.files = files
        said.edits.append(self._server.clock.now())
        return reply(said.told(), headers=self._headers(bucket))

    def _say(self, channel: Channel, body: Json, files: Files, *, name: str = "") -> Json:
        now, nonce = self._server.clock.now(), str(body.get("nonce") or "")
        before = self._nonces.get((channel.id, nonce)) if body.get("enforce_nonce") else None
        if before is not None and now - before.at < NONCES:
            return before.told()
        check(body, len(files))
        answers = str((body.get("message_reference") or {}).get("message_id") or "")
        if answers and self._world.message(answers) is None:
            if body["message_reference"].get("fail_if_not_exists", True):
                raise No(400, form.INVALID, "Unknown message")
            answers = ""
        channel.archived = False
        said = Said(
            id=name or number(),
            channel=channel,
            at=now,
            body=body,
            files=files,
            pings=form.pings(body),
            nonce=nonce,
            answers=answers,
        )
        self._world.said.append(said)
        if nonce:
            self._nonces[channel.id, nonce] = said
        return said.told()

    async def _met(
        self, request: web.Request, channel: Channel, bucket: Sliding, say: Callable[[], Json]
    ) -> web.StreamResponse:
        self._admit(bucket)
        faults = self.faults[channel.id]
        fault = faults.popleft() if faults else None
        if fault is None:
            told = say()
            return reply(told, headers=self._headers(bucket))
        return await _failed(request, fault, say() if fault in _AFTER else {})

    def _admit(self, bucket: Sliding) -> None:
        now = self._server.clock.now()
        if wait := bucket.closed_for(now):
            raise slow_down(wait, everywhere=False)
        bucket.arrived.append(now)

    def _bucket(self, kind: str, channel: Channel) -> Sliding:
        return self._buckets.setdefault((kind, channel.id), Sliding(5, 5 * SECOND))

    def _headers(self, bucket: Sliding) -> dict[str, str]:
        oldest: datetime = bucket.arrived[0]
        reset = (oldest + bucket.span - self._server.clock.now()).total_seconds()
        return {
            "X-RateLimit-Limit": str(bucket.count),
            "X-RateLimit-Remaining": str(bucket.count - len(bucket.arrived)),
            "X-RateLimit-Reset-After": f"{ceil(reset * 1000) / 1000:.3f}",
            "X-RateLimit-Bucket": "b",
        }


def found(said: Said | None, channel: Channel) -> Said:
    """Return a message that is in a channel."""
    if said is None or said.channel is not channel:
        raise No(404, 10008, "Unknown Message")
    return said


def check(body: Json, files: int) -> None:
    """Refuse a message that is empty, or more than Discord takes."""
    if form.is_empty(body, files):
        raise No(400, form.EMPTY, "Cannot send an empty message")
    if wrong := list(form.faults(body, files)):
        raise No(400, form.INVALID, "Invalid Form Body", errors=wrong)


def slow_down(wait: timedelta, *, everywhere: bool) -> No:
    """Refuse with a 429: how long, and whether that is for everything."""
    seconds = ceil(wait.total_seconds() * 1000) / 1000
    more = {"retry_after": seconds, "global": everywhere}
    no = No(429, 0, "You are being rate limited.", **more)
    no.headers = {
        "Retry-After": str(ceil(seconds)),
        "Via": "1.1 google",  # without it a client takes it for a ban
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    return no


# Exactly this type: discord.py takes a body with a charset for text.
def reply(
    body: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": "application/json"} | (headers or {}),
    )


async def _failed(request: web.Request, fault: Fault, told: Json) -> web.StreamResponse:
    match fault:
        case Fault.SLOW_DOWN:
            raise slow_down(2 * SECOND, everywhere=False)
        case Fault.SLOW_DOWN_ALL:
            raise slow_down(SECOND, everywhere=True)
        case Fault.BANNED:
            page = "<html>error code: 1015</html>"
            return web.Response(text=page, status=429, headers={"Retry-After": "600"})
        case Fault.DOWN:
            raise No(503, 0, "Service Unavailable")
        case Fault.UNFIT:
            raise No(400, 200000, "Message was blocked by automatic moderation")
        case Fault.BROKEN:
            return web.Response(text="<html>502</html>", status=502)
        case Fault.HALF:
            await _half(request, json.dumps(told).encode())
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _half(request: web.Request, body: bytes) -> None:
    headers = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
    part = web.StreamResponse(headers=headers)
    await part.prepare(request)
    await part.write(body[: len(body) // 2])
