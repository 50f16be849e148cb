"""What a brief is made of: all that is known at an instant, as one viewer sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bot.alerts.lifecycle import Book
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.sessions import Calendar, Session
from bot.market.state import Market
from bot.news.developments import Development
from bot.news.newsroom import Newsroom
from bot.news.predictions import Prediction
from bot.owners import EVERYBODY, owner_of
from bot.rules.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Brings together what a brief tells of; `viewer` is whose things it tells beside everybody's.

    Without a `newsroom` it tells no news.
    """

    market: Market
    engine: Engine
    book: Book
    newsroom: Newsroom | None = None
    viewer: str = EVERYBODY

    @property
    def now(self) -> datetime:
        return self.market.now

    def sees(self, name: str) -> bool:
        """Tell whether the rule or the watchlist of a name is everybody's, or the viewer's own."""
        return owner_of(name) in {EVERYBODY, self.viewer}

    @property
    def lists(self) -> list[Sector]:
        """The watchlists that are seen, in the order they were made."""
        return [sector for name, sector in self.market.sectors.items() if self.sees(name)]

    @property
    def developments(self) -> Iterable[Development]:
        """What articles came to that are seen, the newest first."""
        if self.newsroom is None:
            return ()
        owners = {EVERYBODY, self.viewer}
        return (d for d in self.newsroom.archive.newest_first() if d.article.owner in owners)

    @property
    def predictions(self) -> list[Prediction]:
        """What was predicted by articles that are seen, in the order it was made."""
        if self.newsroom is None:
            return []
        owners = {EVERYBODY, self.viewer}
        return [one for one in self.newsroom.predictions.all if one.owner in owners]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Looks at one sector by the calendar of its first member, whose hours all of them keep."""

    sector: Sector
    basis: Basis

    @property
    def now(self) -> datetime:
        return self.basis.now

    @property
    def name(self) -> str:
        return self.sector.watchlist.name

    @property
    def members(self) -> tuple[Symbol, ...]:
        return self.sector.watchlist.members

    @property
    def symbols(self) -> frozenset[str]:
        """What it is about: the members, and what they are held against."""
        benchmark = self.sector.watchlist.benchmark
        return frozenset((*self.members, *((benchmark,) if benchmark else ())))

    @property
    def calendar(self) -> Calendar:
        return self.basis.market.tape(self.members[0]).calendar

    @property
    def session(self) -> Session:
        return self.calendar.session(self.now)

    @property
    def day(self) -> date:
        """The trading day; a weekend belongs to its Friday."""
        return self.calendar.trading_day(self.now)

    @property
    def day_before(self) -> date:
        return self.calendar.previous_day(self.day)

    @property
    def since(self) -> datetime:
        """The closing bell of the day before: what came after it is told."""
        hours = self.calendar.hours(self.day_before)
        return hours.close if hours is not None else self.now
