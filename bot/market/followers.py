"""What follows an instrument trade by trade, made only once a rule has asked for it."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar, cast

from bot.market.bars import BarSeries, Trade
from bot.market.events import Quote
from bot.market.sessions import Calendar


class Watcher(Protocol):
    """Follows an instrument trade by trade."""

    def trade(self, trade: Trade, calendar: Calendar) -> None:
        """Take a trade, in a time that does not grow with the history."""


W = TypeVar("W", bound=Watcher)


class Followers:
    """Tells each trade of one instrument to those who asked; `since` is when we began to watch it.

    One made late knows nothing of before.
    """

    def __init__(self, since: datetime) -> None:
        self.since = since
        self._watchers: dict[Hashable, Watcher] = {}
        self._newest: Quote | None = None

    def find(self, key: Hashable, make: Callable[[], W]) -> W:
        """Return what follows under `key`, made now if it was not there."""
        found = self._watchers.get(key)
        if found is not None:
            return cast("W", found)  # a key stands for one kind
        made = self._watchers[key] = make()
        return made

    def bars(self, span: timedelta, now: datetime) -> BarSeries:
        """Return the bars of that length, which began at `now` if nobody had asked before."""
        return self.find(span, lambda: BarSeries(span, now))

    def trade(self, before: Quote | None, quote: Quote, calendar: Calendar) -> None:
        """Tell a trade; `before` is the quote it came after."""
        newest = self._newest or before
        if newest is None or quote.at >= newest.at:
            shares, self._newest = self._shares(newest, quote, calendar), quote
        else:
            shares = self._late(newest, quote, calendar)
        trade = Trade(quote.price, quote.at, shares, quote.volume)
        for watcher in self._watchers.values():
            watcher.trade(trade, calendar)

    # Quotes tell the volume of the day so far. The first of a day tells what it traded itself
    # only to those who would have seen an earlier one.
    def _shares(self, before: Quote | None, quote: Quote, calendar: Calendar) -> int | None:
        if quote.volume is None:
            return None
        day = calendar.trading_day(quote.at)
        if before is not None and calendar.trading_day(before.at) == day:
            # A count that falls was corrected; nobody gave shares back.
            return None if before.volume is None else max(0, quote.volume - before.volume)
        hours = calendar.hours(day)
        return quote.volume if hours is not None and self.since <= hours.pre_open else None

    # What is told late brings the shares by which it raises the count of the newest; a lower count
    # is an old one, not a correction.
    def _late(self, newest: Quote, quote: Quote, calendar: Calendar) -> int:
        same_day = calendar.trading_day(quote.at) == calendar.trading_day(newest.at)
        if not same_day or quote.volume is None or newest.volume is None:
            return 0
        more = max(0, quote.volume - newest.volume)
        self._newest = replace(newest, volume=newest.volume + more)
        return more
