"""Annals: what has become of each sector since we began to watch it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.market.history import DailyCaps, DayCap
from bot.market.instruments import Symbol
from bot.market.milestones import Ladder, Rung
from bot.market.sector import FOREVER, LONG_AGO, Rebase, Sector
from bot.market.sessions import CalendarEnds
from bot.market.state import Market
from bot.market.tape import Tape
from bot.market.watchlists import Watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Says where a sector stood among its milestones, and with which share counts."""

    rungs: tuple[Rung, ...]
    begun: bool
    shares: Mapping[Symbol, int]


class Chapter:
    """Keeps one sector's milestones and daily closes; looks at it after each event.

    `changes` counts what was added, for whoever writes it down.
    """

    def __init__(self, sector: Sector, first: Tape) -> None:
        self.sector = sector
        self.first = first  # a sector's members keep the same hours
        self.ladder = Ladder(sector.watchlist.milestones)
        self.history = DailyCaps()
        self.changes = 0
        self._shares: Mapping[Symbol, int] | None = None  # of before a restart, until first seen
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
            recounted = self._recounted()
            ladder.see(cap, now, rebased=recounted or rebase is not self._rebase)
            self._rebase = rebase
            self.changes += 1
        self._cap = cap

    def relist(self, first: Tape) -> None:
        """Go on with a list that was changed: what other milestones saw is not told of these."""
        self.first = first
        rungs, begun = self.ladder.rungs, self.ladder.begun
        self.ladder = Ladder(self.sector.watchlist.milestones)
        self.ladder.restore(rungs, begun=begun)
        self._cap = None
        self.changes += 1

    def stand(self) -> Stand:
        """Return where it stands, as it can be taken up again."""
        ladder = self.ladder
        return Stand(rungs=ladder.rungs, begun=ladder.begun, shares=self._counts())

    def restore(self, days: Iterable[DayCap], stand: Stand) -> None:
        """Take up what was kept before; what has happened since is seen with the first cap."""
        self.history.restore(days, stand.shares)
        self.ladder.restore(stand.rungs, begun=stand.begun)
        self._shares, self._cap = stand.shares, None

    # Tells whether shares were counted anew while nobody watched: the cap means something else.
    def _recounted(self) -> bool:
        before, self._shares = self._shares, None
        return before is not None and before != self._counts()

    def _counts(self) -> dict[Symbol, int]:
        return {symbol: term.shares for symbol, term in self.sector.terms.items()}

    def _close(self, now: datetime) -> None:
        calendar = self.first.calendar
        day = calendar.last_finished(now)
        self.history.close(self.sector, day)
        self.changes += 1
        try:
            hours = calendar.hours(calendar.next_day(day))
        except CalendarEnds:
            hours = None  # the last day there is; whoever asks about another one is told
        self._bell = hours.close if hours else FOREVER


class Annals:
    """Keeps a chapter of each sector from `since` on; to be called after each event.

    Where a list has come, changed or gone, `chapters` are others, with the ones that go on.
    """

    def __init__(self, market: Market) -> None:
        self.since = market.now
        self.chapters: dict[str, Chapter] = {}
        self._market = market
        self._edition = -1
        self._lists: dict[str, Watchlist] = {}
        self()

    def __call__(self) -> None:
        if self._edition != self._market.edition:
            self._follow_lists()
        now = self._market.now
        for chapter in self.chapters.values():
            chapter.look(now)

    # A list that was dropped and made anew has another ledger, and so begins another chapter.
    def _follow_lists(self) -> None:
        market, before = self._market, self.chapters
        self._edition, self.chapters = market.edition, {}
        for name, sector in market.sectors.items():
            first, chapter = market.tape(sector.watchlist.members[0]), before.get(name)
            if chapter is None or chapter.sector is not sector:
                chapter = Chapter(sector, first)
            elif self._lists[name] is not sector.watchlist:
                chapter.relist(first)
            self.chapters[name] = chapter
        self._lists = {name: sector.watchlist for name, sector in market.sectors.items()}
