"""The courier: every room hears everything once, in order, whatever another room does."""

from datetime import timedelta
from random import Random

import hypothesis.strategies as st
import pytest
from hypothesis import given

from bot.delivery.parcel import Manner, Priority
from bot.delivery.patience import Patience, Unsure
from bot.errors import DeliveryError, DeliveryMoved, DeliveryRefused, DeliveryUnfit
from tests.parcels import NOW, a_parcel, to
from tests.rooms import DOWN, LOST_AFTER, LOST_BEFORE, SECOND, SILENT, Rooms, Trouble, a_post
from tests.stepped import SteppedClock


async def test_a_room_hears_everything_in_order():
    """A resolved notice before its alert would make no sense."""
    async with a_post() as post:
        post.offers(*[a_parcel(title) for title in "abc"])
        await post.courier.drain()

    assert ["a", "b", "c"] == post.rooms.titles()


async def test_what_is_offered_twice_is_said_once():
    """A page may be read again after a restart."""
    async with a_post() as post:
        parcel = a_parcel("a")
        post.offers(parcel)
        post.offers(parcel)
        await post.courier.drain()

    assert ["a"] == post.rooms.titles()


async def test_what_is_critical_overtakes_in_its_room():
    """A digest can wait; a crossing cannot."""
    async with a_post() as post:
        post.offers(
            a_parcel("digest", priority=Priority.DIGEST),
            a_parcel("info"),
            a_parcel("critical", priority=Priority.CRITICAL),
        )
        await post.courier.drain()

    assert ["critical", "info", "digest"] == post.rooms.titles()


async def test_what_is_said_of_an_incident_never_overtakes_what_was_said_of_it_before():
    """An answer without its question; so the question hurries too."""
    async with a_post() as post:
        post.offers(
            a_parcel("other"),
            a_parcel("first", incident="i", priority=Priority.DIGEST),
            a_parcel("worse", incident="i", priority=Priority.CRITICAL, manner=Manner.REPLY),
        )
        await post.courier.drain()

    assert ["first", "worse", "other"] == post.rooms.titles()


async def test_nor_does_it_while_that_is_between_two_tries():
    """The first word failed, and the worse news came meanwhile."""
    async with a_post() as post:
        post.rooms.meets(Trouble(error=DeliveryError("down"), after=SECOND))
        post.offers(a_parcel("first", incident="i"))
        await post.clock.settled()
        post.offers(a_parcel("worse", incident="i", priority=Priority.CRITICAL))
        await post.passes(5 * SECOND)

    assert ["first", "worse"] == post.rooms.titles()


async def test_an_edit_and_a_reply_name_what_they_are_about():
    """The platform's own name of it, which came with its answer."""
    async with a_post() as post:
        post.offers(
            a_parcel("first", incident="i"),
            a_parcel("edited", incident="i", manner=Manner.EDIT),
            a_parcel("answered", incident="i", manner=Manner.REPLY),
            a_parcel("unknown", incident="j", manner=Manner.EDIT),
        )
        await post.courier.drain()

    assert ["", "1", "2", ""] == [heard.face for heard in post.rooms.heard]


async def test_a_try_that_fails_is_made_again_after_a_pause():
    """A dropped connection costs a second, not an alert."""
    async with a_post() as post:
        post.rooms.meets(DOWN)
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.passes(SECOND)

    assert ["a", "b"] == post.rooms.titles()


@given(attempts=st.integers(1, 1000), chance=st.randoms(use_true_random=False))
def test_pauses_grow_to_a_minute_and_differ(attempts: int, chance: Random):
    """Rooms that failed together do not come back together."""
    whole = min(2 ** (attempts - 1), 60)

    assert whole / 2 <= Patience().pause(attempts, chance) / SECOND <= whole


async def test_a_platform_that_says_when_is_obeyed():
    """Coming back sooner than told gets a bot banned."""
    async with a_post() as post:
        post.rooms.meets(DeliveryError("slow down", retry_after=17 * SECOND))
        post.offers(a_parcel("a"))
        await post.passes(16.9 * SECOND)
        before = post.rooms.titles()
        await post.passes(0.1 * SECOND)

    assert ([], ["a"]) == (before, post.rooms.titles())


async def test_a_platform_that_says_no_to_everybody_is_left_alone():
    """Whichever room it said so in."""
    async with a_post() as post:
        post.rooms.meets(DeliveryError("slow", retry_after=9 * SECOND, everywhere=True))
        post.offers(a_parcel("a"))
        await post.clock.settled()
        post.offers(a_parcel("b", "2"))
        await post.passes(8 * SECOND)
        before = post.rooms.titles("2")
        await post.passes(SECOND)

    assert ([], ["b"]) == (before, post.rooms.titles("2"))


async def test_what_is_too_old_is_not_sent_and_that_is_noted(caplog: pytest.LogCaptureFixture):
    """News of an hour ago, told as news, is worse than none."""
    async with a_post() as post:
        post.rooms.meets(*[DOWN] * 200)
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.passes(timedelta(minutes=61))

    assert [("a", "given up"), ("b", "given up")] == post.failed
    assert [("given up", "stale: not sent; down")] * 2 == post.fates()
    assert "message was given up" in caplog.text


async def test_a_refusal_disables_that_room_alone(caplog: pytest.LogCaptureFixture):
    """A bot that was kicked from one room goes on ringing in the others, and somebody is told."""
    async with a_post() as post:
        post.rooms.meets(DeliveryRefused("kicked"))
        post.offers(*[a_parcel(title, chat) for title in "abc" for chat in "12"])
        await post.courier.drain()
        post.offers(a_parcel("d"))
        await post.courier.drain()

    assert ([], ["a", "b", "c"]) == (post.rooms.titles("1"), post.rooms.titles("2"))
    assert ("kicked", "") == tuple(lane.disabled for lane in post.courier.lanes)
    assert [("room:1", "kicked")] == post.warned
    assert [("given up", "the destination is disabled: kicked")] * 4 == [
        fate for fate in post.fates() if fate[0] == "given up"
    ]
    assert "destination refuses messages" in caplog.text


async def test_a_room_that_was_disabled_is_disabled_after_a_restart():
    """Until its owner enables it again."""
    async with a_post() as before:
        before.rooms.meets(DeliveryRefused("kicked"))
        before.offers(a_parcel("a"))
        await before.courier.drain()
    async with a_post(outbox=before.outbox) as post:
        await post.courier.resume()
        post.offers(a_parcel("b"))
        await post.courier.drain()
        await post.courier.enable(to("1"))
        post.offers(a_parcel("c"))
        await post.courier.drain()

    assert ["c"] == post.rooms.titles()


async def test_a_room_that_is_open_before_it_is_known_to_be_disabled_is_disabled():
    """A bot opens its rooms, and only then asks its outbox what it holds for them."""
    async with a_post() as before:
        before.rooms.meets(DeliveryRefused("kicked"))
        before.offers(a_parcel("a"))
        await before.courier.drain()
    async with a_post(outbox=before.outbox) as post:
        lane = post.courier.open(to("1"))
        await post.courier.resume()

    assert "kicked" == lane.disabled


async def test_a_message_that_cannot_be_said_is_given_up_alone():
    """One that is worded badly must not silence its room, nor be tried for an hour."""
    async with a_post() as post:
        post.rooms.meets(DeliveryUnfit("too long"))
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.courier.drain()

    assert (["b"], [("a", "given up")]) == (post.rooms.titles(), post.failed)


async def test_a_platform_that_breaks_keeps_its_neighbours_alive(
    caplog: pytest.LogCaptureFixture,
):
    """One room's bug is not another room's silence."""
    async with a_post() as post:
        post.rooms.meets(ZeroDivisionError())
        post.offers(*[a_parcel(title, chat) for title in "abc" for chat in "12"])
        await post.courier.drain()

    assert (["b", "c"], ["a", "b", "c"]) == (post.rooms.titles("1"), post.rooms.titles("2"))
    assert "a platform broke" in caplog.text


async def test_what_has_no_platform_is_given_up_and_said():
    """Its settings were taken out; nobody should wait for it."""
    async with a_post() as post:
        post.offers(a_parcel("a", to("1", "pager")))
        await post.courier.drain()

    assert [("given up", "the destination is disabled: there is no pager")] == post.fates()


async def test_a_room_that_moved_is_followed_with_all_that_waits():
    """A group became a supergroup; its number is another, and its people are the same."""
    async with a_post() as post:
        post.rooms.meets(DeliveryMoved("upgraded", chat="2"))
        post.offers(*[a_parcel(title) for title in "abc"])
        await post.courier.drain()
        post.offers(a_parcel("d"))
        await post.courier.drain()

    assert ([], ["a", "b", "c", "d"]) == (post.rooms.titles("1"), post.rooms.titles("2"))
    assert ["room:2"] == [str(lane.destination) for lane in post.courier.lanes]


async def test_a_room_that_moved_back_is_found_where_it_is():
    """Nobody is looked for in a circle."""
    async with a_post() as post:
        post.rooms.meets(DeliveryMoved("upgraded", chat="2"))
        post.rooms.meets(DeliveryMoved("undone", chat="1"), chat="2")
        post.offers(a_parcel("a"))
        await post.courier.drain()
        post.offers(a_parcel("b", "2"))
        await post.courier.drain()

    assert ["a", "b"] == post.rooms.titles("1")


async def test_a_room_that_moved_is_followed_after_a_restart():
    """The settings may name the old number for ever."""
    async with a_post() as before:
        before.rooms.meets(DeliveryMoved("upgraded", chat="2"))
        before.offers(a_parcel("a", incident="i"))
        await before.courier.drain()
    async with a_post(outbox=before.outbox) as post:
        await post.courier.resume()
        post.offers(a_parcel("b", incident="i", manner=Manner.REPLY))
        await post.courier.drain()

    assert [("2", "1")] == [(heard.chat, heard.face) for heard in post.rooms.heard]


async def test_a_message_whose_answer_was_lost_is_said_once_more_and_marked():
    """Losing an alert is worse than reading it twice, if it says that it may repeat."""
    async with a_post() as post:
        post.rooms.meets(LOST_AFTER)
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.passes(2 * SECOND)

    assert ["a", "a (may repeat)", "b"] == post.rooms.titles()
    assert ("sent", "sent again, marked: it may repeat") == post.fates()[0]


async def test_it_is_said_no_third_time():
    """A platform that says nothing would be told the same all day."""
    async with a_post() as post:
        post.rooms.meets(LOST_BEFORE, LOST_AFTER)
        post.offers(a_parcel("a"))
        await post.passes(10 * SECOND)

    assert (["a (may repeat)"], [("a", "unsure")]) == (post.rooms.titles(), post.failed)


async def test_where_repeats_are_not_wanted_it_is_listed_instead():
    """Some would rather ask than be told twice."""
    async with a_post(patience=Patience(unsure=Unsure.HOLD)) as post:
        post.rooms.meets(LOST_AFTER)
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.courier.drain()

    assert (["a", "b"], [("a", "unsure")]) == (post.rooms.titles(), post.failed)
    assert [(1, 0, 1)] == [(lane.sent, lane.failed, lane.unsure) for lane in post.courier.lanes]


async def test_a_platform_that_knows_keys_is_told_again_without_a_mark():
    """It shows the same key once, so nothing can repeat."""
    clock = SteppedClock(NOW)
    async with a_post(Rooms(clock=clock, keyed=True)) as post:
        post.rooms.meets(LOST_AFTER, LOST_BEFORE, LOST_AFTER)
        post.offers(a_parcel("a"))
        await post.passes(20 * SECOND)

    assert (["a"], [("a", "sent")]) == (post.rooms.titles(), post.told)


async def test_a_key_is_trusted_for_a_few_minutes_only():
    """Discord forgets them; what is said later may repeat, and says so."""
    clock = SteppedClock(NOW)
    async with a_post(Rooms(clock=clock, keyed=True)) as post:
        post.rooms.meets(LOST_BEFORE, DeliveryError("slow", retry_after=300 * SECOND))
        post.offers(a_parcel("a"))
        await post.passes(400 * SECOND)

    assert ["a (may repeat)"] == post.rooms.titles()


async def test_an_answer_that_never_comes_is_not_waited_for_for_ever():
    """A connection may stay open for days without a word."""
    async with a_post() as post:
        post.rooms.meets(SILENT)
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.passes(32 * SECOND)

    assert ["a", "a (may repeat)", "b"] == post.rooms.titles()


async def test_what_arrived_and_what_did_not_is_told_once():
    """Faces, the messages file and the delivery log rest on it."""
    async with a_post() as post:
        post.rooms.meets(DOWN, DeliveryUnfit("too long"))
        post.offers(a_parcel("a"), a_parcel("b"))
        await post.passes(5 * SECOND)

    assert ([("b", "sent")], [("a", "given up")]) == (post.told, post.failed)


async def test_status_sees_how_it_goes_in_each_room():
    """Waiting, sent, failed."""
    async with a_post() as post:
        post.rooms.meets(DeliveryUnfit("bad"), *[DOWN] * 9)
        post.rooms.meets(DOWN, chat="2")
        post.offers(*[a_parcel(title, chat) for title in "abc" for chat in "12"])
        await post.passes(SECOND)
        seen = [(lane.waiting, lane.sent, lane.failed) for lane in post.courier.lanes]

    assert [(2, 0, 1), (0, 3, 0)] == seen
