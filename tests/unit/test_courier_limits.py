"""The courier under limits and in trouble: one room's is nobody else's, and nothing is refused."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import cycle, pairwise

from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Parcel, Priority
from bot.errors import DeliveryRefused
from tests import limit_rules
from tests.limit_client import TELEGRAM
from tests.parcels import NOW, a_parcel
from tests.rooms import SECOND, Rooms, a_post
from tests.stepped import SteppedClock

LATENCY = timedelta(milliseconds=50)
CHATS = [str(number) for number in range(1, 21)]
MANY = [str(number) for number in range(1, 41)]
"""More than may be told at once, so that some wait for a slot."""


def telegram() -> Rooms:
    clock = SteppedClock(NOW)
    rules = limit_rules.telegram()
    return Rooms(clock=clock, limits=TELEGRAM, rules=rules, latency=LATENCY)


async def storm(rooms: Rooms, alerts: int) -> None:
    """Offer so many alerts at once, to chats in turn, and see them out."""
    async with a_post(rooms) as post:
        post.offers(*[a_parcel(str(n), CHATS[n % len(CHATS)]) for n in range(alerts)])
        await post.passes(60 * SECOND)


async def test_a_storm_goes_out_as_fast_as_the_limits_let_it():
    """Thirty a second, less the time that answers take; and nobody has to say no."""
    rooms = telegram()
    await storm(rooms, 300)
    last = rooms.heard[-1].at - NOW

    assert (300, []) == (len(rooms.heard), rooms.rules and rooms.rules.refused)
    assert last <= 14 * (SECOND + 2 * LATENCY)  # fifteen a chat, one a second


class Slow(MemoryOutbox):
    """Takes its time to note anything, as a disk does, now longer and now shorter."""

    def __init__(self, clock: SteppedClock) -> None:
        super().__init__()
        self._clock = clock
        self._takes = cycle([LATENCY / 2, LATENCY / 2, LATENCY / 10])

    async def leaving(
        self, parcels: Sequence[Parcel], holder: str, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        await self._clock.until(self._clock.now() + next(self._takes))
        return await super().leaving(parcels, holder, now, lease)


async def test_a_slow_disk_costs_no_slot_and_breaks_no_limit():
    """What leaves is noted ahead of its slot; it leaves when that opens, and not before."""
    rooms = telegram()
    async with a_post(rooms, outbox=Slow(rooms.clock)) as post:
        post.offers(*[a_parcel(str(n), "1") for n in range(20)])
        await post.passes(60 * SECOND)
    pauses = [b.at - a.at for a, b in pairwise(rooms.heard[1:])]

    assert ([], SECOND + LATENCY) == (rooms.rules and rooms.rules.refused, min(pauses))
    assert max(pauses) <= SECOND + 1.1 * LATENCY


async def test_a_group_is_told_twenty_a_minute():
    """Telegram counts groups apart from people."""
    rooms = telegram()
    async with a_post(rooms) as post:
        post.offers(*[a_parcel(str(n), "-100") for n in range(30)])
        await post.passes(59 * SECOND)
        within = len(rooms.heard)
        await post.passes(40 * SECOND)

    assert (20, 30, []) == (within, len(rooms.heard), rooms.rules and rooms.rules.refused)


async def test_what_is_critical_is_out_within_two_seconds_of_a_full_backlog():
    """The storm has all slots; the next that come free are not the storm's."""
    rooms = telegram()
    async with a_post(rooms) as post:
        post.offers(*[a_parcel("info", chat) for chat in CHATS for _ in range(20)])
        await post.passes(5 * SECOND)
        critical = [a_parcel("!", chat, priority=Priority.CRITICAL) for chat in CHATS]
        post.offers(*critical)
        await post.passes(60 * SECOND)
    at = [heard.at - NOW - 5 * SECOND for heard in rooms.heard if heard.title == "!"]

    assert len(CHATS) == len(at)
    assert max(at) <= 1.2 * SECOND


Trouble = Callable[[Rooms], None]


async def waits(trouble: Trouble | None = None) -> Sequence[timedelta]:
    """Return how long each alert took to the chats that have no trouble, the shortest first."""
    rooms = telegram()
    if trouble is not None:
        trouble(rooms)
    made: dict[str, datetime] = {}
    async with a_post(rooms) as post:
        for _ in range(30):
            parcels = [a_parcel("a", chat, made=post.clock.now()) for chat in MANY]
            made |= {parcel.key: post.clock.now() for parcel in parcels}
            post.offers(*parcels)
            await post.passes(2 * SECOND)
        await post.passes(90 * SECOND)
    return sorted(h.at - made[h.key] for h in rooms.heard if h.chat not in TROUBLED)


TROUBLED = ("1", "2")


def one_refuses_and_one_is_full(rooms: Rooms) -> None:
    rooms.meets(DeliveryRefused("blocked"), chat="1")
    assert rooms.rules is not None
    rooms.rules.freeze("2", NOW + 60 * SECOND)


async def test_one_rooms_trouble_is_no_other_rooms_delay():
    """One was blocked, one is to be left alone for a minute; the others wait no longer for it."""
    calm, troubled = await waits(), await waits(one_refuses_and_one_is_full)
    p99 = [taken[len(taken) * 99 // 100] for taken in (calm, troubled)]

    assert len(calm) == len(troubled) == 30 * 38
    assert p99[1] <= 1.1 * p99[0]


async def test_a_room_that_was_full_hears_all_of_it_afterwards_in_order():
    """It lost a minute, and nothing else."""
    rooms = telegram()
    assert rooms.rules is not None
    rooms.rules.freeze("2", NOW + 60 * SECOND)
    async with a_post(rooms) as post:
        post.offers(*[a_parcel(title, "2") for title in "abcde"])
        await post.passes(90 * SECOND)

    assert (["a", "b", "c", "d", "e"], 1) == (rooms.titles("2"), len(rooms.rules.refused))
