"""A crowd: people of both platforms who ask so many questions a second, whatever comes back."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Protocol

from bot.clock import SystemClock
from tests.both import Both
from tests.discord.interactions import Interaction
from tests.discord.person import Person as Member
from tests.discord.world import Channel
from tests.telegram_people import Person
from tests.telegram_world import Seen

CHART = "/chart {symbol}"
CHANGE = ""
MIX: Mapping[str, int] = {
    "/quote {symbol}": 30,
    "/movers miners": 12,
    "/sector show miners": 12,
    "/sector members miners": 6,
    "/why premarket-mover {symbol}": 12,
    "/watchlist show miners": 6,
    "/alerts": 8,
    "/incidents": 4,
    "/status": 3,
    CHART: 2,
    CHANGE: 5,
}
"""How often what is asked, in a hundred; what is changed is the next of one's own CHANGES."""

CREATE = "/alert create"
CHANGES = (
    "/watchlist create {mine} IREN WULF CIFR",
    "/watchlist add {mine} CLSK HUT",
    CREATE + " {mine} IREN price > 700",
    "/watchlist remove {mine} WULF",
    "/alert delete {mine} yes",
    "/watchlist delete {mine}",
)
SYMBOLS = ("IREN", "WULF", "CIFR", "CLSK", "MARA", "RIOT", "APLD", "BTC-USD", "MSFT")
EACH = 15  # people on each platform
BROKEN = "That went wrong"

Answered = tuple[datetime, str]
Answers = Callable[[], Answered | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Says what was asked, where and when; `answer` tells when what was said to it, if it was."""

    platform: str
    text: str
    at: datetime
    answer: Answers

    @property
    def draws(self) -> bool:
        """Whether it asks for a picture."""
        return self.text.startswith("/chart")

    @property
    def took(self) -> timedelta | None:
        """How long it took to answer it, as far as it was one."""
        found = self.answer()
        return None if found is None or found[1].startswith(BROKEN) else found[0] - self.at


class Asker(Protocol):
    """Is somebody who asks; who may not change anything does not try."""

    platform: str
    changes: Iterator[str] | None

    async def asks(self, text: str) -> Answers:
        """Ask, without waiting for the answer."""
        ...


class Crowd:
    """Asks, one after the other, on time, unless it is `quiet`; `asked` is all that was."""

    def __init__(self, both: Both, a_second: float) -> None:
        self.asked: list[Asked] = []
        self.quiet = asyncio.Event()
        self._askers = _askers(both)
        self._pause = timedelta(seconds=1 / a_second)
        self._random = Random(7)
        self._clock = SystemClock()

    async def run(self) -> None:
        """Ask until cancelled."""
        due = self._clock.now()
        for asker in cycle(self._askers):
            due += self._pause
            await self._clock.until(due)
            if not self.quiet.is_set():
                text, at = self._text(asker), self._clock.now()
                answer = await asker.asks(text)
                told = Asked(platform=asker.platform, text=text, at=at, answer=answer)
                self.asked.append(told)

    def _text(self, asker: Asker) -> str:
        [text] = self._random.choices(tuple(MIX), tuple(MIX.values()))
        if text == CHANGE:
            text = "/alerts" if asker.changes is None else next(asker.changes)
        return text.format(symbol=self._random.choice(SYMBOLS))


@dataclass(slots=True)
class _Member:
    person: Member
    channel: Channel
    changes: Iterator[str] | None
    platform: str = "discord"

    async def asks(self, text: str) -> Answers:
        if text.startswith(CREATE):  # it has more options, so the rule is not all that is left
            _, _, name, rule = text.split(maxsplit=3)
            interaction = await self.person.begins(self.channel, CREATE, name=name, rule=rule)
        else:
            interaction = await self.person.begins(self.channel, text)
        return lambda: answered(interaction)


@dataclass(slots=True)
class _Listed:
    person: Person
    heard: "Heard"
    changes: Iterator[str] | None
    platform: str = "telegram"

    async def asks(self, text: str) -> Answers:
        number = self.person.types(text)
        return lambda: self.heard.answer(number)


@dataclass(slots=True)
class Heard:
    """Finds what was said in answer to a message, of all that was said."""

    said: Sequence[Seen]
    _read: int = 0
    _answers: dict[int, Seen] = field(default_factory=dict)

    def answer(self, number: int) -> Answered | None:
        for seen in self.said[self._read :]:
            self._read += 1
            if seen.answers is not None:
                self._answers.setdefault(seen.answers, seen)
        found = self._answers.get(number)
        return None if found is None else (found.at, (*found.edits, found.text)[0])


def answered(interaction: Interaction) -> Answered | None:
    """Tell when what was answered: at once, or as the first thing after the promise of it."""
    if interaction.after is None or interaction.message is None:
        return None
    acked = interaction.at + interaction.after
    if not interaction.deferred:
        return acked, interaction.text
    later = [at for at in interaction.message.edits if at > acked]
    later += [said.at for said in interaction.more]
    return (min(later), interaction.text) if later else None


# In turn one of Discord's, who sit in the lobbies of two servers, and one of Telegram's, who are
# alone with the bot; in the lobbies the first two may change things.
def _askers(both: Both) -> list[Asker]:
    found: list[Asker] = []
    heard = Heard(both.telegram.seen)
    lobbies = [channel.guild.channel("lobby") for channel in both.channels if channel.guild]
    for number, listed in enumerate(both.askers[:EACH]):
        lobby = lobbies[number % len(lobbies)]
        manages = number < 2 * len(lobbies)
        person = both.discord.person(f"member {number}", lobby.guild, manage=manages)
        found.append(_Member(person, lobby, _changes(f"d{number}") if manages else None))
        found.append(_Listed(listed, heard, _changes(f"t{number}")))
    return found


def _changes(mine: str) -> Iterator[str]:
    return cycle(text.format(mine=mine) for text in CHANGES)
