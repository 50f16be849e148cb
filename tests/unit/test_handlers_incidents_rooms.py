"""Incidents as a room sees them: its own and those it was told of, and nobody else's."""

from dataclasses import replace

import pytest

from bot.alerts.audience import Tenancy
from bot.chat import ACTION_LIMIT, Call, Destination, Reply, Right
from handlers.answering import Answerer
from tests.acted import Acted, a_room_that_was_told, acted
from tests.builders import a_bot, a_quote
from tests.dispatches import a_room
from tests.ruled import ROOM, Ruled, ruled
from tests.scenes import shown


async def replies(it: Acted, text: str, *, owner: str = ROOM, right: Right = Right.CHANGE) -> Reply:
    """Ask of the oldest incident, where ID stands for its whole name."""
    platform, _, chat = owner.partition(":")
    call = Call(
        text=text.replace("ID", it.names[0]),
        person="ann",
        room=Destination(platform=platform, chat=chat),
        owner=owner,
        right=right,
    )
    return await Answerer(it.bot.desk).answer(call)


async def a_room_of_its_own() -> tuple[Acted, Ruled]:
    """Make a room that was told of a rule of its own; nobody else was."""
    bot = a_bot()
    it = acted(bot, rooms=(ROOM,), tenancy=Tenancy(home=lambda _rule: a_room(ROOM)))
    own = ruled(bot)
    bot.sees(a_quote(price=100, at="2025-10-10T12:00:10Z"))
    await own.asks("/alert create over IREN > 104")
    bot.sees(a_quote(price=105, at="2025-10-10T12:00:20Z"))
    bot.turns_to("2025-10-10T12:02Z")
    return it, own


@pytest.mark.parametrize("text", ["/ack ID", "/unack ID", "/snooze ID 1h", "/resolve ID"])
async def test_who_may_only_read_acts_on_nothing(text: str):
    """A stranger in a chat would otherwise end what others wait for."""
    it = a_room_that_was_told()

    answer = await replies(it, text, right=Right.READ)

    assert (True, []) == ("its admins may" in answer.title, it.acts)


@pytest.mark.parametrize("text", ["/ack ID", "/snooze ID 1h", "/resolve ID", "/why ID"])
async def test_a_room_that_was_not_told_knows_no_such_incident(text: str):
    it, _ = await a_room_of_its_own()

    answer = await replies(it, text, owner="telegram:2")
    listed = await replies(it, "/incidents", owner="telegram:2")

    assert (True, "No incident lives", []) == (
        answer.title.startswith("There is no "),
        listed.title,
        it.acts,
    )


async def test_a_room_is_told_of_its_own_by_the_names_it_types():
    it, _ = await a_room_of_its_own()

    listed = shown(await replies(it, "/incidents"))
    done = await replies(it, "/ack ID")

    assert (True, "Acked by ann on telegram: over: IREN") == (
        " over: IREN; since 08:00:20 EDT; told in telegram:1" in listed,
        done.title,
    )


async def test_a_room_does_not_learn_which_others_were_told():
    """Who else watches is nobody's business."""
    it = a_room_that_was_told()

    answer = shown(await replies(it, "/incidents"))

    assert (True, False) == ("told in telegram:1\n" in answer, "web:desk" in answer)


async def test_an_incident_tells_why_it_rang():
    """Each alert with its figures, where it was told, and what may be done."""
    it = a_room_that_was_told()
    await replies(it, "/ack ID")

    reply = await replies(it, "/why ID")

    assert [
        f"{it.names[0][:5]} mover: IREN, WULF",
        "✓ IREN firing since 08:00:20 EDT: IREN premarket +6.00% at 106.00, over 4%",
        "✓ WULF firing since 08:00:20 EDT: WULF premarket +5.00% at 105.00, over 4%",
        "Rule mover: premarket > 4%",
        "Opened: 08:00:20 EDT",
        "Told in: telegram:1",
        "Acked: by ann on telegram at 08:01:00 EDT",
    ] == [line.partition(" (against")[0] for line in shown(reply).splitlines()]


async def test_what_is_over_stays_in_the_story():
    it, own = await a_room_of_its_own()
    own.bot.sees(a_quote(price=103, at="2025-10-10T12:02:10Z"))

    reply = await replies(it, "/why ID")

    assert (
        "✗ IREN resolved since 08:00:20 EDT: IREN price 103.00, back under 104.00"
        == (reply.body.partition(" [")[0])
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("/incidents", ["Ack", "Snooze 1h", "Resolve", "Why"]),
        ("/ack ID", ["Unack", "Snooze 1h", "Resolve", "Why"]),
        ("/unack ID", ["Ack", "Snooze 1h", "Resolve", "Why"]),
        ("/snooze ID 1h", ["Ack", "Snooze 1h", "Resolve", "Why"]),
        ("/resolve ID", []),
        ("/why over IREN", ["Ack", "Snooze 1h", "Resolve", "Chart"]),
        ("/why ID", ["Ack", "Snooze 1h", "Resolve", "Why", "Chart"]),
    ],
)
async def test_the_next_step_is_on_a_button_that_works(text: str, labels: list[str]):
    """Whole names, for a short one may be somebody else's by the time it is pressed."""
    it, _ = await a_room_of_its_own()

    reply = await replies(it, text)

    assert labels == [action.label for action in reply.actions]
    assert [] == [a for a in reply.actions if len(a.text.encode()) > ACTION_LIMIT]
    for action in reply.actions[:1]:
        assert (await replies(it, action.text)).title.startswith("Acked by")


async def test_what_is_neither_a_rule_nor_an_incident_is_answered_as_a_rule_misspelt():
    it, _ = await a_room_of_its_own()

    assert "There is no rule ovr; did you mean over?" == (await replies(it, "/why ovr")).title


@pytest.mark.parametrize(
    ("text", "house", "ends"),
    [
        ("/resolve ID", ROOM, True),
        ("/snooze ID 1h", ROOM, True),
        ("/resolve ID", "telegram:2", False),
        ("/snooze ID 1h", "telegram:2", False),
        ("/ack ID", "telegram:2", True),
    ],
)
async def test_a_guest_keeps_nothing_from_the_rooms_of_the_house(text: str, house: str, ends: bool):
    """A server that only subscribed may say that it looks after something, and hush it at home."""
    it = a_room_that_was_told()
    it.bot.desk = replace(it.bot.desk, house=lambda: [a_room(house)])

    answer = await replies(it, text)

    assert (ends, ends) == ("This is everybody's" not in answer.title, bool(it.acts))
