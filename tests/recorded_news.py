"""The recorded day as a newsroom reads it: every article, and what it came to."""

from dataclasses import dataclass, field
from functools import cache

from bot.feeds.recording import Recording
from bot.market.events import Article
from bot.market.sanity import Refusal
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.market.state import Market
from bot.news.developments import Development
from bot.news.newsroom import Newsroom
from bot.reckoning import Reckoning
from config.load import PACKAGED, load
from config.settings import Settings
from tests.watched import Time, instant


@dataclass(slots=True)
class Day:
    """A market and its newsroom, and what each article came to under its id."""

    market: Market
    newsroom: Newsroom
    came: dict[str, Development] = field(default_factory=dict)


def a_newsroom(market: Market) -> Newsroom:
    """Make a newsroom that knows what the packaged settings do."""
    settings = _settings()
    companies, themes = settings.companies_of_the_news(), settings.themes_of_the_news()
    return Newsroom(market, Reckoning(market), companies=companies, themes=themes)


async def the_day(until: Time) -> Day:
    """Follow the recorded day up to an instant; a second version of `desk-1` is `desk-1 2`."""
    settings = _settings()
    recording = Recording(settings.recording.path())
    calendars = {"US": ExchangeCalendar.load(), "crypto": AlwaysOpen()}
    market = Market(calendars, settings.watchlists_of_the_market(), recording.begins)
    day = Day(market, a_newsroom(market))
    async for event in recording.events():
        if isinstance(event, Refusal) or event.seen > instant(until):
            break
        market.turn_to(event.seen)
        market.take(event)
        if isinstance(event, Article) and (development := day.newsroom.take(event)):
            name = event.id if event.id not in day.came else f"{event.id} 2"
            day.came[name] = development
    market.turn_to(instant(until))
    return day


@cache
def _settings() -> Settings:
    return load(PACKAGED, {})
