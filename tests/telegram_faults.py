"""Ways in which an answer of Telegram's fails, some of them after it has done what it was asked."""

import asyncio
from enum import Enum, auto

from aiohttp import web

from tests.telegram_world import Json


class Fault(Enum):
    """Is a way in which an answer fails."""

    DOWN = auto()  # 503, and nothing was done
    GATEWAY = auto()  # 502 with a page of a proxy's, and nothing was done
    RESET_BEFORE = auto()  # the connection is reset, and nothing was done
    RESET_AFTER = auto()  # it was done, and the connection is reset
    HALF = auto()  # it was done, and half of the answer comes
    BROKEN_AFTER = auto()  # it was done, and the answer is 500 without sense
    SLOW = auto()  # it was done, and the answer never ends
    NONSENSE = auto()  # it was done, and the answer is no JSON

    @property
    def after(self) -> bool:
        """Whether it was done all the same."""
        return self not in {Fault.DOWN, Fault.GATEWAY, Fault.RESET_BEFORE}


class Refused(Exception):
    """Says no as Telegram does: `Refused(429, "Too Many Requests", retry_after=5)`."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


def no(status: int, description: str, parameters: Json | None = None) -> web.Response:
    """Say no in Telegram's form."""
    body: Json = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=status)


async def faulty(
    fault: Fault, request: web.Request, said: web.Response | None
) -> web.StreamResponse:
    """Answer as a fault does."""
    if fault is Fault.HALF:
        return await _half(request, said)
    if fault is Fault.SLOW:
        return await _slow(request)
    if fault in {Fault.RESET_BEFORE, Fault.RESET_AFTER}:
        return _reset(request)
    status, text = _TOLD[fault]
    return web.Response(status=status, text=text)


_TOLD = {
    Fault.DOWN: (503, '{"ok": false, "error_code": 503, "description": "Service Unavailable"}'),
    Fault.GATEWAY: (502, "<html>Bad Gateway</html>"),
    Fault.BROKEN_AFTER: (500, "?"),
    Fault.NONSENSE: (200, "{"),
}


def _reset(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def _half(request: web.Request, said: web.Response | None) -> web.StreamResponse:
    assert said is not None
    assert isinstance(said.body, bytes)
    part = web.StreamResponse(headers={"Content-Length": str(len(said.body))})
    await part.prepare(request)
    await part.write(said.body[: len(said.body) // 2])
    return _reset(request)


async def _slow(request: web.Request) -> web.StreamResponse:
    part = web.StreamResponse(headers={"Content-Length": "100000"})
    await part.prepare(request)
    await part.write(b"{")
    await asyncio.Event().wait()
    return part
