"""Discord on loopback: its REST and its gateway on real sockets, with its limits and its faults.

async with DiscordServer() as server:                   or DiscordServer(clock)
    guild = server.guild("Miners")                      the bot is in it
    room, role = guild.channel("alerts"), guild.role("traders")
    forum, thread = guild.forum(), room.thread()
    ann = server.person("ann", guild, manage=True, roles=[role])

    … Account(token=server.token, api_base=server.api, gateway_url=server.gateway.url) …
    await server.ready()                                the bot is connected and its commands listed

    server.read_in(room)                                what everybody reads there, as Said:
        .title .text .buttons .files .pings .edits .answers .private .texts .embeds
    answer = await ann.runs(room, "/quote IREN")        or runs(room, "quote", symbol="IREN")
        .text .answer (Said) .private .deferred .after .modal .questions
    (await ann.types(room, "quote", symbol="IR")).words what is suggested while typing
    await ann.presses(message, "Ack")                   ann.private is her room alone with the bot
    await ann.submits(form, {"name": "dips"})

    server.fails(room, Fault.LOST, Fault.SLOW_DOWN)     what the next messages there run into
    server.token = "another"                            the token is revoked: 401, and 4004
    room.gone, room.hidden, room.mute = …               10003, 50001, 50013
    await server.gateway.drop()                         .reconnect() .invalidate() .close(4014)
    await server.gateway.dispatch("GUILD_CREATE", {})   a dispatch that nobody can read
    server.gateway.down = True; server.gateway.closes = 4014
    server.rest.puts, .invalid, .requests               how often commands were written, and so on

What is more than Discord takes is refused as Discord refuses it: lengths, counts, a second answer,
one after 3 s, a token after 15 min, more than 5 messages in 5 s in a channel or 50 requests in a
second in all. The clock decides what time it is; nothing here waits for it.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from pydantic import SecretStr

from bot.clock import Clock, SystemClock
from tests import canaries
from tests.discord.gateway import Gateway
from tests.discord.interactions import Interaction
from tests.discord.messages import Fault
from tests.discord.person import Person
from tests.discord.rest import Rest
from tests.discord.world import Channel, Guild, Said, World

__all__ = ["DiscordServer", "Fault"]

Json = dict[str, Any]


class DiscordServer:
    """Serves at `api` from `async with` to its end."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or SystemClock()
        self.world = World()
        self.interactions: list[Interaction] = []
        self.api = ""
        self._token = canaries.DISCORD
        self.gateway = Gateway(self.world, self.clock, self._token)
        self.rest = Rest(self)
        app = web.Application(client_max_size=32 << 20)
        app.router.add_get("/gateway", self.gateway.take)
        app.router.add_route("*", "/api/v10/{path:.*}", self.rest.take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self.api = f"http://{host}:{port}/api/v10"
        self.gateway.url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.gateway.drop()
        await self._runner.cleanup()

    @property
    def token(self) -> SecretStr:
        return SecretStr(self._token)

    @token.setter
    def token(self, token: str) -> None:
        self._token = self.gateway.token = token

    @property
    def commands(self) -> list[Json]:
        """The commands that are listed."""
        return self.rest.commands

    @property
    def invalid(self) -> int:
        """How many requests were refused with 401, 403 or 429: Discord counts those."""
        return self.rest.invalid

    def guild(self, name: str = "Miners") -> Guild:
        made = Guild(name=name)
        self.world.guilds.append(made)
        return made

    def person(
        self,
        name: str,
        guild: Guild | None = None,
        *,
        manage: bool = False,
        roles: Iterable[str] = (),
        locale: str = "en-US",
    ) -> Person:
        return Person(self, name, guild, manage=manage, roles=roles, locale=locale)

    def read_in(self, channel: Channel) -> list[Said]:
        """Return what everybody can read in a channel, in order."""
        return self.world.read_in(channel)

    def fails(self, channel: Channel, *faults: Fault) -> None:
        """Let the next messages to a channel run into these, one each."""
        self.rest.messages.faults[channel.id].extend(faults)

    async def ready(self, shards: int = 1) -> None:
        """Return once the bot is connected and has listed its commands."""
        await self.gateway.until(shards)
        await self.rest.listed.wait()
