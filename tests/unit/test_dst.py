"""When the clocks change, in twelve zones over ten years: no bell is missed and none rings twice.

The instants expected are worked out of zoneinfo alone, day by day; the bells are heard by turning
a clock by hand, minute by minute in the weeks in which the clocks change.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ManualClock
from bot.market.sessions import Calendar, ExchangeCalendar, Session, Table

STARTS, ENDS = date(2016, 1, 1), date(2025, 12, 31)
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
PARTS = (Session.CLOSED, Session.PRE, Session.REGULAR, Session.POST, Session.CLOSED)

# Clocks that change at 2:00 on Sundays, at midnight, on weekdays (Cairo and Tehran have had session
# days without a midnight), by half an hour, in the other half of the year, and never.
ZONES = (
    "America/New_York",
    "America/Toronto",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Amman",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
)

Event = tuple[datetime, Session, date]
Listen = Callable[[Calendar, ManualClock, datetime], Iterator[Event]]


def a_calendar(zone: str) -> ExchangeCalendar:
    """Make an exchange of that zone that opens at 00:30, where the clocks change."""
    return ExchangeCalendar(
        Table(
            venue=zone,
            zone=zone,
            starts=STARTS - WEEK,
            ends=ENDS + WEEK,
            pre_open=time(0, 30),
            open=time(9, 30),
            close=time(16),
            post_close=time(20),
            early_post_close=time(17),
            early_closes={},
            closed={},
        )
    )


def expected(zone: str) -> list[Event]:
    """Work out each instant at which a session or a trading day begins, in UTC."""
    return [
        (datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC), part, day)
        for n in range((ENDS - STARTS).days + 1)
        if (day := STARTS + n * DAY).weekday() < 5
        for wall, part in zip(
            (time(0), time(0, 30), time(9, 30), time(16), time(20)), PARTS, strict=True
        )
    ]


def weeks_of_change(zone: str) -> list[datetime]:
    """Name the Mondays, in UTC, of the weeks in which the zone's clocks change."""
    first = datetime.combine(STARTS, time(), UTC)
    mondays = [
        first + n * DAY for n in range((ENDS - STARTS).days) if (STARTS + n * DAY).weekday() == 0
    ]
    offsets = [(at, at.astimezone(ZoneInfo(zone)).utcoffset()) for at in mondays]
    return [at for (at, before), (_, after) in pairwise(offsets) if before != after]


def heard(calendar: Calendar, clock: ManualClock, until: datetime) -> Iterator[Event]:
    """Turn a clock by a minute at a time, and say what a timer on the next change hears."""
    due = calendar.next_change(clock.now())
    while clock.now() < until:
        clock.turn_to(clock.now() + MINUTE)
        while due <= clock.now():
            yield due, calendar.session(due), calendar.trading_day(due)
            due = calendar.next_change(due)


def read(calendar: Calendar, clock: ManualClock, until: datetime) -> Iterator[Event]:
    """Turn a clock by a minute at a time, and say when what it shows is another session or day."""
    before = calendar.span(clock.now())
    while clock.now() < until:
        clock.turn_to(clock.now() + MINUTE)
        now = calendar.span(clock.now())
        if (now.session, now.day) != (before.session, before.day):
            yield clock.now(), now.session, now.day
        before = now


@pytest.mark.parametrize("zone", ZONES)
def test_over_ten_years_each_bell_rings_once(zone: str):
    """A timer that is set on the next change, again and again, hears all of them in order."""
    calendar, bells = a_calendar(zone), expected(zone)

    at, rung = bells[0][0] - MINUTE, []
    while (at := calendar.next_change(at)) <= bells[-1][0]:
        rung.append((at, calendar.session(at), calendar.trading_day(at)))

    assert bells == rung


@pytest.mark.parametrize("listen", [heard, read])
@pytest.mark.parametrize("zone", ZONES)
def test_in_the_weeks_of_change_each_bell_rings_once_minute_by_minute(zone: str, listen: Listen):
    """An hour that comes twice rings no bell twice; one that is left out takes none with it."""
    calendar, bells = a_calendar(zone), expected(zone)

    for monday in weeks_of_change(zone):
        end = monday + WEEK + DAY
        rung = list(listen(calendar, ManualClock(monday), end))

        assert [bell for bell in bells if monday < bell[0] <= end] == rung


def test_the_zones_change_their_clocks_on_weekdays_and_at_midnight_too():
    """Else the test would prove nothing about the midnights that are not there."""
    changed = {zone: len(weeks_of_change(zone)) for zone in ZONES}

    assert {"Asia/Tokyo"} == {zone for zone, weeks in changed.items() if not weeks}
    assert 20 == changed["America/New_York"]
    assert [] != _sessions_without_a_midnight("Africa/Cairo")


def _sessions_without_a_midnight(zone: str) -> list[date]:
    days = [STARTS + n * DAY for n in range((ENDS - STARTS).days + 1)]
    midnights = {day: datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in days}
    return [
        day
        for day, at in midnights.items()
        if at.astimezone(ZoneInfo(zone)).time() != time() and day.weekday() < 5
    ]
