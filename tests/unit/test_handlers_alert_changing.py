"""People change alerts of their own, and nobody else's."""

import pytest

from bot.belongings import Kind
from bot.chat import Right
from bot.holdings import read
from tests.builders import a_quote
from tests.ruled import ROOM, Ruled, ruled
from tests.scenes import a_morning, shown


async def a_room(text: str = "/alert create dips IREN > 110 for 60s reset 1%") -> Ruled:
    """Make a room with an alert, of a bot that sees IREN at 106."""
    it = ruled(a_morning())
    await it.asks(text)
    return it


def said(it: Ruled, name: str = "dips") -> dict[str, object]:
    kept = it.bot.desk.holdings.find(ROOM, Kind.RULE, name)
    return {k: v for k, v in read(kept).items() if k != "room"} if kept else {}


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        ("for 5m", {"subject": "IREN", "when": "price > 110", "for": "5m", "reset": "1%"}),
        ("for none reset none", {"subject": "IREN", "when": "price > 110"}),
        (
            "for none reset none label a=b",
            {"subject": "IREN", "when": "price > 110", "labels": {"a": "b"}},
        ),
        ("miners cap > 4B", {"subject": "miners", "when": "cap > 4B", "for": "60s", "reset": "1%"}),
        (
            "each of miners change > 5% for none critical",
            {
                "for_each": "miners",
                "when": "change > 5%",
                "reset": "1%",
                "severity": "critical",
            },
        ),
    ],
)
async def test_any_part_of_an_alert_can_be_changed(typed: str, document: dict[str, object]):
    """What is not said stays as it is; a condition typed anew says anew whom it is about."""
    it = await a_room()

    answer = await it.asks(f"/alert edit dips {typed}")

    assert ("dips is changed", document) == (answer.splitlines()[0], said(it))


async def test_a_label_is_added_to_those_there_are():
    """Unless all of them are taken away."""
    it = await a_room("/alert create dips IREN > 110 label team=credit")

    await it.asks("/alert edit dips label desk=two")
    both = said(it)["labels"]
    await it.asks("/alert edit dips label none")

    assert ({"team": "credit", "desk": "two"}, None) == (both, said(it).get("labels"))


async def test_a_form_changes_what_it_is_given():
    it = await a_room()

    await it.replies("/alert edit", name="dips", rule="", lasting="", severity="critical")

    assert ("critical", "60s") == (said(it)["severity"], said(it)["for"])


async def test_a_change_that_is_refused_changes_nothing():
    """The alert still waits for what it waited for."""
    it = await a_room()
    before = said(it)

    answer = await it.asks("/alert edit dips IREN prize > 110")

    assert (True, before, ["armed"]) == ("`prize`" in answer, said(it), it.stage("dips"))


async def test_an_alert_that_is_paused_says_so_and_offers_to_go_on():
    it = await a_room()

    reply = await it.replies("/alert pause dips")

    assert ("dips is paused", "It is paused: nothing of it is read.", "Resume") == (
        reply.title,
        reply.body,
        reply.actions[1].label,
    )


async def test_an_alert_that_is_resumed_comes_in_where_it_is():
    """It rose past 110 meanwhile, which is no news any more."""
    it = await a_room("/alert create dips IREN > 110")
    await it.asks("/alert pause dips")
    it.bot.sees(a_quote("IREN", 112, at="2025-10-10T12:01Z"))

    answer = await it.asks("/alert resume dips")

    assert (True, ["already holding"]) == (
        answer.startswith("dips is watched again\n✓ IREN already holding"),
        it.stage("dips"),
    )
    assert [] == [told for told in it.bot.told if told[0].startswith("dips")]


async def test_deleting_asks_back_with_a_button():
    """Nobody means to lose an alert by a slip of the thumb."""
    it = await a_room()

    asked = await it.replies("/alert delete dips")
    meanwhile = said(it)
    done = await it.asks(asked.actions[0].text)

    assert ("Delete dips?", True, "dips is deleted\n", {}) == (
        asked.title,
        bool(meanwhile),
        done,
        said(it),
    )


async def test_deleting_says_what_rings():
    it = await a_room("/alert create dips IREN > 110")
    it.bot.sees(a_quote("IREN", 112, at="2025-10-10T12:01Z"))

    asked = await it.replies("/alert delete dips")
    await it.asks("/alert delete dips yes")

    assert (True, ("dips@telegram:1", "IREN", "resolved")) == (
        asked.body.endswith("What rings of it ends: 1."),
        it.bot.told[-1],
    )


async def test_where_no_button_can_carry_the_name_it_is_deleted_at_once():
    """64 bytes are all there is."""
    name = "x" * 64
    it = await a_room(f"/alert create {name} IREN > 110")

    answer = await it.asks(f"/alert delete {name}")

    assert f"{name} is deleted\n" == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/alert edit dips", "Say what is to change, as in /alert edit dips for 5m reset 1%."),
        ("/alert delete dips no", "Type yes at the end to go on"),
        ("/alert edit dops for 5m", "There is no rule dops; did you mean dips?"),
        ("/alert edit mover for 5m", "mover is written in the settings file of this bot"),
        ("/alert pause mover", "/alert clone mover NAME makes one of your own of it."),
        ("/alert delete mover yes", "mover is written in the settings file"),
    ],
)
async def test_what_cannot_be_changed_is_said_with_what_to_do(text: str, answer: str):
    it = await a_room()
    before = len(it.kept)

    assert (True, before) == (answer in await it.asks(text), len(it.kept))


@pytest.mark.parametrize("what", ["edit dips for 5m", "pause dips", "delete dips yes", "show dips"])
async def test_another_room_does_not_know_it(what: str):
    """Not that there is one of that name either."""
    it = await a_room()
    before = said(it)

    answer = await it.asks(f"/alert {what}", owner="telegram:2")

    assert ("There is no rule dips", before) == (answer.partition(";")[0], said(it))


@pytest.mark.parametrize("what", ["edit dips for 5m", "pause dips", "resume dips", "delete dips"])
async def test_who_may_only_read_changes_nothing(what: str):
    it = await a_room()
    before = len(it.kept)

    answer = await it.asks(f"/alert {what}", right=Right.READ)

    assert (True, before) == ("its admins may" in answer, len(it.kept))


async def test_what_an_operator_made_in_a_chat_is_everybodys_and_theirs_to_change():
    """A room sees it and may take it over; it cannot change it."""
    it = ruled(a_morning())
    await it.asks("/alert create all IREN > 110", owner="", right=Right.OPERATE)

    seen = await it.asks("/alert show all")
    refused = await it.asks("/alert pause all")
    await it.asks("/alert pause all", right=Right.OPERATE)

    assert (True, True, "paused") == (
        "Whose: everybody's" in seen,
        refused.startswith("all is everybody's, and changed by those who run this bot"),
        (await it.asks("/alert show all")).splitlines()[0].removeprefix("all: "),
    )


async def test_those_who_run_the_bot_pause_a_rule_of_the_settings():
    """It stays in the file, and is read again once they say so."""
    it = ruled(a_morning())

    paused = await it.asks("/alert pause level", owner="", right=Right.OPERATE)
    meanwhile = await it.asks("/alert show level")
    resumed = await it.asks("/alert resume level", right=Right.OPERATE)

    assert ("level is paused", "level: paused", "level is watched again") == (
        paused.splitlines()[0],
        meanwhile.splitlines()[0],
        resumed.splitlines()[0],
    )


async def test_an_operator_may_end_what_a_room_has_made():
    """By the name they see, which says whose it is."""
    it = await a_room()

    listed = await it.replies("/alert list", owner="", right=Right.OPERATE)
    await it.asks("/alert delete dips@telegram:1 yes", owner="", right=Right.OPERATE)

    assert (True, {}) == ("dips@telegram:1 | IREN price > 110" in shown(listed), said(it))


async def test_ones_own_alerts_are_suggested_where_one_is_to_change():
    """Where there is none of one's own yet, whatever there is."""
    it = ruled(a_morning())
    none = [choice.value for choice in it.suggests("alert edit", "name")]
    await it.asks("/alert create dips IREN > 110")
    await it.asks("/alert create theirs IREN > 110", owner="telegram:2")

    own = [(choice.label, choice.value) for choice in it.suggests("alert edit", "name", "di")]

    assert (["mover", "level", "rally", "calm"], [("dips: price > 110", "dips")]) == (none, own)
