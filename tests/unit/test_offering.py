"""Offering: the message that stands for an incident has the buttons that make sense then."""

import pytest

from bot.alerts.plan import Pictures, Plan
from bot.chat import ACTION_LIMIT, Action, Severity
from bot.delivery.parcel import Manner
from tests.dispatches import Driven, a_room, an_alert


def a_bot(subject: str = "IREN", **told: object) -> Driven:
    bot = Driven(Plan(pictures=Pictures.ALL))
    bot.fires(subject, severity=Severity.CRITICAL, **told)  # type: ignore[arg-type]  # what fits
    return bot


def labels(bot: Driven) -> list[str]:
    """The buttons of the last message."""
    return [action.label for action in bot.parcels[-1].message.actions]


def test_the_first_message_can_be_acted_on():
    bot = a_bot()
    name = bot.incident

    assert (
        Action("Ack", f"/ack {name}"),
        Action("Snooze 1h", f"/snooze {name} 1h"),
        Action("Snooze until open", f"/snooze {name} until open"),
        Action("Snooze until it resolves", f"/snooze {name} until it resolves"),
        Action("Why", f"/why {name}"),
        Action("Chart", "/chart IREN"),
        Action("Mute IREN 1h", "/mute IREN 1h"),
    ) == bot.parcels[0].message.actions


def test_who_has_it_can_give_it_back():
    bot = a_bot()
    bot.dispatch.people.ack(bot.incident, "ann", bot.now)
    bot.turn_in()

    assert ("Unack", Manner.EDIT) == (labels(bot)[0], bot.parcels[-1].manner)


def test_what_is_over_is_only_looked_at():
    bot = a_bot()
    bot.ends("IREN", after=600)
    bot.passes(minutes=10)

    assert ["Why", "Chart"] == labels(bot)


def test_several_of_one_list_are_seen_as_the_list_and_muted_by_nobody_at_once():
    bot = Driven()
    bot.fires("IREN", "WULF")
    bot.passes(minutes=1)

    texts = [action.text for action in bot.parcels[0].message.actions]
    assert ("/chart miners", []) == (texts[-1], [text for text in texts if "/mute" in text])


def test_what_answers_a_message_has_no_buttons_of_its_own():
    """The message it answers has them, up to date."""
    bot = a_bot()
    bot.fires("WULF", severity=Severity.CRITICAL, after=60)
    replies = [p.message.actions for p in bot.parcels if p.manner is Manner.REPLY]

    assert [()] == replies


@pytest.mark.parametrize("subject", ["IREN", "BTC-USD", "é" * 200])
def test_a_button_s_text_is_never_longer_than_a_platform_carries(subject: str):
    bot = a_bot(subject, watchlist="")

    sizes = [len(action.text.encode()) for action in bot.parcels[0].message.actions]
    assert ACTION_LIMIT >= max(sizes)


@pytest.mark.parametrize(
    ("pictures", "severity", "pictured"),
    [
        (Pictures.CRITICAL, Severity.CRITICAL, True),
        (Pictures.CRITICAL, Severity.WARNING, False),
        (Pictures.ALL, Severity.INFO, True),
        (Pictures.NONE, Severity.CRITICAL, False),
    ],
)
def test_the_settings_say_which_alerts_come_with_a_picture(
    pictures: Pictures, severity: Severity, pictured: bool
):
    bot = Driven(Plan(pictures=pictures))
    bot.fires("IREN", severity=severity)
    bot.passes(minutes=1)

    assert pictured == (bot.parcels[0].message.picture is not None)


def test_a_picture_goes_with_the_first_message_of_one_alert_alone():
    bot = a_bot()
    bot.fires("WULF", severity=Severity.CRITICAL, after=60)
    bot.passes(hours=5)
    several = Driven(Plan(pictures=Pictures.ALL))
    several.fires("IREN", "WULF")
    several.passes(minutes=1)

    shown = [p.message.picture is not None for p in (*bot.parcels, *several.parcels)]
    assert [True, *[False] * (len(shown) - 1)] == shown


@pytest.mark.parametrize(("label", "called"), [("yes", True), ("no", False)])
def test_a_room_s_people_are_called_where_the_rule_asks_for_it(label: str, called: bool):
    bot = a_bot(mention=label)

    assert called == bot.parcels[0].message.mention


def test_nobody_is_called_by_an_edit_or_an_end():
    bot = a_bot(mention="yes")
    bot.ends("IREN", after=600, mention="yes")
    bot.passes(minutes=10)

    assert [True] + [False] * (len(bot.parcels) - 1) == [p.message.mention for p in bot.parcels]


def test_a_room_s_own_list_is_charted_by_the_name_its_people_type():
    bot = Driven(rooms=["telegram:1"])
    alert = an_alert("mine@telegram:1", rule="dips", watchlist="mine@telegram:1")
    bot.dispatch.note(alert, bot.now)
    bot.turn_in()
    bot.passes(minutes=1)

    texts = [action.text for action in bot.parcels[0].message.actions]
    assert ("/chart mine", a_room("telegram:1")) == (texts[-1], bot.parcels[0].destination)
