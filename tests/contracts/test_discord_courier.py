"""Discord under the courier: a storm keeps to its limits, to its order, and to one of each."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chat import Destination
from bot.clock import SystemClock
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Fate, Parcel
from bot.delivery.patience import Patience
from bot.platforms.discord import Account, Discord, Ties
from tests.discord.served import Served, place
from tests.discord.world import Channel
from tests.discord_server import DiscordServer, Fault
from tests.parcels import a_parcel
from tests.rooms import SECOND

QUICK = Patience(first=SECOND / 1000, longest=SECOND / 1000, answer=SECOND)


class Told:
    """A courier that carries to a Discord of its own."""

    def __init__(self, server: DiscordServer) -> None:
        self.server, self.outbox = server, MemoryOutbox()
        means = Means(clock=SystemClock(), outbox=self.outbox, patience=QUICK)
        self.courier = Courier(means)
        self.discord = Discord(
            Account(token=server.token, api_base=server.api, gateway_url=server.gateway.url),
            Served(),
            clock=SystemClock(),
            ties=Ties(learned=self.courier.learn),
        )

    async def carries(self, parcels: list[Parcel]) -> list[Fate]:
        """Carry parcels, and return what became of each."""
        self.outbox.add(parcels)
        self.courier.offer(parcels)
        await self.courier.drain()
        fates = {outcome.key: outcome.fate for outcome in self.outbox.settled}
        return [fates[parcel.key] for parcel in parcels]


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
async def told(server: DiscordServer) -> AsyncIterator[Told]:
    told = Told(server)
    await told.discord.start(Served().answer)
    told.courier.serve(told.discord)
    yield told
    await told.courier.stop()
    await told.discord.stop()


def storm(rooms: list[Channel], each: int) -> list[Parcel]:
    return [a_parcel(str(n), place(room)) for n in range(each) for room in rooms]


async def test_a_storm_over_many_rooms_is_never_refused(told: Told, server: DiscordServer):
    """Thirty-five messages at once, five to a channel: as many as Discord takes, and no more."""
    rooms = [server.guild().channel() for _ in range(7)]
    fates = await told.carries(storm(rooms, 5))
    read = [[said.title for said in server.read_in(room)] for room in rooms]

    assert ({Fate.SENT}, [["0", "1", "2", "3", "4"]] * 7, 0) == (
        set(fates),
        read,
        server.invalid,
    )


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.BROKEN, Fault.HALF, Fault.DOWN, Fault.RESET])
async def test_whatever_fails_each_message_is_read_once_and_in_order(
    told: Told, server: DiscordServer, fault: Fault
):
    """Nobody marks what may repeat: Discord knows each by its key."""
    room = server.guild().channel()
    server.fails(room, fault, fault)
    fates = await told.carries([a_parcel(title, place(room)) for title in ("a", "b", "c")])

    assert ([Fate.SENT] * 3, ["a", "b", "c"]) == (
        fates,
        [said.title for said in server.read_in(room)],
    )


async def test_a_room_that_is_closed_silences_no_other(told: Told, server: DiscordServer):
    shut, other = server.guild().channel(), server.guild().channel()
    shut.gone = True
    fates = await told.carries(storm([shut, other], 2))

    assert ([Fate.GIVEN_UP, Fate.SENT] * 2, 2) == (fates, len(server.read_in(other)))


async def test_a_room_that_is_to_wait_keeps_no_other_waiting(told: Told, server: DiscordServer):
    """One channel's 429 is that channel's."""
    busy, other = server.guild().channel(), server.guild().channel()
    server.fails(busy, Fault.SLOW_DOWN)
    carrying = asyncio.create_task(told.carries(storm([busy, other], 1)))
    while not server.read_in(other):  # noqa: ASYNC110 (it comes by a socket)
        await asyncio.sleep(0)
    waits = not server.read_in(busy)
    await carrying

    assert (True, 1) == (waits, len(server.read_in(busy)))


def test_a_thread_has_limits_of_its_own():
    """Discord counts for each channel, and a thread is one."""
    thread = Destination(platform="discord", chat="1", thread="2")

    assert ("1", "2") == (
        Discord.limits.chat_of(Destination(platform="discord", chat="1")),
        Discord.limits.chat_of(thread),
    )
