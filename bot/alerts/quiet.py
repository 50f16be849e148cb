"""Quiet hours: by the clock of a room, news is held, and told in one digest when they end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import figures
from bot.alerts.holds import Hold
from bot.chat import Destination, Severity

DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))
_LONGEST = timedelta(days=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Recur on the days they begin on, Monday being 0, by the wall clock of `location`.

    An end that is not after the start is on the next day; the same time is a whole day. They hold
    for every room where no `destinations` are named; what is critical passes where it `may`.
    """

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY
    location: str = "America/New_York"
    destinations: frozenset[Destination] = field(default_factory=frozenset)
    critical_may_pass: bool = True

    def concerns(self, room: Destination) -> bool:
        return not self.destinations or room in self.destinations

    def around(self, now: datetime) -> datetime | None:
        """Say when those end that hold at `now`, or None where none do."""
        today = now.astimezone(ZoneInfo(self.location)).date()
        for day in (today, today - DAY):
            if day.weekday() in self.days:
                start, end = self._on(day)
                if start <= now < end:
                    return end
        return None

    def _on(self, day: date) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.location)
        last = day if self.start < self.end else day + DAY
        start = datetime.combine(day, self.start, zone).astimezone(UTC)
        return start, datetime.combine(last, self.end, zone).astimezone(UTC)


def endless(hours: Iterable[QuietHours]) -> bool:
    """Tell whether hours follow one another without a break."""
    return any(one.start == one.end and one.days == EVERY_DAY for one in hours)


class Quiet:
    """Holds back what comes in quiet hours: those of the operator, and those a room wants."""

    def __init__(self, hours: Iterable[QuietHours]) -> None:
        self.hours = tuple(hours)
        self._wanted: dict[str, tuple[QuietHours, ...]] = {}

    def want(self, owner: str, hours: Iterable[QuietHours]) -> None:
        """Keep the hours that somebody wants for their own rooms, in the place of those before."""
        self._wanted.pop(owner, None)
        if kept := tuple(hours):
            self._wanted[owner] = kept

    def of(self, room: Destination, owner: str) -> list[QuietHours]:
        """List the quiet hours of a room, whose owner that is."""
        wanted = (one for one in self._wanted.get(owner, ()) if room in one.destinations)
        return [*(hours for hours in self.hours if hours.concerns(room)), *wanted]

    def hold(
        self, room: Destination, severity: Severity, now: datetime, *, owner: str = ""
    ) -> Hold | None:
        """Say until when something is held from a room; None where it may be told."""
        if not self.hours and not self._wanted:
            return None
        critical = severity is Severity.CRITICAL
        mine = self.of(room, owner)
        end = _end([h for h in mine if not (critical and h.critical_may_pass)], now)
        if end is None:
            return None
        zone = mine[0].location
        return Hold(reason=f"quiet hours until {figures.moment(end, now, zone)}", until=end)


def _end(hours: list[QuietHours], now: datetime) -> datetime | None:
    # Some may begin as others end: a night before a weekend.
    end, latest = None, now + _LONGEST
    at = now
    while at < latest and (ends := [e for e in (h.around(at) for h in hours) if e is not None]):
        at = end = max(ends)
    return end
