"""Discord, told: messages arrive where they should, as they should, and call whom they should."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import Action, Drawing, Fact, Message, Picture
from bot.commands import Preferences
from bot.delivery.limits import Learned
from bot.delivery.parcel import Manner, Parcel
from tests.discord.served import Stage, place, served
from tests.discord.world import Channel
from tests.discord_server import DiscordServer
from tests.parcels import NOW, a_message, a_parcel

SECOND = timedelta(seconds=1)
CHART = Picture(drawing=Drawing.SESSION, subject="IREN", at=NOW)


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


def parcel_to(channel: Channel, said: str | Message = "a", **more: object) -> Parcel:
    return a_parcel(said, place(channel), **more)  # type: ignore[arg-type]  # fields of it


async def says(
    stage: Stage, channel: Channel, said: str | Message = "a", *, face: str = "", **more: object
) -> str:
    parcel = parcel_to(channel, said, **more)
    return await stage.platform.send(parcel, face=face, repeat=False)


async def test_messages_are_read_in_their_order(stage: Stage, server: DiscordServer, room: Channel):
    for title in ("first", "second", "third"):
        await says(stage, room, title)

    assert ["first", "second", "third"] == [said.title for said in server.read_in(room)]


async def test_a_thread_is_spoken_in(stage: Stage, server: DiscordServer, room: Channel):
    thread = room.thread()
    await says(stage, thread)

    assert ([], ["a"]) == (server.read_in(room), [s.title for s in server.read_in(thread)])


async def test_an_edit_changes_the_face(stage: Stage, server: DiscordServer, room: Channel):
    """What follows changes what was said, and pings nobody."""
    face = await says(stage, room, "rings")
    await says(stage, room, "is over", face=face, manner=Manner.EDIT, incident="i")
    (said,) = server.read_in(room)

    assert ("is over", 1) == (said.title, len(said.edits))


async def test_an_edit_of_what_was_deleted_is_said_without_a_sound(
    stage: Stage, server: DiscordServer, room: Channel
):
    """How things stand is there for whoever looks, and calls nobody."""
    face = await says(stage, room, "rings")
    server.world.said[0].deleted = True
    ref = await says(stage, room, "is over", face=face, manner=Manner.EDIT, incident="i")
    (said,) = server.read_in(room)

    assert (f"{room.id}/{said.id}", "is over", True) == (ref, said.title, said.silent)


async def test_a_reply_answers_the_face(stage: Stage, server: DiscordServer, room: Channel):
    face = await says(stage, room, "rings")
    await says(stage, room, "still", face=face, manner=Manner.REPLY, incident="i")
    first, second = server.read_in(room)

    assert (first.id, False) == (second.answers, bool(second.pings))


async def test_a_reply_to_what_was_deleted_stands_alone(
    stage: Stage, server: DiscordServer, room: Channel
):
    face = await says(stage, room, "rings")
    server.world.said[0].deleted = True
    await says(stage, room, "still", face=face, manner=Manner.REPLY, incident="i")

    assert ["still"] == [said.title for said in server.read_in(room)]


async def test_a_message_may_be_edited_in_a_thread_that_is_archived(
    stage: Stage, server: DiscordServer, room: Channel
):
    """Threads are archived after a day without a word; incidents may last longer."""
    thread = room.thread()
    face = await says(stage, thread, "rings")
    thread.archived = True
    await says(stage, thread, "is over", face=face, manner=Manner.EDIT, incident="i")

    assert ["is over"] == [said.title for said in server.read_in(thread)]


async def test_a_repeat_says_so(stage: Stage, server: DiscordServer, room: Channel):
    await stage.platform.send(parcel_to(room), face="", repeat=True)

    assert ["a (may repeat)"] == [said.title for said in server.read_in(room)]


async def test_what_the_headers_say_is_learnt(stage: Stage, room: Channel):
    await says(stage, room)
    learned = stage.limits[-1]

    assert (
        Learned(destination=place(room), limit=5, remaining=4, reset_after=learned.reset_after)
        == learned
    )


async def test_the_owner_of_a_room_is_told(stage: Stage, server: DiscordServer, room: Channel):
    """Before the first message: the rules of a server ring in its own rooms alone."""
    assert {place(room): f"discord:{server.world.guilds[0].id}"} == stage.learnt


@pytest.mark.parametrize(("mention", "calls"), [(True, True), (False, False)])
async def test_a_role_is_called_where_the_message_and_the_server_want_it(
    stage: Stage, server: DiscordServer, room: Channel, mention: bool, calls: bool
):
    role = server.world.guilds[0].role()
    stage.served.set = Preferences(mention=f"<@&{role}>")
    await says(stage, room, a_message("a", mention=mention))

    assert [(role,) if calls else ()] == [said.pings.roles for said in server.read_in(room)]


async def test_nobody_calls_everybody(stage: Stage, server: DiscordServer, room: Channel):
    """The role of a server's own id is everybody in it."""
    stage.served.set = Preferences(mention=server.world.guilds[0].id)
    await says(stage, room, a_message("@everyone <@&1> <@1>", body="@here", mention=True))

    assert [False] == [bool(said.pings) for said in server.read_in(room)]


async def test_a_chart_comes_along(stage: Stage, server: DiscordServer, room: Channel):
    await says(stage, room, a_message("a", picture=CHART))
    (said,) = server.read_in(room)

    assert ({"chart.png": b"png"}, "attachment://chart.png") == (
        said.files,
        said.embeds[0]["image"]["url"],
    )


async def test_without_its_chart_a_message_goes_all_the_same(
    stage: Stage, server: DiscordServer, room: Channel
):
    stage.served.picture = None
    await says(stage, room, a_message("a", picture=CHART))

    assert [{}] == [said.files for said in server.read_in(room)]


async def test_a_chart_that_breaks_stops_no_message(
    stage: Stage, server: DiscordServer, room: Channel, monkeypatch: pytest.MonkeyPatch
):
    """It is logged; the alert is worth more."""

    async def breaks(_: Picture) -> bytes | None:
        raise ValueError

    monkeypatch.setattr(stage.served, "draw", breaks)
    await says(stage, room, a_message("a", picture=CHART))

    assert [{}] == [said.files for said in server.read_in(room)]


async def test_facts_and_buttons_are_there(stage: Stage, server: DiscordServer, room: Channel):
    message = a_message("a", facts=(Fact("Cap", "90B"),), actions=(Action("Ack", "/ack 4F"),))
    await says(stage, room, message)
    (said,) = server.read_in(room)

    assert ([{"name": "Cap", "value": "90B", "inline": True}], {"Ack": "pb:/ack 4F"}) == (
        said.embeds[0]["fields"],
        said.buttons,
    )
