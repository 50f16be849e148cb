"""The courier over restarts: what the outbox holds is told, once, and nobody waits for the dead."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Parcel
from bot.delivery.patience import Patience, Unsure
from bot.errors import DeliveryRefused, StoreError
from tests.parcels import NOW, a_parcel
from tests.rooms import DOWN, LOST_BEFORE, SECOND, SILENT, Post, Rooms, Trouble, a_post
from tests.stepped import SteppedClock

LATE = Trouble(said=True, after=5 * SECOND)


async def killed(post: Post) -> None:
    """End a courier as a power cut does: nothing is noted any more."""
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    await post.clock.settled()


async def test_what_the_outbox_holds_is_told_before_what_is_new():
    """It is older."""
    outbox = MemoryOutbox()
    outbox.add([a_parcel("a"), a_parcel("b")])
    async with a_post(outbox=outbox) as post:
        await post.courier.resume()
        post.offers(a_parcel("c"))
        await post.courier.drain()

    assert ["a", "b", "c"] == post.rooms.titles()


async def test_what_was_under_way_is_said_again_and_marked():
    """The process died between its words and the note of them."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock)
    before = Post(clock, rooms)
    rooms.meets(LATE)
    before.offers(a_parcel("a"), a_parcel("b"))
    await clock.settled()
    await killed(before)
    async with a_post(rooms, outbox=before.outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert ["a", "a (may repeat)", "b"] == rooms.titles()


async def test_under_hold_it_is_listed_instead():
    """Every one of them, so that somebody can look."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock)
    before = Post(clock, rooms)
    rooms.meets(LATE)
    before.offers(a_parcel("a"), a_parcel("b"))
    await clock.settled()
    await killed(before)
    patience = Patience(unsure=Unsure.HOLD)
    async with a_post(rooms, outbox=before.outbox, patience=patience) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert (["a", "b"], [("a", "unsure")]) == (rooms.titles(), post.failed)


async def test_what_may_have_left_is_not_called_given_up():
    """It is refused now, and may have been read before."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock)
    before = Post(clock, rooms)
    rooms.meets(LATE, DeliveryRefused("blocked"))
    before.offers(a_parcel("a"), a_parcel("b"))
    await clock.settled()
    await killed(before)
    async with a_post(rooms, outbox=before.outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert [("a", "unsure"), ("b", "given up")] == post.failed


async def test_a_platform_that_knows_keys_shows_it_once():
    """It is told again, and says what it said then."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock, keyed=True)
    before = Post(clock, rooms)
    rooms.meets(LATE)
    before.offers(a_parcel("a"), a_parcel("b"))
    await clock.settled()
    await killed(before)
    async with a_post(rooms, outbox=before.outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert (["a", "b"], 3) == (rooms.titles(), rooms.asked)


async def test_that_an_answer_was_lost_is_known_after_a_restart():
    """Of a platform with keys as well: it forgets them after a while."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock, keyed=True)
    before = Post(clock, rooms)
    rooms.meets(LOST_BEFORE)
    before.offers(a_parcel("a"))
    await clock.settled()
    await killed(before)
    await clock.turn_to(NOW + 300 * SECOND)
    async with a_post(rooms, outbox=before.outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert ["a (may repeat)"] == rooms.titles()


async def test_a_try_that_certainly_failed_is_no_repeat_after_a_restart():
    """A mark that says what is not true is soon read by nobody."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock)
    before = Post(clock, rooms)
    rooms.meets(DOWN)
    before.offers(a_parcel("a"))
    await clock.settled()
    await killed(before)
    async with a_post(rooms, outbox=before.outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert (["a"], 2) == (rooms.titles(), post.outbox.settled[0].attempts)


async def test_what_grew_old_meanwhile_is_not_sent():
    """The machine was off all night."""
    outbox = MemoryOutbox()
    outbox.add([a_parcel("old", made=NOW - timedelta(hours=2)), a_parcel("new")])
    async with a_post(outbox=outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert ["new"] == post.rooms.titles()
    assert ("given up", "stale: not sent") in post.fates()


async def test_the_parcels_of_one_that_died_are_taken_over_when_its_lease_has_run_out():
    """And not sooner: slow is not dead."""
    clock, outbox = SteppedClock(NOW), MemoryOutbox()
    outbox.add([a_parcel("a")])
    await outbox.claim("them", NOW, 30 * SECOND, own=True)
    async with a_post(Rooms(clock=clock), outbox=outbox, holder="us") as post:
        await post.courier.resume()
        await post.passes(29 * SECOND)
        before = post.rooms.titles()
        await post.passes(11 * SECOND)

    assert ([], ["a"]) == (before, post.rooms.titles())


async def test_one_that_lives_keeps_what_is_its():
    """However long a platform lets it wait."""
    clock, outbox = SteppedClock(NOW), MemoryOutbox()
    rooms = Rooms(clock=clock)
    outbox.add([a_parcel("a")])
    rooms.meets(*[DOWN] * 100)
    async with a_post(rooms, outbox=outbox, holder="us") as post:
        await post.courier.resume()
        await post.passes(timedelta(minutes=5))
        theirs = await outbox.claim("them", clock.now(), 30 * SECOND, own=True)

    assert [] == list(theirs)


async def test_one_that_has_stopped_leaves_its_parcels_to_others_at_once():
    """Nobody waits for a lease of one that said goodbye."""
    outbox = MemoryOutbox()
    outbox.add([a_parcel("a")])
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock)
    rooms.meets(DOWN)
    async with a_post(rooms, outbox=outbox, holder="us") as post:
        await post.courier.resume()
        await clock.settled()

    assert 1 == len(await outbox.claim("them", clock.now(), 30 * SECOND, own=True))


async def test_two_that_have_the_same_parcel_say_it_once():
    """One was given it by its journal, the other found it in the outbox."""
    clock, outbox = SteppedClock(NOW), MemoryOutbox()
    rooms = Rooms(clock=clock)
    parcel = a_parcel("a")
    async with (
        a_post(rooms, outbox=outbox, holder="us") as ours,
        a_post(rooms, outbox=outbox, holder="them") as theirs,
    ):
        ours.offers(parcel)
        theirs.offers(parcel)
        await ours.courier.drain()
        await theirs.courier.drain()

    assert ["a"] == rooms.titles()


async def test_a_stop_waits_for_what_is_under_way_and_begins_nothing_more():
    """The rest is in the outbox, for the next start; nothing is said twice for it."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock)
    rooms.meets(LATE)
    async with a_post(rooms) as before:
        before.offers(*[a_parcel(title) for title in "abc"])
        await clock.settled()
    async with a_post(rooms, outbox=before.outbox) as post:
        await post.courier.resume()
        await post.courier.drain()

    assert ["a", "b", "c"] == rooms.titles()


async def test_a_stop_takes_no_longer_than_ten_seconds():
    """Whoever asked for it kills what does not go."""
    async with a_post() as post:
        post.rooms.meets(SILENT)
        post.offers(a_parcel("a"))
        await post.clock.settled()
        begun = post.clock.now()

    assert post.clock.now() - begun <= 10 * SECOND


class Stuck(MemoryOutbox):
    """Takes nothing until it is told to."""

    stuck = True

    async def leaving(
        self, parcels: Sequence[Parcel], holder: str, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        if self.stuck:
            raise StoreError("the disk is full")
        return await super().leaving(parcels, holder, now, lease)


async def test_nothing_leaves_before_it_is_written_down():
    """What nobody knows to be under way would be said twice; when it can be, it goes."""
    outbox = Stuck()
    async with a_post(outbox=outbox) as post:
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.passes(10 * SECOND)
        before = post.rooms.titles()
        outbox.stuck = False
        await post.passes(2 * SECOND)

    assert ([], ["a", "b"]) == (before, post.rooms.titles())


async def test_the_points_of_its_way_are_passed_in_order():
    """A test ends the process at each of them."""
    passed: list[str] = []
    async with a_post(passing=passed.append) as post:
        post.offers(a_parcel("a"))
        await post.courier.drain()

    assert ["before send", "after acceptance", "before mark"] == passed
