"""Framing: what of the market a picture shows, as it was at an instant."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot import figures, owners
from bot.charts.scene import Across, Line, Overlay, Part, Scene, Shown, Stretch, written
from bot.chat import Drawing, Picture
from bot.market import attribution
from bot.market.course import Course, Courses
from bot.market.instruments import Symbol
from bot.market.sessions import Calendar, CalendarEnds, Hours, Session
from bot.market.state import Market
from bot.market.watchlists import Watchlist

ZONE = "America/New_York"
"""By whose clock a picture is labelled: many rooms are shown the same one."""

SHORTEST = timedelta(hours=1)
"""The least time a picture shows; minutes alone would be drawn as cliffs."""

NEAR = Decimal("0.04")
"""The fraction of a cap by which a milestone may be away and still be shown."""

_THERE = ZoneInfo(ZONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The part of a trading day that a picture shows: from `start` to `end`, seen at `moment`."""

    calendar: Calendar
    start: datetime
    end: datetime
    moment: datetime
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Says what a picture is of: in which words, against which base, beside which other things."""

    title: str
    name: str
    shown: Shown
    base: Decimal | None
    across: Sequence[Across]
    benchmark: Symbol | None
    rebases: Sequence[datetime] = ()


def scene_of(picture: Picture, market: Market, courses: Courses) -> Scene | None:
    """Return what a picture shows; None where nothing is known of it."""
    calendar = _calendar(picture, market)
    if calendar is None:
        return None
    day = day_of(calendar, courses.of(picture.subject), picture.at)
    if day is None:
        return None
    if picture.drawing is Drawing.CAP:
        subject = _sector(picture, day, market)
    else:
        subject = _instrument(picture, day, market)
    last = Decimal(repr(day.line.values[-1]))
    move = (last / subject.base - 1) * 100 if subject.base else None
    return Scene(
        title=subject.title,
        figure=written(last, subject.shown),
        move=figures.percent(move) if move is not None else "",
        rises=_rises(move),
        note=" · ".join(filter(None, [subject.name, _moment(day)])),
        shown=subject.shown,
        start=day.start.timestamp(),
        end=day.end.timestamp(),
        known=courses.since.timestamp(),
        zone=ZONE,
        line=day.line,
        across=(*subject.across, *_level(picture, subject)),
        stretches=tuple(_stretches(day)),
        overlay=_overlay(subject, day, market, courses),
        mark=_mark(picture, day),
        rebases=tuple(at.timestamp() for at in subject.rebases if day.start < at <= day.moment),
    )


def day_of(calendar: Calendar, course: Course, at: datetime) -> Day | None:
    """Find the day to show at an instant: the one that is on, or the last, until it has begun."""
    try:
        today = calendar.trading_day(at)
        days = [calendar.hours(day) for day in (today, calendar.previous_day(today))]
    except CalendarEnds:
        return None
    found = (_within(hours, calendar, course, at) for hours in days if hours is not None)
    return next((day for day in found if day is not None), None)


# What is shown as 0.00% went neither way.
def _rises(move: Decimal | None) -> bool | None:
    shown = figures.rounded(move, 2) if move is not None else None
    return shown > 0 if shown else None


# An alert of the night is behind the end of the day that is shown.
def _mark(picture: Picture, day: Day) -> tuple[float, float] | None:
    seen = picture.marked and day.moment == picture.at
    return (picture.at.timestamp(), day.line.values[-1]) if seen else None


def _calendar(picture: Picture, market: Market) -> Calendar | None:
    if picture.drawing is Drawing.CAP:
        sector = market.sectors.get(picture.subject)
        return market.tape(sector.watchlist.members[0]).calendar if sector is not None else None
    tape = market.tapes.get(Symbol(picture.subject))
    return tape.calendar if tape is not None else None


def _within(hours: Hours, calendar: Calendar, course: Course, at: datetime) -> Day | None:
    moment = min(at, hours.post_close)
    times, values = course.between(hours.pre_open, moment)
    if not times:
        return None
    # Who has not traded before the bell, or was not watched then, leaves nothing to look at there.
    start = hours.pre_open if times[0] < hours.open.timestamp() else hours.open
    end = min(max(moment, start + SHORTEST), hours.post_close)
    line = Line(times, values)
    return Day(calendar=calendar, start=start, end=end, moment=moment, line=line)


def _instrument(picture: Picture, day: Day, market: Market) -> Subject:
    tape = market.tape(Symbol(picture.subject))
    close = tape.bells.previous(day.moment)
    base = close.price if close is not None else None
    return Subject(
        title=tape.symbol,
        name=tape.reference.name if tape.reference is not None else "",
        shown=Shown.PRICE,
        base=base,
        across=_baseline(base, "previous close"),
        benchmark=_benchmark_of(tape.symbol, market),
    )


def _sector(picture: Picture, day: Day, market: Market) -> Subject:
    sector = market.sectors[picture.subject]
    watchlist, base = sector.watchlist, attribution.base(sector, day.moment)
    named = watchlist.title != watchlist.name
    return Subject(
        title=watchlist.title if named else owners.plain(watchlist.name),
        name="market value",
        shown=Shown.MONEY,
        base=base,
        across=[*_baseline(base, "previous closes"), *_milestones(watchlist, day.line)],
        benchmark=watchlist.benchmark,
        rebases=[rebase.at for rebase in sector.rebases],
    )


# Whose list it is does not matter for a list; of a symbol in many lists, the operator's says it.
def _benchmark_of(symbol: Symbol, market: Market) -> Symbol | None:
    lists = (sector.watchlist for sector in market.lists_of(symbol))
    found = (one.benchmark for one in lists if not owners.owner_of(one.name))
    return next((benchmark for benchmark in found if benchmark is not None), None)


def _baseline(base: Decimal | None, label: str) -> list[Across]:
    return [] if base is None else [Across(Part.BASELINE, float(base), label)]


def _level(picture: Picture, subject: Subject) -> list[Across]:
    level = float(picture.level) if picture.level is not None else None
    known = {one.value for one in subject.across if one.part is Part.MILESTONE}
    return [] if level is None or level in known else [Across(Part.LEVEL, level, "level")]


# Those the cap went through, and the next one on either side where it is near.
def _milestones(watchlist: Watchlist, line: Line) -> Iterator[Across]:
    reach = 1 + float(NEAR)
    low, high = min(line.values) / reach, max(line.values) * reach
    for milestone in watchlist.milestones:
        if low <= milestone <= high:
            yield Across(Part.MILESTONE, float(milestone), figures.level(milestone))


# Where its close is not known, it is measured from the first that was heard of it that day.
def _overlay(subject: Subject, day: Day, market: Market, courses: Courses) -> Overlay | None:
    tape = market.tapes.get(subject.benchmark) if subject.benchmark is not None else None
    if tape is None or tape.symbol == subject.title or not subject.base:
        return None
    times, values = courses.of(tape.symbol).between(day.start, day.moment)
    if not times:
        return None
    close = tape.bells.previous(day.moment)
    base = float(close.price) if close is not None else values[0]
    scale = float(subject.base) / base
    move = figures.percent(Decimal((values[-1] / base - 1) * 100))
    since = "" if close is not None else f" since {_clock(times[0])}"
    line = Line(times, array("d", (value * scale for value in values)))
    return Overlay(line, f"{tape.symbol} {move}{since}")


def _clock(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(_THERE):%H:%M}"


def _stretches(day: Day) -> Iterator[Stretch]:
    at = day.start
    while at < day.end:
        span = day.calendar.span(at)
        end = min(span.end, day.end)
        named = span.session in {Session.PRE, Session.POST}
        label = span.session.label if named else ""
        yield Stretch(at.timestamp(), end.timestamp(), span.session.value, label)
        at = span.end


def _moment(day: Day) -> str:
    return f"{day.moment.astimezone(_THERE):%a %Y-%m-%d %H:%M %Z}"
