"""Discord's gateway: lost, closed, down or out of its mind, the bot comes back and can be asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from bot.platforms.discord.connection import SILENCE
from tests.discord.person import Person
from tests.discord.served import Stage, a_stage, place, served
from tests.discord.world import Channel
from tests.discord_server import DiscordServer
from tests.parcels import NOW, a_parcel
from tests.turned import TurnedClock

Goes = Callable[[DiscordServer], Awaitable[None]]


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def room(server: DiscordServer) -> Channel:
    return server.guild().channel()


@pytest.fixture
def ann(server: DiscordServer, room: Channel) -> Person:
    return server.person("ann", room.guild)


@pytest.fixture
async def stage(server: DiscordServer, room: Channel, clock: TurnedClock) -> AsyncIterator[Stage]:
    async with served(server, clock=clock, rooms=(place(room),)) as stage:
        yield stage


async def said(stage: Stage, words: str, clock: TurnedClock | None = None) -> str:
    """Wait until the bot says so of its connection, turning the clock where it pauses."""
    while words not in (told := "\n".join(stage.platform.details())):
        if clock is not None and "tried again" in told:
            clock.turn(1)
        await asyncio.sleep(0)
    return told


async def malformed(server: DiscordServer) -> None:
    """Trap 7: one dispatch that discord.py cannot read ends it for good."""
    await server.gateway.dispatch("GUILD_CREATE", {"id": "not a number"})


async def malformed_interaction(server: DiscordServer) -> None:
    """Trap 7 again, of the kind we live on."""
    await server.gateway.dispatch("INTERACTION_CREATE", {"id": "1", "type": 2})


async def dropped(server: DiscordServer) -> None:
    await server.gateway.drop()


async def asked_to_come_again(server: DiscordServer) -> None:
    await server.gateway.reconnect()


async def void(server: DiscordServer) -> None:
    await server.gateway.invalidate()


async def void_and_resumable(server: DiscordServer) -> None:
    await server.gateway.invalidate(resumable=True)


async def closed_for_no_reason(server: DiscordServer) -> None:
    await server.gateway.close(4000)


async def closed_as_if_done(server: DiscordServer) -> None:
    await server.gateway.close(1000)


@pytest.mark.parametrize(
    "goes",
    [
        malformed,
        malformed_interaction,
        dropped,
        asked_to_come_again,
        void,
        void_and_resumable,
        closed_for_no_reason,
        closed_as_if_done,
    ],
)
async def test_whatever_ends_the_connection_the_bot_can_be_asked_again(  # noqa: PLR0913, PLR0917 (most are fixtures)
    stage: Stage, server: DiscordServer, room: Channel, ann: Person, clock: TurnedClock, goes: Goes
):
    await said(stage, "connected since")
    before = len(server.gateway.identified) + server.gateway.resumed
    await goes(server)
    while len(server.gateway.identified) + server.gateway.resumed == before:
        if "tried again" in stage.platform.details()[0]:
            clock.turn(1)
        await asyncio.sleep(0)
    await said(stage, "connected since")

    assert "done" == (await ann.runs(room, "/quote IREN")).text


async def test_a_dropped_connection_is_resumed(stage: Stage, server: DiscordServer):
    """A bot may identify a thousand times a day; resuming costs nothing, and loses nothing."""
    await said(stage, "connected since")
    await server.gateway.drop()
    while not server.gateway.resumed:  # noqa: ASYNC110 (it comes by sockets)
        await asyncio.sleep(0)

    assert 1 == len(server.gateway.identified)


async def test_a_gateway_that_is_down_at_the_start_is_tried_until_it_is_up(
    server: DiscordServer, room: Channel, ann: Person, clock: TurnedClock
):
    """Trap 8: discord.py breaks at its first connection where nobody answers."""
    server.gateway.down = True
    stage = a_stage(server, clock=clock, rooms=(place(room),))
    await stage.platform.start(stage.served.answer)
    await said(stage, "AttributeError")
    server.gateway.down = False
    await said(stage, "connected since", clock)
    await server.ready()
    answer = await ann.runs(room, "/quote IREN")
    await stage.platform.stop()

    assert "done" == answer.text


async def test_alerts_are_told_while_the_gateway_is_down(
    server: DiscordServer, room: Channel, clock: TurnedClock
):
    """They go by another way than what people ask."""
    server.gateway.down = True
    stage = a_stage(server, clock=clock, rooms=(place(room),))
    await stage.platform.start(stage.served.answer)
    await stage.platform.send(a_parcel("a", place(room)), face="", repeat=False)
    await stage.platform.stop()

    assert ["a"] == [one.title for one in server.read_in(room)]


@pytest.mark.parametrize(
    ("code", "what_to_do"),
    [
        (4004, "set PREBELL_DISCORD__TOKEN"),
        (4014, "its page at discord.com/developers"),
        (4013, "its page at discord.com/developers"),
        (4011, "discord: shards"),
    ],
)
async def test_a_final_no_is_said_and_not_tried_again(
    server: DiscordServer, clock: TurnedClock, code: int, what_to_do: str
):
    """Trying on would have the token taken away, and helps nobody."""
    server.gateway.closes = code
    stage = a_stage(server, clock=clock)
    await stage.platform.start(stage.served.answer)
    told = await said(stage, what_to_do)
    for _ in range(20):
        clock.turn_to(clock.now() + timedelta(minutes=5))
        await asyncio.sleep(0)
    await stage.platform.stop()

    assert (True, 1, 1) == (
        "not connected" in told,
        len(server.gateway.identified),
        len(stage.noticed),
    )


async def test_a_token_that_nobody_knows_is_said_so(server: DiscordServer, clock: TurnedClock):
    stage = a_stage(server, clock=clock)
    server.token = "another-token-than-before"  # noqa: S105 (of tests)
    await stage.platform.start(stage.served.answer)
    told = await said(stage, "PREBELL_DISCORD__TOKEN")
    await stage.platform.stop()

    assert "a-token" not in told


async def test_a_silence_that_lasts_too_long_is_ended(
    stage: Stage, server: DiscordServer, clock: TurnedClock
):
    """discord.py's own pauses grow to 17 minutes; ours end after two."""
    await said(stage, "connected since")
    server.gateway.down = True
    await server.gateway.drop()
    await said(stage, "connecting")
    server.gateway.down = False
    server.gateway.sessions.clear()
    clock.turn_to(clock.now() + SILENCE)
    await said(stage, "connected since", clock)

    assert 2 == len(server.gateway.identified)


async def test_shards_share_the_servers(server: DiscordServer, clock: TurnedClock):
    """Each connection hears of its own servers, and all of them are the bot."""
    rooms = [server.guild(f"guild {n}").channel() for n in range(4)]
    for guild in server.world.guilds:
        guild.id = str(int(guild.id) + (server.world.guilds.index(guild) << 22))
    people = [server.person("ann", room.guild) for room in rooms]
    async with served(server, clock=clock, shards=2) as stage:
        await said(stage, "connected since")
        answers = [
            (await person.runs(room, "/quote IREN")).text
            for person, room in zip(people, rooms, strict=True)
        ]

    assert ([[0, 2], [1, 2]], ["done"] * 4) == (
        sorted(one["shard"] for one in server.gateway.identified),
        answers,
    )


async def test_it_asks_for_as_little_as_it_needs(stage: Stage, server: DiscordServer):
    """It hears of servers and their channels, and cannot read what people write."""
    await said(stage, "connected since")

    assert [1] == [one["intents"] for one in server.gateway.identified]
