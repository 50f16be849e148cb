"""A room subscribes by command: it hears of everybody's alerts from then on, and can leave."""

import pytest

from bot.chat import Right
from tests.acted import RULES
from tests.builders import a_bot
from tests.housed import DESK, HERE, MOVED, Housed, housed


def moves(it: Housed) -> Housed:
    """Let IREN move, and a minute pass."""
    it.bot.trades("IREN", 100, "2025-10-10T12:00:10Z")
    it.bot.trades("IREN", 106, "2025-10-10T12:00:20Z")
    it.bot.turns_to("2025-10-10T12:02Z")
    return it


async def test_a_room_that_has_subscribed_hears_of_the_next_alert():
    it = housed(a_bot(rules=RULES[:1]))
    answer = await it.asks("/subscribe miners")

    moves(it)

    assert [MOVED] == it.heard()
    assert [
        "This room hears of the list miners",
        "Nothing of it fires now; the next alert is told here.",
        "/mute SYM 1h and /quiet hours hold back.",
    ] == answer.splitlines()
    assert [HERE] == it.opened


@pytest.mark.parametrize(
    ("what", "said", "hears"),
    [
        ("", "everything", True),
        ("everything", "everything", True),
        ("IREN", "IREN", True),
        ("$iren", "IREN", True),
        ("wulf", "WULF", False),
        ("mover", "the rule mover", True),
        ("critical", "what is critical", False),
        ("warning", "warnings and what is critical", True),
        ("list=miners severity!=critical", "list=miners, severity!=critical", True),
    ],
)
async def test_what_is_wanted_is_a_list_a_rule_a_symbol_a_severity_or_labels(
    what: str, said: str, *, hears: bool
):
    it = housed(a_bot(rules=RULES[:1]))

    reply = await it.replies(f"/subscribe {what}".strip())
    moves(it)

    assert (f"This room hears of {said}", hears) == (reply.title, it.heard() != [])


async def test_what_fires_already_is_said_and_not_told_again():
    it = moves(housed(a_bot(rules=RULES[:1])))

    answer = await it.asks("/subscribe miners")
    it.bot.turns_to("2025-10-10T16:10Z")

    assert "1 alert fires already: /alerts shows them. What fires next is told here." in answer
    assert [] == it.heard()


async def test_a_room_can_leave_again_and_is_told_what_it_still_hears_of():
    it = housed(a_bot(rules=RULES[:1]))
    await it.asks("/subscribe miners")
    await it.asks("/subscribe critical")

    answer = await it.asks("/unsubscribe miners")
    moves(it)

    assert [
        "This room hears no more of the list miners",
        "Still told here: your own alerts, and what is critical.",
    ] == answer.splitlines()
    assert [] == it.heard()


async def test_without_a_word_a_room_leaves_all_it_has_subscribed_to():
    it = housed()
    await it.asks("/subscribe miners")
    await it.asks("/subscribe critical")

    await it.asks("/unsubscribe")

    assert [
        "This room has subscribed to nothing",
        "/subscribe everything begins one.",
    ] == (await it.asks("/subscriptions")).splitlines()


async def test_what_a_room_hears_of_is_listed_and_what_its_neighbours_do():
    it = housed()
    await it.asks("/subscribe miners")
    await it.asks("/subscribe critical", room=f"{HERE}:7")

    assert [
        "1 subscription here",
        "the list miners",
        "what is critical in telegram:1:7",
        "/unsubscribe WHAT ends one.",
    ] == (await it.asks("/subscriptions")).splitlines()


async def test_to_subscribe_twice_is_to_subscribe_once():
    it = housed()
    await it.asks("/subscribe miners")
    await it.asks("/subscribe miners")

    assert "1 subscription here" == (await it.asks("/subscriptions")).splitlines()[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/subscribe minners", "I know no `minners`; did you mean miners?"),
        ("/subscribe nothing like it", "I know no `nothing like it`; name a list, a rule or a"),
        ("/subscribe severity=critical now", "`now` compares nothing; write a label, a sign and"),
        ("/unsubscribe miners", "This room has not subscribed to the list miners; it hears"),
    ],
)
async def test_what_cannot_be_wanted_is_said_with_what_to_type(text: str, says: str):
    assert says in await housed().asks(text)


async def test_where_the_settings_send_alerts_anyway_it_is_said():
    """Or somebody would wonder why to unsubscribe changes nothing."""
    it = housed(rooms=[DESK, HERE])

    answer = await it.asks("/subscribe miners")

    assert "The operator's settings send alerts here as well" in answer


async def test_the_operator_is_told_where_the_operator_s_routes_stand():
    answer = await housed().asks("/subscribe miners", room=DESK, owner="", right=Right.OPERATE)

    assert "The operator's rooms have this from the settings file." in answer


async def test_who_may_only_read_subscribes_no_room():
    answer = await housed().asks("/subscribe miners", right=Right.READ)

    assert "/subscribe changes what this room has" in answer


async def test_who_subscribed_is_written_down():
    it = housed()
    await it.asks("/subscribe miners")
    await it.asks("/unsubscribe miners")

    about = f"the list miners in {HERE}"
    assert [
        f"ann on telegram in {HERE}: subscription subscribed {about}",
        f"ann on telegram in {HERE}: subscription unsubscribed {about}",
    ] == it.entries


async def test_a_list_of_a_room_s_own_is_subscribed_to_by_its_plain_name():
    """Labels say names as they are typed, and nobody else's list of that name is meant."""
    it = housed()
    await it.asks("/subscribe miners")

    assert '{"matchers":["list=miners"],"room":"telegram:1","said":"the list miners"}' == (
        it.kept[0].body
    )
