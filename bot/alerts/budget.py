"""The ping budget: so many pings a day a room may get; what comes after them waits for a digest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.alerts.holds import Hold
from bot.chat import Destination, Severity
from bot.notes import Memory, Note

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PingBudget:
    """Allows so many pings a day, by the wall clock of `location`; None is as many as there are.

    What is critical always passes, and is counted. The rest is told at `digest`.
    """

    pings_a_day: int | None = None
    digest: time = time(16, 30)
    location: str = "America/New_York"

    def day(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.location)).date()

    def next_digest(self, now: datetime) -> datetime:
        """Find the first instant after `now` at which a digest is told."""
        today, zone = self.day(now), ZoneInfo(self.location)
        days = (today, today + DAY, today + 2 * DAY)
        told = (datetime.combine(day, self.digest, zone).astimezone(UTC) for day in days)
        return next(at for at in told if at > now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Says how many pings a room has had on a day."""

    day: date
    pings: int


class Budget:
    """Counts the pings of each room, and holds back what is over its budget."""

    def __init__(self, allowed: PingBudget) -> None:
        self.allowed = allowed
        self._memory = Memory("budget", Spent)

    def spent(self, room: Destination, now: datetime) -> int:
        found = self._memory.kept.get(str(room))
        return found.pings if found and found.day == self.allowed.day(now) else 0

    def spend(self, room: Destination, now: datetime) -> None:
        """Count a ping."""
        if self.allowed.pings_a_day is not None:
            pings = self.spent(room, now) + 1
            self._memory.keep(str(room), Spent(day=self.allowed.day(now), pings=pings))

    def hold(
        self, room: Destination, severity: Severity, now: datetime, *, ping: bool = True
    ) -> Hold | None:
        """Say until when something is held from a room; None where it may be told."""
        most = self.allowed.pings_a_day
        if most is None or not ping or severity is Severity.CRITICAL:
            return None
        if self.spent(room, now) < most:
            return None
        reason = f"over the {most} pings this room gets a day"
        return Hold(reason=reason, until=self.allowed.next_digest(now))

    def changes(self) -> list[Note]:
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        self._memory.restore(notes)
