"""Discord's refusals: each is understood, nothing is said twice, nobody is told what is not so."""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.chat import Destination
from bot.delivery.parcel import Parcel
from bot.errors import (
    DeliveryError,
    DeliveryRefused,
    DeliveryUnfit,
    DeliveryUnsure,
)
from tests.discord.served import Stage, a_stage, place, served, settled
from tests.discord.world import Channel
from tests.discord_server import DiscordServer, Fault
from tests.parcels import a_parcel

SECOND = timedelta(seconds=1)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def room(server: DiscordServer) -> Channel:
    return server.guild().channel()


@pytest.fixture
async def stage(server: DiscordServer, room: Channel) -> AsyncIterator[Stage]:
    async with served(server, ready=False, rooms=(place(room),)) as stage:
        yield stage


async def says(stage: Stage, parcel: Parcel) -> str:
    return await stage.platform.send(parcel, face="", repeat=False)


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.HALF, Fault.BROKEN])
async def test_a_lost_answer_and_a_second_try_are_one_message(
    stage: Stage, server: DiscordServer, room: Channel, fault: Fault
):
    """Discord knows the key of a message for a few minutes, and says it once."""
    server.fails(room, fault)
    parcel = a_parcel("a", place(room))
    with pytest.raises(DeliveryUnsure):
        await says(stage, parcel)
    ref = await says(stage, parcel)

    assert [ref] == [f"{room.id}/{said.id}" for said in server.read_in(room)]


@pytest.mark.parametrize(
    ("fault", "wait", "everywhere"),
    [
        (Fault.SLOW_DOWN, 2 * SECOND, False),
        (Fault.SLOW_DOWN_ALL, SECOND, True),
        (Fault.BANNED, 600 * SECOND, True),
    ],
)
async def test_a_no_for_now_says_for_how_long(  # noqa: PLR0913, PLR0917 (three of them are fixtures)
    stage: Stage,
    server: DiscordServer,
    room: Channel,
    fault: Fault,
    wait: timedelta,
    everywhere: bool,
):
    """Nothing waits here: the courier does, and knows whether it is for one room or all."""
    server.fails(room, fault)
    with pytest.raises(DeliveryError) as no:
        await says(stage, a_parcel("a", place(room)))

    assert (wait, everywhere) == (no.value.retry_after, no.value.everywhere)


@pytest.mark.parametrize("fault", [Fault.DOWN, Fault.SLOW_DOWN, Fault.SLOW_DOWN_ALL])
async def test_what_certainly_did_not_arrive_is_not_unsure(
    stage: Stage, server: DiscordServer, room: Channel, fault: Fault
):
    server.fails(room, fault)
    with pytest.raises(DeliveryError) as no:
        await says(stage, a_parcel("a", place(room)))

    assert type(no.value) is DeliveryError


async def test_nothing_is_unsure_where_nobody_was_reached():
    async with DiscordServer() as server:
        room = server.guild().channel()
        stage = a_stage(server, rooms=(place(room),))
        await stage.platform.start(stage.served.answer)
    with suppress(DeliveryError):  # by a connection that had been open
        await says(stage, a_parcel("a", place(room)))
    with pytest.raises(DeliveryError) as no:
        await says(stage, a_parcel("a", place(room)))
    await stage.platform.stop()

    assert type(no.value) is DeliveryError


@pytest.mark.parametrize(
    ("wrong", "what_to_do"),
    [
        ("gone", "name another one"),
        ("hidden", "let it view the channel"),
        ("mute", "let it send messages"),
    ],
)
async def test_a_room_that_is_closed_says_what_to_do(
    stage: Stage, room: Channel, wrong: str, what_to_do: str
):
    setattr(room, wrong, True)
    with pytest.raises(DeliveryRefused, match=what_to_do):
        await says(stage, a_parcel("a", place(room)))


async def test_a_token_that_was_revoked_closes_no_room(
    stage: Stage, server: DiscordServer, room: Channel
):
    """The operator has to act, not each room; with the new token they all hear again."""
    server.token = "another-token-than-before"  # noqa: S105 (of tests)
    with pytest.raises(DeliveryError, match="PREBELL_DISCORD__TOKEN") as no:
        await says(stage, a_parcel("a", place(room)))

    assert (DeliveryError, True) == (type(no.value), no.value.everywhere)


async def test_what_discord_will_not_take_is_unfit_alone(
    stage: Stage, server: DiscordServer, room: Channel
):
    """What a server's own moderation stops, say: the next message goes."""
    server.fails(room, Fault.UNFIT)
    with pytest.raises(DeliveryUnfit):
        await says(stage, a_parcel("a", place(room)))


async def test_a_room_that_was_never_there_is_refused(stage: Stage):
    parcel = a_parcel("a", Destination(platform="discord", chat="1"))
    with pytest.raises(DeliveryRefused):
        await says(stage, parcel)


async def test_a_room_of_the_settings_that_is_not_there_is_said(server: DiscordServer):
    """Whoever mistyped an id hears so before the first alert."""
    async with served(server, rooms=(Destination(platform="discord", chat="1"),)) as stage:
        told = "\n".join(stage.platform.details())

    assert "discord:1: the channel is not there any more" in told


async def test_a_room_that_comes_to_be_there_is_not_said_any_more(
    server: DiscordServer, room: Channel
):
    """The bot was let into the channel; the next connection sees so."""
    room.hidden = True
    async with served(server, rooms=(place(room),)) as stage:
        room.hidden = False
        await server.gateway.reconnect()
        await settled(stage, without=room.id)

        assert [place(room)] == list(stage.learnt)


async def test_the_token_is_in_nothing_that_is_said(
    server: DiscordServer, room: Channel, caplog: pytest.LogCaptureFixture
):
    """Not in an error, not in a log, not on /status."""
    caplog.set_level(0)
    async with served(server, rooms=(place(room),)) as stage:
        server.fails(room, *Fault)
        said = [str(await _error(stage, room)) for _ in Fault]
        told = [*said, *stage.platform.details(), caplog.text, repr(stage.platform)]

    assert [] == [one for one in told if server.token.get_secret_value() in one]


async def _error(stage: Stage, room: Channel) -> DeliveryError:
    with pytest.raises(DeliveryError) as error:
        await says(stage, a_parcel("a", place(room)))
    return error.value
