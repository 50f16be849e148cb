"""Discord's commands: listed once, suggested while typing, filled in, pressed, and remembered."""

from collections.abc import AsyncIterator

import pytest

from bot.chat import Action, Call, Destination, Reply, Right
from tests.discord.person import Person
from tests.discord.served import (
    COMMANDS,
    Served,
    Stage,
    a_command,
    place,
    served,
    settled,
)
from tests.discord.world import Channel
from tests.discord_server import DiscordServer
from tests.parcels import a_message, a_parcel

ACK = Action("Ack", "/ack 4Fh2a")


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def room(server: DiscordServer) -> Channel:
    return server.guild().channel()


@pytest.fixture
def ann(server: DiscordServer, room: Channel) -> Person:
    return server.person("ann", room.guild, manage=True)


@pytest.fixture
async def stage(server: DiscordServer, room: Channel) -> AsyncIterator[Stage]:
    del room
    async with served(server) as stage:
        yield stage


async def test_commands_are_listed_once(server: DiscordServer):
    """A second start of the same version writes nothing: Discord counts what is written."""
    for _ in range(3):
        async with served(server):
            pass

    assert 1 == server.rest.puts


async def test_commands_that_changed_are_listed_anew(server: DiscordServer):
    async with served(server):
        pass
    async with served(server, Served((*COMMANDS, a_command("movers")))):
        pass

    assert (2, True) == (server.rest.puts, "movers" in {c["name"] for c in server.commands})


async def test_commands_that_could_not_be_listed_are_listed_at_the_next_connection(
    server: DiscordServer,
):
    """Discord's list is down at times while its gateway is not."""
    server.rest.unlisted = 1
    async with served(server, ready=False) as stage:
        await settled(stage, without="yet")
        await server.gateway.invalidate()
        await settled(stage)

        assert 1 == server.rest.puts


async def test_a_command_is_a_call(stage: Stage, room: Channel, ann: Person):
    """It brings all there is to know of who asks, and where."""
    await ann.runs(room, "/quote IREN")
    assert room.guild is not None

    assert [
        Call(
            text="quote",
            given={"symbol": "IREN"},
            person="ann",
            person_id=f"discord:{ann.id}",
            room=Destination(platform="discord", chat=room.id),
            owner=f"discord:{room.guild.id}",
            right=Right.CHANGE,
            locale="en-US",
        )
    ] == stage.served.calls


async def test_who_asks_in_a_thread_is_in_its_channel(stage: Stage, room: Channel, ann: Person):
    thread = room.thread()
    await ann.runs(thread, "/quote IREN")

    assert [place(thread)] == [call.room for call in stage.served.calls]


async def test_the_owner_of_a_room_that_is_asked_in_is_told(
    stage: Stage, room: Channel, ann: Person
):
    await ann.runs(room, "/quote IREN")
    assert room.guild is not None

    assert {place(room): f"discord:{room.guild.id}"} == stage.learnt


@pytest.mark.parametrize(
    ("picked", "meant"), [("sector show", "sector"), ("sector history", "sector history")]
)
async def test_a_command_others_begin_with_is_shown_beneath_itself(
    stage: Stage, room: Channel, ann: Person, picked: str, meant: str
):
    """Discord calls no command by the name of a group alone."""
    await ann.runs(room, picked, name="miners")

    assert [meant] == [call.text for call in stage.served.calls]


async def test_a_whole_number_arrives_as_it_was_typed(stage: Stage, room: Channel, ann: Person):
    await ann.runs(room, "sector history", name="miners", count=5)

    assert [{"name": "miners", "count": "5"}] == [call.given for call in stage.served.calls]


async def test_what_may_be_meant_is_suggested(stage: Stage, room: Channel, ann: Person):
    del stage

    assert ["RIOT"] == (await ann.types(room, "quote", symbol="ri")).words


async def test_only_what_discord_takes_is_suggested(stage: Stage, room: Channel, ann: Person):
    """At most 25, of at most 100 characters: one more and it shows none of them."""
    stage.served.symbols = ("A" * 101, *(f"A{n}" for n in range(40)))

    assert [f"A{n}" for n in range(25)] == (await ann.types(room, "quote", symbol="a")).words


async def test_a_form_opens_where_nothing_was_typed(stage: Stage, room: Channel, ann: Person):
    form = await ann.runs(room, "rule add")

    assert (["name", "when", "severity"], []) == (list(form.questions), stage.served.calls)


async def test_a_form_is_a_call_once_it_is_filled_in(stage: Stage, room: Channel, ann: Person):
    form = await ann.runs(room, "rule add")
    answer = await ann.submits(form, {"name": "dips", "when": "price < 60"})
    (call,) = stage.served.calls

    assert ("done", "rule add", {"name": "dips", "when": "price < 60", "severity": ""}) == (
        answer.text,
        call.text,
        call.given,
    )


async def test_a_form_outlives_a_restart(server: DiscordServer, room: Channel, ann: Person):
    """People think about what they write."""
    async with served(server):
        form = await ann.runs(room, "rule add")
    async with served(server) as later:
        await ann.submits(form, {"name": "dips", "when": "price < 60"})

        assert ["rule add"] == [call.text for call in later.served.calls]


async def test_an_answer_may_ask_for_a_form(stage: Stage, room: Channel, ann: Person):
    """With what was typed already standing in it."""
    stage.served.reply = Reply(title="it takes more", asks="rule add")
    form = await ann.runs(room, "rule add", name="dips")

    assert ["dips", None, None] == [line.get("value") for line in form.questions.values()]


async def test_a_form_that_asks_again_has_a_button_for_it(stage: Stage, room: Channel, ann: Person):
    """No form may open another one."""
    form = await ann.runs(room, "rule add")
    stage.served.reply = Reply(title="it takes more", asks="rule add")
    answer = await ann.submits(form, {"name": "dips", "when": "?"})
    again = await ann.presses(answer.answer, "Fill in")

    assert ["name", "when", "severity"] == list(again.questions)


async def test_a_button_is_a_call_of_whoever_presses_it(
    stage: Stage, server: DiscordServer, room: Channel, ann: Person
):
    bob = server.person("bob", room.guild)
    parcel = a_parcel(a_message("a", actions=(ACK,)), place(room))
    await stage.platform.send(parcel, face="", repeat=False)
    for person in (ann, bob):
        await person.presses(server.read_in(room)[0], "Ack")

    assert [("ann", "/ack 4Fh2a"), ("bob", "/ack 4Fh2a")] == [
        (call.person, call.text) for call in stage.served.calls
    ]


async def test_buttons_outlive_a_restart(server: DiscordServer, room: Channel, ann: Person):
    """Nothing but the message knows of them."""
    async with served(server) as stage:
        parcel = a_parcel(a_message("a", actions=(ACK,)), place(room))
        await stage.platform.send(parcel, face="", repeat=False)
    async with served(server) as later:
        await ann.presses(server.read_in(room)[0], "Ack")

        assert ["/ack 4Fh2a"] == [call.text for call in later.served.calls]


async def test_a_button_of_an_answer_is_pressed_like_any(stage: Stage, room: Channel, ann: Person):
    stage.served.reply = Reply(title="mine", private=True, actions=(ACK,))
    answer = await ann.runs(room, "/mine")
    stage.served.reply = Reply(title="acked")

    assert "acked" == (await ann.presses(answer.answer, "Ack")).text
