"""When a venue trades: its sessions, its trading days, and the instants at which they change."""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import msgspec

from bot.errors import SetupError
from bot.texts import unsaid

TABLE = Path(__file__).with_name("sessions.json")  # written by scripts/make_sessions.py
DAY = timedelta(days=1)
_DAYS_KEPT = 100


class Session(StrEnum):
    """Parts of a venue's day."""

    PRE = "pre"
    REGULAR = "regular"
    POST = "post"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """Name it as people do; `title` is taken, by str."""
        return _LABELS[self]


_LABELS = {
    Session.PRE: unsaid("pre-market"),
    Session.REGULAR: unsaid("regular session"),
    Session.POST: unsaid("after hours"),
    Session.CLOSED: unsaid("closed"),
}
_PARTS = (Session.CLOSED, Session.PRE, Session.REGULAR, Session.POST, Session.CLOSED)


class CalendarEnds(SetupError):
    """Says that a calendar was asked about a day it does not cover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Says when a session day's parts begin and end, in UTC."""

    pre_open: datetime
    open: datetime
    close: datetime
    post_close: datetime
    is_early_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time, `end` excluded, in which neither session nor trading day changes."""

    start: datetime
    end: datetime
    session: Session
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A day the operator closes, or lets end early at `closes` in the venue's time."""

    day: date
    closes: time | None = None
    why: str = "a closure in the configuration"


class Calendar(ABC):
    """Knows a venue's sessions from `starts` to `ends`; every instant must be aware.

    A trading day begins at local midnight of a session day and lasts until the next one does, so a
    weekend belongs to its Friday. Outside the days covered each question raises CalendarEnds.
    """

    starts: date
    ends: date
    zone: tzinfo

    def __init__(self) -> None:
        never = datetime.max.replace(tzinfo=UTC)
        self._span = Span(start=never, end=never, session=Session.CLOSED, day=date.max)
        self._other = self._span
        self._bell: tuple[Span | None, datetime] = (None, never)
        self._asked: dict[date, Hours | None] = {}  # a few days are asked about all day

    @abstractmethod
    def trades_on(self, day: date) -> bool:
        """Say whether `day` has a regular session."""

    @abstractmethod
    def _hours(self, day: date) -> Hours: ...

    def span(self, at: datetime) -> Span:
        """Find the stretch around `at`; while asked within the last two, that is no search.

        Two, because a quote's own time and the present may stand on either side of a bell.
        """
        span, other = self._span, self._other
        try:
            if span.start <= at < span.end:
                return span
            if other.start <= at < other.end:
                return other
        except TypeError:
            raise ValueError(
                f"{at!r} has no time zone; a calendar is asked in aware time"
            ) from None
        self._other, self._span = span, self._find(at)
        return self._span

    def session(self, at: datetime) -> Session:
        return self.span(at).session

    def trading_day(self, at: datetime) -> date:
        return self.span(at).day

    def next_change(self, at: datetime) -> datetime:
        """Find the first instant after `at` with another session or trading day."""
        return self.span(at).end

    def hours(self, day: date) -> Hours | None:
        """Say when `day` trades; None if it does not."""
        try:
            return self._asked[day]
        except KeyError:
            if len(self._asked) >= _DAYS_KEPT:
                self._asked.clear()
            hours = self._asked[day] = self._hours(day) if self.trades_on(day) else None
            return hours

    def previous_day(self, day: date) -> date:
        """Find the last session day before `day`."""
        day -= DAY
        while not self.trades_on(day):
            day -= DAY
        return day

    def next_day(self, day: date) -> date:
        """Find the first session day after `day`."""
        day += DAY
        while not self.trades_on(day):
            day += DAY
        return day

    def last_finished(self, at: datetime) -> date:
        """Find the last session day whose regular session has ended by `at`."""
        day = self.trading_day(at)
        hours = self.hours(day)
        return day if hours and hours.close <= at else self.previous_day(day)

    def last_bell(self, at: datetime) -> datetime:
        """Find when the last session to finish by `at` ended; no search within one stretch."""
        span = self.span(at)
        if self._bell[0] is not span:
            hours = self.hours(self.last_finished(at))
            self._bell = (span, hours.close if hours is not None else span.start)
        return self._bell[1]

    def _find(self, at: datetime) -> Span:
        day = at.astimezone(self.zone).date()
        if not self.trades_on(day):
            day = self.previous_day(day)
        try:
            after = self.next_day(day)
        except CalendarEnds:
            after = self.ends + DAY  # the edge of what is known; asking there says so
        start, end, of = self._instant(day), self._instant(after), self._hours(day)
        edges = (start, of.pre_open, of.open, of.close, of.post_close, end)
        # Where parts are empty, as on a venue that never closes, this finds the one that is not.
        part = bisect_right(edges, at) - 1
        return Span(start=edges[part], end=edges[part + 1], session=_PARTS[part], day=day)

    def _instant(self, day: date, wall: time = time.min) -> datetime:
        return datetime.combine(day, wall, self.zone).astimezone(UTC)


class AlwaysOpen(Calendar):
    """Trades around the clock, as crypto does; its day is the UTC day."""

    starts = date.min
    ends = date.max
    zone = UTC

    def trades_on(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def _hours(self, day: date) -> Hours:
        start, end = self._instant(day), self._instant(day + DAY)
        return Hours(pre_open=start, open=start, close=end, post_close=end)


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A venue's hours in its own time, and the days that differ, as the data file has them."""

    venue: str
    zone: str
    starts: date
    ends: date
    pre_open: time
    open: time
    close: time
    post_close: time
    early_post_close: time
    early_closes: dict[date, time]
    closed: dict[date, str]


class ExchangeCalendar(Calendar):
    """Follows a venue's table, weekends off, with the operator's closures laid over it."""

    def __init__(self, table: Table, closures: Iterable[Closure] = ()) -> None:
        super().__init__()
        self.starts, self.ends = table.starts, table.ends
        self.zone = ZoneInfo(table.zone)
        self._table = table
        self._closed = dict(table.closed)
        self._early = dict(table.early_closes)
        for closure in closures:
            self._close(closure)

    @classmethod
    def load(cls, closures: Iterable[Closure] = ()) -> Self:
        """Read the table of NYSE and Nasdaq that comes with the package."""
        return cls(msgspec.json.decode(TABLE.read_bytes(), type=Table), closures)

    def trades_on(self, day: date) -> bool:
        if not self.starts <= day <= self.ends:
            raise CalendarEnds(
                f"{self._table.venue} sessions are known from {self.starts} to {self.ends}, not on"
                f" {day}; install a newer Prebell, or widen the table in scripts/make_sessions.py"
            )
        return day.weekday() < 5 and day not in self._closed  # noqa: PLR2004 (Saturday)

    def _hours(self, day: date) -> Hours:
        table, early = self._table, day in self._early
        return Hours(
            pre_open=self._instant(day, table.pre_open),
            open=self._instant(day, table.open),
            close=self._instant(day, self._early.get(day, table.close)),
            post_close=self._instant(day, table.early_post_close if early else table.post_close),
            is_early_close=early,
        )

    def _close(self, closure: Closure) -> None:
        day, closes = closure.day, closure.closes
        opens, last = self._table.open, self._early.get(day, self._table.close)
        if not self.starts <= day <= self.ends:
            raise ValueError(
                f"the closure on {day} is outside the table, {self.starts} to {self.ends}"
            )
        if closes is None and day in self._table.closed:
            return  # said before the table knew; a newer table must not stop the bot
        if not self.trades_on(day):
            why = self._closed.get(day, f"{day:%A}")
            raise ValueError(f"{day} is no session day already ({why}); remove this closure")
        if closes is None:
            self._closed[day] = closure.why
        elif closes.tzinfo is None and opens < closes < last:
            self._early[day] = closes
        else:
            raise ValueError(
                f"the closure on {day} ends the session at {closes}; write a venue-local time"
                f" between {opens:%H:%M} and {last:%H:%M}, or none for the whole day"
            )
