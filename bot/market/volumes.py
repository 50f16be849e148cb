"""What volume tells: the average price of a session, and how much is usual by this time of day."""

from array import array
from bisect import bisect_right
from collections import deque
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.market.bars import Trade
from bot.market.sessions import Calendar

DAYS = 20
"""Session days whose volume is averaged; about a month of trading."""

_MINUTE = timedelta(minutes=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Vwap:
    """The volume-weighted average price of a session: Σ price × shares ÷ Σ shares.

    S. Berkowitz, D. Logue, E. Noser, The total cost of transactions on the NYSE, Journal of
    Finance 43 (1988). The shares between two quotes count at the later one's price. `start` is when
    its session began; one that began before `since` is not all in it. `whole` says that every trade
    has told its shares.
    """

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.start = self._end = _NEVER
        self.whole = False
        self._worth = Decimal(0)
        self._shares = 0

    @property
    def value(self) -> Decimal | None:
        """The average; None where shares are missing from it, or there were none."""
        return self._worth / self._shares if self.whole and self._shares else None

    def trade(self, trade: Trade, calendar: Calendar) -> None:
        if trade.at >= self._end:
            span = calendar.span(trade.at)
            self.start, self._end = span.start, span.end
            self.whole = True
            self._worth, self._shares = Decimal(0), 0
        elif trade.at < self.start:
            return
        if trade.shares is None:
            self.whole = False
            return
        self._worth += trade.price * trade.shares
        self._shares += trade.shares


class Volumes:
    """Remembers how a day's volume grew, minute by minute, for the last days seen from end to end.

    Minutes are counted from the regular open, negative before it, so that they mean the same time
    of day in summer and winter. What is told late changes nothing of what has been noted.
    """

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.days: deque[_Day] = deque(maxlen=DAYS)
        self._today: _Day | None = None
        self._newest = _NEVER

    def trade(self, trade: Trade, calendar: Calendar) -> None:
        if trade.at < self._newest:
            return
        self._newest = trade.at
        if trade.volume is None:
            return
        day = calendar.trading_day(trade.at)
        today = self._today
        if today is None or day > today.day:
            if today is not None and today.whole:
                self.days.append(today)
            hours = calendar.hours(day)
            whole = hours is not None and self.since <= hours.pre_open
            today = self._today = _Day(day, whole=whole)
        if day == today.day:
            today.note(_minute(trade.at, day, calendar), trade.volume)

    def usual(self, now: datetime, calendar: Calendar) -> Decimal | None:
        """Return the mean volume by the end of this minute of the day; None without a full day."""
        if not self.days:
            return None
        minute = _minute(now, calendar.trading_day(now), calendar)
        return Decimal(sum(day.by(minute) for day in self.days)) / len(self.days)

    def next_turn(self, now: datetime, calendar: Calendar) -> datetime | None:
        """Return the next minute of this day at which something more is usual."""
        day = calendar.trading_day(now)
        hours, minute = calendar.hours(day), _minute(now, day, calendar)
        turns = [m for past in self.days if (m := past.after(minute)) is not None]
        return hours.open + min(turns) * _MINUTE if hours is not None and turns else None


class _Day:
    def __init__(self, day: date, *, whole: bool) -> None:
        self.day = day
        self.whole = whole  # watched from before its first trade
        self._minutes = array("q")
        self._volumes = array("q")

    def note(self, minute: int, volume: int) -> None:
        if self._minutes and minute <= self._minutes[-1]:
            self._volumes[-1] = volume
            return
        self._minutes.append(minute)
        self._volumes.append(volume)

    def by(self, minute: int) -> int:
        place = bisect_right(self._minutes, minute)
        return self._volumes[place - 1] if place else 0

    def after(self, minute: int) -> int | None:
        place = bisect_right(self._minutes, minute)
        return self._minutes[place] if place < len(self._minutes) else None


def _minute(at: datetime, day: date, calendar: Calendar) -> int:
    hours = calendar.hours(day)
    return (at - hours.open) // _MINUTE if hours else 0
