"""The courier over sockets: real answers, real faults, and platforms that keep to their limits."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from bot.delivery.courier import Courier
from bot.delivery.limits import Limits
from bot.delivery.means import Means
from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Fate
from bot.delivery.patience import Patience
from tests.limit_client import Client, DiscordLike, TelegramLike
from tests.limit_rules import LimitRules
from tests.limit_server import Fault, LimitServer
from tests.parcels import a_parcel, to
from tests.rooms import SECOND

QUICK = Patience(first=SECOND / 1000, longest=SECOND / 1000, answer=SECOND / 4)
"""Pauses that nobody notices: sockets know no other clock than the machine's."""


class Wire:
    """A courier over sockets that knows of no limits, and the server at their other end."""

    def __init__(self, server: LimitServer) -> None:
        wide = LimitRules(overall=(1000, SECOND), chat=(1000, SECOND))
        server.telegram = server.discord = wide
        self.server, self.outbox = server, MemoryOutbox()
        self.courier = Courier(Means(clock=SystemClock(), outbox=self.outbox, patience=QUICK))
        self.clients: list[Client] = [
            TelegramLike(server.url),
            DiscordLike(server.url, self.courier.learn),
        ]
        for client in self.clients:
            client.limits = Limits()
            self.courier.serve(client)

    async def carries(self, *titles: str, over: str = "telegram", chat: str = "7") -> list[Fate]:
        """Carry parcels, and return what became of each."""
        parcels = [a_parcel(title, to(chat, over)) for title in titles]
        self.outbox.add(parcels)
        self.courier.offer(parcels)
        await self.courier.drain()
        fates = {outcome.key: outcome.fate for outcome in self.outbox.settled}
        return [fates[parcel.key] for parcel in parcels]

    async def ends(self) -> None:
        await self.courier.stop()
        for client in self.clients:
            await client.stop()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with LimitServer() as server:
        wire = Wire(server)
        yield wire
        await wire.ends()


@pytest.mark.parametrize("over", ["telegram", "discord"])
async def test_parcels_arrive_in_order(wire: Wire, over: str):
    """Over either, as people read them."""
    assert [Fate.SENT] * 3 == await wire.carries("a", "b", "c", over=over)
    assert ["a", "b", "c"] == wire.server.read_in("7")


ONCE = ["a"]
AGAIN = ["a (may repeat)"]
TWICE = ["a", "a (may repeat)"]


@pytest.mark.parametrize(
    ("fault", "read"),
    [
        (Fault.DOWN, ONCE),
        (Fault.RESET_BEFORE, AGAIN),
        (Fault.RESET_AFTER, TWICE),
        (Fault.HALF, TWICE),
        (Fault.BROKEN_AFTER, TWICE),
        (Fault.SLOW, TWICE),
    ],
)
async def test_without_keys_what_may_repeat_says_so(wire: Wire, fault: Fault, read: list[str]):
    """Only the platform knows whether it was said before the answer was lost."""
    wire.server.fails("7", fault)

    assert [Fate.SENT] == await wire.carries("a")
    assert read == wire.server.read_in("7")


@pytest.mark.parametrize("fault", [f for f in Fault if f not in {Fault.BLOCKED, Fault.UNFIT}])
async def test_with_keys_everything_is_read_once(wire: Wire, fault: Fault):
    """Whatever became of the answer, however often."""
    wire.server.fails("7", fault, fault)

    assert [Fate.SENT] * 2 == await wire.carries("a", "b", over="discord")
    assert ["a", "b"] == wire.server.read_in("7")


@pytest.mark.parametrize("over", ["telegram", "discord"])
async def test_what_cannot_be_said_is_given_up_and_the_next_goes(wire: Wire, over: str):
    """It is one message's fault."""
    wire.server.fails("7", Fault.UNFIT)

    assert [Fate.GIVEN_UP, Fate.SENT] == await wire.carries("a", "b", over=over)


@pytest.mark.parametrize("over", ["telegram", "discord"])
async def test_a_chat_that_blocked_us_is_asked_no_more(wire: Wire, over: str):
    """Ten thousand refused requests in ten minutes get an address banned."""
    wire.server.fails("7", Fault.BLOCKED)

    assert [Fate.GIVEN_UP] * 3 == await wire.carries("a", "b", "c", over=over)
    assert "403" in wire.courier.lanes[0].disabled


async def test_a_group_that_became_a_supergroup_is_told_there(wire: Wire):
    """Telegram names the new one as it refuses."""
    wire.server.moved["-7"] = "-1007"

    assert [Fate.SENT] * 2 == await wire.carries("a", "b", chat="-7")
    assert ["a", "b"] == wire.server.read_in("-1007")


async def test_a_no_with_a_time_is_kept_to(wire: Wire):
    """We knew of no limit; the first no tells of it, and nothing is lost over it."""
    wire.server.discord = LimitRules(overall=(1000, SECOND), chat=(1, SECOND / 10))
    wire.clients[1].learned = lambda _learned: None  # type: ignore[attr-defined]  # it has one

    assert [Fate.SENT] * 4 == await wire.carries(*"abcd", over="discord")
    assert ["a", "b", "c", "d"] == wire.server.read_in("7")
    assert 1 <= len(wire.server.discord.refused) <= 3


async def test_headers_alone_keep_us_within_a_bucket(wire: Wire):
    """They come with each answer, and say when it is empty before anybody has to."""
    wire.server.discord = LimitRules(overall=(1000, SECOND), chat=(5, SECOND / 5))

    assert [Fate.SENT] * 12 == await wire.carries(*"abcdefghijkl", over="discord")
    assert [] == wire.server.discord.refused
