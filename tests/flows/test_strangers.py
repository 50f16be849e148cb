"""Strangers on Telegram: whatever they type, press, forge or look up, it comes to one line each."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.chat import Destination
from bot.clock import ManualClock
from bot.platforms.telegram import Options, Telegram, Ties
from handlers import COMMANDS
from tests.parcels import NOW
from tests.proofs import of
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer
from tests.telegram_world import BOT, Button, Chat, Seen
from tests.tenanted import House, a_house

POLITELY = "This bot answers the people it was set up for."
SECOND = timedelta(seconds=1)
CHANGING = (
    "/watchlist_create mine IREN",
    "/alert_quick IREN > 5",
    "/silence rule=mover 1h x",
    "/mute IREN 1h",
    "/subscribe miners",
    "/route_add severity=critical here",
    "/settings_timezone Berlin",
    "/mydata_delete yes",
    "/admin_enable telegram:-1001",
    "/start",
    "hello",
)
FORGED = ("/mute IREN 1h", "2 /why mover IREN", "p:9:/reload", "\x00", "ö" * 32, "x" * 64, "{}")
"""What buttons may send that are none of ours, up to the 64 bytes there is room for."""


@dataclass(slots=True)
class Town:
    """A bot that is set up for one person and one group, and everybody else in Telegram."""

    server: TelegramServer
    house: House
    file: Path
    random: Random

    def state(self) -> tuple[object, ...]:
        """Return all that a stranger might have changed."""
        bot = self.house.bot
        return (
            [bot.holdings.everything(owner) for owner in bot.holdings.owners()],
            list(bot.desk.acting.silencing.all),
            [repr(group) for group in bot.desk.acting.looking.all()],
            [str(lane.destination) for lane in bot.courier.lanes],
            list(map(str, bot.rooms)),
            sorted(bot.pipeline.engine.instances.rules()),
            self.file.exists(),
        )

    async def is_tried_by(self, stranger: Person) -> list[Chat]:
        """Have somebody try all there is, in private and in a group of theirs."""
        group = self.server.group(-2000 - stranger.id, "Theirs", admins=[stranger])
        stranger.adds_the_bot(group)
        for chat in (stranger.private, group):
            for text in self.random.sample([*CHANGING, *self._commands()], 4):
                stranger.types(text, chat)
            await self._forges(stranger, chat)
        assert [] == await stranger.looks_up(self.random.choice(["IREN", "", "/reload"]))
        return [stranger.private, group]

    # A press is answered, so that the app stops waiting; whatever it says there, nothing is done.
    async def _forges(self, stranger: Person, chat: Chat) -> None:
        shown = Seen(chat=chat.id, number=next(self.server.numbers), at=NOW, text="", person=BOT)
        data = self.random.choice([*FORGED, *(f"/{c.name}" for c in COMMANDS)])
        note = await stranger.sends(shown, Button("Forged", data))
        assert note.text.startswith(POLITELY), data

    def _commands(self) -> list[str]:
        return [f"/{command.name.replace(' ', '_')} IREN" for command in COMMANDS]

    async def hears_what_is_said_to(self, chats: list[Chat]) -> list[list[str]]:
        """Let time go by until each chat has heard something; return what."""
        clock = self.server.clock
        assert isinstance(clock, ManualClock)
        for chat in chats:
            clock.turn_to(clock.now() + SECOND)
            await self.server.next_in(chat, 0)
        clock.turn_to(clock.now() + SECOND)
        return [[seen.text for seen in self.server.read_in(chat)] for chat in chats]


@asynccontextmanager
async def a_town(folder: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(a_house(folder))
        clock = ManualClock(NOW)
        server = await stack.enter_async_context(TelegramServer(clock))
        room = Destination(platform="telegram", chat="-1001")
        server.group(-1001, "Desk")
        options = Options(
            token=server.token,
            base_url=server.url,
            base_file_url=server.url,
            rooms=(room,),
            users=frozenset({1}),
        )
        file = folder / "groups.json"
        telegram = Telegram(
            options,
            service=house.bot.service,
            clock=clock,
            ties=Ties(learn=house.bot.tenants.learn),
            file=file,
        )
        await telegram.start(house.bot.answer)
        stack.push_async_callback(telegram.stop)
        yield Town(server, house, file, Random(1))  # noqa: S311 (chance is no secret)


@pytest.mark.proof
async def test_strangers_change_nothing_and_hear_one_line_each(tmp_path: Path):
    """S10: in private, in groups they add the bot to, by buttons of their own, and inline."""
    async with a_town(tmp_path) as town:
        before = town.state()
        told = []
        for number in range(of(25, in_full=1000)):
            stranger = town.server.person(f"Stranger {number}")
            told += await town.hears_what_is_said_to(await town.is_tried_by(stranger))
        after = town.state()

    assert before == after
    assert [] == [lines for lines in told if len(lines) > 1 or not lines[0].startswith(POLITELY)]


async def test_whoever_is_listed_changes_what_strangers_could_not(tmp_path: Path):
    """The look above would pass on a bot that hears nobody."""
    async with a_town(tmp_path) as town:
        before = town.state()
        ann = town.server.person("Ann")
        town.server.chats[-1001].admins.add(ann.id)
        await ann.asks("/watchlist_create mine IREN", town.server.chats[-1001])

        assert before != town.state()
