"""What the core stands on, and how it is put together: calendars, market, rules, pipeline."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.market.sessions import Calendar
from bot.market.state import Market
from bot.market.watchlists import Watchlist
from bot.news.entities import Company, Theme
from bot.news.newsroom import Newsroom
from bot.pipeline import Pipeline
from bot.reckoning import Reckoning
from bot.rules.engine import Engine
from bot.rules.loading import load
from bot.rules.model import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Holds what is known before anything is heard; plain data, which another process can take."""

    calendars: Mapping[str, Calendar]
    watchlists: tuple[Watchlist, ...] = ()
    companies: tuple[Company, ...] = ()
    themes: tuple[Theme, ...] = ()

    def pipeline(self, rules: Iterable[Rule], now: datetime) -> Pipeline:
        """Put a pipeline with these rules together, for a market that begins `now`."""
        market = Market(self.calendars, self.watchlists, now)
        engine = Engine(market)
        load(engine, rules)
        newsroom = Newsroom(market, Reckoning(market), companies=self.companies, themes=self.themes)
        return Pipeline(market, engine, newsroom)


def opening(venue: Calendar, at: datetime) -> datetime:
    """Return when a venue's next regular session opens after an instant."""
    day = venue.trading_day(at)
    hours = venue.hours(day)
    while hours is None or hours.open <= at:
        day = venue.next_day(day)
        hours = venue.hours(day)
    return hours.open
