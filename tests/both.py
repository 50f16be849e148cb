"""Both rooms: a bot that plays the recorded day in servers of Discord and chats of Telegram."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from ruamel.yaml import YAML

from bot.feeds.recording import Recording
from bot.figures import utc
from config.load import PACKAGED
from tests.discord.world import Channel
from tests.discord.world import Said as Written
from tests.discord_server import DiscordServer
from tests.flows.conftest import DAY
from tests.flows.test_running import Running, running
from tests.gated import GatedClock
from tests.telegram_server import TOKEN, TelegramServer
from tests.telegram_world import Chat
from tests.watched import instant

BEGINS = Recording(DAY).begins
PATIENCE = 60

TURNS = 50
"""Turns that all take between two looks: to look costs more than most of what they do."""


@dataclass(frozen=True, slots=True)
class Playing:
    """A bot that plays the recorded day as far as a test lets it, from `since`."""

    bot: Running
    clock: GatedClock
    since: datetime

    async def reaches(self, when: str) -> None:
        """Play on to an instant of the recording."""
        await self.clock.opens(instant(when) - self.since)


class Both:
    """Is two servers of Discord and three chats of Telegram, one of which has topics.

    Ann may manage the server of miners, and Tim is an admin of the Telegram desk; Bob and Zoe may
    ask. Tim has a room of his own too, and so has each of those who ask there.
    """

    def __init__(self, *, askers: int = 5) -> None:
        self.discord = DiscordServer()
        self._said: dict[str, str] = {}
        self.telegram = TelegramServer()
        miners, traders = self.discord.guild("Miners"), self.discord.guild("Traders")
        self.miners, self.traders = miners.channel("miners"), traders.channel("traders")
        self.lobby = miners.channel("lobby")
        self.ann = self.discord.person("ann", miners, manage=True)
        self.bob = self.discord.person("bob", miners)
        self.eve = self.discord.person("eve", traders, manage=True)
        self.tim, self.zoe = self.telegram.person("Tim"), self.telegram.person("Zoe")
        self.desk = self.telegram.group(-1001, "Desk", admins=[self.tim])
        self.askers = [self.telegram.person(f"Asker {n}") for n in range(askers)]
        self.users = [self.tim, *self.askers]
        self.forum = self.telegram.group(-1002, "Forum", topics={7: "Alerts"}, admins=[self.tim])

    async def __aenter__(self) -> Self:
        await self.discord.__aenter__()
        await self.telegram.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.telegram.__aexit__(kind, error, trace)
        await self.discord.__aexit__(kind, error, trace)

    @property
    def channels(self) -> tuple[Channel, ...]:
        return self.miners, self.traders

    @property
    def chats(self) -> tuple[tuple[Chat, int | None], ...]:
        return (self.desk, None), (self.forum, 7), (self.tim.private, None)

    def written(self, folder: Path) -> Path:
        """Write settings that name these rooms beside the rules that come with Prebell."""
        yaml = YAML()
        settings = yaml.load(PACKAGED)
        rooms = [f"{chat.id}/{topic}" if topic else str(chat.id) for chat, topic in self.chats]
        settings["discord"] |= {
            "api_base": self.discord.api,
            "gateway_url": self.discord.gateway.url,
            "rooms": [channel.id for channel in self.channels],
            "operators": [self.ann.id],
        }
        settings["telegram"] |= {
            "base_url": self.telegram.url,
            "base_file_url": self.telegram.url,
            "rooms": rooms,
            "users": [person.id for person in self.users],
            "operators": [person.id for person in self.users],
        }
        file = folder / "prebell.yaml"
        yaml.dump(settings, file)
        return file

    def alerts_in(self, channel: Channel) -> list[Written]:
        """Return what was said in a channel without being asked: it has a nonce."""
        return [said for said in self.discord.read_in(channel) if said.nonce]

    def titles(self) -> dict[str, list[str]]:
        """Return the first line of all that was said in each room, as it was said first."""
        found = {c.name: [self._first(said) for said in self.alerts_in(c)] for c in self.channels}
        for chat, topic in self.chats:
            said = self.telegram.read_in(chat, topic)
            found[chat.title] = [first((*seen.edits, seen.text)[0]) for seen in said]
        return found

    # What was edited since is known by where it stands.
    def _first(self, said: Written) -> str:
        return self._said.setdefault(said.id, said.title)

    @asynccontextmanager
    async def played(
        self, folder: Path, *, since: datetime = BEGINS, more: Mapping[str, str] | None = None
    ) -> AsyncIterator[Playing]:
        """Run a bot in these rooms that keeps all in its store."""
        clock = GatedClock()
        environment = {
            "PREBELL_CONFIG": str(self.written(folder)),
            "PREBELL_DISCORD__TOKEN": self.discord.token.get_secret_value(),
            "PREBELL_TELEGRAM__TOKEN": TOKEN,
            "PREBELL_RECORDING__RESUME": "true",
            "PREBELL_RECORDING__START": utc(since),
            "PREBELL_RECORDING__SPEED": "1",
            **(more or {}),
        }
        async with running(folder, environment, clock) as bot:
            await self.discord.ready()
            yield Playing(bot, clock, since)


async def until(holds: Callable[[], object], *, patience: float = PATIENCE) -> None:
    """Let everybody go on until something is so."""
    async with asyncio.timeout(patience):
        while not holds():
            for _ in range(TURNS):  # several programs, which share no event
                await asyncio.sleep(0)


def first(text: str) -> str:
    return text.partition("\n")[0]
