"""Pace: nobody takes the bot from the others, and whoever looks after it is never kept waiting."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.chat import Call, Right
from bot.clock import ManualClock
from bot.errors import UserError
from handlers.answering import Answerer
from handlers.pace import MOST, Pace
from tests.builders import a_bot, a_call, at

NOW = at("2025-10-10T12:00Z")


class Shows(ManualClock):
    """Shows one time after another, whichever they are."""

    def __init__(self, times: Iterator[datetime]) -> None:
        super().__init__(NOW)
        self._times = times

    def now(self) -> datetime:
        return next(self._times)


def a_pace(**more: int) -> tuple[Pace, ManualClock]:
    clock = ManualClock(NOW)
    return Pace(clock, **more), clock


def a_person(number: int = 7, right: Right = Right.CHANGE) -> Call:
    return a_call("/help", person_id=f"telegram:{number}", owner="telegram:1", right=right)


def test_the_thirty_first_question_of_a_minute_waits():
    pace, clock = a_pace()
    for second in range(MOST):
        clock.turn_to(NOW + timedelta(seconds=second))
        pace.admit(a_person())

    with pytest.raises(UserError, match="30 questions within a minute; wait 31 s"):
        pace.admit(a_person())


def test_who_has_waited_is_answered_again():
    """Waiting counts from the oldest question, and those that were refused count for nothing."""
    pace, clock = a_pace(most=2)
    pace.admit(a_person())
    clock.turn_to(NOW + timedelta(seconds=30))
    pace.admit(a_person())
    for second in range(31, 60):
        clock.turn_to(NOW + timedelta(seconds=second))
        with pytest.raises(UserError):
            pace.admit(a_person())
    clock.turn_to(NOW + timedelta(seconds=60))
    pace.admit(a_person())

    with pytest.raises(UserError, match="wait 30 s"):
        pace.admit(a_person())


def test_one_persons_questions_cost_no_other_theirs():
    pace, _ = a_pace(most=1)
    pace.admit(a_person(1))

    pace.admit(a_person(2))

    with pytest.raises(UserError):
        pace.admit(a_person(1))


def test_operators_are_never_kept_waiting():
    """Who mends things in a storm asks often."""
    pace, _ = a_pace(most=1)

    for _ in range(100):
        pace.admit(a_person(right=Right.OPERATE))

    assert not pace.known


def test_what_is_remembered_of_people_is_bounded():
    """Strangers cost nothing to make up; the memory of a bot does."""
    pace, _ = a_pace(people=100)

    for number in range(1000):
        pace.admit(a_person(number))

    assert 100 == pace.known


def test_a_clock_that_is_set_back_locks_nobody_out():
    """An hour of `wait 3,660 s` would be the daylight's fault."""
    shown = iter([NOW, NOW - timedelta(hours=1)])
    pace = Pace(Shows(shown), most=1)
    pace.admit(a_person())

    pace.admit(a_person())

    assert [] == list(shown)


async def test_too_many_questions_are_answered_in_one_private_line():
    """A room need not read of it."""
    answerer = Answerer(a_bot().desk)
    replies = [await answerer.answer(a_person()) for _ in range(MOST + 1)]

    last = replies[-1]
    assert ("Those are 30 questions within a minute; wait 60 s.", "", True) == (
        last.title,
        last.body,
        last.private,
    )
