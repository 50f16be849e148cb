"""Dispatch: alerts leave together, for a reason, once; and what is critical leaves at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.alerts.model import State
from bot.alerts.plan import Plan
from bot.alerts.routing import Receiver, Route
from bot.chat import Severity
from bot.delivery.parcel import Fate, Manner, Priority
from bot.market.confirmation import Verdict
from tests.dispatches import NOON, Driven, a_plan, a_receiver, a_room, an_alert, matching

STORM = [f"S{number}" for number in range(15)]


def test_a_storm_before_the_bell_is_one_message_with_the_top_three_and_a_count():
    """Fifteen members within thirty seconds."""
    bot = Driven()
    for number, subject in enumerate(STORM):
        bot.fires(subject, percent=5 + number, after=2)
    bot.passes(minutes=1)

    [parcel] = bot.parcels
    assert ("15 alerts of mover", "first", NOON + timedelta(seconds=32)) == (
        parcel.message.title,
        parcel.message.reason,
        parcel.made,
    )
    assert (
        "S14 +19%\nS13 +18%\nS12 +17%\n"
        "and 12 more: S11, S10, S9, S8, S7, S6, S5, S4, S3, S2, S1, S0" == parcel.message.body
    )
    assert 15 == len(parcel.message.fingerprints)


def test_what_waits_for_others_is_recorded():
    bot = Driven(rooms=["test:a", "test:b"])
    bot.fires("IREN", "WULF")

    assert [
        ("test:a", "held", "waits for others of its group", 2),
        ("test:b", "held", "waits for others of its group", 2),
    ] == [(str(o.destination), o.fate.value, o.reason, len(o.fingerprints)) for o in bot.outcomes]


def test_what_is_critical_leaves_on_the_page_it_came_on():
    bot = Driven()
    bot.dispatch.note(an_alert(severity=Severity.CRITICAL), NOON)

    [parcel] = bot.dispatch.turn_in().parcels

    assert (NOON, Priority.CRITICAL) == (parcel.made, parcel.priority)


def test_a_critical_alert_takes_those_along_that_wait_with_it():
    bot = Driven()
    bot.fires("IREN")
    bot.fires("WULF", severity=Severity.CRITICAL, after=5)

    assert [("first", "2 alerts of mover")] == bot.said


def test_one_alert_alone_is_told_as_it_always_was():
    bot = Driven()
    bot.fires("IREN", severity=Severity.CRITICAL)

    message = bot.parcels[0].message

    assert ("IREN +5%", "IREN premarket +5%") == (message.title, message.body)
    assert ["Source", "Session", "Rule"] == [fact.label for fact in message.facts]


def test_a_message_that_waited_says_when_it_fired():
    bot = Driven()
    bot.fires("IREN")
    bot.passes(minutes=1)

    assert "08:00:00 EDT" == bot.parcels[0].message.facts[0].value


def test_what_comes_to_a_group_later_is_told_after_its_interval_as_an_answer():
    bot = Driven()
    bot.fires("IREN")
    bot.passes(seconds=30)
    bot.fires("WULF", after=10)
    bot.passes(minutes=10)

    [first, second] = [p for p in bot.parcels if p.manner is not Manner.EDIT]
    assert (Manner.NEW, Manner.REPLY) == (first.manner, second.manner)
    assert ("new member", "WULF +5%") == (second.message.reason, second.message.title)
    assert NOON + timedelta(minutes=5, seconds=30) == second.made


def test_what_is_over_is_told_and_its_face_shows_it():
    bot = Driven()
    bot.fires("IREN")
    bot.ends("IREN", after=3600)
    bot.passes(minutes=1)

    assert [("first", "IREN +5%"), ("resolved", "Over: mover IREN")] == bot.said
    assert (Manner.EDIT, "Over: mover IREN") == (
        bot.parcels[-1].manner,
        bot.parcels[-1].message.title,
    )
    assert [] == bot.dispatch.people.all()


def test_a_receiver_may_want_to_hear_of_no_ends():
    receiver = replace(a_receiver("desk", "test:desk"), send_resolved=False)
    bot = Driven(a_plan(receiver))
    bot.fires("IREN")
    bot.ends("IREN", after=3600)
    bot.passes(minutes=1)

    assert ["first"] == [reason for reason, _ in bot.said]
    assert "Over: mover IREN" == bot.parcels[-1].message.title


def test_what_was_over_before_it_was_told_is_told_as_that():
    """A spike of ten seconds is news; where it went is part of it."""
    bot = Driven()
    bot.fires("IREN")
    bot.ends("IREN", after=10)
    bot.passes(hours=1)

    [parcel] = bot.parcels
    assert ("IREN +5%", "after 10 s") == (parcel.message.title, parcel.message.facts[0].value)


def test_what_still_fires_is_told_again_after_four_hours():
    bot = Driven()
    bot.fires("IREN")
    bot.passes(hours=9)

    assert ["first", "repeat due", "repeat due"] == [reason for reason, _ in bot.said]


def test_some_of_a_group_may_be_over():
    bot = Driven()
    bot.fires("IREN", "WULF", "CIFR")
    bot.passes(seconds=30)
    bot.ends("IREN", "WULF")
    bot.passes(minutes=10)

    assert ("resolved", "Over: 2 alerts of mover") == bot.said[-1]


def test_what_fires_again_before_its_end_was_told_is_no_news():
    """The room was told that it fires, and it does."""
    bot = Driven()
    bot.fires("IREN")
    bot.passes(seconds=30)
    bot.ends("IREN", after=10)
    bot.fires("IREN", after=10)
    bot.passes(minutes=30)

    assert [("first", "IREN +5%")] == bot.said
    assert ("merged", "fires again before its end was told") in bot.kept


def test_another_life_of_an_alert_is_another_incident():
    bot = Driven()
    for _ in range(2):
        bot.fires("IREN")
        bot.passes(minutes=1)
        bot.ends("IREN")
        bot.passes(minutes=10)

    news = [p for p in bot.parcels if p.manner is Manner.NEW]
    assert (2, 2) == (len(news), len({parcel.incident for parcel in news}))


def test_an_alert_that_never_fired_concerns_nobody():
    bot = Driven()
    pending = an_alert(state=State.PENDING)
    bot.dispatch.note(replace(pending, fired=False), NOON)
    bot.dispatch.note(replace(an_alert(state=State.RESOLVED), fired=False), NOON)

    assert None is bot.dispatch.next_due()


def test_an_alert_that_there_is_no_room_for_is_recorded():
    bot = Driven(rooms=())
    bot.fires("IREN")

    assert [("muted", "there is no room to tell it in")] == bot.kept


def test_an_alert_goes_by_every_route_that_takes_it():
    root = Route(
        receiver="desk",
        routes=(
            Route(receiver="duty", matchers=matching("severity=critical"), continues=True),
            Route(receiver="desk", matchers=matching("rule~*"), group_by=("list",)),
        ),
    )
    receivers = (a_receiver("desk", "test:desk"), a_receiver("duty", "test:duty"))
    bot = Driven(Plan(route=root, receivers=receivers))
    bot.fires("IREN", severity=Severity.CRITICAL)

    assert {"test:desk", "test:duty"} == {str(parcel.destination) for parcel in bot.parcels}


@pytest.mark.parametrize(
    ("severity", "priority"),
    [
        (Severity.INFO, Priority.INFO),
        (Severity.WARNING, Priority.WARNING),
        (Severity.CRITICAL, Priority.CRITICAL),
    ],
)
def test_what_is_severe_goes_first(severity: Severity, priority: Priority):
    bot = Driven()
    bot.fires("IREN", severity=severity)
    bot.passes(minutes=1)

    assert priority == bot.parcels[0].priority


def test_a_message_that_came_to_nothing_leaves_no_face():
    """The next word on its incident has nothing to answer, and is a new message."""
    bot = Driven()
    bot.fires("IREN")
    bot.passes(seconds=30)
    bot.fails()

    bot.fires("WULF")
    bot.passes(minutes=10)

    assert [Manner.NEW, Manner.NEW] == [p.manner for p in bot.parcels]


def test_a_message_nobody_knows_of_counts_as_one_that_stands_there():
    """Two faces of one incident would contradict each other."""
    bot = Driven()
    bot.fires("IREN")
    bot.passes(seconds=30)
    bot.fails(Fate.UNSURE)

    bot.fires("WULF")
    bot.passes(minutes=10)

    assert Manner.REPLY is [p for p in bot.parcels if p.manner is not Manner.EDIT][1].manner


def test_the_same_day_has_the_same_parcels_under_the_same_keys():
    def a_day() -> Driven:
        bot = Driven(rooms=["test:a", "test:b"])
        bot.fires(*STORM)
        bot.passes(hours=5)
        bot.ends(*STORM)
        bot.passes(hours=1)
        return bot

    one, other = a_day(), a_day()

    assert (one.parcels, one.outcomes) == (other.parcels, other.outcomes)
    assert len(one.parcels) == len({parcel.key for parcel in one.parcels})


def test_five_thousand_alerts_of_one_instant_are_all_accounted_for():
    """A storm at the open, each by a rule of its own."""
    bot = Driven()
    for number in range(5000):
        alert = an_alert("IREN", rule=f"r{number}", severity=Severity.CRITICAL)
        bot.dispatch.note(alert, NOON)

    told = {mark for p in bot.dispatch.turn_in().parcels for mark in p.message.fingerprints}

    assert 5000 == len(told)


def test_a_group_whose_route_is_gone_goes_on_by_the_root():
    """Settings change between two starts; alerts that live are not left behind."""
    route = Route(receiver="desk", matchers=matching("rule=mover"))
    receivers = (a_receiver("desk", "test:desk"), a_receiver("hall", "test:hall"))
    bot = Driven(Plan(route=Route(receiver="hall", routes=(route,)), receivers=receivers))
    bot.fires("IREN")
    bot.passes(seconds=30)
    other = Driven(a_plan(Receiver(name="hall", destinations=(a_room("test:hall"),))))
    other.notes = bot.notes
    other.restart()
    other.reaches("2025-10-10T13:00Z")

    other.ends("IREN")
    other.passes(hours=5)

    assert [("first", "IREN +5%")] == other.said
    assert "test:hall" == str(other.parcels[0].destination)


def test_what_nobody_believes_is_told_to_nobody_until_somebody_does():
    """Operators hear of the doubt; members of the alert, once it is one."""
    bot = Driven()
    bot.fires("IREN", confirmation=Verdict.SUSPICIOUS)
    bot.passes(minutes=1)
    assert ([], ("muted", "suspicious: only test says so")) == (bot.said, bot.kept[-1])

    bot.fires("IREN")

    assert [("first", "IREN +5%")] == bot.said


def test_what_was_never_believed_is_never_told():
    bot = Driven()
    bot.fires("IREN", confirmation=Verdict.SUSPICIOUS)
    bot.ends("IREN", after=600, confirmation=Verdict.SUSPICIOUS)
    bot.passes(hours=9)

    assert ([], []) == (bot.said, bot.dispatch.people.all())


def test_what_was_hearsay_and_is_confirmed_is_told_as_that():
    bot = Driven()
    bot.fires("IREN", confirmation=Verdict.UNCONFIRMED)
    bot.passes(minutes=1)

    bot.fires("IREN")

    assert [("first", "Unconfirmed: IREN +5%"), ("confirmed", "Confirmed: IREN +5%")] == bot.said
    assert (Manner.EDIT, "IREN +5%") == (bot.parcels[-1].manner, bot.parcels[-1].message.title)
