"""Timers and notes: what is due comes in order, and what is remembered comes back as it was."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.timers import Timers
from bot.notes import Memory
from tests.dispatches import NOON, Driven

SET = st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 50))


@given(st.lists(SET, max_size=200), st.integers(0, 50))
def test_a_key_is_due_when_it_was_last_said_to_be(settings: list[tuple[str, int | None]], now: int):
    """Whatever was said of it before."""
    timers, last = Timers(), {}
    for key, minutes in settings:
        when = None if minutes is None else NOON + timedelta(minutes=minutes)
        timers.set(key, when)
        last[key] = when
    expected = sorted((when, key) for key, when in last.items() if when is not None)
    present = NOON + timedelta(minutes=now)

    assert [key for when, key in expected if when <= present] == timers.due(present)
    assert [when for when, _ in expected if when > present][:1] == list(
        filter(None, [timers.next()])
    )


def test_moving_a_timer_for_ever_costs_no_memory():
    timers = Timers()
    for minutes in range(10_000):
        timers.set("a", NOON + timedelta(minutes=minutes))

    assert [] == timers.due(NOON + timedelta(minutes=9_998))
    assert ["a"] == timers.due(NOON + timedelta(minutes=9_999))


def test_a_memory_tells_what_changed_and_once():
    memory = Memory("counts", int)
    memory.keep("a", 1)
    memory.keep("b", 2)
    memory.keep("a", 3)

    assert [("counts", "a", "3"), ("counts", "b", "2")] == [
        (note.stage, note.key, note.body) for note in memory.changes()
    ]
    assert [] == memory.changes()


def test_what_is_forgotten_is_told_as_nothing_more():
    memory = Memory("counts", int)
    memory.keep("a", 1)
    memory.changes()
    memory.forget("a")
    memory.forget("never")

    assert [("a", "")] == [(note.key, note.body) for note in memory.changes()]


def test_notes_of_other_stages_are_passed_over():
    """One table holds the notes of all of them."""
    one, other = Memory("one", int), Memory("other", int)
    one.keep("a", 1)
    other.keep("a", 2)
    restored = Memory("one", int)

    restored.restore([*other.changes(), *one.changes()])

    assert {"a": 1} == restored.kept


def test_nothing_is_left_to_remember_of_what_is_over():
    """A bot that runs for years keeps no more than what lives, and a count."""
    bot = Driven()
    for _ in range(3):
        bot.fires("IREN", "WULF")
        bot.passes(minutes=1)
        bot.ends("IREN", "WULF")
        bot.passes(minutes=10)

    assert [("count", "incidents", "3")] == [
        (note.stage, note.key, note.body) for note in bot.notes.values() if note.body
    ]
