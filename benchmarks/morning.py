"""The morning that both rooms hear: played by a bot of its own, while a crowd asks it things."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp

from benchmarks import presses
from benchmarks.crowd import EACH, Crowd
from benchmarks.process import BotProcess
from bot.clock import SystemClock
from bot.figures import utc
from tests.both import BEGINS, Both
from tests.telegram_server import TOKEN
from tests.watched import instant

ENDS = instant("2025-10-10T13:35Z")
LOOK = timedelta(milliseconds=200)
PROBE = timedelta(milliseconds=250)
LAST_ANSWERS = timedelta(seconds=5)
SLACK = timedelta(minutes=1)
"""How much longer than the morning takes we wait for its last word."""

MIDDLE = 4  # messages after which the bot is begun again, and eight are to come
MIDWAY = instant("2025-10-10T12:19:52Z")  # that is then


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Says how quickly the morning goes by at first, and `later`, once the bot was begun again.

    `a_second` is asked so much, and an ack is passed on so often.
    """

    speed: float
    later: float
    a_second: float
    acks: int

    @property
    def patience(self) -> timedelta:
        """How long it may take until the last alert is in the last room."""
        return (MIDWAY - BEGINS) / self.speed + (ENDS - MIDWAY) / self.later + SLACK


@dataclass(slots=True, kw_only=True)
class Morning:
    """Is what was seen of it.

    `titles` are the first lines in each room. An ack took so long `there`, from Telegram to
    Discord, and `back`; of the old buttons so many were `broken`. The bot was `away` while it was
    begun again. `memory` is in bytes, `cpu` in seconds, and `well` how many it took each time to
    say that it is.
    """

    both: Both
    crowd: Crowd
    titles: dict[str, list[str]] = field(default_factory=dict)
    there: list[timedelta] = field(default_factory=list)
    back: list[timedelta] = field(default_factory=list)
    broken: int = presses.OLD
    away: timedelta = timedelta()
    memory: list[int] = field(default_factory=list)
    well: list[float] = field(default_factory=list)
    cpu: float = 0.0
    lasted: timedelta = timedelta()


class Stage:
    """Plays a morning as planned, and writes down what is seen of it."""

    def __init__(self, both: Both, bot: BotProcess, plan: Plan, expected: int) -> None:
        self.seen = Morning(both=both, crowd=Crowd(both, plan.a_second))
        self._both = both
        self._bot = bot
        self._plan = plan
        self._expected = expected
        self._clock = SystemClock()

    async def play(self) -> Morning:
        """Play it; what has not come in time is left out."""
        begun = self._clock.now()
        await self._begin(self._plan.speed)
        async with asyncio.TaskGroup() as group:
            beside = (self.seen.crowd.run(), self._reads(), self._measures())
            tasks = [group.create_task(one) for one in beside]
            with suppress(TimeoutError):
                async with asyncio.timeout(self._plan.patience.total_seconds()):
                    await self._acts()
            for task in tasks:
                task.cancel()
        self._read()
        self.seen.cpu, self.seen.lasted = self._bot.spent, self._clock.now() - begun
        return self.seen

    async def _acts(self) -> None:
        seen = self.seen
        await self._have_heard(1)
        seen.there, seen.back = await presses.there_and_back(self._both, self._plan.acks)
        await self._have_heard(MIDDLE)
        seen.crowd.quiet.set()
        await self._pause(LAST_ANSWERS)
        left = self._clock.now()
        await self._bot.stop()
        await self._begin(self._plan.later)
        seen.away = self._clock.now() - left
        seen.crowd.quiet.clear()
        seen.broken = await presses.old_buttons(self._both)
        await self._have_heard(self._expected)
        seen.crowd.quiet.set()
        await self._pause(LAST_ANSWERS)

    # It hears people of Telegram once it asks for what is new there.
    async def _begin(self, speed: float) -> None:
        self._both.telegram.asked.clear()
        await self._bot.start({"PREBELL_RECORDING__SPEED": f"{speed:g}"})
        await self._both.discord.ready()
        while all(method != "getUpdates" for method, _ in self._both.telegram.asked):
            await self._pause()

    async def _have_heard(self, number: int) -> None:
        while not self.seen.titles or min(map(len, self.seen.titles.values())) < number:
            await self._pause()

    async def _reads(self) -> None:
        while True:
            self._read()
            await self._pause()

    # A first line is known only until it is edited, so it is read as soon as it is there.
    def _read(self) -> None:
        self.seen.titles = {
            room: [title for title in told if not title.startswith(presses.ACKED)]
            for room, told in self._both.titles().items()
        }

    async def _measures(self) -> None:
        due = self._clock.now()
        while True:
            due += PROBE
            await self._clock.until(due)
            if self._bot.runs:
                self.seen.memory.append(self._bot.memory)
                if (took := await self._bot.well()) is not None:
                    self.seen.well.append(took)

    async def _pause(self, span: timedelta = LOOK) -> None:
        await self._clock.until(self._clock.now() + span)


async def played(folder: Path, plan: Plan, expected: int, log: Path) -> Morning:
    """Play a morning in rooms of its own, and return what was seen of it."""
    async with Both(askers=EACH) as both, aiohttp.ClientSession() as session:
        bot = BotProcess(folder / "data", _environment(both, folder), log, session)
        try:
            return await Stage(both, bot, plan, expected).play()
        finally:
            await bot.stop()


def _environment(both: Both, folder: Path) -> Mapping[str, str]:
    return {
        "PREBELL_CONFIG": str(both.written(folder)),
        "PREBELL_DISCORD__TOKEN": both.discord.token.get_secret_value(),
        "PREBELL_TELEGRAM__TOKEN": TOKEN,
        "PREBELL_RECORDING__RESUME": "true",
        "PREBELL_RECORDING__START": utc(BEGINS),
        "PREBELL_CONSOLE__ENABLED": "false",
        "PREBELL_WEB__PORT": "18080",
    }
