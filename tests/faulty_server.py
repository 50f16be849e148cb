"""A provider on loopback that answers as it is told to, or fails as servers fail.

    async with FaultyServer() as server:
        server.answers("/v1/quote", b'{"c": 1}')          every time, whatever the query
        server.fails("/v1/quote", Fault.RESET)            then, and from then on
        … fetch server.url + "/v1/quote?symbol=IREN" …
        server.asked[0].query                             what it was asked

Several answers of one path are given in turn, and the last of them stays.
"""

import asyncio
import gzip
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

LARGE = 200 << 20
"""Bytes of a body that nobody should read to its end."""

PIECE = 1 << 20
DRIP = timedelta(milliseconds=20)
"""The time between two bytes of a slow answer."""


class Fault(Enum):
    """Is a way in which a server fails."""

    RESET = auto()  # the connection is reset before a byte was said
    HANGS = auto()  # nothing is ever said
    GARBLED = auto()  # what is said is no HTTP
    TRUNCATED = auto()  # fewer bytes come than were promised
    TRUNCATED_CHUNKS = auto()  # the last chunk never comes
    TRUNCATED_GZIP = auto()  # the promised bytes come, but the gzip in them breaks off
    BROKEN_GZIP = auto()  # what claims to be gzip is none
    DRIPS = auto()  # a byte now and then, for ever
    FLOODS = auto()  # 200 MB, of which the size is told
    FLOODS_UNSAID = auto()  # 200 MB, of which it is not
    GZIP_BOMB = auto()  # 200 kB of gzip that unfold to 200 MB


class Ending(Enum):
    """Is a way in which a stream ends once its frames were told."""

    CLOSES = auto()  # with a farewell
    MID_FRAME = auto()  # in the middle of a frame
    RESET = auto()
    SILENT = auto()  # it stays open and says nothing
    PINGS = auto()  # it stays open and says nothing but pings


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Is a request as it came in."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


Play = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FaultyServer:
    """Serves at `url` from `async with` to its end; `asked` and `heard` say what came in."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self.heard: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._came = asyncio.Condition()
        self._plays: defaultdict[str, list[Play]] = defaultdict(list)
        self._closing = asyncio.Event()
        self._runner: web.ServerRunner | None = None

    @property
    def stream_url(self) -> str:
        return self.url.replace("http://", "ws://")

    def answers(
        self,
        path: str,
        body: bytes | str | Mapping[str, Any] = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        gzipped: bool = False,
    ) -> None:
        """Answer `path` with a body; a mapping is written as JSON."""
        raw = json.dumps(body).encode() if isinstance(body, Mapping) else body
        raw = raw.encode() if isinstance(raw, str) else raw
        more = {"Content-Encoding": "gzip"} if gzipped else {}

        async def play(_: web.Request) -> web.StreamResponse:
            return web.Response(
                body=gzip.compress(raw) if gzipped else raw,
                status=status,
                headers={"Content-Type": "application/json", **more, **(headers or {})},
            )

        self._plays[path].append(play)

    def forget(self, path: str) -> None:
        """Let `path` be told anew, without what is left of its answers."""
        self._plays[path].clear()

    def waits(self, path: str, door: asyncio.Event, body: bytes = b"{}") -> None:
        """Answer `path` once `door` is open."""

        async def play(_: web.Request) -> web.StreamResponse:
            await door.wait()
            return web.Response(body=body)

        self._plays[path].append(play)

    async def crowded(self, number: int) -> None:
        """Return once so many have asked and wait for their answers."""
        async with self._came:
            await self._came.wait_for(lambda: self._at_once >= number)

    def fails(self, path: str, fault: Fault) -> None:
        """Fail whoever asks for `path`."""

        async def play(request: web.Request) -> web.StreamResponse:
            return await self._fail(request, fault)

        self._plays[path].append(play)

    def streams(
        self, path: str, *frames: str | bytes, ending: Ending = Ending.SILENT, after: int = 0
    ) -> None:
        """Tell frames to whoever opens a websocket on `path`, once `after` were heard; end it."""

        async def play(request: web.Request) -> web.StreamResponse:
            socket = web.WebSocketResponse(timeout=0.1)
            await socket.prepare(request)
            before = len(self.heard)
            listening = asyncio.create_task(self._listen(socket))
            try:
                async with self._came:
                    await self._came.wait_for(lambda: len(self.heard) >= before + after)
                for frame in frames:
                    if isinstance(frame, str):
                        await socket.send_str(frame)
                    else:
                        await socket.send_bytes(frame)
                await self._end(request, socket, ending)
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
            return socket

        self._plays[path].append(play)

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(
            web.Server(self._serve, access_log=None), shutdown_timeout=0.1
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(
            Asked(path=request.path, query=dict(request.query), headers=request.headers)
        )
        plays = self._plays.get(request.path)
        if not plays:
            return web.Response(status=404, text="nobody told this server of that path")
        play = plays.pop(0) if len(plays) > 1 else plays[0]
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        async with self._came:
            self._came.notify_all()
        try:
            return await play(request)  # type: ignore[arg-type]  # it needs no application
        finally:
            self._at_once -= 1

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.heard.append(message.data)
                async with self._came:
                    self._came.notify_all()

    async def _end(
        self, request: web.Request, socket: web.WebSocketResponse, ending: Ending
    ) -> None:
        match ending:
            case Ending.CLOSES:
                await socket.close()
            case Ending.MID_FRAME:
                _transport(request).write(b"\x81\x64half of it")  # of 100 bytes
                _transport(request).close()
            case Ending.RESET:
                _transport(request).abort()
            case Ending.PINGS:
                while not await self._rest(DRIP) and not socket.closed:
                    await socket.ping()
            case Ending.SILENT:
                while not await self._rest(DRIP) and not socket.closed:
                    continue

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        match fault:
            case Fault.RESET:
                _transport(request).abort()
            case Fault.HANGS:
                await self._closing.wait()
            case Fault.GARBLED:
                _transport(request).write(b"HTTQ/1.1 two hundred\r\n\r\n{}")
                _transport(request).close()
            case Fault.TRUNCATED:
                response.content_length = 100
                await _says(response, request, b'{"half": "of')
                _transport(request).close()
            case Fault.TRUNCATED_CHUNKS:
                await _says(response, request, b'{"half": "of')
                _transport(request).close()
            case Fault.TRUNCATED_GZIP | Fault.BROKEN_GZIP:
                whole = gzip.compress(b'{"half": "of it"}' * 100)
                body = whole[:-20] if fault is Fault.TRUNCATED_GZIP else b"\x1f\x8b no such thing"
                return web.Response(body=body, headers={"Content-Encoding": "gzip"})
            case Fault.DRIPS:
                await self._drip(response, request)
            case Fault.FLOODS | Fault.FLOODS_UNSAID:
                response.content_length = LARGE if fault is Fault.FLOODS else None
                await _says(response, request, *[b" " * PIECE] * (LARGE // PIECE))
            case Fault.GZIP_BOMB:
                response.headers["Content-Encoding"] = "gzip"
                await _says(response, request, _bomb())
        return response

    async def _drip(self, response: web.StreamResponse, request: web.Request) -> None:
        await _says(response, request, b"[")
        with suppress(ConnectionError):  # whoever asked has lost patience
            while not await self._rest(DRIP):
                await response.write(b" ")

    # Waits a little, as a slow server does; says whether it is time to go.
    async def _rest(self, span: timedelta) -> bool:
        try:
            async with asyncio.timeout(span.total_seconds()):
                return await self._closing.wait()
        except TimeoutError:
            return False


async def _says(response: web.StreamResponse, request: web.Request, *pieces: bytes) -> None:
    await response.prepare(request)
    with suppress(ConnectionError):  # whoever asked has heard enough
        for piece in pieces:
            await response.write(piece)


def _transport(request: web.Request) -> asyncio.Transport:
    if not isinstance(request.transport, asyncio.Transport):
        raise ConnectionResetError("whoever asked has gone")
    return request.transport


def _bomb() -> bytes:
    zeros = bytes(PIECE)
    return gzip.compress(zeros) * (LARGE // PIECE)  # members, one after the other
