"""Coalescing: a room that could not be told it all within a minute is told it in one."""

from datetime import timedelta

from bot.delivery.coalescing import NAMED, merged, worded
from bot.delivery.lane import Errand
from bot.delivery.limits import Limits, Window
from bot.delivery.parcel import Manner, Parcel, Priority
from tests.parcels import NOW, a_message, a_parcel
from tests.rooms import DOWN, LOST_BEFORE, Post, Rooms, a_post
from tests.stepped import SteppedClock

MINUTE = timedelta(minutes=1)
THREE = Limits(chat=(Window(3, MINUTE),))


async def told(*parcels: Parcel, minutes: float = 0) -> Post:
    clock = SteppedClock(NOW)
    async with a_post(Rooms(clock=clock, limits=THREE), coalesce=worded) as post:
        post.offers(*parcels)
        await post.passes(minutes * MINUTE)
        await post.clock.settled()
    return post


async def test_what_a_minute_has_room_for_is_told_one_by_one():
    """Nobody wants a summary of three."""
    post = await told(*[a_parcel(title) for title in "abc"])

    assert ["a", "b", "c"] == post.rooms.titles()


async def test_more_than_that_is_one_message():
    """It names them, and its outcome is about all their alerts."""
    parcels = [a_parcel(a_message(title, fingerprints=(title,))) for title in "abcd"]
    post = await told(*parcels)

    assert ["4 messages in one, for there were too many to tell one by one"] == post.rooms.titles()
    assert [("merged", "told with others")] * 4 + [("sent", "merged")] == post.fates()
    assert ("a", "b", "c", "d") == post.outbox.settled[-1].fingerprints


def test_who_is_to_be_called_is_called_by_the_one_message_and_can_look_further():
    """Once: it is one message."""
    parcels = [a_parcel("a"), a_parcel(a_message("b", mention=True)), a_parcel("c")]
    errands = [Errand(parcel=parcel, since=NOW) for parcel in parcels]

    message = merged(errands, NOW, worded).parcel.message

    assert (True, ["/alerts"]) == (message.mention, [action.text for action in message.actions])


async def test_what_is_critical_is_told_by_itself():
    """It must not drown in a list."""
    info = [a_parcel(title) for title in "abcd"]
    post = await told(*info, a_parcel("critical", priority=Priority.CRITICAL))

    assert ["critical", "4 messages in one"] == [t.split(",")[0] for t in post.rooms.titles()]


async def test_a_face_is_edited_to_its_last_state_and_not_through_all_of_them():
    """What is overtaken before it is said need not be said."""
    edits = [
        a_parcel(f"{incident}{number}", incident=incident, manner=Manner.EDIT)
        for number in range(3)
        for incident in "ij"
    ]
    post = await told(*edits)

    assert ["i2", "j2"] == post.rooms.titles()
    assert 4 == post.fates().count(("merged", "a later edit says it"))


async def test_an_edit_of_what_was_not_said_yet_is_told_with_it():
    """There is no face to edit; the list says how it stands now."""
    alerts = [a_parcel(title, incident=title) for title in "abcd"]
    post = await told(*alerts, a_parcel("b is over", incident="b", manner=Manner.EDIT))
    (heard,) = post.rooms.heard

    assert "4 messages in one" == heard.title.split(",")[0]
    assert 5 == post.fates().count(("merged", "told with others"))


async def test_what_failed_before_is_told_with_the_rest():
    """An outage leaves a backlog; it is told at once when it is over."""
    clock = SteppedClock(NOW)
    async with a_post(Rooms(clock=clock, limits=THREE), coalesce=worded) as post:
        post.rooms.meets(*[DOWN] * 3)
        post.offers(a_parcel("a"))
        await post.passes(MINUTE / 60)
        post.offers(*[a_parcel(title) for title in "bcd"])
        await post.passes(3 * MINUTE)

    assert ["4 messages in one"] == [title.split(",")[0] for title in post.rooms.titles()]


async def test_what_is_under_way_is_awaited_before_the_rest_is_merged():
    """One at a time; else the list could be read before what came before it."""
    clock = SteppedClock(NOW)
    rooms = Rooms(clock=clock, limits=THREE, latency=MINUTE / 12)
    async with a_post(rooms, coalesce=worded) as post:
        post.offers(a_parcel("a"))
        await post.clock.settled()
        post.offers(*[a_parcel(title) for title in "bcde"])
        await post.passes(MINUTE)

    assert [NOW, NOW + MINUTE / 12] == [heard.at for heard in rooms.heard]


async def test_what_may_have_left_already_is_told_by_itself():
    """It has to say that it may repeat; a list could not."""
    clock = SteppedClock(NOW)
    async with a_post(Rooms(clock=clock, limits=THREE), coalesce=worded) as post:
        post.rooms.meets(LOST_BEFORE)
        post.offers(a_parcel("a"))
        await post.clock.settled()
        post.offers(*[a_parcel(title) for title in "bcde"])
        await post.passes(3 * MINUTE)

    assert ["a (may repeat)", "4 messages in one"] == [t.split(",")[0] for t in post.rooms.titles()]


def test_a_list_names_the_newest_and_counts_the_rest():
    """A message has a length; the last is what people need most."""
    parcels = [a_parcel(f"n{number}") for number in range(NAMED + 5)]
    lines = worded(parcels, NOW).body.splitlines()

    assert ("n14", "n5", "and 5 before them") == (lines[0], lines[-2], lines[-1])


def test_what_is_over_says_so_in_the_list():
    """Else it reads like another alert."""
    over = a_parcel(a_message("IREN +4 %", reason="resolved"))

    assert "IREN +4 % (resolved)\na" == worded([a_parcel("a"), over], NOW).body
