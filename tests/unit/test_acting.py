"""Acting: who it was, when, and whether those who are told that it is done may rely on it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest

from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from bot.chat import Call, Destination
from bot.errors import StoreError
from handlers.acting import Acting, author
from tests.acted import Acted, a_room_that_was_told, asks
from tests.builders import a_bot
from tests.watched import Watched, instant


def refusing(it: Acted) -> None:
    it.bot.desk.acting.closed = "No bot runs here, so nothing would come of it."


def retracing(it: Acted) -> None:
    it.bot.pipeline.herald.retracing = True


@pytest.mark.parametrize(
    ("state", "why"), [(refusing, "No bot runs here"), (retracing, "try once more in a moment")]
)
async def test_where_nothing_would_come_of_it_nothing_is_done(
    state: Callable[[Acted], None], why: str
):
    """To say `acked` would be a lie."""
    it = a_room_that_was_told()
    state(it)

    answer = await asks(it, "/ack ID")

    assert (True, []) == (why in answer, it.edits)


async def test_what_is_done_while_the_store_takes_nothing_says_so():
    """It is done all the same, and told once it is written."""
    it = a_room_that_was_told()

    async def refused() -> None:
        raise StoreError("3 pages were not written")

    it.bot.desk = replace(it.bot.desk, store=lambda: "database is locked")
    it.written = refused

    answer = await asks(it, "/ack ID")

    assert "It is told once it is written; just now database is locked." in answer


async def test_who_is_told_that_it_is_done_may_rely_on_it():
    """Not before it is written: a crash must not undo what somebody went to bed with."""
    it, written = a_room_that_was_told(), asyncio.Event()

    async def soon() -> None:
        await written.wait()

    it.written = soon
    asking = asyncio.create_task(asks(it, "/ack ID"))
    await asyncio.sleep(0)
    early = asking.done()
    written.set()

    assert (False, True) == (early, (await asking).startswith("Acked by ann on test"))


async def test_an_hour_is_an_hour_from_now_though_no_quote_came_for_a_while():
    """What comes next is told as of then, and nothing is late."""
    it = a_room_that_was_told()
    it.bot.clock.turn_to(instant("2025-10-10T12:20Z"))
    it.bot.desk = replace(it.bot.desk, source=replace(it.bot.desk.source, recording=False))

    answer = await asks(it, "/snooze ID 1h")
    it.bot.trades("CIFR", 100, "2025-10-10T12:19Z")
    it.bot.trades("CIFR", 107, "2025-10-10T12:21Z")
    it.bot.turns_to("2025-10-10T13:20Z")

    assert answer.startswith("Snoozed until 09:20:00 EDT")
    assert ["CIFR premarket +7", "CIFR premarket +7"] == [title[:17] for title in it.said[2:]]


@pytest.mark.parametrize(
    ("person", "named"),
    [
        ("ann", "ann on telegram"),
        ("", "somebody on telegram"),
        ("a\u202eb\nc", "a·b·c on telegram"),
        ("x" * 100, f"{'x' * 39}… on telegram"),
    ],
)
def test_whoever_acts_is_named_in_one_line(person: str, named: str):
    """A name is repeated in every room, and people choose theirs freely."""
    room = Destination(platform="telegram", chat="1")

    assert named == author(Call(text="/ack 1", person=person, room=room))


async def test_status_counts_incidents_and_what_is_kept_back():
    plan = Plan(quiet_hours=(QuietHours(start=time(7), end=time(9), destinations=frozenset()),))
    loud, quiet = a_room_that_was_told(), a_room_that_was_told(plan)

    assert "Incidents: 1 lives, next due 12:00:50 EDT" in await asks(loud, "/status")
    assert "Incidents: 1 lives, 4 kept back for digests, next due 09" in await asks(
        quiet, "/status"
    )


def test_people_act_by_the_wall_clock_unless_a_recording_is_played():
    """At night no quote comes for minutes; an hour is an hour from now."""
    bot: Watched = a_bot()
    bot.clock.turn_to(bot.market.now.replace(hour=23))
    live = replace(bot.desk, source=replace(bot.desk.source, recording=False))

    assert (bot.market.now, bot.clock.now()) == (bot.desk.present, live.present)
    assert isinstance(live.acting, Acting)
