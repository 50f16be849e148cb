"""Tapes: which close a move is measured from, whatever day it is and whatever was told."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.market.closes import KEPT
from bot.market.instruments import Symbol
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.market.tape import Close, Tape
from tests.builders import a_quote, a_reference, at

MORNING = at("2025-10-10T12:00Z")
D9, D10 = at("2025-10-09T12:00Z").date(), MORNING.date()


def a_tape(*, reference: bool = True, since: datetime = MORNING) -> Tape:
    tape = Tape(Symbol("IREN"), ExchangeCalendar.load(), since)
    if reference:
        tape.refer(a_reference("IREN"))
    return tape


def test_the_base_of_a_day_is_the_close_of_the_session_day_before():
    """The trade press, Yahoo and the exchange all measure from there."""
    assert Close(Decimal(100), D9) == a_tape().bells.before(D10)


def test_a_close_of_the_wrong_day_is_not_found():
    """Sources serve yesterday's figures with status 200; a stale base is no base."""
    tape = a_tape(reference=False)
    tape.refer(a_reference("IREN", previous_close_date="2025-10-08"))

    assert tape.bells.before(D10) is None


def test_the_close_before_the_last_one_is_dated_by_the_calendar():
    """Monday's `yesterday` is Friday against Thursday."""
    tape = a_tape(reference=False)
    tape.refer(a_reference("IREN", previous_close_date="2025-10-13", close_before=80))

    assert Close(Decimal(80), D10) == tape.bells.of(D10)


def test_the_last_print_before_the_bell_stands_for_the_close_until_it_is_told():
    """After hours begin at once; the official close comes later."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 105, at="2025-10-10T19:59Z"))

    assert Close(Decimal(105), D10) == tape.bells.of(D10)


def test_a_feed_that_died_at_noon_leaves_no_close():
    """The last price we saw is not the price it closed at."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 105, at="2025-10-10T16:00Z"))

    assert tape.bells.of(D10) is None


def test_our_own_close_becomes_the_next_days_base():
    """A bot that runs through the night needs no one to tell it."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 105, at="2025-10-10T19:59Z"))
    tape.trade(a_quote("IREN", 107, at="2025-10-13T14:00Z"))

    assert Close(Decimal(105), D10) == tape.bells.before(at("2025-10-13T14:00Z").date())


def test_an_official_close_is_not_replaced_by_our_own():
    """The auction prints after the last trade we saw."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 105, at="2025-10-10T19:59Z"))
    tape.refer(a_reference("IREN", previous_close=106, previous_close_date="2025-10-10"))
    tape.trade(a_quote("IREN", 107, at="2025-10-13T14:00Z"))

    assert Close(Decimal(106), D10) == tape.bells.of(D10)


def test_the_open_is_the_first_regular_trade_of_the_day():
    """Not the last one before the bell, nor yesterday's."""
    tape = a_tape()
    for price, when in [(104, "13:29"), (106, "13:30"), (108, "13:31")]:
        tape.trade(a_quote("IREN", price, at=f"2025-10-10T{when}Z"))

    assert Close(Decimal(106), D10) == tape.bells.opened


@pytest.mark.parametrize(("since", "first"), [("17:05", "17:05"), ("12:00", "13:46")])
def test_the_first_trade_we_happen_to_see_is_not_the_open(since: str, first: str):
    """Who joins at noon, or lost the feed over the bell, does not know where it opened."""
    tape = a_tape(since=at(f"2025-10-10T{since}Z"))

    tape.trade(a_quote("IREN", 106, at=f"2025-10-10T{first}Z"))

    assert tape.bells.opened is None


def test_an_open_of_yesterday_is_not_todays():
    """Until today's is seen there is none."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 106, at="2025-10-10T13:30Z"))
    tape.trade(a_quote("IREN", 106, at="2025-10-13T15:00Z"))

    assert tape.bells.opened is None


def test_a_trade_that_a_close_has_overtaken_is_the_newest_no_more():
    """A rule must not read yesterday's noon as if it were today."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 90, at="2025-10-09T16:00Z"))

    assert tape.newest(MORNING) is None


@pytest.mark.parametrize(
    ("told", "expected"), [(None, None), ("2023-12-31", None), ("2024-12-31", Decimal(50))]
)
def test_the_year_is_measured_from_the_close_of_the_year_before(
    told: str | None, expected: Decimal | None
):
    """A stock listed since has no such close, and one of another year is not it."""
    tape = a_tape(reference=False)
    day = date.fromisoformat(told) if told else None
    close = Decimal(50) if told else None
    tape.refer(replace(a_reference("IREN"), year_close=close, year_close_date=day))

    found = tape.bells.of_year(MORNING)

    assert expected == (found.price if found else None)


def test_a_trade_since_the_last_bell_is_the_newest_price():
    """Before the bell it is the pre-market trade, if there was one."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 104, at=MORNING))

    last = tape.last(MORNING)

    assert last is not None
    assert (Decimal(104), MORNING, True) == (last.price, last.at, last.fresh)


def test_a_close_is_newer_than_a_trade_of_the_day_before_noon():
    """A feed that died yesterday at noon must not hold its price against the official close."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 90, at="2025-10-09T16:00Z"))

    last = tape.last(MORNING)

    assert last is not None
    assert (Decimal(100), None) == (last.price, last.at)


def test_an_old_trade_is_better_than_nothing_and_says_that_it_is_old():
    """The figure is shown, and no rule believes it."""
    tape = a_tape(reference=False)
    tape.trade(a_quote("IREN", 90, at="2025-10-09T16:00Z"))

    last = tape.last(MORNING)

    assert last is not None
    assert not last.fresh


def test_a_share_count_of_nought_is_unknown():
    """Providers write 0 where they know nothing; it would put a company at nothing."""
    tape = a_tape(reference=False)
    tape.refer(a_reference("IREN", shares=0))

    assert tape.shares is None


def test_a_trade_of_another_session_is_none_of_this_one():
    """Yesterday's after-hours print is no pre-market move."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 104, at="2025-10-09T21:00Z"))

    assert tape.traded_in_session(MORNING) is None


def test_the_closes_of_a_quarter_are_kept():
    """A bot that runs for years must not grow with them."""
    tape = Tape(Symbol("BTC-USD"), AlwaysOpen(), MORNING)
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(100)]
    for day in days:
        tape.refer(a_reference("BTC-USD", previous_close_date=day.isoformat()))

    kept = [day for day in days if tape.bells.of(day)]

    assert days[-KEPT:] == kept
