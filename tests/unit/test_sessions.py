"""A calendar reads the session table right to the second."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.sessions import (
    AlwaysOpen,
    Calendar,
    Closure,
    ExchangeCalendar,
    Hours,
    Session,
)
from tests.exchange_hours import published

NEW_YORK = ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def by_the_wall_clock(at: datetime) -> tuple[Session, date]:
    """Read session and trading day off the published hours, one instant at a time."""
    day = at.astimezone(NEW_YORK).date()
    while day not in published():
        day -= timedelta(days=1)
    pre_open, opens, close, post_close = published()[day]
    if pre_open <= at < opens:
        return Session.PRE, day
    if opens <= at < close:
        return Session.REGULAR, day
    if close <= at < post_close:
        return Session.POST, day
    return Session.CLOSED, day


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def us(*closures: Closure) -> ExchangeCalendar:
    return ExchangeCalendar.load(closures)


def reading(calendar: Calendar, at: datetime) -> tuple[Session, date]:
    return calendar.session(at), calendar.trading_day(at)


def changes(calendar: Calendar, start: datetime, end: datetime) -> list[datetime]:
    """Walk from change to change."""
    seen = []
    while (start := calendar.next_change(start)) < end:
        seen.append(start)
    return seen


@pytest.mark.parametrize(
    ("edge", "before", "after"),
    [
        ("2025-10-10 00:00", Session.CLOSED, Session.CLOSED),
        ("2025-10-10 04:00", Session.CLOSED, Session.PRE),
        ("2025-10-10 09:30", Session.PRE, Session.REGULAR),
        ("2025-10-10 16:00", Session.REGULAR, Session.POST),
        ("2025-10-10 20:00", Session.POST, Session.CLOSED),
        ("2025-11-28 13:00", Session.REGULAR, Session.POST),
        ("2025-11-28 17:00", Session.POST, Session.CLOSED),
    ],
)
def test_the_instant_of_the_bell_belongs_to_the_new_session(
    edge: str, before: Session, after: Session
):
    """The opening print is stamped 09:30:00 and is not pre-market; early closes end at 17:00."""
    calendar, at = us(), new_york(edge)

    sessions = [calendar.session(at + step) for step in (-SECOND, timedelta(0), SECOND)]

    assert [before, after, after] == sessions


def test_the_hours_of_an_early_close_say_so():
    """The day after Thanksgiving ends three hours early, after-hours with it."""
    hours = us().hours(date(2025, 11, 28))

    expected = Hours(
        pre_open=utc("2025-11-28 09:00"),
        open=utc("2025-11-28 14:30"),
        close=utc("2025-11-28 18:00"),
        post_close=utc("2025-11-28 22:00"),
        is_early_close=True,
    )
    assert expected == hours


def test_a_closure_by_decree_is_a_closed_day():
    """2025-01-09 was announced ten days before; the table has it all the same."""
    calendar = us()

    noon = new_york("2025-01-09 12:00")

    assert (None, Session.CLOSED, date(2025, 1, 8)) == (
        calendar.hours(date(2025, 1, 9)),
        *reading(calendar, noon),
    )


@pytest.mark.parametrize(
    ("day", "opens", "close"),
    [
        ("2025-03-07", "14:30", "21:00"),
        ("2025-03-10", "13:30", "20:00"),
        ("2025-10-31", "13:30", "20:00"),
        ("2025-11-03", "14:30", "21:00"),
        ("2026-03-06", "14:30", "21:00"),
        ("2026-03-09", "13:30", "20:00"),
        ("2026-10-30", "13:30", "20:00"),
        ("2026-11-02", "14:30", "21:00"),
    ],
)
def test_the_session_moves_in_utc_when_the_clocks_change(day: str, opens: str, close: str):
    """Half past nine in New York is another instant after each change of its clocks."""
    hours = us().hours(date.fromisoformat(day))

    assert hours
    assert (utc(f"{day} {opens}"), utc(f"{day} {close}")) == (hours.open, hours.close)


def test_an_instant_may_be_given_in_any_zone():
    """A feed's own zone is as good as ours; instants are what is compared."""
    calendar, at = us(), utc("2025-10-10 13:30")

    zones = [UTC, NEW_YORK, ZoneInfo("Asia/Kathmandu")]

    assert {Session.REGULAR} == {calendar.session(at.astimezone(zone)) for zone in zones}


@pytest.mark.parametrize("calendar", [us(), AlwaysOpen()])
def test_a_naive_time_is_refused(calendar: Calendar):
    """A time without a zone is a guess, and a guess of five hours moves every session."""
    naive = datetime(2025, 10, 10, 13, 30)  # noqa: DTZ001 (that is the point)

    for ask in (calendar.session, calendar.trading_day, calendar.next_change):
        with pytest.raises(ValueError, match="no time zone"):
            ask(naive)


def test_each_session_has_the_name_people_use():
    """`post` is the word of the configuration, `after hours` the one for a message."""
    assert ["pre-market", "regular session", "after hours", "closed"] == [s.label for s in Session]


@pytest.mark.parametrize(
    "monday",
    [
        pytest.param("2025-03-03", id="clocks go forward in 2025"),
        pytest.param("2025-10-27", id="clocks go back in 2025"),
        pytest.param("2026-03-02", id="clocks go forward in 2026"),
        pytest.param("2026-10-26", id="clocks go back in 2026"),
        pytest.param("2025-11-24", id="Thanksgiving"),
        pytest.param("2025-12-22", id="Christmas"),
        pytest.param("2025-12-29", id="the year ends"),
        pytest.param("2025-01-06", id="a closure by decree"),
        pytest.param("2025-10-06", id="nothing special"),
    ],
)
def test_changes_are_the_minutes_at_which_something_changes(monday: str):
    """Timers are set on `next_change`: one too few is a bell that does not ring."""
    start = new_york(monday)
    minutes = [start + MINUTE * n for n in range(8 * 24 * 60)]
    readings = [by_the_wall_clock(at) for at in minutes]

    expected = [
        at
        for at, before, after in zip(minutes[1:], readings, readings[1:], strict=False)
        if before != after
    ]

    assert expected == changes(us(), start, minutes[-1] + MINUTE)


def test_changes_walked_over_sixteen_years_miss_nothing():
    """Each session day has five: its midnight, the two opens and the two closes."""
    calendar = us()
    expected = [
        at
        for day, hours in published().items()
        for at in (datetime.combine(day, time(), NEW_YORK).astimezone(UTC), *hours)
    ]

    walked = changes(calendar, expected[0], new_york("2031-01-01"))

    assert expected[1:] == walked


def test_a_weekend_is_one_stretch_without_a_change():
    """Nothing is scheduled between Friday's last trade and Monday's midnight."""
    assert new_york("2025-10-13 00:00") == us().next_change(new_york("2025-10-10 20:00"))


first, last = datetime(2015, 1, 1, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC)
anytime = st.datetimes(
    first.replace(tzinfo=None), last.replace(tzinfo=None), timezones=st.just(UTC)
)


edges = st.deferred(lambda: st.sampled_from([at for hours in published().values() for at in hours]))
nearby = st.builds(lambda at, n: at + n * SECOND, edges, st.integers(-100_000, 100_000))
covered = st.one_of(edges, nearby, anytime).filter(lambda at: first <= at <= last)


@given(st.lists(covered, min_size=2, max_size=30))
def test_what_was_asked_before_never_changes_an_answer(instants: list[datetime]):
    """Ticks arrive out of order; the remembered stretch must not be taken for another."""
    calendar = us()
    there_and_back = instants + instants[::-1]

    readings = [reading(calendar, at) for at in there_and_back]

    assert [by_the_wall_clock(at) for at in there_and_back] == readings


@given(covered)
def test_the_next_change_is_the_first_one(at: datetime):
    """Up to it nothing differs, from it something does."""
    calendar = us()

    change = calendar.next_change(at)

    assert at < change
    assert by_the_wall_clock(at) == by_the_wall_clock(change - SECOND)
    assert by_the_wall_clock(at) != by_the_wall_clock(change)


class CountedZone(tzinfo):
    """New York, counting how often it is asked."""

    asked = 0

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        self.asked += 1
        return NEW_YORK.utcoffset(at)

    def dst(self, at: datetime | None) -> timedelta | None:
        return NEW_YORK.dst(at)

    def tzname(self, at: datetime | None) -> str | None:
        return NEW_YORK.tzname(at)

    def fromutc(self, at: datetime) -> datetime:
        self.asked += 1
        return NEW_YORK.fromutc(at.replace(tzinfo=NEW_YORK)).replace(tzinfo=self)


def test_a_day_of_ticks_looks_at_the_zone_once_a_session():
    """The session is read on every tick; a zone lookup each time would cost more than the rules."""
    calendar, zone, opens = us(), CountedZone(), utc("2025-10-10 13:30")
    calendar.zone = zone

    calendar.session(opens)
    once = zone.asked
    sessions = {calendar.session(opens + n * SECOND) for n in range(20_000)}

    assert once > 0
    assert ({Session.REGULAR}, once) == (sessions, zone.asked)
