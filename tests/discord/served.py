"""A bot that is asked in Discord: commands of every kind, and answers that a test decides on."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bot.chat import Call, Destination, Picture, Reply, Right
from bot.clock import Clock, SystemClock
from bot.commands import Choice, Offered, Parameter, Preferences, Question
from bot.delivery.limits import Learned
from bot.platforms.discord import Account, Discord, Ties
from tests.discord.world import Channel
from tests.discord_server import DiscordServer

SYMBOL = Parameter(name="symbol", word="SYM", meaning="an instrument", required=True, suggests=True)
NAME = Parameter(name="name", word="LIST", meaning="a watchlist", required=False)
COUNT = Parameter(name="count", word="N", meaning="how many", required=False, whole=True)
WEIGHT = Parameter(
    name="severity", word="WEIGHT", meaning="how much", required=True, choices=("info", "critical")
)
WHEN = Parameter(name="when", word="RULE", meaning="a condition", required=True, greedy=True)
FORM = (
    Question(name="name", label="Name", hint="dips"),
    Question(name="when", label="When", hint="price < 60"),
    Question(
        name="severity", label="Severity", hint="", required=False, options=("info", "critical")
    ),
)


def a_command(name: str, *parameters: Parameter, **more: Any) -> Offered:  # noqa: ANN401 (its fields)
    words = " ".join(["/" + name, *(p.word for p in parameters)])
    fields = {"summary": f"What {name} says", "usage": words, "example": words}
    return Offered(name=name, parameters=parameters, **(fields | more))


COMMANDS = (
    a_command("quote", SYMBOL),
    a_command("sector", NAME),
    a_command("sector history", NAME, COUNT),
    a_command("rule add", NAME, WHEN, right=Right.CHANGE, form=FORM),
    a_command("severity", WEIGHT, right=Right.CHANGE),
    a_command("mine", private=True),
    a_command("stop", right=Right.OPERATE),
)


class Served:
    """Answers with `reply`, or as `answers` does by a command's name; `calls` is what was asked."""

    def __init__(self, commands: Sequence[Offered] = COMMANDS) -> None:
        self.commands = commands
        self.calls: list[Call] = []
        self.reply = Reply(title="done")
        self.answers: dict[str, Callable[[Call], Reply]] = {}
        self.set = Preferences()
        self.picture: bytes | None = b"png"
        self.drawn: list[Picture] = []
        self.held: asyncio.Event | None = None
        self.symbols: tuple[str, ...] = ("IREN", "RIOT", "WULF")

    async def answer(self, call: Call) -> Reply:
        self.calls.append(call)
        if self.held is not None:
            await self.held.wait()
        answer = self.answers.get(call.text)
        return self.reply if answer is None else answer(call)

    def suggest(self, call: Call, command: str, parameter: str, typed: str) -> Sequence[Choice]:
        del call, command, parameter
        return [Choice(s, s) for s in self.symbols if s.startswith(typed.upper())]

    async def draw(self, picture: Picture) -> bytes | None:
        self.drawn.append(picture)
        if self.held is not None:
            await self.held.wait()
        return self.picture

    def preferences(self, owner: str) -> Preferences:
        del owner
        return self.set


class Stage:
    """A bot on a Discord of its own, and all that it told the rest."""

    def __init__(self, server: DiscordServer, served: Served, platform: Discord) -> None:
        self.server, self.served, self.platform = server, served, platform
        self.learnt: dict[Destination, str] = {}
        self.limits: list[Learned] = []
        self.noticed: list[str] = []


def place(channel: Channel) -> Destination:
    """Name a channel, a thread or a forum as the courier does."""
    if channel.parent is not None:
        return Destination(platform="discord", chat=channel.parent.id, thread=channel.id)
    return Destination(platform="discord", chat=channel.id)


@asynccontextmanager
async def served(
    server: DiscordServer,
    served: Served | None = None,
    *,
    clock: Clock | None = None,
    ready: bool = True,
    **account: Any,  # noqa: ANN401 (its fields)
) -> AsyncIterator[Stage]:
    """Run a bot on a server until the end of the block."""
    stage = a_stage(server, served, clock=clock, **account)
    await stage.platform.start(stage.served.answer)
    try:
        if ready:
            await server.ready(max(int(account.get("shards", 1)), 1))
            await settled(stage)
        yield stage
    finally:
        await stage.platform.stop()


async def settled(stage: Stage, *, without: str = "listed") -> None:
    """Return once nothing that the bot tells of itself has that word in it."""
    while without in " ".join(stage.platform.details()):  # noqa: ASYNC110 (it comes by sockets)
        await asyncio.sleep(0)


def a_stage(
    server: DiscordServer,
    served: Served | None = None,
    *,
    clock: Clock | None = None,
    **account: Any,  # noqa: ANN401 (its fields)
) -> Stage:
    """Make a bot for a server, without starting it."""
    service = served or Served()
    learnt: dict[Destination, str] = {}
    limits: list[Learned] = []
    noticed: list[str] = []
    fields: Mapping[str, Any] = {
        "token": server.token,
        "api_base": server.api,
        "gateway_url": server.gateway.url,
        **account,
    }
    platform = Discord(
        Account(**fields),
        service,
        clock=clock or SystemClock(),
        ties=Ties(
            learn=learnt.__setitem__,
            learned=limits.append,
            notice=lambda title, why: noticed.append(f"{title}: {why}"),
        ),
    )
    stage = Stage(server, service, platform)
    stage.learnt, stage.limits, stage.noticed = learnt, limits, noticed
    return stage
