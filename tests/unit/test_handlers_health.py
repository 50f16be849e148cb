"""Health and status: one glance, what to do where it is not well, and nothing of other rooms."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Call, Destination, Reply, Right
from handlers.answering import Answerer
from handlers.desk import Desk
from tests.builders import a_call, a_lane
from tests.scenes import a_morning, nothing_yet

GUILD = "discord:900000000000000001"


def a_desk_of_two() -> Desk:
    """Make a desk of one room each of two servers; the second has blocked us."""
    desk = a_morning().desk
    for chat, owner in (("1", GUILD), ("2", "discord:5")):
        desk.tenants.learn(Destination(platform="discord", chat=chat), owner)
    desk.courier.lanes += [
        a_lane("discord:1", sent=3),
        a_lane("discord:2", disabled="the bot was kicked"),
    ]
    return desk


def a_member(text: str) -> Call:
    return a_call(text, room="discord:1", owner=GUILD, right=Right.READ)


async def says(desk: Desk, call: Call) -> str:
    reply = await Answerer(desk).answer(call)
    return shown(reply)


def shown(reply: Reply) -> str:
    return "\n".join([reply.title, reply.body, *(f"{f.label}: {f.value}" for f in reply.facts)])


async def test_all_is_well_where_nothing_is_wrong():
    said = await says(a_morning().desk, a_call("/health"))

    assert said.startswith("All is well\nA recording, A test")


async def test_a_room_that_takes_nothing_is_told_with_what_to_do():
    said = await says(a_desk_of_two(), a_call("/health"))

    assert "Not well: Room discord:2" in said
    assert "Room discord:2: the bot was kicked. Mend that, then /admin enable discord:2" in said


async def test_what_another_server_has_blocked_is_no_trouble_of_ones_own():
    """Nor anybody's business: that we speak there at all is theirs to tell."""
    desk = a_desk_of_two()

    answers = [await says(desk, a_member(text)) for text in ("/health", "/status")]

    assert answers[0].startswith("All is well")
    assert [] == [said for said in answers if "discord:2" in said or "kicked" in said]


async def test_a_member_sees_ones_own_rooms_and_rules():
    said = await says(a_desk_of_two(), a_member("/status"))

    assert [] == [
        part
        for part in ("Room discord:1: 3 sent", "Rules: 4 rules", "Sessions: US pre-market")
        if part not in said
    ]


@pytest.mark.parametrize("part", ["Events taken", "Courier", "Version", "Platform"])
async def test_what_operators_alone_need_is_not_told_to_members(part: str):
    desk = a_desk_of_two()
    desk.platforms.append(lambda: ["discord: connected since 08:00"])

    told = [part in await says(desk, call) for call in (a_call("/status"), a_member("/status"))]

    assert [True, False] == told


async def test_platforms_tell_of_their_connections():
    """The first thing to look at where no alert came."""
    desk = a_morning().desk
    desk.platforms.append(lambda: ["telegram: no answer for 3 min (timed out)"])

    assert "Platform: telegram: no answer for 3 min (timed out)" in await says(
        desk, a_call("/status")
    )


@pytest.mark.parametrize(
    ("ill", "said"),
    [
        ({"store": lambda: "disk is full", "unwritten": lambda: 3}, "Store: the store takes"),
        ({"lost": lambda: 2}, "Store: 2 pages lost"),
        ({"lag": lambda: timedelta(seconds=3)}, "Pace: the event loop was 3000 ms late"),
    ],
)
async def test_each_trouble_is_told_with_what_to_do(ill: dict[str, object], said: str):
    desk = replace(a_morning().desk, **ill)  # type: ignore[arg-type]  # each is a callable it has

    assert said in await says(desk, a_call("/health"))


async def test_a_bot_that_has_heard_nothing_says_so():
    assert "Feeds: no event has arrived since the start" in await says(
        nothing_yet().desk, a_call("/health")
    )
