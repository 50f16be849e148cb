"""Days without a session, closures by the operator, the end of the table, and crypto."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SetupError
from bot.market.sessions import (
    AlwaysOpen,
    Calendar,
    CalendarEnds,
    Closure,
    ExchangeCalendar,
    Hours,
    Session,
)

NEW_YORK = ZoneInfo("America/New_York")


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def us(*closures: Closure) -> ExchangeCalendar:
    return ExchangeCalendar.load(closures)


def reading(calendar: Calendar, at: datetime) -> tuple[Session, date]:
    return calendar.session(at), calendar.trading_day(at)


first, last = datetime(2015, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)
anytime = st.datetimes(
    first.replace(tzinfo=None), last.replace(tzinfo=None), timezones=st.just(UTC)
)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-10-10 00:00", "2025-10-10"),
        ("2025-10-10 03:59", "2025-10-10"),
        ("2025-10-09 23:59:59", "2025-10-09"),
        ("2025-10-11 12:00", "2025-10-10"),
        ("2025-10-12 23:59:59", "2025-10-10"),
        ("2025-11-27 12:00", "2025-11-26"),
        ("2025-01-01 12:00", "2024-12-31"),
        ("2015-01-01 12:00", "2014-12-31"),
    ],
)
def test_a_day_without_a_session_belongs_to_the_one_before(at: str, day: str):
    """On Sunday "today's change" is still Friday's, and it rolls at midnight of Monday."""
    assert date.fromisoformat(day) == us().trading_day(new_york(at))


def test_days_before_and_after_skip_what_is_closed():
    """Yesterday's close is the last one there was."""
    calendar = us()

    found = [
        calendar.previous_day(date(2025, 12, 1)),
        calendar.previous_day(date(2025, 11, 28)),
        calendar.previous_day(date(2025, 11, 30)),
        calendar.next_day(date(2025, 11, 26)),
        calendar.next_day(date(2025, 11, 29)),
    ]

    assert [
        date(2025, 11, 28),
        date(2025, 11, 26),
        date(2025, 11, 28),
        date(2025, 11, 28),
        date(2025, 12, 1),
    ] == found


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2025-10-10 15:59:59", "2025-10-09"),
        ("2025-10-10 16:00", "2025-10-10"),
        ("2025-10-12 12:00", "2025-10-10"),
        ("2025-10-13 09:00", "2025-10-10"),
        ("2025-11-28 13:00", "2025-11-28"),
        ("2025-11-28 12:59:59", "2025-11-26"),
    ],
)
def test_a_session_has_finished_once_its_closing_bell_rang(at: str, day: str):
    """A previous close from any other day than this one is stale and is refused."""
    assert date.fromisoformat(day) == us().last_finished(new_york(at))


def test_an_operator_can_close_a_day_before_the_table_knows():
    """A day of mourning is announced days before it; a release takes longer."""
    calendar = us(Closure(day=date(2026, 5, 5), why="a day of mourning"))

    noon = new_york("2026-05-05 12:00")

    assert (None, Session.CLOSED, date(2026, 5, 4), new_york("2026-05-06 00:00")) == (
        calendar.hours(date(2026, 5, 5)),
        *reading(calendar, noon),
        calendar.next_change(noon),
    )


def test_an_operator_can_end_a_day_early():
    """After-hours end at 17:00 on early closes, whichever hour the session ends."""
    calendar = us(Closure(day=date(2026, 5, 5), closes=time(14, 30)))

    hours = calendar.hours(date(2026, 5, 5))

    assert hours
    assert (new_york("2026-05-05 14:30"), new_york("2026-05-05 17:00"), True) == (
        hours.close,
        hours.post_close,
        hours.is_early_close,
    )


def test_closures_stay_with_the_calendar_they_were_given_to():
    """Two calendars in one process do not share what the operator said to one."""
    us(Closure(day=date(2026, 5, 5)))

    assert us().trades_on(date(2026, 5, 5))


def test_a_closure_the_table_has_learnt_of_since_changes_nothing():
    """Upgrading Prebell must not stop a bot whose operator was first to know."""
    assert not us(Closure(day=date(2025, 1, 9), why="mourning")).trades_on(date(2025, 1, 9))


MAY_5 = date(2026, 5, 5)


@pytest.mark.parametrize(
    ("closures", "says"),
    [
        ([Closure(day=date(2025, 10, 11))], "2025-10-11 is no session day already (Saturday)"),
        (
            [Closure(day=date(2025, 12, 25), closes=time(12))],
            "2025-12-25 is no session day already (Christmas)",
        ),
        ([Closure(day=date(2031, 1, 2))], "2031-01-02 is outside the table, 2014-12-31 to 2030"),
        ([Closure(day=date(2014, 12, 30))], "2014-12-30 is outside the table"),
        ([Closure(day=MAY_5, why="snow"), Closure(day=MAY_5)], "no session day already (snow)"),
        ([Closure(day=MAY_5, closes=time(9, 30))], "between 09:30 and 16:00"),
        ([Closure(day=MAY_5, closes=time(16))], "between 09:30 and 16:00"),
        ([Closure(day=MAY_5, closes=time(13, tzinfo=UTC))], "venue-local time"),
        ([Closure(day=date(2025, 11, 28), closes=time(13))], "between 09:30 and 13:00"),
    ],
)
def test_a_closure_that_cannot_be_meant_is_refused(closures: list[Closure], says: str):
    """A wrong date would be believed in silence until the day it was meant for."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the sentence is asserted below)
        us(*closures)

    assert says in str(caught.value)


PAST = "2031-01-01 00:00"


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda calendar: calendar.session(new_york(PAST)), id="session"),
        pytest.param(lambda calendar: calendar.trading_day(new_york(PAST)), id="trading_day"),
        pytest.param(lambda calendar: calendar.next_change(new_york(PAST)), id="next_change"),
        pytest.param(lambda calendar: calendar.last_finished(new_york(PAST)), id="last_finished"),
        pytest.param(lambda calendar: calendar.hours(date(2031, 1, 1)), id="hours"),
        pytest.param(lambda calendar: calendar.next_day(date(2030, 12, 31)), id="next_day"),
        pytest.param(lambda calendar: calendar.previous_day(date(2031, 1, 9)), id="previous_day"),
        pytest.param(lambda calendar: calendar.previous_day(date(2014, 12, 31)), id="the start"),
    ],
)
def test_outside_the_table_every_question_is_an_error(ask: Callable[[Calendar], object]):
    """Guessing that an unknown Tuesday is open is how alerts go out on New Year's Day."""
    with pytest.raises(CalendarEnds, match=r"from 2014-12-31 to 2030-12-31, .* newer"):
        ask(us())


def test_the_end_of_the_table_is_for_the_operator_to_mend():
    """Only a newer table helps, so the process stops and says so."""
    assert issubclass(CalendarEnds, SetupError)


def test_the_last_day_can_be_lived_to_its_end():
    """The table does not fail a minute early: its edge counts as the last change."""
    calendar = us()

    evening = new_york("2030-12-31 23:59:59")

    assert (date(2030, 12, 31), Session.CLOSED, new_york(PAST)) == (
        calendar.ends,
        calendar.session(evening),
        calendar.next_change(evening),
    )


@given(anytime)
def test_crypto_is_always_in_its_regular_session(at: datetime):
    """Its day is the UTC day, every day of the year, and changes at UTC midnight."""
    calendar, day = AlwaysOpen(), at.date()
    tomorrow = datetime.combine(day + timedelta(days=1), time(), UTC)

    assert (Session.REGULAR, day, tomorrow) == (*reading(calendar, at), calendar.next_change(at))


def test_the_days_of_crypto_are_calendar_days():
    """A Saturday follows a Friday; the last finished day is yesterday, by UTC."""
    calendar, saturday = AlwaysOpen(), date(2025, 10, 11)

    days = (
        calendar.previous_day(saturday),
        calendar.next_day(saturday),
        calendar.last_finished(utc("2025-10-11 00:00")),
    )

    assert (date(2025, 10, 10), date(2025, 10, 12), date(2025, 10, 10)) == days


def test_the_hours_of_crypto_are_the_whole_day():
    """There is no pre-market and nothing after hours."""
    midnight, next_midnight = utc("2025-10-11 00:00"), utc("2025-10-12 00:00")

    expected = Hours(
        pre_open=midnight, open=midnight, close=next_midnight, post_close=next_midnight
    )

    assert expected == AlwaysOpen().hours(date(2025, 10, 11))
