"""Quiet hours: delivery waits, evaluation does not, and one digest says how it all came out."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.plan import Plan
from bot.alerts.quiet import Quiet, QuietHours, endless
from bot.chat import Severity
from tests.dispatches import Driven, a_plan, a_receiver, a_room
from tests.watched import instant

NIGHTS = QuietHours(start=time(22), end=time(7))
WEEKENDS = QuietHours(start=time(0), end=time(0), days=frozenset([5, 6]))
ROOM = a_room("test:desk")


def quiet_until(when: str, *hours: QuietHours, severity: Severity = Severity.INFO) -> str | None:
    hold = Quiet(hours).hold(ROOM, severity, instant(when))
    return hold.until.isoformat() if hold else None


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2025-10-10T01:59:59Z", None),
        ("2025-10-10T02:00Z", "2025-10-10T11:00:00+00:00"),
        ("2025-10-10T10:59:59Z", "2025-10-10T11:00:00+00:00"),
        ("2025-10-10T11:00Z", None),
    ],
)
def test_a_night_goes_across_midnight_by_the_clock_of_its_place(when: str, until: str | None):
    """22:00 to 07:00 in New York, in summer."""
    assert until == quiet_until(when, NIGHTS)


def test_a_night_before_a_weekend_ends_with_the_night_after_it():
    """Nobody is woken for the instant between two rests."""
    assert "2025-10-13T11:00:00+00:00" == quiet_until("2025-10-11T03:00Z", NIGHTS, WEEKENDS)


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2025-11-02T04:00Z", "2025-11-02T12:00:00+00:00"),
        ("2025-03-09T04:00Z", "2025-03-09T11:00:00+00:00"),
    ],
)
def test_the_clock_may_change_in_the_night(when: str, until: str):
    """The hour that is told twice, and the one that is left out."""
    assert until == quiet_until(when, NIGHTS)


def test_hours_of_one_room_are_not_those_of_another():
    hours = replace(NIGHTS, destinations=frozenset([a_room("test:den")]))

    assert None is quiet_until("2025-10-10T03:00Z", hours)


@pytest.mark.parametrize(("may", "until"), [(True, None), (False, "2025-10-10T11:00:00+00:00")])
def test_what_is_critical_passes_where_it_may(may: bool, until: str | None):
    hours = replace(NIGHTS, critical_may_pass=may)

    assert until == quiet_until("2025-10-10T03:00Z", hours, severity=Severity.CRITICAL)


def test_hours_that_never_end_are_known():
    assert (True, False, False) == (
        endless([replace(NIGHTS, start=time(7))]),
        endless([NIGHTS]),
        endless([WEEKENDS]),
    )


@given(
    start=st.times(),
    end=st.times(),
    days=st.frozensets(st.integers(0, 6), min_size=1, max_size=6),
    location=st.sampled_from(["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    minutes=st.integers(0, 60 * 24 * 400),
)
def test_quiet_hours_end_when_they_say(
    start: time, end: time, days: frozenset[int], location: str, minutes: int
):
    """At the instant they end nothing is held any more, and until then all is."""
    quiet = Quiet([QuietHours(start=start, end=end, days=days, location=location)])
    now = instant("2025-01-01T00:00Z") + timedelta(minutes=minutes)
    hold = quiet.hold(ROOM, Severity.INFO, now)

    if hold is not None:
        assert hold.until > now
        assert None is quiet.hold(ROOM, Severity.INFO, hold.until)


def a_night(**plan: object) -> Driven:
    """Make a bot at one o'clock in the night, in New York."""
    bot = Driven(Plan(quiet_hours=(NIGHTS,), **plan))  # type: ignore[arg-type]  # what a test names fits
    bot.reaches("2025-10-11T05:00Z")
    return bot


def test_what_fired_in_the_night_is_one_digest_in_the_morning():
    """It says what fired, when, and whether it still holds."""
    bot = a_night()
    bot.fires("IREN", "WULF")
    bot.ends("WULF", after=600)
    bot.passes(hours=5)
    assert [] == bot.said

    bot.reaches("2025-10-11T11:00Z")

    [parcel] = bot.parcels
    assert ("Digest: 2 alerts kept back", "digest") == (
        parcel.message.title,
        parcel.message.reason,
    )
    assert (
        "IREN +5% (01:00:00 EDT; still holds)\n"
        "WULF +5% (01:00:00 EDT; over since 01:10:00 EDT)" == parcel.message.body
    )
    assert ("2 for quiet hours until 07:00:00 EDT",) == tuple(
        fact.value for fact in parcel.message.facts
    )


def test_what_is_held_is_recorded_with_its_reason():
    bot = a_night()
    bot.fires("IREN")
    bot.passes(minutes=1)

    assert ("held", "quiet hours until 07:00:00 EDT") == bot.kept[-1]


def test_what_is_critical_wakes_people_where_it_may():
    bot = a_night()

    bot.fires("IREN", severity=Severity.CRITICAL)

    assert [("first", "IREN +5%")] == bot.said


def test_what_a_digest_told_of_is_told_of_no_more_but_its_end():
    bot = a_night()
    bot.fires("IREN")
    bot.reaches("2025-10-11T12:00Z")

    bot.ends("IREN")
    bot.passes(minutes=10)

    assert ["digest", "resolved"] == [reason for reason, _ in bot.said]


def test_the_end_of_what_was_told_before_the_night_waits_for_the_morning():
    bot = Driven(Plan(quiet_hours=(NIGHTS,)))
    bot.reaches("2025-10-11T01:00Z")
    bot.fires("IREN")
    bot.passes(minutes=5)

    bot.ends("IREN", after=2 * 3600)
    bot.reaches("2025-10-11T12:00Z")

    assert ["first", "digest"] == [reason for reason, _ in bot.said]
    assert "over since Fri 2025-10-10 23:05:00 EDT" in bot.parcels[-1].message.body


def test_what_fires_again_in_the_night_is_one_line_with_a_count():
    bot = a_night()
    for _ in range(3):
        bot.fires("IREN", after=10)
        bot.ends("IREN", after=10)
    bot.reaches("2025-10-11T12:00Z")

    assert "IREN +5% (01:00:50 EDT, 3 times; over since 01:01:00 EDT)" == (
        bot.parcels[-1].message.body
    )


def test_what_fires_anew_as_the_night_ends_is_told_though_the_digest_told_of_its_end():
    """Its first life is over; the second is news."""
    bot = a_night()
    bot.fires("IREN", "WULF")
    bot.passes(minutes=10)
    bot.ends("IREN")
    bot.reaches("2025-10-11T10:59:50Z")
    bot.fires("IREN")

    bot.passes(minutes=10)

    assert [("digest", "Digest: 2 alerts kept back"), ("new member", "IREN +5%")] == bot.said


def test_a_reminder_that_falls_into_the_night_falls_away():
    bot = Driven(Plan(quiet_hours=(NIGHTS,)))
    bot.reaches("2025-10-11T01:00Z")
    bot.fires("IREN")

    bot.reaches("2025-10-11T12:00Z")

    assert ["first"] == [reason for reason, _ in bot.said]


def test_one_room_sleeps_while_another_is_told():
    plan = a_plan(a_receiver("both", "test:den", "test:desk"))
    hours = replace(NIGHTS, destinations=frozenset([a_room("test:den")]))
    bot = Driven(replace(plan, quiet_hours=(hours,)))
    bot.reaches("2025-10-11T05:00Z")
    bot.fires("IREN")
    bot.reaches("2025-10-11T11:00Z")

    assert [("test:desk", "first"), ("test:den", "digest")] == [
        (str(p.destination), p.message.reason)
        for p in bot.parcels
        if p.message.reason in {"first", "digest"}
    ]


def test_what_is_silenced_by_the_morning_stands_in_no_digest():
    """It is told when the silence ends, for it still fires."""
    bot = a_night()
    bot.fires("IREN", "WULF")
    bot.passes(minutes=1)
    bot.dispatch.silencing.mute("WULF", "ann", bot.now, instant("2025-10-11T15:00Z"))
    bot.reaches("2025-10-11T11:00Z")
    assert "IREN +5% (01:00:00 EDT; still holds)" == bot.parcels[-1].message.body
    assert "muted" == bot.kept[-1][0]

    bot.reaches("2025-10-11T15:00Z")

    assert ("new member", "WULF +5%") in bot.said


def test_what_is_snoozed_in_the_night_stands_in_no_digest():
    bot = a_night()
    bot.fires("IREN")
    bot.passes(minutes=1)
    bot.dispatch.people.snooze(bot.incident, "ann", bot.now, instant("2025-10-11T15:00Z"))
    bot.reaches("2025-10-11T14:59Z")
    assert [] == bot.said

    bot.reaches("2025-10-11T15:00Z")

    assert [("first", "IREN +5%")] == bot.said


def test_digests_name_no_more_than_people_read():
    bot = a_night()
    bot.fires(*(f"S{number}" for number in range(30)))
    bot.reaches("2025-10-11T12:00Z")

    lines = bot.parcels[-1].message.body.splitlines()

    assert (21, "and 10 more") == (len(lines), lines[-1])
    assert 30 == len(bot.parcels[-1].message.fingerprints)
