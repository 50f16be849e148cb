"""Discord's rights: who may do what where, by command, by button and by form."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.chat import Action, Call, Reply, Right
from bot.commands import Offered, Preferences, Question
from handlers.answering import Answerer
from handlers.base import command
from handlers.desk import Desk
from tests.builders import a_desk
from tests.discord.person import Person
from tests.discord.served import Served, Stage, place, served
from tests.discord.world import Channel
from tests.discord_server import DiscordServer
from tests.parcels import a_message, a_parcel

FORM = (Question(name="name", label="Name", hint="a name"),)
READ, CHANGE, ALL = {"look"}, {"look", "change"}, {"look", "change", "operate"}


@command("look", "Look at something")
async def look(call: Call, desk: Desk) -> Reply:
    del call, desk
    return Reply(title="allowed")


@command("change", "Change something", right=Right.CHANGE)
async def change(call: Call, desk: Desk) -> Reply:
    del call, desk
    return Reply(title="allowed")


@command("operate", "Operate something", right=Right.OPERATE, form=FORM)
async def operate(call: Call, desk: Desk) -> Reply:
    del call, desk
    return Reply(title="allowed")


class Guarded(Served):
    """Is asked through what checks the rights of every call; a server trusts one of its roles."""

    def __init__(self, owner: str, trusted: str) -> None:
        super().__init__()
        self.set = Preferences(roles=(trusted,))
        self.owner = owner
        desk = replace(a_desk(), preferences=self.preferences)
        self.answerer = Answerer(desk, [look, change, operate])
        self.commands: Sequence[Offered] = self.answerer.commands

    async def answer(self, call: Call) -> Reply:
        return await self.answerer.answer(call)

    def preferences(self, owner: str) -> Preferences:
        return self.set if owner == self.owner else Preferences()


@dataclass(frozen=True, kw_only=True)
class Town:
    """Is a server with its people, another one, and what the bot is told."""

    here: Channel
    there: Channel
    people: Mapping[str, Person]
    stage: Stage

    async def allowed(self, who: str, where: str) -> set[str]:
        """Try everything as somebody somewhere, and find what they may do."""
        person = self.people[who]
        channel = {"here": self.here, "there": self.there, "private": person.private}[where]
        answers = {what: await person.runs(channel, what) for what in sorted(ALL)}
        return {what for what, a in answers.items() if a.modal or a.text == "allowed"}


@asynccontextmanager
async def town(*, dms: bool = True) -> AsyncIterator[Town]:
    async with DiscordServer() as server:
        home, away = server.guild("home"), server.guild("away")
        here, there, trusted = home.channel(), away.channel(), home.role("traders")
        people = {
            "operator": server.person("olga", home),
            "manager": server.person("max", home, manage=True),
            "trader": server.person("tia", home, roles=[trusted]),
            "member": server.person("mia", home),
        }
        guarded = Guarded(f"discord:{home.id}", trusted)
        operators = frozenset({int(people["operator"].id)})
        async with served(server, guarded, dms=dms, operators=operators) as stage:
            yield Town(here=here, there=there, people=people, stage=stage)


@pytest.mark.parametrize(
    ("who", "where", "may"),
    [
        ("operator", "here", ALL),
        ("operator", "there", ALL),
        ("operator", "private", ALL),
        ("manager", "here", CHANGE),
        ("manager", "there", READ),
        ("manager", "private", CHANGE),
        ("trader", "here", CHANGE),
        ("trader", "there", READ),
        ("trader", "private", CHANGE),
        ("member", "here", READ),
        ("member", "there", READ),
        ("member", "private", CHANGE),
    ],
)
async def test_everybody_may_do_what_is_theirs_to_do(who: str, where: str, may: set[str]):
    """Managing one server is nothing in another; what people have in private is their own."""
    async with town() as it:
        assert may == await it.allowed(who, where)


@pytest.mark.parametrize(
    ("who", "may"), [("operator", ALL), ("manager", set()), ("trader", set()), ("member", set())]
)
async def test_in_private_only_operators_are_answered_where_it_is_said_so(who: str, may: set[str]):
    async with town(dms=False) as it:
        assert may == await it.allowed(who, "private")


async def test_who_is_not_answered_in_private_is_told_so():
    async with town(dms=False) as it:
        member = it.people["member"]
        answer = await member.runs(member.private, "look")

    assert "This bot answers in servers alone; ask it there." == answer.text


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("operator", "allowed"),
        ("manager", "allowed"),
        ("trader", "allowed"),
        ("member", "/change changes what this room has; its admins may, and whom they have named."),
    ],
)
async def test_a_button_is_pressed_with_the_rights_of_whoever_presses_it(who: str, answer: str):
    """Whoever it was shown to first may have been allowed more."""
    async with town() as it:
        parcel = a_parcel(a_message("a", actions=(Action("Change", "/change"),)), place(it.here))
        await it.stage.platform.send(parcel, face="", repeat=False)
        (message,) = it.stage.server.read_in(it.here)
        pressed = await it.people[who].presses(message, "Change")

    assert answer == pressed.text


async def test_a_refusal_is_seen_by_whoever_was_refused():
    async with town() as it:
        refused = await it.people["member"].runs(it.here, "change")
        seen = it.stage.server.read_in(it.here)

    assert (it.people["member"].id, []) == (refused.answer.private, seen)


async def test_a_form_is_opened_for_nobody_who_may_not_fill_it_in():
    """Nobody writes five lines to be refused then."""
    async with town() as it:
        refused = await it.people["manager"].runs(it.here, "operate")

    assert ({}, "/operate is for those who run this bot.") == (refused.modal, refused.text)


async def test_a_form_that_somebody_else_opened_is_refused():
    """Its name is all that a form knows; its rights are those of whoever hands it in."""
    async with town() as it:
        opened = await it.people["operator"].runs(it.here, "operate")
        handed_in = await it.people["member"].submits(opened, {"name": "x"})

    assert "/operate is for those who run this bot." == handed_in.text


async def test_each_server_and_each_person_in_private_is_an_owner():
    async with town() as it:
        await it.allowed("member", "here")
        await it.allowed("member", "private")
        member, guild = it.people["member"], it.here.guild
        assert guild is not None

        assert {
            place(it.here): f"discord:{guild.id}",
            place(member.private): f"discord:@{member.id}",
        } == it.stage.learnt
