"""Discord's connection: how long it pauses between tries, and what it says meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from random import Random

import discord
from pydantic import SecretStr

from bot.platforms.discord.connection import LONGEST_PAUSE, SETTLED, Care, Connection
from bot.platforms.discord.listening import Line
from tests import canaries
from tests.parcels import NOW
from tests.turned import TurnedClock


class Dying(discord.Client):
    """Dies each time it starts, after it was connected for so long."""

    def __init__(self, line: Line, clock: TurnedClock, lives: timedelta) -> None:
        super().__init__(intents=discord.Intents.none())
        self.line, self.clock, self.lives = line, clock, lives

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        del token, reconnect
        if self.lives:
            self.line.connected(self, 0)
            await self.clock.until(self.clock.now() + self.lives)
        raise ValueError("of discord.py")


@asynccontextmanager
async def dying(clock: TurnedClock, lives: timedelta = timedelta()) -> AsyncIterator[Connection]:
    connection = Connection(
        Care(make=lambda line: Dying(line, clock, lives)),
        SecretStr(canaries.DISCORD),
        clock=clock,
        random=Random(1),  # noqa: S311 (how long to wait is no secret)
    )
    connection.start()
    yield connection
    await connection.stop()


def says(connection: Connection, words: str) -> bool:
    return words in "".join(connection.details())


async def pauses(connection: Connection, clock: TurnedClock, number: int) -> list[timedelta]:
    """Measure so many pauses, turning the clock through whatever is waited for."""
    found: list[timedelta] = []
    while len(found) < number:
        before = clock.now()
        if says(connection, "tried again"):
            clock.turn(1)
            found.append(clock.now() - before)
        else:
            clock.turn(1)
        await asyncio.sleep(0)
    return found


async def test_pauses_grow_and_end_at_three_minutes():
    """Nobody is asked every second for a night, and nobody waits for a quarter of an hour."""
    clock = TurnedClock(NOW)
    async with dying(clock) as connection:
        found = await pauses(connection, clock, 20)

    assert (True, True, True) == (
        found[0] <= timedelta(seconds=2),
        all(pause <= LONGEST_PAUSE for pause in found),
        all(pause >= LONGEST_PAUSE / 2 for pause in found[10:]),
    )


async def test_pauses_differ_from_one_another():
    """A thousand bots that lost Discord at once do not come back at once."""
    clock = TurnedClock(NOW)
    async with dying(clock) as connection:
        found = await pauses(connection, clock, 20)

    assert 10 <= len(set(found[10:]))


async def test_after_a_connection_that_held_pauses_begin_anew():
    clock = TurnedClock(NOW)
    async with dying(clock, lives=SETTLED + timedelta(seconds=1)) as connection:
        found = await pauses(connection, clock, 5)

    assert all(pause <= timedelta(seconds=1) for pause in found)


async def test_a_connection_that_dies_soon_after_it_is_made_is_not_made_ever_faster():
    """One bad dispatch a minute would use up the day's thousand connections by the evening."""
    clock = TurnedClock(NOW)
    async with dying(clock, lives=timedelta(seconds=30)) as connection:
        found = await pauses(connection, clock, 12)

    assert all(pause >= LONGEST_PAUSE / 2 for pause in found[9:])


async def test_what_it_died_of_is_said_by_its_kind_alone():
    """What discord.py says of it may hold what somebody wrote."""
    clock = TurnedClock(NOW)
    async with dying(clock) as connection:
        while not says(connection, "tried again"):  # noqa: ASYNC110 (it says so when it does)
            await asyncio.sleep(0)
        told = "".join(connection.details())

    assert ("it broke: ValueError" in told, "of discord.py" in told) == (True, False)
