"""Every command there is, on Discord: who may not is refused, wherever they ask."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.chat import Call, Reply, Right
from bot.clock import ManualClock
from bot.commands import Offered, Preferences
from handlers import COMMANDS
from handlers.answering import Answerer
from tests.builders import a_desk
from tests.discord.person import Person
from tests.discord.served import Served, served
from tests.discord.world import Channel
from tests.discord_server import DiscordServer
from tests.parcels import NOW

WHO = ("operator", "manager", "trader", "member")
WHERE = ("here", "there", "private")
MAY = {
    ("manager", "here"): Right.CHANGE,
    ("trader", "here"): Right.CHANGE,
    **{(who, "private"): Right.CHANGE for who in ("manager", "trader", "member")},
    **{("operator", where): Right.OPERATE for where in WHERE},
}
"""What somebody may do somewhere; nothing but read where nothing stands here."""

MINUTE = timedelta(minutes=1)
REFUSED = ("changes what this room has; its admins may", "is for those who run this bot.")


class Desk(Served):
    """Answers as the bot does, with every command; a server trusts one of its roles."""

    def __init__(self, owner: str, trusted: str) -> None:
        super().__init__()
        self.owner, self.set = owner, Preferences(roles=(trusted,))
        self.clock = ManualClock(NOW)
        desk = replace(a_desk(), preferences=self.preferences, clock=self.clock)
        self.answerer = Answerer(desk)
        self.commands = self.answerer.commands

    async def answer(self, call: Call) -> Reply:
        self.clock.turn_to(self.clock.now() + MINUTE)  # nobody is asked to wait
        return await self.answerer.answer(call)

    def preferences(self, owner: str) -> Preferences:
        return self.set if owner == self.owner else Preferences()


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody somewhere, who asks everything there is."""

    person: Person
    channel: Channel
    right: Right

    async def wrong(self, command: Offered) -> str:
        """Ask a command; say what came of it where that is not what it should."""
        given = {one.name: _word(one.whole, one.choices) for one in command.parameters}
        asked = await self.person.runs(self.channel, command.name, **given)
        refused = any(words in asked.text for words in REFUSED)
        if refused == (self.right < command.right):
            return ""
        return f"/{command.name}: {'refused' if refused else asked.text or 'a form'}"


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("who", WHO)
async def test_whoever_may_not_is_refused_by_every_command(who: str, where: str):
    """By rights alone: what is typed after a command is looked at only then."""
    async with DiscordServer() as server:
        home, away = server.guild("home"), server.guild("away")
        here, there, trusted = home.channel(), away.channel(), home.role("traders")
        people: Mapping[str, Person] = {
            "operator": server.person("olga", home),
            "manager": server.person("max", home, manage=True),
            "trader": server.person("tia", home, roles=[trusted]),
            "member": server.person("mia", home),
        }
        person = people[who]
        rooms = {"here": here, "there": there, "private": person.private}
        desk = Desk(f"discord:{home.id}", trusted)
        asking = Asking(person, rooms[where], MAY.get((who, where), Right.READ))
        operators = frozenset({int(people["operator"].id)})
        async with served(server, desk, operators=operators):
            wrong = [await asking.wrong(one.offered) for one in COMMANDS]

    assert [] == list(filter(None, wrong))


def _word(whole: bool, choices: tuple[str, ...]) -> object:
    return 1 if whole else next(iter(choices), "x")
