"""Annals: what has become of each sector since we began to watch it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from bot.market.history import DailyCaps
from bot.market.milestones import Ladder
from bot.market.sector import FOREVER, LONG_AGO, Rebase, Sector
from bot.market.sessions import CalendarEnds
from bot.market.state import Market
from bot.market.tape import Tape


class Chapter:
    """Keeps one sector's milestones and daily closes; looks at it after each event."""

    def __init__(self, sector: Sector, first: Tape) -> None:
        self.sector = sector
        self.first = first  # a sector's members keep the same hours
        self.ladder = Ladder(sector.watchlist.milestones)
        self.history = DailyCaps()
        self._cap: Decimal | None = None  # the last one that was looked at
        self._rebase: Rebase | None = None  # the last one the ladder knows of
        self._bell = LONG_AGO  # when the next daily close is due

    def look(self, now: datetime) -> None:
        """Take note of what the last event changed; nearly always that is nothing."""
        sector, ladder = self.sector, self.ladder
        cap = sector.cap
        if cap is self._cap:
            return  # whatever concerns a sector adds it up anew, the bell too
        if now >= self._bell and sector.whole:
            self._close(now)
        rebase = sector.rebases[-1] if sector.rebases else None
        if not ladder.low < cap <= ladder.high or rebase is not self._rebase:
            # A cap that is not believed crosses nothing; once it is, it is taken as it is then.
            if now >= sector.settled and not sector.believed(now):
                return
            ladder.see(cap, now, rebased=rebase is not self._rebase)
            self._rebase = rebase
        self._cap = cap

    def _close(self, now: datetime) -> None:
        calendar = self.first.calendar
        day = calendar.last_finished(now)
        self.history.close(self.sector, day)
        try:
            hours = calendar.hours(calendar.next_day(day))
        except CalendarEnds:
            hours = None  # the last day there is; whoever asks about another one is told
        self._bell = hours.close if hours else FOREVER


class Annals:
    """Keeps a chapter of each sector from `since` on; to be called after each event."""

    def __init__(self, market: Market) -> None:
        self.since = market.now
        self._market = market
        self.chapters: Mapping[str, Chapter] = {
            name: Chapter(sector, market.tape(sector.watchlist.members[0]))
            for name, sector in market.sectors.items()
        }
        self()

    def __call__(self) -> None:
        now = self._market.now
        for chapter in self.chapters.values():
            chapter.look(now)
