"""Telegram and Discord on loopback, as far as saying goes: they enforce limits, and they fail.

async with LimitServer(clock) as server:
    server.fails("7", Fault.RESET_AFTER)    what the next message to that chat runs into
    … POST {server.url}/bot123:abc/sendMessage chat_id=7&text=hello …
    … POST {server.url}/api/v10/channels/7/messages {"content": "hello", "nonce": "x"} …
    server.said[0].text                     what people can read there
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import count
from math import ceil
from random import Random
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.clock import Clock, SystemClock
from tests import limit_rules
from tests.limit_rules import LimitRules, Refusal

NONCES = timedelta(minutes=5)
"""How long a nonce is known: Discord says "the past few minutes"."""

JSON = "application/json"
ANSWERS = (timedelta(milliseconds=30), timedelta(milliseconds=70))


class Fault(Enum):
    """Is a way in which an answer fails; some come after the message has been said."""

    DOWN = auto()  # 503, and nothing was said
    RESET_BEFORE = auto()  # the connection is reset, and nothing was said
    RESET_AFTER = auto()  # it was said, and the connection is reset
    HALF = auto()  # it was said, and half of the answer comes
    BROKEN_AFTER = auto()  # it was said, and the answer is 500 without sense
    SLOW = auto()  # it was said, and the answer never ends
    BLOCKED = auto()  # 403: people want to hear nothing from us
    UNFIT = auto()  # 400: it cannot be said like that


AFTER = {Fault.RESET_AFTER, Fault.HALF, Fault.BROKEN_AFTER, Fault.SLOW}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Is a message that people can read, and when it arrived."""

    at: datetime
    chat: str
    text: str
    ref: str
    nonce: str = ""


class LimitServer:
    """Serves at `url` from `async with` to its end; `said` is all that arrived, in order.

    An answer takes its time by the clock, where `answers` says how long.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        answers: tuple[timedelta, timedelta] | None = None,
        seed: int = 1,
    ) -> None:
        self.url = ""
        self.said: list[Said] = []
        self.telegram, self.discord = limit_rules.telegram(), limit_rules.discord()
        self.moved: dict[str, str] = {}
        self._clock = clock or SystemClock()
        self._answers = answers
        self._random = Random(seed)  # noqa: S311 (latencies are no secret)
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._numbers = count(1)
        self._nonces: dict[tuple[str, str], Said] = {}
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._telegram)
        app.router.add_post("/api/v10/channels/{chat}/messages", self._discord)
        app.router.add_get("/log", self._log)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def fails(self, chat: str, *faults: Fault) -> None:
        """Let the next messages to a chat run into these, one each."""
        self._faults[chat].extend(faults)

    def read_in(self, chat: str) -> list[str]:
        """Return what people read in a chat."""
        return [said.text for said in self.said if said.chat == chat]

    async def _telegram(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json() if request.content_type == JSON else await request.post()
        chat, text = str(asked.get("chat_id", "")), str(asked.get("text", ""))
        if request.match_info["method"] == "getMe":
            me = {"id": 1, "is_bot": True, "first_name": "Prebell", "username": "prebell_bot"}
            return _json({"ok": True, "result": me})
        if (to := self.moved.get(chat)) is not None:
            more = {"parameters": {"migrate_to_chat_id": int(to)}}
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            return _json({"ok": False, "error_code": 400, "description": said} | more, status=400)
        return await self._met(request, chat, self.telegram, _telegram_no, self._sent(chat, text))

    def _sent(self, chat: str, text: str) -> Callable[[], web.Response]:
        def said() -> web.Response:
            message = self._say(chat, text)
            result = {
                "message_id": int(message.ref),
                "date": int(message.at.timestamp()),
                "chat": {"id": int(chat), "type": "private"},
                "text": text,
            }
            return _json({"ok": True, "result": result})

        return said

    async def _discord(self, request: web.Request) -> web.StreamResponse:
        asked, chat = await request.json(), request.match_info["chat"]
        nonce = str(asked.get("nonce", "")) if asked.get("enforce_nonce") else ""

        def said() -> web.Response:
            message = self._say(chat, str(asked.get("content", "")), nonce)
            body = {"id": message.ref, "channel_id": chat, "content": message.text, "nonce": nonce}
            return _json(body, headers=self._bucket(chat))

        return await self._met(request, chat, self.discord, _discord_no, said)

    async def _met(
        self,
        request: web.Request,
        chat: str,
        rules: LimitRules,
        no: Callable[[Refusal], web.Response],
        said: Callable[[], web.Response],
    ) -> web.StreamResponse:
        refusal = rules.admit(chat, self._clock.now())
        if refusal is not None:
            return no(refusal)
        fault = self._faults[chat].popleft() if self._faults[chat] else None
        answer = said() if fault is None or fault in AFTER else None
        if self._answers is not None:
            least, most = (span.total_seconds() for span in self._answers)
            wait = timedelta(seconds=self._random.uniform(least, most))
            await self._clock.until(self._clock.now() + wait)
        if answer is not None and fault is None:
            return answer
        return await _FAILING[fault](request, answer)  # type: ignore[index]  # None went before

    def _say(self, chat: str, text: str, nonce: str = "") -> Said:
        now = self._clock.now()
        before = self._nonces.get((chat, nonce)) if nonce else None
        if before is not None and now - before.at < NONCES:
            return before
        message = Said(at=now, chat=chat, text=text, ref=str(next(self._numbers)), nonce=nonce)
        self.said.append(message)
        if nonce:
            self._nonces[chat, nonce] = message
        return message

    def _bucket(self, chat: str) -> dict[str, str]:
        (window,) = self.discord.windows(chat)
        oldest = window.arrived[0] if window.arrived else self._clock.now()
        reset = (oldest + window.span - self._clock.now()).total_seconds()
        return {
            "X-RateLimit-Limit": str(window.count),
            "X-RateLimit-Remaining": str(window.count - len(window.arrived)),
            "X-RateLimit-Reset-After": f"{ceil(reset * 1000) / 1000:.3f}",
            "X-RateLimit-Bucket": "messages",
        }

    async def _log(self, _request: web.Request) -> web.Response:
        refused = len(self.telegram.refused) + len(self.discord.refused)
        said = [asdict(one) | {"at": one.at.timestamp()} for one in self.said]
        return _json({"said": said, "refused": refused})


# Exactly this type: discord.py takes a body with a charset for text.
def _json(body: Json, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers={"Content-Type": JSON} | (headers or {}),
    )


def _telegram_no(refusal: Refusal) -> web.Response:
    wait = ceil(refusal.retry_after.total_seconds())  # Telegram speaks in whole seconds
    said = f"Too Many Requests: retry after {wait}"
    body = {"ok": False, "error_code": 429, "description": said}
    return _json(body | {"parameters": {"retry_after": wait}}, status=429)


def _discord_no(refusal: Refusal) -> web.Response:
    wait = ceil(refusal.retry_after.total_seconds() * 1000) / 1000
    body = {"message": "You are being rate limited.", "retry_after": wait}
    headers = {
        "Retry-After": str(ceil(wait)),
        "Via": "1.1 google",  # without it a client takes it for a ban
        "X-RateLimit-Scope": "global" if refusal.everywhere else "user",
    }
    return _json(body | {"global": refusal.everywhere}, status=429, headers=headers)


Failing = Callable[[web.Request, web.Response | None], Awaitable[web.StreamResponse]]


async def _reset(request: web.Request, _answer: web.Response | None) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _half(request: web.Request, answer: web.Response | None) -> web.StreamResponse:
    assert answer is not None
    assert isinstance(answer.body, bytes)
    part = web.StreamResponse(
        headers={"Content-Length": str(len(answer.body)), "Content-Type": JSON}
    )
    await part.prepare(request)
    await part.write(answer.body[: len(answer.body) // 2])
    return await _reset(request, answer)


async def _slow(request: web.Request, _answer: web.Response | None) -> web.StreamResponse:
    part = web.StreamResponse(headers={"Content-Length": "100000", "Content-Type": JSON})
    await part.prepare(request)
    await part.write(b"{")
    await asyncio.Event().wait()
    return part


def _answering(status: int, description: str) -> Failing:
    async def answered(_request: web.Request, _answer: web.Response | None) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": description}
        return _json(body | {"message": description}, status=status)

    return answered


_FAILING: dict[Fault, Failing] = {
    Fault.DOWN: _answering(503, "Service Unavailable"),
    Fault.RESET_BEFORE: _reset,
    Fault.RESET_AFTER: _reset,
    Fault.HALF: _half,
    Fault.BROKEN_AFTER: _answering(500, "Internal Server Error"),
    Fault.SLOW: _slow,
    Fault.BLOCKED: _answering(403, "Forbidden: bot was blocked by the user"),
    Fault.UNFIT: _answering(400, "Bad Request: message text is empty"),
}
