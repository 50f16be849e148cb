"""The gateway: sockets, sessions that can be resumed, and everything that goes wrong with them."""

import asyncio
import json
import zlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bot.clock import Clock
from tests.discord.world import APPLICATION, BOT, World

Json = dict[str, Any]

PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
SENDS, SPAN = 120, 60.0  # https://docs.discord.com/developers/events/gateway#rate-limiting
LARGEST = 4096


@dataclass(eq=False)
class Session:
    """A bot's session, and what it was told, for whoever resumes it."""

    name: str
    shard: tuple[int, int]
    told: list[Json] = field(default_factory=list)
    line: "Line | None" = None


class Line:
    """A socket, compressed as discord.py asks for it: one stream, flushed after each message."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse, clock: Clock) -> None:
        self.socket = socket
        self.transport = request.transport
        self._deflate = zlib.compressobj()
        self._clock = clock
        self._heard: deque[float] = deque()

    async def say(self, told: Json) -> None:
        content = self._deflate.compress(json.dumps(told).encode())
        await self.socket.send_bytes(content + self._deflate.flush(zlib.Z_SYNC_FLUSH))

    def too_fast(self) -> bool:
        now = self._clock.now().timestamp()
        self._heard.append(now)
        while self._heard[0] <= now - SPAN:
            self._heard.popleft()
        return len(self._heard) > SENDS


class Gateway:
    """Takes connections; `closes` says with which code those who identify are turned away."""

    def __init__(self, world: World, clock: Clock, token: str) -> None:
        self.url = ""
        self.token = token
        self.down = False
        self.closes = 0
        self.identified: list[Json] = []
        self.resumed = 0
        self.sessions: dict[str, Session] = {}
        self._world = world
        self._clock = clock
        self._names = count(1)
        self._changed = asyncio.Condition()

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        if self.down:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(request, socket, self._clock)
        await line.say({"op": 10, "d": {"heartbeat_interval": 41250}, "t": None, "s": None})
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                await self._heard(line, message.data)
        finally:
            await self._forget(line)
        return socket

    async def until(self, connected: int = 1) -> None:
        """Return once so many shards are connected."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.lines()) >= connected)

    def lines(self) -> list[Line]:
        return [s.line for s in self.sessions.values() if s.line is not None]

    async def dispatch(self, event: str, data: Mapping[str, Any], guild: str = "0") -> None:
        """Tell the shard that a server belongs to; those who are away hear it when they resume."""
        for session in self.sessions.values():
            shard, shards = session.shard
            if (int(guild) >> 22) % shards == shard:
                await self._tell(session, event, data)

    async def drop(self) -> None:
        """Break every socket off, without a word."""
        for line in self.lines():
            if line.transport is not None:
                line.transport.abort()

    async def close(self, code: int) -> None:
        """Close every socket with a code."""
        for line in self.lines():
            await line.socket.close(code=code)

    async def reconnect(self) -> None:
        """Ask everybody to come again (op 7)."""
        for line in self.lines():
            await line.say({"op": 7, "d": None, "t": None, "s": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Say that every session is void (op 9)."""
        lines = self.lines()
        if not resumable:
            self.sessions.clear()
        for line in lines:
            await line.say({"op": 9, "d": resumable, "t": None, "s": None})

    async def _heard(self, line: Line, text: str) -> None:
        if line.too_fast():
            await line.socket.close(code=4008)
            return
        if len(text.encode()) > LARGEST:
            await line.socket.close(code=4002)
            return
        said = json.loads(text)
        match said["op"]:
            case 1:
                await line.say({"op": 11, "d": None, "t": None, "s": None})
            case 2:
                await self._identify(line, said["d"])
            case 6:
                await self._resume(line, said["d"])

    async def _identify(self, line: Line, asked: Json) -> None:
        self.identified.append({key: value for key, value in asked.items() if key != "token"})
        code = self.closes or (4004 if asked["token"] != self.token else 0)
        code = code or (4014 if asked["intents"] & PRIVILEGED else 0)
        if code:
            await line.socket.close(code=code)
            return
        shard = tuple(asked.get("shard") or (0, 1))
        session = Session(f"session-{next(self._names)}", (shard[0], shard[1]), line=line)
        self.sessions[session.name] = session
        mine = [g for g in self._world.guilds if (int(g.id) >> 22) % shard[1] == shard[0]]
        await self._tell(session, "READY", self._ready(session, [guild.id for guild in mine]))
        for guild in mine:
            await self._tell(session, "GUILD_CREATE", guild.told())
        await self._note()

    async def _resume(self, line: Line, asked: Json) -> None:
        session = self.sessions.get(asked["session_id"])
        if asked["token"] != self.token:
            await line.socket.close(code=4004)
            return
        if session is None:
            await line.say({"op": 9, "d": False, "t": None, "s": None})
            return
        self.resumed += 1
        session.line = line
        for told in session.told[asked["seq"] :]:
            await line.say(told)
        await self._tell(session, "RESUMED", {})
        await self._note()

    def _ready(self, session: Session, guilds: list[str]) -> Json:
        return {
            "v": 10,
            "user": {
                "id": BOT,
                "username": "prebell",
                "discriminator": "0",
                "global_name": None,
                "avatar": None,
                "bot": True,
                "verified": True,
                "mfa_enabled": False,
                "flags": 0,
                "email": None,
            },
            "guilds": [{"id": guild, "unavailable": True} for guild in guilds],
            "session_id": session.name,
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": APPLICATION, "flags": 0},
            "private_channels": [],
        }

    async def _tell(self, session: Session, event: str, data: Mapping[str, Any]) -> None:
        told = {"op": 0, "d": dict(data), "t": event, "s": len(session.told) + 1}
        session.told.append(told)
        if session.line is not None and not session.line.socket.closed:
            await session.line.say(told)

    async def _forget(self, line: Line) -> None:
        for session in self.sessions.values():
            if session.line is line:
                session.line = None
        await self._note()

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()
