"""Cadence: often where something may happen, seldom while nobody trades, never past a bell."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.cadence import NEAR_THE_BELL, Cadence
from bot.market.sessions import AlwaysOpen, ExchangeCalendar, Session
from tests.builders import at

US = ExchangeCalendar.load()
CADENCE = Cadence()
START = at("2025-10-06T00:00Z")
SECOND = timedelta(seconds=1)
INSTANTS = st.integers(0, 7 * 86_400 * 1000).map(lambda ms: START + timedelta(milliseconds=ms))


@pytest.mark.parametrize(
    ("when", "wait"),
    [
        ("2025-10-10T12:00Z", CADENCE.usual),  # before the bell, with nothing near
        ("2025-10-10T13:20:01Z", CADENCE.near),  # ten minutes before it
        ("2025-10-10T13:35Z", CADENCE.near),  # and ten after it
        ("2025-10-10T15:00Z", CADENCE.usual),
        ("2025-10-10T19:55Z", CADENCE.near),  # before the close
        ("2025-10-10T20:05Z", CADENCE.usual),  # after it there is little left
        ("2025-10-11T12:00Z", CADENCE.idle),  # a Saturday
        ("2025-10-10T07:00Z", CADENCE.idle),  # at night
        ("2025-11-28T17:55Z", CADENCE.near),  # a half day ends at one
    ],
)
def test_it_asks_as_often_as_there_may_be_news(when: str, wait: timedelta):
    assert wait == CADENCE.wait(at(when), US)


def test_near_a_level_it_asks_more_often():
    """Somebody waits for that price."""
    assert CADENCE.near == CADENCE.wait(at("2025-10-10T15:00Z"), US, near_a_level=True)


def test_a_closed_market_is_near_no_level():
    """Nobody can trade there."""
    assert CADENCE.idle == CADENCE.wait(at("2025-10-11T12:00Z"), US, near_a_level=True)


def test_before_the_first_session_of_a_day_it_does_not_oversleep():
    """At 03:58 in New York the next question is at 04:00, not at 04:03."""
    assert timedelta(minutes=2) == CADENCE.wait(at("2025-10-10T07:58Z"), US)


def test_coins_have_no_night():
    """They are asked about as usual on a Saturday."""
    assert CADENCE.usual == CADENCE.wait(at("2025-10-11T12:00Z"), AlwaysOpen())


@given(INSTANTS, st.booleans())
def test_it_neither_hurries_nor_sleeps(now: datetime, near: bool):
    """Whatever the time: not more often than near a level, nor more seldom than at night."""
    wait = CADENCE.wait(now, US, near_a_level=near)

    assert CADENCE.near <= wait <= CADENCE.idle


@given(INSTANTS)
def test_every_session_is_met_at_its_beginning(now: datetime):
    """The first question of a session comes with it, or as soon as manners allow."""
    span = US.span(now)
    wake = now + CADENCE.wait(now, US)

    assert wake <= max(span.end, now + CADENCE.near) or span.session is not Session.CLOSED


@given(INSTANTS)
def test_around_the_bells_it_asks_often(now: datetime):
    """Ten minutes before any change of session, and after the opening one."""
    span = US.span(now)
    near = span.end - now <= NEAR_THE_BELL and span.session is not Session.CLOSED

    assert not near or CADENCE.wait(now, US) == CADENCE.near
