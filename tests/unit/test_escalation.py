"""Escalation: what nobody acks in time is told to the next receiver as well, once."""

from dataclasses import replace
from datetime import timedelta

from bot.alerts.incidents import Until
from bot.alerts.plan import Plan
from bot.alerts.routing import Route
from bot.chat import Severity
from tests.dispatches import NOON, Driven, a_plan, a_receiver


def a_desk_and_a_boss() -> Plan:
    return a_plan(
        a_receiver("desk", "test:desk", to="boss", after=15),
        a_receiver("boss", "test:boss", to="desk", after=30),
    )


def fired(bot: Driven) -> Driven:
    bot.fires("IREN", severity=Severity.CRITICAL)
    return bot


def told(bot: Driven) -> list[tuple[str, str]]:
    return [
        (str(p.destination), p.message.reason) for p in bot.parcels if p.message.reason != "changed"
    ]


def test_what_nobody_acks_goes_to_the_next_receiver_after_its_time():
    bot = fired(Driven(a_desk_and_a_boss()))

    bot.passes(hours=3)

    assert [("test:desk", "first"), ("test:boss", "escalated")] == told(bot)
    assert NOON + timedelta(minutes=15) == bot.parcels[-1].made
    assert "not acked within 15m" in [fact.value for fact in bot.parcels[-1].message.facts]


def test_what_is_acked_in_time_goes_no_further():
    bot = fired(Driven(a_desk_and_a_boss()))
    bot.passes(minutes=14)

    bot.dispatch.people.ack(bot.incident, "ann", bot.now)
    bot.passes(hours=3)

    assert [("test:desk", "first")] == told(bot)


def test_an_ack_that_is_taken_back_starts_the_wait_anew():
    bot = fired(Driven(a_desk_and_a_boss()))
    bot.dispatch.people.ack(bot.incident, "ann", bot.now)
    bot.passes(minutes=60)

    bot.dispatch.people.unack(bot.incident, "ann", bot.now)
    bot.turn_in()
    bot.passes(minutes=15)

    assert ("test:boss", "escalated") == told(bot)[-1]


def test_whoever_was_turned_to_hears_what_comes_of_it():
    bot = fired(Driven(a_desk_and_a_boss()))
    bot.passes(minutes=20)

    bot.ends("IREN")
    bot.passes(minutes=10)

    assert {("test:desk", "resolved"), ("test:boss", "resolved")} == set(told(bot)[2:])


def test_what_is_over_is_escalated_to_nobody():
    bot = fired(Driven(a_desk_and_a_boss()))
    bot.ends("IREN", after=60)

    bot.passes(hours=3)

    assert "escalated" not in {reason for _, reason in told(bot)}


def test_what_is_snoozed_escalates_when_the_snooze_is_over():
    """Somebody has seen it, and wanted an hour."""
    bot = fired(Driven(a_desk_and_a_boss()))
    end = bot.now + timedelta(hours=1)
    bot.dispatch.people.snooze(bot.incident, "ann", bot.now, end)
    bot.turn_in()
    bot.passes(minutes=59)
    assert [("test:desk", "first")] == told(bot)

    bot.passes(minutes=1)

    assert {("test:desk", "repeat due"), ("test:boss", "escalated")} == set(told(bot)[1:])


def test_a_room_that_was_told_already_is_asked_again():
    """The same room may stand in both receivers: it is reminded, as an answer."""
    plan = a_plan(
        a_receiver("desk", "test:desk", to="boss"), a_receiver("boss", "test:desk", "test:boss")
    )
    bot = fired(Driven(plan))
    bot.passes(minutes=15)

    assert [("test:desk", "escalated"), ("test:boss", "escalated")] == told(bot)[1:]


def test_a_receiver_that_is_no_more_is_turned_to_no_more():
    """Settings may change while something waits."""
    bot = fired(Driven(a_desk_and_a_boss()))
    other = Driven(a_plan(a_receiver("desk", "test:desk")))
    other.notes = bot.notes
    other.restart()

    other.passes(hours=3)

    assert [] == told(other)


def test_nothing_is_escalated_that_is_silenced():
    bot = fired(Driven(a_desk_and_a_boss()))
    bot.dispatch.silencing.mute("IREN", "ann", bot.now, Until.OPEN)
    bot.turn_in()
    bot.passes(hours=1)
    assert [("test:desk", "first")] == told(bot)

    bot.passes(hours=1)

    assert ("test:boss", "escalated") == told(bot)[-1]


def test_without_another_receiver_nobody_is_waited_for():
    bot = fired(Driven(replace(Plan(), route=Route())))

    bot.passes(hours=3)

    assert [("test:desk", "first")] == told(bot)
