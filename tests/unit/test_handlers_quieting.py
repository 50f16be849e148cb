"""Quiet hours of a room are set, shown and ended by command; its digest can be asked for."""

from datetime import time

import pytest

from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from bot.chat import Right
from bot.errors import UserError
from handlers.night import Night, night, shown_days
from tests.acted import RULES
from tests.builders import a_bot
from tests.housed import DESK, HERE, MOVED, Housed, housed


async def a_sleeping_room() -> Housed:
    """Make a room that hears of everything and sleeps until ten, from which one alert is kept."""
    it = housed(a_bot(rules=RULES[:1]))
    await it.asks("/subscribe everything")
    await it.asks("/quiet hours 7:00-10:00 daily ET")
    it.bot.trades("IREN", 100, "2025-10-10T12:00:10Z")
    it.bot.trades("IREN", 106, "2025-10-10T12:00:20Z")
    it.bot.turns_to("2025-10-10T12:02Z")
    return it


async def test_what_fires_in_quiet_hours_waits_for_the_digest():
    it = await a_sleeping_room()
    before = it.heard()

    it.bot.turns_to("2025-10-10T14:00Z")

    assert ([], ["Digest: 1 alert kept back"]) == (before, it.heard())


async def test_the_answer_says_when_they_hold_and_what_passes():
    it = housed()

    answer = await it.asks("/quiet hours 22:00-07:00 mon-fri Berlin")

    assert (
        "Quiet here 22:00 to 07:00 CEST, mon to fri\nThey do not hold now. Alerts go on being"
        " found; what fires then comes in one digest as they end. What is critical is told at once;"
        " `strict` at the end would hold that too."
    ) == answer


async def test_hours_without_a_zone_go_by_the_room_s_own_clock():
    it = housed()
    await it.asks("/settings timezone Tokyo")

    assert "Quiet here 22:00 to 07:00 JST, every day" in await it.asks("/quiet hours 22-7")


async def test_what_is_kept_back_is_shown_and_sent_when_somebody_asks():
    it = await a_sleeping_room()
    shown = await it.asks("/digest")
    sent = await it.asks("/digest now")

    assert [
        "1 alert kept back",
        f"{MOVED}, until 10:00:00 EDT: quiet hours until 10:00:00 EDT",
    ] == shown.splitlines()
    assert (["1 alert told here in one digest"], ["Digest: 1 alert kept back"]) == (
        sent.splitlines(),
        it.heard(),
    )
    assert "Nothing is kept back here" in await it.asks("/digest now")


async def test_as_quiet_hours_are_ended_what_they_held_is_told():
    it = await a_sleeping_room()

    answer = await it.asks("/quiet off")

    assert [
        "No quiet hours of this room's own any more",
        "1 alert kept back until now: told in one digest.",
    ] == answer.splitlines()
    assert ["Digest: 1 alert kept back"] == it.heard()


async def test_what_holds_here_is_shown_with_who_set_it():
    operators = QuietHours(start=time(1), end=time(2), location="UTC", critical_may_pass=False)
    it = housed(plan=Plan(quiet_hours=(operators,)))
    await it.asks("/quiet hours 22:00-07:00 sat sun")

    assert [
        "Quiet hours here",
        "01:00 to 02:00 UTC, every day, also for what is critical, by the operator",
        "22:00 to 07:00 EDT, sat, sun",
        "0 alerts kept back now; /digest shows what.",
    ] == (await it.asks("/quiet")).splitlines()


async def test_hours_set_again_take_the_place_of_those_before():
    it = housed()
    await it.asks("/quiet hours 22:00-07:00")
    await it.asks("/quiet hours 23:00-06:00")

    assert "23:00 to 06:00 EDT, every day" == (await it.asks("/quiet show")).splitlines()[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/quiet off", "This room has no quiet hours of its own; /quiet hours sets some."),
        ("/quiet hours late", "Say from when to when, such as 22:00-07:00 mon-fri Berlin."),
        ("/quiet hours 25-7", "25 is no time of day; write one like 22:00."),
        ("/quiet hours 22:00-07:61", "07:61 is no time of day; write one like 22:00."),
        ("/quiet hours 22-7 mon Nowhere", "I know no time zone"),
        ("/quiet hours 0-0", "These quiet hours never end, so nothing is ever told"),
        ("/digest now", "Nothing is kept back here"),
        ("/quiet", "No quiet hours here"),
    ],
)
async def test_what_cannot_be_is_said_with_what_to_type(text: str, says: str):
    assert says in await housed().asks(text)


@pytest.mark.parametrize("text", ["/quiet hours 22-7", "/quiet off", "/digest now"])
async def test_who_may_only_read_changes_no_quiet_hours(text: str):
    assert "changes what this room has" in await housed().asks(text, right=Right.READ)


async def test_the_operator_is_told_where_the_operator_s_hours_stand():
    answer = await housed().asks("/quiet hours 22-7", room=DESK, owner="", right=Right.OPERATE)

    assert "Write them under `quiet_hours` and type /reload" in answer


async def test_nobody_else_is_kept_from_anything():
    it = await a_sleeping_room()

    assert [MOVED] == it.heard(DESK)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("22:00-07:00", Night(start=time(22), end=time(7))),
        ("22-7", Night(start=time(22), end=time(7))),
        ("9:30 – 16 strict", Night(start=time(9, 30), end=time(16), strict=True)),
        ("0-0 sat,sun", Night(start=time(0), end=time(0), days=frozenset([5, 6]))),
        ("0-0 weekend", Night(start=time(0), end=time(0), days=frozenset([5, 6]))),
        ("1-2 Fri-Mon", Night(start=time(1), end=time(2), days=frozenset([4, 5, 6, 0]))),
        ("1-2 tuesdays wed", Night(start=time(1), end=time(2), days=frozenset([1, 2]))),
    ],
)
def test_hours_are_read_as_people_type_them(text: str, read: Night):
    assert read == night(text)


@pytest.mark.parametrize("text", ["", "22", "22:00", "a-b", "1-2 montag strict"])
def test_what_are_no_hours_is_refused(text: str):
    with pytest.raises(UserError):
        night(text)


@pytest.mark.parametrize(
    ("days", "said"), [({0, 1, 2, 3, 4}, "mon to fri"), (set(range(7)), "every day"), ({6}, "sun")]
)
def test_days_are_shown_in_a_word_where_there_is_one(days: set[int], said: str):
    assert said == shown_days(frozenset(days))


async def test_they_hold_in_the_room_they_were_set_in_and_not_in_its_topics():
    it = housed()
    await it.asks("/quiet hours 22-7")

    assert "No quiet hours here" in await it.asks("/quiet show", room=f"{HERE}:7")
