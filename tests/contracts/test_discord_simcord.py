"""Discord's layer on a model of Discord that others made: what both ask is no wish of ours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord
import simcord

from bot.chat import Action, Fact, Reply, Right, Table
from bot.clock import SystemClock
from bot.platforms.discord.conversation import Conversation, Manners
from bot.platforms.discord.listening import Listening
from bot.platforms.discord.syncing import Syncing
from tests.discord.served import Served

LINES = "\n".join(f"line {n}" for n in range(1, 101))


class Deaf:
    """Cares for no connection."""

    def connected(self, client: discord.Client, shard: int) -> None: ...

    def lost(self, client: discord.Client, shard: int) -> None: ...


@dataclass(frozen=True)
class Scene:
    """Is a channel with somebody in it who may manage its server, and somebody who may not."""

    served: Served
    room: simcord.ChannelHandle
    ann: simcord.MemberActor
    bob: simcord.MemberActor


@asynccontextmanager
async def a_scene() -> AsyncIterator[Scene]:
    served = Served()
    conversation = Conversation(
        served, served.answer, SystemClock(), lambda _room, _owner: None, Manners()
    )
    client = Listening(conversation, Deaf())
    async with simcord.run(client) as env:
        await Syncing(conversation.menu).sync(client)
        guild = env.create_guild()
        room = guild.create_text_channel("alerts")
        admins = guild.create_role("admins", permissions=discord.Permissions(manage_guild=True))
        ann = guild.add_member(env.create_user("ann"), roles=[admins])
        bob = guild.add_member(env.create_user("bob"))
        yield Scene(served, room, ann, bob)
        await conversation.close()


def title(result: simcord.InteractionResult) -> str:
    assert result.response is not None
    return str(result.response.embeds[0].title)


async def test_a_command_is_answered():
    async with a_scene() as scene:
        result = await scene.ann.slash(scene.room, "quote", symbol="IREN")

        assert ("done", False, {"symbol": "IREN"}) == (
            title(result),
            result.ephemeral,
            scene.served.calls[0].given,
        )


async def test_every_command_is_listed():
    async with a_scene() as scene:
        listed = {
            "quote",
            "sector show",
            "sector history",
            "rule add",
            "severity",
            "mine",
            "stop",
        }

        assert listed == set(scene.ann.available_commands(scene.room))


async def test_a_private_command_is_answered_to_one():
    async with a_scene() as scene:
        result = await scene.ann.slash(scene.room, "mine")

        assert (True, None) == (result.ephemeral, scene.room.last_message)


async def test_words_are_suggested():
    async with a_scene() as scene:
        choices = await scene.ann.autocomplete(scene.room, "quote", "symbol", "w")

        assert [{"name": "WULF", "value": "WULF"}] == [
            {name: choice[name] for name in ("name", "value")} for choice in choices
        ]


async def test_a_form_is_filled_in():
    async with a_scene() as scene:
        form = await scene.ann.slash(scene.room, "rule add")
        result = await scene.ann.submit_modal(form, {"name": "dips", "when": "price < 60"})

        assert ("done", {"name": "dips", "when": "price < 60", "severity": ""}) == (
            title(result),
            scene.served.calls[0].given,
        )


async def test_buttons_and_pages_are_pressed():
    async with a_scene() as scene:
        scene.served.reply = Reply(title="a", body=LINES, actions=(Action("Ack", "/ack 4F"),))
        result = await scene.ann.slash(scene.room, "quote", symbol="IREN")
        assert result.response is not None
        await scene.bob.click(result.response, label="»")
        await scene.bob.click(result.response, label="Ack")

        assert ["quote", "/quote IREN", "/ack 4F"] == [call.text for call in scene.served.calls]


async def test_rights_are_those_discord_works_out_of_roles():
    async with a_scene() as scene:
        for person in (scene.ann, scene.bob):
            await person.slash(scene.room, "quote", symbol="IREN")

        assert [Right.CHANGE, Right.READ] == [call.right for call in scene.served.calls]


async def test_an_answer_with_everything_in_it_is_taken():
    """Twenty-five facts, a table, buttons and a page row: the most there may be of each."""
    async with a_scene() as scene:
        scene.served.reply = Reply(
            title="*a* @everyone " * 10,
            body=LINES,
            facts=tuple(Fact(f"fact {n}", "value " * 20) for n in range(30)),
            table=Table(("A", "B"), tuple((f"{n}", "x") for n in range(50))),
            actions=tuple(Action(f"Do {n}", f"/do {n}") for n in range(30)),
        )
        result = await scene.ann.slash(scene.room, "quote", symbol="IREN")

        assert result.response is not None
