"""Pace: busy feeds are asked often, quiet ones seldom, and none more often than it wishes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.news.pace import LONGEST_WISH, Pace, Span

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def test_a_feed_with_news_is_asked_as_often_as_may_be():
    pace = Pace(Span())
    for _ in range(5):
        pace.heard(1)

    assert 30 * SECOND == pace.wait()


def test_a_feed_that_falls_silent_is_asked_less_and_less():
    pace = Pace(Span())
    waits = []
    for _ in range(30):
        pace.heard(0)
        waits.append(pace.wait())

    assert (sorted(waits), 30 * MINUTE) == (waits, waits[-1])


def test_one_piece_of_news_after_a_long_silence_brings_it_back():
    """Of half an hour, halved with each round that has something."""
    pace = Pace(Span())
    for _ in range(30):
        pace.heard(0)
    for _ in range(6):
        pace.heard(3)

    assert 30 * SECOND == pace.wait()


@pytest.mark.parametrize(
    ("wished", "wait"),
    [(None, MINUTE), (10 * SECOND, MINUTE), (10 * MINUTE, 10 * MINUTE), (30 * 24 * HOUR, HOUR)],
)
def test_what_a_feed_wishes_is_kept_to_within_reason(wished: timedelta | None, wait: timedelta):
    assert wait == Pace(Span()).wait(wished)
    assert LONGEST_WISH == HOUR


@given(st.lists(st.integers(0, 3)))
def test_a_wait_is_always_within_its_span(rounds: list[int]):
    span = Span(least=MINUTE, most=5 * MINUTE)
    pace = Pace(span)
    for new in rounds:
        pace.heard(new)

    assert span.least <= pace.wait() <= span.most


def test_who_is_asked_at_one_pace_is_asked_at_that():
    pace = Pace(Span.every(MINUTE))
    pace.heard(0)

    assert MINUTE == pace.wait()
