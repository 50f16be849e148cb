"""Minutes: a figure at the end of each minute in which it was told."""

from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

_STEP = timedelta(minutes=1)
_KEPT = 1500

Point = tuple[datetime, Decimal]
"""A minute, and what the figure was at its end."""


class Minutes:
    """Keeps the last day of minutes; `newest` is the figure as it is, and `due` the next minute."""

    __slots__ = ("_points", "due", "newest")

    def __init__(self) -> None:
        self.newest = Decimal(0)
        self.due = datetime.min.replace(tzinfo=UTC)
        self._points: deque[Point] = deque(maxlen=_KEPT)

    @property
    def series(self) -> Sequence[Point]:
        """The figure at the end of each minute; the last is the newest."""
        if not self._points:
            return ()
        *ended, (minute, _) = self._points
        return (*ended, (minute, self.newest))

    def add(self, figure: Decimal, now: datetime) -> None:
        """Take the figure as it is at `now`."""
        if now >= self.due:
            self.begin(now)
        self.newest = figure

    def begin(self, now: datetime) -> None:
        """Begin a minute; what was newest until now is what the one before ended at."""
        if self._points:
            self._points[-1] = (self._points[-1][0], self.newest)
        minute = now.replace(second=0, microsecond=0)
        self._points.append((minute, self.newest))
        self.due = minute + _STEP
