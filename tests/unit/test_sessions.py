"""The session table is the exchanges' own, and a calendar reads it right to the second."""

import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SetupError
from bot.market.sessions import (
    TABLE,
    AlwaysOpen,
    Calendar,
    CalendarEnds,
    Closure,
    ExchangeCalendar,
    Hours,
    Session,
)

ROOT = Path(__file__).parents[2]
NEW_YORK = ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

OpenHours = tuple[datetime, datetime, datetime, datetime]


@cache
def published(exchange: str = "NYSE") -> dict[date, OpenHours]:
    """Ask pandas_market_calendars for the hours of each session day, in UTC."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library uses what pandas is about to drop
        import pandas_market_calendars as markets  # noqa: PLC0415 (half a second, 100 MB)

        table = markets.get_calendar(exchange).schedule(
            "2014-12-31", "2030-12-31", market_times="all"
        )
    parts = table[["pre", "market_open", "market_close", "post"]]
    return {
        day.date(): tuple(instant.to_pydatetime().astimezone(UTC) for instant in row)
        for day, *row in parts.itertuples()
    }


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


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("exchange", ["NYSE", "NASDAQ"])
def test_the_table_has_the_hours_of_every_day_as_the_exchange_publishes_them(exchange: str):
    """A wrong holiday is a day of false alarms, or of none; the library is the second opinion."""
    calendar = us()
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(16 * 365 + 4)]

    hours = {day: found for day in days if (found := calendar.hours(day))}

    assert date(2030, 12, 31) == days[-1]
    assert {day: h for day, h in published(exchange).items() if day.year >= 2015} == {
        day: (h.pre_open, h.open, h.close, h.post_close) for day, h in hours.items()
    }


def test_the_table_in_the_repository_is_what_the_script_writes():
    """Nobody edits the table by hand, and a newer library shows up as a difference."""
    check = python("scripts/make_sessions.py", "--check")

    assert (0, "") == (check.returncode, check.stderr)


def test_the_script_notices_a_table_that_differs_and_can_write_it_again(tmp_path: Path):
    """A check that cannot fail would be no check."""
    table = tmp_path / "sessions.json"
    table.write_text(TABLE.read_text("utf-8").replace("2025-01-09", "2025-01-10"), "utf-8")

    check = python("scripts/make_sessions.py", "--check", "--file", str(table))
    python("scripts/make_sessions.py", "--file", str(table))

    assert (1, f"{table} is not current; run scripts/make_sessions.py\n", TABLE.read_bytes()) == (
        check.returncode,
        check.stderr,
        table.read_bytes(),
    )


def test_the_table_is_read_from_the_package_when_asked_for_and_not_before():
    """Importing stays cheap, and an installed wheel works from any directory."""
    code = """
import os, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from bot.market.sessions import TABLE, ExchangeCalendar
import bot.market
before = str(TABLE) in opened
os.chdir("/")
ExchangeCalendar.load()
print(before, str(TABLE) in opened, str(TABLE.parent) in bot.market.__path__)
"""

    assert "False True True\n" == python("-c", code).stdout


def test_the_zone_comes_from_tzdata_where_the_machine_has_none():
    """Slim containers and Windows have no zone files."""
    code = """
import zoneinfo
from datetime import UTC, datetime
from bot.market.sessions import ExchangeCalendar
at = datetime(2025, 10, 10, 13, 30, tzinfo=UTC)
print(zoneinfo.TZPATH, ExchangeCalendar.load().session(at))
"""

    assert "() regular\n" == python("-c", code, PYTHONTZPATH="").stdout


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
