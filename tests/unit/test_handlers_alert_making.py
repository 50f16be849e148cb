"""People make alerts of their own: what is typed is what is watched, and the answer says both."""

import pytest

from bot.belongings import Kind
from bot.chat import ACTION_LIMIT, Right
from bot.holdings import read
from handlers.alert_making import LONGEST, name_of
from handlers.alert_words import SURE
from tests.builders import a_rule
from tests.ruled import ROOM, Ruled, ruled
from tests.scenes import a_morning, shown


def kept(it: Ruled, name: str, owner: str = ROOM) -> dict[str, object]:
    """What is written down of an alert."""
    found = it.bot.desk.holdings.find(owner, Kind.RULE, name)
    return {} if found is None else read(found)


async def test_an_alert_is_answered_with_what_it_says_and_where_it_stands():
    """IREN stands at +6 % and it takes 8: people see at once that they were understood."""
    reply = await ruled(a_morning()).replies("/alert create dips IREN change > 8% for 60s reset 1%")

    assert [
        "dips is watched",
        "✗ IREN armed: IREN change +6.00% at 106.00",
        "Rule: IREN change > 8%",
        "Modifiers: for 1m, reset 1%",
    ] == [line.partition(" (against")[0] for line in shown(reply).splitlines()]
    assert reply.body.endswith("[test, 30 s old]; +2.00 points to go")


async def test_what_may_be_done_next_is_on_buttons():
    reply = await ruled(a_morning()).replies("/alert create dips IREN change > 8%")

    assert [
        ("Test", "/alert test dips"),
        ("Pause", "/alert pause dips"),
        ("Delete", "/alert delete dips"),
        ("Chart", "/chart IREN"),
    ] == [(action.label, action.text) for action in reply.actions]


async def test_an_alert_that_holds_already_says_that_it_waits():
    """Its maker would otherwise take the silence for a fault."""
    answer = await ruled(a_morning()).asks("/alert create hot IREN > 100")

    assert "What holds already stays quiet until it has been seen not holding." in answer


async def test_an_alert_on_each_of_a_list_tells_the_nearest_first():
    it = ruled(a_morning())

    answer = await it.asks("/alert create up each of miners change > 5%")

    assert (["IREN", "WULF", "CIFR"], True) == (
        [line.split()[1] for line in answer.splitlines()[1:4]],
        "Rule: each of miners change > 5%" in answer,
    )


async def test_what_is_written_down_is_what_the_settings_file_would_say():
    """With the room it was made in, where it will ring."""
    it = ruled(a_morning())

    await it.asks("/alert create dips IREN < 90 once severity critical message Cheap: {price}")

    assert {
        "subject": "IREN",
        "when": "price < 90",
        "trigger": "once",
        "severity": "critical",
        "message": "Cheap: {price}",
        "room": "telegram:1",
    } == kept(it, "dips")


async def test_who_made_it_is_written_with_it():
    it = ruled(a_morning())

    await it.asks("/alert create dips IREN < 90")

    [(document, entry)] = it.kept
    assert ("ann on telegram", "rule created", "dips") == (
        document.made_by,
        entry.action,
        entry.about,
    )


async def test_a_form_says_the_same_in_several_lines():
    """As a window with fields does; what is left out is not said."""
    it = ruled(a_morning())

    await it.replies(
        "/alert create",
        name="dips",
        rule="IREN < 90",
        lasting="5m",
        reset="",
        severity="warning",
        message="Cheap",
    )

    assert {
        "subject": "IREN",
        "when": "price < 90",
        "for": "5m",
        "severity": "warning",
        "message": "Cheap",
        "room": "telegram:1",
    } == kept(it, "dips")


async def test_without_a_word_it_asks_for_its_form():
    """Where there are no forms, it says what to type."""
    reply = await ruled(a_morning()).replies("/alert create")

    assert ("alert create", True, True) == (
        reply.asks,
        reply.private,
        reply.body.startswith("Usage: /alert create NAME RULE, as in /alert create dips"),
    )


async def test_a_line_of_text_is_enough():
    """Its name is made of it."""
    it = ruled(a_morning())

    answer = await it.asks("/alert quick IREN > 170 once")
    await it.asks("/alert quick IREN > 170")

    assert (
        "IREN-over-170 is watched",
        ["IREN-over-170@telegram:1", "IREN-over-170-2@telegram:1"],
    ) == (
        answer.splitlines()[0],
        it.names[-2:],
    )


@pytest.mark.parametrize(
    ("when", "subject", "name"),
    [
        ("premarket > 4%", "IREN", "IREN-premarket-over-4"),
        ("price <= 70.5", "BRK.B", "BRK.B-at-most-70.5"),
        ("cap crosses above 90B", "miners", "miners-cap-crosses-above-90B"),
        ("change > 4% or change < -4%", "IREN", "IREN-change-over-4-or-change-und"),
        ("price = 7", "^GSPC", "GSPC-is-7"),
    ],
)
def test_a_name_is_made_of_words(when: str, subject: str, name: str):
    """So that it can be typed, and fits on a button with what is to be done."""
    found = name_of(a_rule(when, subject=subject), [])

    assert (name, True) == (found, len(f"/alert delete {'x' * LONGEST} {SURE}") <= ACTION_LIMIT)


async def test_an_alert_there_is_can_be_taken_over():
    """What is everybody's stays as it is; the copy is the room's own to change."""
    it = ruled(a_morning())

    answer = await it.asks("/alert clone mover mine")

    assert ("mine is watched: it says what mover does", ["mover", "mine@telegram:1"]) == (
        answer.splitlines()[0],
        [it.names[0], it.names[-1]],
    )
    assert {
        "for_each": "miners",
        "when": "premarket > 4% or premarket < -4%",
        "reset": "1%",
        "room": "telegram:1",
    } == kept(it, "mine")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "/alert create dips IREN chnge > 4%",
            "did you mean `change`?\n  IREN chnge > 4%\n       ^^^^^",
        ),
        ("/alert create dips IREN > 4 for ever", "no duration; write one like 60s"),
        ("/alert quick IREN >", "an amount"),
        ("/alert create dips IRNE > 4", "I don't know IRNE; did you mean IREN?"),
        ("/alert create dips WULF > 4 and IRNE.change > 1%", "I don't know IRNE"),
        ("/alert create mover IREN > 4", "There is an alert mover already; choose another name."),
        ("/alert create MOVER IREN > 4", "There is an alert mover already"),
        ("/alert create a@b IREN > 4", "`a@b` is no name for a rule; write letters"),
        ("/alert create dips", "/alert create needs RULE, when it rings and how"),
        ("/alert create dips IREN > 4 message {nothing}", "nothing"),
        ("/alert clone movr mine", "There is no rule movr; did you mean mover?"),
        ("/alert clone mover", "/alert clone needs NAME"),
    ],
)
async def test_what_cannot_be_made_is_said_with_what_to_type_instead(text: str, said: str):
    """And nothing is there that was not before."""
    it = ruled(a_morning())

    answer = await it.asks(text)

    assert (True, []) == (said in answer, it.kept), answer


@pytest.mark.parametrize("text", ["/alert create x IREN > 4", "/alert quick IREN > 4"])
async def test_who_may_not_change_things_makes_no_alert(text: str):
    it = ruled(a_morning())

    answer = await it.asks(text, right=Right.READ)

    assert (True, []) == ("changes what this room has; its admins may" in answer, it.kept)


async def test_an_alert_on_what_nobody_watches_says_that_it_cannot_tell():
    """It is no misspelling of anything; its first quote may come."""
    answer = await ruled(a_morning()).asks("/alert create z XOM > 5")

    assert "? XOM cannot tell: XOM price: no quote of XOM yet" in answer


async def test_starting_points_are_suggested_about_what_the_room_follows():
    """An empty field is where people stop."""
    it = ruled(a_morning())

    found = [choice.value for choice in it.suggests("alert create", "rule", "each of miners")]

    assert ["each of miners change > 5% once per session"] == found


async def test_every_starting_point_can_be_made_an_alert():
    """A suggestion that is refused would be worse than none."""
    it = ruled(a_morning())
    starts = [choice.value for choice in it.suggests("alert create", "rule")]

    answers = [await it.asks(f"/alert create s{n} {text}") for n, text in enumerate(starts)]

    assert (True, []) == (
        len(starts) > len(it.bot.desk.lists),
        [answer for answer in answers if " is watched\n" not in answer],
    )
