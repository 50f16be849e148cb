"""Where a subject went after a firing, as far as the data tell."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.backtest.model import After, Horizon
from bot.market.sessions import Calendar
from bot.market.tape import BELL_IS_NEAR


@dataclass(frozen=True, slots=True)
class Known:
    """How far the data reach: `until` an instant, in steps of `step`."""

    until: datetime
    step: timedelta


class Trail:
    """Keeps the prices (or caps) of a subject that are sure, by time; `official` its closes."""

    def __init__(self, calendar: Calendar) -> None:
        self.times: list[datetime] = []
        self.values: list[Decimal] = []
        self.official: dict[date, Decimal] = {}
        self.calendar = calendar

    def add(self, at: datetime, value: Decimal) -> None:
        self.times.append(at)
        self.values.append(value)

    def after(self, at: datetime, price: Decimal | None, known: Known) -> After:
        """Tell how far it was from `price` by each horizon; what the data do not hold is None."""
        ends = {
            Horizon.CLOSE: self._next_close(at),
            Horizon.NEXT_CLOSE: self._next_close(self._bell(self._next_close(at))),
        }
        found: dict[Horizon, Decimal | None] = {}
        for horizon in Horizon:
            span = horizon.span
            value = (
                self._close(ends[horizon], at, known)
                if span is None
                else self._by(at + span, at, known)
                if span >= known.step
                else None
            )
            found[horizon] = None if value is None or not price else (value / price - 1) * 100
        return found

    def last_way(self, at: datetime, price: Decimal | None) -> int:
        """Tell which way it last moved before `at`: 1 up, -1 down, 0 where it never moved."""
        here = bisect_right(self.times, at)
        before = next((v for v in reversed(self.values[:here]) if v != price), None)
        return 0 if before is None or price is None else (1 if price > before else -1)

    # The last one by then, if there was one since: no trade is no news, and not "unchanged".
    def _by(self, when: datetime, since: datetime, known: Known) -> Decimal | None:
        if when > known.until:
            return None
        place = bisect_right(self.times, when) - 1
        return self.values[place] if place >= 0 and self.times[place] > since else None

    def _close(self, day: date, since: datetime, known: Known) -> Decimal | None:
        if day in self.official:
            return self.official[day]
        bell = self._bell(day)
        place = bisect_right(self.times, bell) - 1
        if place < 0 or self.times[place] < bell - BELL_IS_NEAR:
            return None
        return self._by(bell, since, known)

    def _next_close(self, at: datetime) -> date:
        day = self.calendar.trading_day(at)
        return day if at < self._bell(day) else self.calendar.next_day(day)

    def _bell(self, day: date) -> datetime:
        hours = self.calendar.hours(day)
        if hours is None:
            message = f"{day} is no session day"
            raise ValueError(message)
        return hours.close
