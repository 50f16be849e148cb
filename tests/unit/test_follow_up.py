"""The follow-up: half an hour after the open a room hears what became of what it was told."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal

import pytest

from bot.alerts.followup import outcome, worth
from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from bot.chat import Severity
from bot.delivery.parcel import Manner
from bot.market.sessions import Session
from tests.dispatches import THE_BELL, Driven, a_plan, an_alert

HALF_AN_HOUR = timedelta(minutes=30)


def a_morning(**prices: int) -> Driven:
    bot = Driven(a_plan(follow_up=HALF_AN_HOUR), prices=prices)
    for subject in prices:
        bot.fires(subject, percent=8)
    return bot


@pytest.mark.parametrize(
    ("percent", "price", "word"),
    [
        (8, "110", "extended"),
        (8, "109.99", "held"),
        (8, "106", "held"),
        (8, "105.99", "faded"),
        (8, "92", "faded"),
        (-8, "90", "extended"),
        (-8, "92", "held"),
        (-8, "101", "faded"),
    ],
)
def test_a_move_has_held_or_faded_or_gone_on(percent: int, price: str, word: str):
    """By its share of the move before the bell: from a quarter more, and down to a quarter less."""
    line = outcome(an_alert(percent=percent), Decimal(price))

    assert f"IREN {word}: {percent:+d}.00% at the alert" in line


def test_a_move_whose_price_nobody_knows_cannot_be_told():
    assert "IREN cannot be told: no price is known" == outcome(an_alert(), None)


def test_it_is_an_answer_to_what_was_told():
    bot = a_morning(IREN=112, WULF=101)
    bot.reaches("2025-10-10T14:00Z")

    parcel = bot.parcels[-1]

    assert (Manner.REPLY, "follow-up", THE_BELL + HALF_AN_HOUR) == (
        parcel.manner,
        parcel.message.reason,
        parcel.made,
    )
    assert "30 min after the open: 2 alerts of mover" == parcel.message.title
    assert (
        "IREN extended: +8.00% at the alert, +12.00% now, at 112.00\n"
        "WULF faded: +8.00% at the alert, +1.00% now, at 101.00" == parcel.message.body
    )
    assert bot.parcels[0].incident == parcel.incident


def test_it_comes_though_the_alert_is_over_by_then():
    """A pre-market alert ends with its session; what became of the move does not."""
    bot = a_morning(IREN=112)
    bot.reaches(THE_BELL)
    bot.ends("IREN")

    bot.passes(hours=1)

    assert ["first", "resolved", "follow-up"] == [reason for reason, _ in bot.said]


def test_what_fired_just_before_the_bell_is_looked_at_on_that_day():
    """It was told after the bell, for it waited for others."""
    bot = Driven(a_plan(follow_up=HALF_AN_HOUR), prices={"IREN": 112})
    bot.reaches("2025-10-10T13:29:45Z")
    bot.fires("IREN", percent=8)

    bot.reaches("2025-10-10T14:00Z")

    assert ["first", "follow-up"] == [reason for reason, _ in bot.said]


def test_what_the_digest_of_the_morning_told_of_is_looked_at_as_well():
    plan = a_plan(follow_up=HALF_AN_HOUR)
    hours = QuietHours(start=time(4), end=time(9))
    bot = Driven(replace(plan, quiet_hours=(hours,)), prices={"IREN": 112})
    bot.fires("IREN", percent=8)

    bot.reaches("2025-10-10T14:00Z")

    assert ["digest", "follow-up"] == [reason for reason, _ in bot.said]


def test_what_is_told_when_its_time_has_passed_is_not_looked_at_again():
    """In the afternoon nobody asks any more what became of the morning."""
    plan = a_plan(follow_up=HALF_AN_HOUR)
    hours = QuietHours(start=time(4), end=time(16))
    bot = Driven(replace(plan, quiet_hours=(hours,)), prices={"IREN": 112})
    bot.fires("IREN", percent=8)

    bot.passes(hours=40)

    assert "follow-up" not in [reason for reason, _ in bot.said]


def test_what_joins_later_is_told_with_the_rest():
    bot = Driven(a_plan(follow_up=HALF_AN_HOUR), prices={"IREN": 108, "WULF": 108})
    bot.fires("IREN", percent=8)
    bot.fires("WULF", percent=8, after=600)
    bot.reaches("2025-10-10T14:10Z")

    assert 1 == len([reason for reason, _ in bot.said if reason == "follow-up"])


@pytest.mark.parametrize(
    "other",
    [
        {"session": Session.REGULAR},
        {"value": Decimal(3)},
        {"value": None},
        {"price": None},
        {"baseline": None},
        {"baseline": Decimal(0)},
    ],
)
def test_what_is_no_move_before_the_bell_is_not_looked_at_again(other: dict[str, object]):
    """A volume, a cap, or a price of an hour at which there is nothing to await."""
    alert = an_alert()

    assert (True, False) == (worth(alert), worth(replace(alert, **other)))  # type: ignore[arg-type]  # its own fields


def test_unless_it_is_asked_for_nothing_follows():
    bot = Driven(prices={"IREN": 112})
    bot.fires("IREN")
    bot.passes(hours=3)

    assert ["first"] == [reason for reason, _ in bot.said]


def test_what_is_silenced_by_then_is_left_out():
    bot = a_morning(IREN=112, WULF=112)
    bot.passes(minutes=1)
    bot.dispatch.silencing.mute("WULF", "ann", bot.now, bot.now + timedelta(hours=9))

    bot.reaches("2025-10-10T14:00Z")

    assert ["IREN"] == [line[:4] for line in bot.parcels[-1].message.body.splitlines()]


def test_nobody_is_woken_for_it():
    """In the night it is no news any more by the morning."""
    hours = QuietHours(start=time(9), end=time(11))
    plan = replace(a_plan(follow_up=HALF_AN_HOUR), quiet_hours=(hours,))
    bot = Driven(plan, prices={"IREN": 112})
    bot.fires("IREN", percent=8, severity=Severity.WARNING)

    bot.passes(hours=5)

    assert ["first", "repeat due"] == [reason for reason, _ in bot.said]


def test_the_plan_has_none_by_default():
    assert None is Plan().route.follow_up
