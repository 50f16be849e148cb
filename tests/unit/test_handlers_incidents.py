"""People act on incidents by command: it is told at once, in every room, with who it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Call, Destination, Right
from handlers.answering import Answerer
from handlers.words import SHORT, short
from tests.acted import a_room_that_was_told, acted, asks, name_of
from tests.builders import a_bot, a_rule
from tests.scenes import shown


async def test_an_incident_is_listed_with_where_it_was_told():
    """Its name is what the other commands ask for."""
    it = a_room_that_was_told()

    answer = await asks(it, "/incidents")

    assert [
        "1 living incident",
        f"{it.names[0][:5]} mover: IREN, WULF; since 08:00:20 EDT; told in telegram:1, web:desk",
        "/ack ID, /snooze ID 1h and /resolve ID act on one; /why ID tells why it rang.",
    ] == answer.splitlines()


async def test_without_an_incident_it_is_said_that_there_is_none():
    assert "No incident lives\nNobody has to act." == await asks(acted(a_bot()), "/incidents")


@pytest.mark.parametrize(
    ("text", "title", "fact", "value"),
    [
        ("/ack ID", "Acked by ann on test: mover: IREN, WULF", "Acked", "by ann on test at 08:01"),
        ("/snooze ID 1h", "Snoozed until 09:01:00 EDT: mover: IREN", "Snoozed", "until 09:01:00"),
        ("/snooze ID until open", "Snoozed until 09:30:00 EDT: ", "Snoozed", "until 09:30:00"),
        ("/snooze ID until it resolves", "Snoozed until it resolves: ", "Snoozed", "it resolves"),
        ("/resolve ID", "Resolved: mover: IREN, WULF", "Resolved", "by ann on test at 08:01:00"),
        ("/mute IREN 15m", "IREN is muted until 08:16:00 EDT", "Muted", "until 08:16:00 EDT"),
    ],
)
async def test_what_one_person_does_is_seen_in_every_room_at_once(
    text: str, title: str, fact: str, value: str
):
    """Nothing else happens meanwhile: no quote, and no second of the clock."""
    it = a_room_that_was_told()
    name = it.names[0]

    answer = await asks(it, text)

    assert answer.startswith(title)
    assert [("telegram:1", True), ("web:desk", True)] == [
        (room, value in facts.get(fact, "")) for room, facts in it.edits
    ]
    assert [("ann on test", name if "ID" in text else "IREN")] == [
        (by, about) for by, _, about in it.acts
    ]


async def test_who_acks_second_is_told_who_has_it():
    it = a_room_that_was_told()
    await asks(it, "/ack ID")

    room = Destination(platform="telegram", chat="1")
    second = Call(
        text=f"/ack {name_of(it)}", person="bob", room=room, owner="", right=Right.OPERATE
    )
    reply = await Answerer(it.bot.desk).answer(second)

    assert "Acked by ann on test: mover: IREN, WULF" == reply.title
    assert "; acked by ann on test at 08:01:00 EDT" in await asks(it, "/incidents")


async def test_an_ack_that_is_taken_back_is_on_no_face():
    it = a_room_that_was_told()
    await asks(it, "/ack ID")

    answer = await asks(it, "/unack ID")

    assert "Acked by nobody: mover: IREN, WULF\n" == answer
    assert [True, True, False, False] == ["Acked" in facts for _, facts in it.edits]


async def test_a_snooze_is_over_when_it_said():
    """What lives then is told once more."""
    it = a_room_that_was_told()
    await asks(it, "/snooze ID 1h")
    assert "; snoozed by ann on test until 09:01:00 EDT" in await asks(it, "/incidents")

    it.bot.turns_to("2025-10-10T13:01Z")

    assert ["Still: 2 alerts of mover"] * 2 == it.said[2:]


async def test_what_was_resolved_is_an_incident_no_more():
    it = a_room_that_was_told()
    name = name_of(it)
    await asks(it, "/resolve ID")

    again = shown(await it.bot.asks(f"/ack {name}"))

    assert (
        "No incident lives",
        f"There is no incident {name}; /incidents lists those that live.\n",
    ) == (
        (await asks(it, "/incidents")).splitlines()[0],
        again,
    )


async def test_an_incident_may_be_named_by_any_beginning_that_is_its_own():
    """However it is written: telephones like a capital at the beginning."""
    it = a_room_that_was_told(rules=2)
    mover, level = it.of("mover"), it.of("level")
    least = next(n for n in range(1, 9) if mover[:n].lower() != level[:n].lower())

    answer = shown(await it.bot.asks(f"/ack {level[:least].swapcase()}"))

    assert "Acked by ann on test: level: IREN\n" == answer


async def test_where_a_name_may_be_that_of_several_it_is_asked_which():
    it = acted(a_bot(rules=[a_rule("IREN.price > 105", name=f"r{n}") for n in range(65)]))
    it.bot.trades("IREN", 100, "2025-10-10T12:00:10Z")
    it.bot.trades("IREN", 106, "2025-10-10T12:00:20Z")
    begin = next(n[0] for n in it.names if sum(other.startswith(n[0]) for other in it.names) > 1)

    answer = shown(await it.bot.asks(f"/ack {begin}"))

    assert answer.startswith(f"{begin} may be any of {begin}")
    assert ("type a little more of it.", []) == (answer.strip()[-25:], it.acts)


NAMES = st.lists(st.text("aAbB-_", min_size=12, max_size=12), min_size=1, max_size=20, unique=True)


@given(NAMES, st.data())
def test_a_short_name_is_that_of_one_alone(names: list[str], data: st.DataObject):
    """Also for whoever types it in other letters than it was shown in, where it was cut."""
    name = data.draw(st.sampled_from(names))
    told = short(name, names)

    meant = [other for other in names if other.lower().startswith(told.lower())]
    less = [other for other in names if other.lower().startswith(told[:-1].lower())]

    assert name.startswith(told)
    assert told == name or [name] == meant
    assert len(told) == SHORT or len(less) > 1
