"""Which session is on, when it changes, and which days ahead are unlike the others."""

from collections.abc import Iterator
from datetime import date, datetime

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.sessions import DAY, Calendar, CalendarEnds, Hours
from bot.texts import said
from handlers.base import command
from handlers.desk import Desk

SATURDAY = 5
AHEAD = 366  # days that are looked through
ROWS = 20


@command("session", "Which session is on and when it changes", example="/session IREN")
async def session(call: Call, desk: Desk, symbol: Symbol | None = None) -> Reply:
    """Answer with an instrument's session, or with every venue's."""
    now, zone = desk.now, call.timezone
    if symbol is None:
        rows = tuple(_row(v, c, now, zone) for v, c in desk.market.calendars.items())
        return Reply(
            title=said("Sessions at {at}", at=figures.day_and_time(now, zone)),
            table=Table(_headings(), rows),
        )
    found = desk.market.tape(symbol).calendar
    day = found.trading_day(now)
    return Reply(
        title=f"{symbol}: {said(found.session(now).label)}",
        facts=(
            Fact(said("Trading day"), figures.day(day)),
            Fact(said("Next change"), _change(found, now, zone)),
            Fact(said("Hours of that day"), _hours(found.hours(day), now, zone)),
            Fact(said("Next early close"), _next(found, now, early=True)),
            Fact(said("Next day without a session"), _next(found, now, early=False)),
        ),
    )


@command("calendar", "Early closes and days without a session, a year ahead")
async def calendar(call: Call, desk: Desk) -> Reply:
    """Answer with the days ahead that are unlike the others, of every venue."""
    found = sorted(
        (day, venue, hours)
        for venue, c in desk.market.calendars.items()
        for day, hours in _unlike(c, desk.now)
    )[:ROWS]
    rows = tuple((figures.day(day), venue, _what(h, call.timezone)) for day, venue, h in found)
    return Reply(
        title=said("Days ahead that are unlike the others"),
        body="" if rows else said("None are known."),
        table=Table((said("Day"), said("Venue"), said("What")), rows) if rows else None,
    )


def _headings() -> tuple[str, ...]:
    changes = (said("Next change"), said("Early close"), said("Closed"))
    return (said("Venue"), said("Session"), *changes)


def _row(venue: str, of: Calendar, now: datetime, zone: str) -> tuple[str, ...]:
    return (
        venue,
        said(of.session(now).label),
        _change(of, now, zone),
        _next(of, now, early=True),
        _next(of, now, early=False),
    )


def _change(of: Calendar, now: datetime, zone: str) -> str:
    change = of.next_change(now)
    try:
        then = said(of.session(change).label)
    except CalendarEnds:
        then = said("unknown")
    same = then == said(of.session(now).label)
    what = said("a new trading day") if same else then
    at, left = figures.moment(change, now, zone), figures.age(change - now)
    return said("{what} at {at}, in {left}", what=what, at=at, left=left)


def _hours(hours: Hours | None, now: datetime, zone: str) -> str:
    if hours is None:
        return said("none")
    edges = (hours.pre_open, hours.open, hours.close, hours.post_close)
    told = " · ".join(figures.moment(edge, now, zone) for edge in dict.fromkeys(edges))
    return said("{hours}, an early close", hours=told) if hours.is_early_close else told


def _next(of: Calendar, now: datetime, *, early: bool) -> str:
    days = (day for day, hours in _unlike(of, now) if (hours is not None) is early)
    day = next(days, None)
    return figures.day(day) if day else said("none")


def _what(hours: Hours | None, zone: str) -> str:
    if hours is None:
        return said("no session")
    return said("closes at {at}", at=figures.time_of_day(hours.close, zone))


# Early closes with their hours, and weekdays without a session, from the venue's today on.
def _unlike(of: Calendar, now: datetime) -> Iterator[tuple[date, Hours | None]]:
    day = now.astimezone(of.zone).date()
    left = min(AHEAD, (of.ends - day).days + 1)
    for n in range(left):
        when = day + n * DAY
        hours = of.hours(when)
        if hours is not None and hours.is_early_close:
            yield when, hours
        elif hours is None and when.weekday() < SATURDAY:
            yield when, None
