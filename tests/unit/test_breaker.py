"""The breaker leaves alone who does not answer, longer each time, and comes back by itself."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError, FeedRefused
from bot.feeds.web.breaker import LATER, Breaker, State

NOON = datetime(2025, 10, 10, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIRST = 5 * SECOND
LONGEST = 60 * SECOND
TROUBLE = FeedError("nothing came")


def a_breaker(*, patience: int = 3, seed: int = 0) -> Breaker:
    return Breaker(random=Random(seed), patience=patience, first=FIRST, longest=LONGEST)  # noqa: S311 - no secret


def an_open_one(**more: int) -> Breaker:
    breaker = a_breaker(patience=1, **more)
    breaker.failed(NOON, TROUBLE)
    return breaker


def test_a_failure_now_and_then_changes_nothing():
    """One lost packet is no outage."""
    breaker = a_breaker()
    for _ in range(10):
        breaker.failed(NOON, TROUBLE)
        breaker.failed(NOON, TROUBLE)
        breaker.succeeded(NOON)

    assert breaker.state(NOON) is State.CLOSED
    assert breaker.due < NOON


def test_failures_in_a_row_open_it():
    breaker = a_breaker(patience=3)
    states = []
    for _ in range(3):
        breaker.failed(NOON, TROUBLE)
        states.append(breaker.state(NOON))

    assert [State.CLOSED, State.CLOSED, State.OPEN] == states


def test_whoever_says_when_to_come_back_is_obeyed_at_once():
    """Going on after a 429 is what bans are for."""
    breaker = a_breaker(patience=3)
    breaker.failed(NOON, FeedError("429", retry_after=600 * SECOND))

    assert NOON + 600 * SECOND <= breaker.due <= NOON + (1 + LATER) * 600 * SECOND


def test_a_refusal_opens_it_at_once_and_for_long():
    """Only the operator can mend a wrong key; asking again every second mends nothing."""
    breaker = a_breaker(patience=3)
    breaker.failed(NOON, FeedRefused("401"))

    assert breaker.due >= NOON + LONGEST / 2


def test_half_open_only_one_may_look():
    breaker = an_open_one()

    assert [False, True, False] == [
        breaker.allows(breaker.due - SECOND / 1000),
        breaker.allows(breaker.due),
        breaker.allows(breaker.due),
    ]


def test_a_look_that_nobody_told_the_end_of_is_not_waited_for_for_ever():
    """A task that was cancelled reports neither success nor failure."""
    breaker = an_open_one()
    breaker.allows(breaker.due)

    assert breaker.allows(breaker.due + FIRST)


def test_a_success_after_the_pause_closes_it():
    breaker = an_open_one()
    breaker.succeeded(breaker.due)

    assert breaker.state(NOON) is State.CLOSED
    assert breaker.allows(NOON)


def test_an_answer_to_what_was_asked_before_the_pause_does_not_end_it():
    """Of four requests under way one was told to stop; the other three say nothing of that."""
    breaker = an_open_one()
    due = breaker.due
    breaker.succeeded(NOON)
    breaker.failed(NOON, TROUBLE)

    assert (State.OPEN, due) == (breaker.state(NOON), breaker.due)


def test_a_ban_told_to_a_straggler_is_obeyed_too():
    breaker = an_open_one()
    breaker.failed(NOON, FeedError("429", retry_after=600 * SECOND))

    assert breaker.due >= NOON + 600 * SECOND


def test_pauses_begin_anew_after_a_success():
    breaker = an_open_one()
    for _ in range(5):
        breaker.failed(breaker.due, TROUBLE)
    breaker.succeeded(breaker.due)
    breaker.failed(NOON, TROUBLE)

    assert breaker.due <= NOON + FIRST


@pytest.mark.parametrize("failures", range(1, 8))
@given(seed=st.integers())
def test_each_pause_is_within_a_span_that_doubles(failures: int, seed: int):
    """Half of it at least, so that it is a pause; not always the whole, or all come at once."""
    breaker = an_open_one(seed=seed)
    before = NOON
    for _ in range(failures - 1):
        before = breaker.due
        breaker.failed(before, TROUBLE)
    span = min(LONGEST, FIRST * 2 ** (failures - 1))

    assert span / 2 <= breaker.due - before <= span


class Step(NamedTuple):
    passes: timedelta
    outcome: FeedError | None  # None is an answer


errors = st.one_of(
    st.just(TROUBLE),
    st.just(FeedRefused("401")),
    st.builds(
        lambda s: FeedError("429", retry_after=timedelta(seconds=s)), st.floats(0, 3 * 86_400)
    ),
)
steps = st.builds(Step, st.timedeltas(timedelta(), timedelta(days=1)), st.none() | errors)


@given(st.lists(steps, max_size=60), st.integers())
def test_a_ban_is_never_asked_through_and_always_ends(course: list[Step], seed: int):
    """Whatever happens before: nobody asks before they were told to, and everybody asks again."""
    breaker, now, banned = a_breaker(seed=seed), NOON, NOON
    for passes, outcome in course:
        now += passes
        if breaker.allows(now):
            assert now >= banned
        if outcome is None:
            breaker.succeeded(now)
        else:
            breaker.failed(now, outcome)
            banned = max(banned, now + (outcome.retry_after or timedelta()))

    assert banned <= max(now, breaker.due)
    assert breaker.due <= max(now + LONGEST, NOON + (banned - NOON) * (1 + LATER) + LONGEST)
    assert breaker.allows(max(now, breaker.due) + LONGEST)
