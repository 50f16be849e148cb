"""Discord over HTTP: channels, messages, posts, commands, and the answers to interactions."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.discord.messages import Messages, found, reply, slow_down
from tests.discord.no import No
from tests.discord.responses import Responses
from tests.discord.world import (
    APPLICATION,
    BOT,
    THREAD,
    Channel,
    number,
)
from tests.limit_rules import Sliding

if TYPE_CHECKING:
    from tests.discord_server import DiscordServer

Json = dict[str, Any]
Files = dict[str, bytes]

SECOND = timedelta(seconds=1)


class Rest:
    """Answers requests; `puts` counts how often commands were written, `invalid` what counts so.

    The next `unlisted` questions for the list of commands are refused.
    """

    def __init__(self, server: "DiscordServer") -> None:
        self.commands: list[Json] = []
        self.listed = asyncio.Event()
        self.puts = 0
        self.unlisted = 0
        self.invalid = 0
        self.requests: list[tuple[str, str]] = []
        self.messages = Messages(server)
        self._server = server
        self._world = server.world
        self._overall = Sliding(50, SECOND)
        self._responses = Responses(server)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer a request, or refuse it as Discord does."""
        parts = request.match_info["path"].strip("/").split("/")
        self.requests.append((request.method, "/".join(parts)))
        try:
            return await self._taken(request, parts)
        except No as no:
            if no.status in {401, 403, 429}:
                self.invalid += 1
            return reply(no.body, status=no.status, headers=no.headers)

    async def asked_for(self, path: str) -> None:
        """Return once somebody has asked for that path."""
        while all(asked != path for _, asked in self.requests):  # noqa: ASYNC110 (it comes by a socket)
            await asyncio.sleep(0)

    async def _taken(self, request: web.Request, parts: list[str]) -> web.StreamResponse:
        body, files = await _body(request)
        match parts:
            case ["interactions", name, token, "callback"]:
                return reply(self._responses.acknowledge(name, token, body, files))
            case ["webhooks", _, token, *rest]:
                found = self._responses.follow(request.method, token, rest, body, files)
                return reply(found) if found is not None else web.Response(status=204)
        self._count(request)
        match request.method, parts:
            case "POST", ["channels", name, "messages" | "threads" as what]:
                say = self.messages.message if what == "messages" else self.messages.post
                return await say(request, self._channel(name, speaks=True), body, files)
            case "PATCH", ["channels", name, "messages", message]:
                channel = self._channel(name, speaks=True)
                return self.messages.edited(channel, message, body, files)
        return reply(self._told(request.method, parts, body))

    def _told(self, method: str, parts: list[str], body: Json) -> object:
        of_channel = parts[0] == "channels"
        found = self._of_a_channel if of_channel else self._of_the_bot
        told = found(method, parts, body)
        if told is None:
            raise No(404, 0, "404: Not Found")
        return told

    def _of_the_bot(self, method: str, parts: list[str], body: Json) -> object:
        match method, parts:
            case "GET", ["users", "@me"]:
                return _ME
            case "GET", ["oauth2", "applications", "@me"]:
                return _APPLICATION
            case "GET", ["gateway", "bot"]:
                return {"url": self._server.gateway.url, "shards": 1, **_SESSIONS}
            case "GET" | "PUT", ["applications", _, "commands"]:
                return self._list(body) if method == "PUT" else self._listing()
            case "GET", ["guilds", guild, "threads", "active"]:
                return {"threads": list(self._threads(guild)), "members": []}
        return None

    def _of_a_channel(self, method: str, parts: list[str], body: Json) -> object:
        channel = self._channel(parts[1])
        match method, parts[2:]:
            case "GET", []:
                return channel.told()
            case "PATCH", []:
                channel.archived = bool(body.get("archived"))
                return channel.told()
            case "GET", ["messages", message]:
                return found(self._world.message(message), channel).told()
        return None

    def _listing(self) -> list[Json]:
        if self.unlisted:
            self.unlisted -= 1
            raise No(403, 20012, "You are not authorized to perform this action")
        return self.commands

    def _count(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bot {self._server.token.get_secret_value()}":
            raise No(401, 0, "401: Unauthorized")
        now = self._server.clock.now()
        if wait := self._overall.closed_for(now):
            raise slow_down(wait, everywhere=True)
        self._overall.arrived.append(now)

    def _list(self, body: Json) -> list[Json]:
        self.puts += 1
        self.commands = [{**one, **_OF_A_COMMAND, "id": number()} for one in body["all"]]
        self.listed.set()
        return self.commands

    def _channel(self, name: str, *, speaks: bool = False) -> Channel:
        channel = self._world.channel(name)
        if channel is None:
            raise No(404, 10003, "Unknown Channel")
        of = channel.parent or channel
        if channel.hidden or of.hidden:
            raise No(403, 50001, "Missing Access")
        if speaks and (channel.mute or of.mute):
            raise No(403, 50013, "Missing Permissions")
        return channel

    def _threads(self, guild: str) -> Iterator[Json]:
        for one in self._world.guilds:
            for channel in one.channels:
                lives = channel.kind == THREAD and not (channel.gone or channel.archived)
                if one.id == guild and lives:
                    yield channel.told()


async def _body(request: web.Request) -> tuple[Json, Files]:
    if not request.can_read_body:
        return {}, {}
    if not request.content_type.startswith("multipart/"):
        body = await request.json()
        return (body if isinstance(body, dict) else {"all": body}), {}
    sent = await request.post()
    files = [f for f in sent.values() if isinstance(f, web.FileField)]
    written = sent["payload_json"]
    assert isinstance(written, bytes | bytearray | str)
    return json.loads(written), {file.filename: file.file.read() for file in files}


_ME: Json = {
    "id": BOT,
    "username": "prebell",
    "discriminator": "0",
    "global_name": None,
    "avatar": None,
    "bot": True,
    "public_flags": 0,
}
_APPLICATION: Json = {
    "id": APPLICATION,
    "name": "Prebell",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0" * 64,
    "owner": {**_ME, "id": "1", "username": "owner", "bot": False},
    "team": None,
    "flags": 0,
    "summary": "",
    "rpc_origins": [],
}
_SESSIONS: Json = {
    "session_start_limit": {
        "total": 1000,
        "remaining": 999,
        "reset_after": 1,
        "max_concurrency": 16,
    }
}
# What Discord adds to each command that it lists.
_OF_A_COMMAND: Json = {
    "application_id": APPLICATION,
    "version": "1",
    "default_member_permissions": None,
    "nsfw": False,
    "dm_permission": True,
    "name_localizations": None,
    "description_localizations": None,
}
