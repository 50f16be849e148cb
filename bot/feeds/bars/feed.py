"""Bars as a feed: a CSV of opens, highs, lows and closes, told as the quotes they stand for.

A bar knows its open and its close. That its low and its high were reached it knows too, but not
when, nor which came first: they are told a third and two thirds of the way, the one further from
the close first, under a source that says so.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from bot.errors import SetupError
from bot.feeds.bars.table import Bar, BarFile, day_of
from bot.market.events import Event, FeedStatus, Quote, Reference
from bot.market.instruments import Asset, Symbol
from bot.market.sanity import FURTHEST_AHEAD, Refusal
from bot.market.sessions import Calendar, Session
from bot.market.state import VENUES

SOURCE = "bars"
ASSUMED = "bars, order assumed"
"""The source of highs and lows, whose moment within their bar nobody knows."""

DAILY = timedelta(days=1)
_INSTANT = timedelta(seconds=1)  # a close stands within its session: a print at the bell is past it


class Bars:
    """Tells a file of bars; a line that is none is told as a refusal, first of all.

    `step` is the span of a bar, and so the least after which a price is known; `premarket` says
    that some are of before the bell, `zoneless` that times were written without a zone.
    """

    def __init__(self, file: Path, calendars: Mapping[str, Calendar]) -> None:
        """Read a file of bars; raises SetupError where it is none."""
        self._file = BarFile(file)
        self.symbol: Symbol = self._file.symbol
        self.asset = Asset.CRYPTO if "-" in self.symbol else Asset.EQUITY
        self.calendar = calendars[VENUES[self.asset]]
        self.line = 0
        self.broken: str | None = None
        read = self._file.bars(self.calendar.zone)
        self.daily = all(bar.daily for bar in read)
        self.step = (
            DAILY
            if self.daily
            else min((b.at - a.at for a, b in pairwise(read)), default=timedelta(minutes=1))
        )
        self.zoneless = self._file.zoneless
        self._bars = [bar for bar in read if self._trades(bar)]
        if not self._bars:
            message = f"{file} holds no bar that can be read{self._why()}"
            raise SetupError(message)
        self.begins = self._spans(self._bars[0])[0]
        sessions = {self.calendar.session(bar.at) for bar in self._bars}
        self.premarket = not self.daily and Session.PRE in sessions

    @property
    def where(self) -> str:
        """The place of what was told last, as `file:line`."""
        return f"{self._file.path}:{self.line}"

    async def events(self) -> AsyncIterator[Event | Refusal]:
        """Tell each bad line, then each bar's reference and quotes in order of time."""
        for number, refusal in sorted(self._file.refused.items()):
            self.line = number
            yield refusal
        for event in self._told():
            yield event

    def _told(self) -> Iterator[Event]:
        volume: int | None = 0
        before: Bar | None = None
        for bar in self._bars:
            self.line = bar.line
            start, end = self._spans(bar)
            if before is None or start.year != self._spans(before)[0].year:
                yield self._reference(start, before)
            else:
                yield from self._silence(self._spans(before)[1], start)
            new_day = before is None or self._day(before) != self._day(bar)
            volume = 0 if new_day else volume
            after = None if volume is None or bar.volume is None else volume + bar.volume
            yield from self._quotes(bar, start, end, (None if self.daily else volume, after))
            volume, before = after, bar

    def _quotes(
        self, bar: Bar, start: datetime, end: datetime, volumes: tuple[int | None, int | None]
    ) -> Iterator[Quote]:
        third = (end - start) / 3
        extremes = (bar.low, bar.high) if bar.close >= bar.open else (bar.high, bar.low)
        path = (
            (start, bar.open, SOURCE),
            (start + third, extremes[0], ASSUMED),
            (start + 2 * third, extremes[1], ASSUMED),
            (end, bar.close, SOURCE),
        )
        for at, price, source in path:
            at = at.replace(microsecond=0)  # noqa: PLW2901 (thirds of an hour are no round instants)
            volume = volumes[1] if at == end else volumes[0]
            yield Quote(
                symbol=self.symbol, price=price, at=at, seen=at, source=source, volume=volume
            )

    # A bar holds no share count and no name; its closes are settled by the tape as they are told.
    def _reference(self, at: datetime, before: Bar | None) -> Reference:
        new_year = before is not None
        return Reference(
            symbol=self.symbol,
            name=self.symbol,
            currency="USD",
            venue=VENUES[self.asset],
            asset=self.asset,
            previous_close=None,
            previous_close_date=None,
            close_before=None,
            year_close=before.close if before and new_year else None,
            year_close_date=self._day(before) if before and new_year else None,
            shares_outstanding=None,
            shares_as_of=None,
            source=SOURCE,
            seen=at,
        )

    # Where bars are missing for weeks, time must still be seen to pass.
    def _silence(self, last: datetime, start: datetime) -> Iterator[FeedStatus]:
        at = last + FURTHEST_AHEAD
        while at < start:
            detail = f"no bars of {self.symbol} from {last:%Y-%m-%d} to {start:%Y-%m-%d}"
            yield FeedStatus(feed=SOURCE, healthy=False, detail=detail, seen=at)
            at += FURTHEST_AHEAD

    def _spans(self, bar: Bar) -> tuple[datetime, datetime]:
        if not self.daily:
            start = bar.at
            return start, min(start + self.step, self.calendar.next_change(start)) - _INSTANT
        day = day_of(bar, self.calendar.zone)
        hours = self.calendar.hours(day)
        if hours is None:
            message = f"{day} is no session day of {self.symbol}"
            raise ValueError(message)
        return hours.open, hours.close - _INSTANT

    def _day(self, bar: Bar) -> date:
        return self.calendar.trading_day(self._spans(bar)[0])

    def _trades(self, bar: Bar) -> bool:
        try:
            self._spans(bar)
        except (ValueError, SetupError) as error:
            self._file.refused[bar.line] = Refusal("day", str(error))
            return False
        return True

    def _why(self) -> str:
        first = min(self._file.refused.items(), default=None)
        return f"; line {first[0]}: {first[1].detail}" if first else ""
