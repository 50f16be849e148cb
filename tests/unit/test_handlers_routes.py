"""Routes of a room are made, listed and ended by command, and lead where they say."""

import pytest

from bot.chat import Right
from tests.builders import a_bot
from tests.housed import DESK, HERE, Housed, housed

TOPIC = f"{HERE}:7"


async def a_room_with_a_rule(severity: str = "critical") -> Housed:
    """Make a bot of which one room has a rule, made in the room itself."""
    it = housed(a_bot())
    await it.asks("/alert create level IREN > 104 severity " + severity)
    it.bot.trades("IREN", 100, "2025-10-10T12:00:05Z")
    return it


def fires(it: Housed) -> dict[str, int]:
    """Let the rule ring, and count what each room has heard."""
    it.bot.trades("IREN", 105, "2025-10-10T12:00:20Z")
    it.bot.turns_to("2025-10-10T12:02Z")
    return {room: len(it.heard(room)) for room in (HERE, TOPIC, DESK)}


async def test_without_a_route_an_alert_goes_where_its_rule_was_made():
    assert {HERE: 1, TOPIC: 0, DESK: 1} == fires(await a_room_with_a_rule())


async def test_a_route_leads_a_room_s_own_alerts_to_where_it_was_added():
    it = await a_room_with_a_rule()

    answer = await it.asks("/route add severity=critical here", room=TOPIC)

    assert {HERE: 0, TOPIC: 1, DESK: 1} == fires(it)
    assert (
        "Of your own alerts severity=critical goes here\nWhat no route takes goes to the room its"
        " rule was made in. What everybody hears of is not concerned: /subscribe is."
    ) == answer


async def test_a_route_may_name_another_room_of_the_same_chat():
    it = await a_room_with_a_rule()

    await it.asks(f"/route add {TOPIC}")

    assert {HERE: 0, TOPIC: 1, DESK: 1} == fires(it)


async def test_routes_are_listed_by_number_and_removed_by_it():
    it = await a_room_with_a_rule()
    await it.asks("/route add severity=critical here")
    await it.asks(f"/route add rule~lev* list!=miners {TOPIC}")
    listed = await it.asks("/route list")
    removed = await it.asks("/route remove 1")

    assert [
        "2 routes",
        "1. severity=critical → here",
        "2. rule~lev*, list!=miners → telegram:1:7",
        "What no route takes goes to the room its rule was made in.",
        "/route remove NUMBER ends one.",
    ] == listed.splitlines()
    assert "No route any more: severity=critical → here" == removed.splitlines()[0]
    assert "1. rule~lev*, list!=miners → telegram:1:7" in await it.asks("/route list")


async def test_the_channel_a_room_has_chosen_takes_what_no_route_does():
    it = await a_room_with_a_rule()
    await it.asks("/settings channel here", room=TOPIC)
    listed = await it.asks("/route list")

    assert {HERE: 0, TOPIC: 1, DESK: 1} == fires(it)
    assert "What no route takes goes to telegram:1:7, as /settings channel says." in listed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/route add severity=critical", "Say at the end where they go: `here`, or another"),
        ("/route add severity=critical telegram:2", "`telegram:2` is not known as a room of yours"),
        ("/route add severity=critical there", "`there` is no room; write `here`"),
        ("/route add severity here", "`severity` compares nothing; write a label"),
        ("/route remove 1", "There is no route 1; /route list shows what there is."),
        ("/route", "No routes"),
    ],
)
async def test_what_cannot_be_is_said_with_what_to_type(text: str, says: str):
    assert says in await housed().asks(text)


@pytest.mark.parametrize("text", ["/route add here", "/route remove 1"])
async def test_who_may_only_read_changes_no_route(text: str):
    assert "changes what this room has" in await housed().asks(text, right=Right.READ)


async def test_another_chat_sees_and_changes_nothing_of_it():
    it = await a_room_with_a_rule()
    await it.asks("/route add severity=critical here")

    answers = [
        await it.asks("/route list", room="telegram:2"),
        await it.asks("/route remove 1", room="telegram:2"),
    ]

    assert ["No routes", "There is no route 1; /route list shows what there is."] == [
        answer.splitlines()[0] for answer in answers
    ]


async def test_the_operator_is_told_where_the_operator_s_routes_stand():
    answer = await housed().asks("/route add here", room=DESK, owner="", right=Right.OPERATE)

    assert "Write them under `route` and type /reload" in answer
