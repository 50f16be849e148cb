"""Articles of a live bot: from the settings, by way of feeds on loopback, to its events."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot import live
from bot.belongings import Kind
from bot.clock import SystemClock
from bot.feeds.news.memory import Known, Memory, nothing
from bot.feeds.news.newsstand import Newsstand
from bot.feeds.web.reach import anywhere
from bot.holdings import Holdings
from bot.keepers.feeds import URL, Feeds
from bot.market.events import Article
from config.load import load
from tests.builders import a_market
from tests.faulty_server import FaultyServer
from tests.live import settings_for
from tests.newsfeeds import DAY, MINUTE, NOON, XML, a_document, an_entry, numbered
from tests.unit.test_keeper_lists import CHANGE

PATIENCE = 30  # seconds, for a busy machine; a test that waits so long has failed
ROOM = "telegram:1"
PRESET = "/RssFeed/orgclass/1/feedTitle/GlobeNewswire - News about Public Companies"


class Listening:
    """A live feed by some settings, of which the first articles are awaited."""

    def __init__(self, server: FaultyServer, folder: Path) -> None:
        news = {
            "presets": ["globenewswire"],
            "sites": [{"name": "globenewswire", "url": server.url}],
            "feeds": [{"name": "mine", "url": f"{server.url}/mine", "outlet": "Mine"}],
        }
        self.feeds = load(settings_for(server, folder, ["cnbc"], news=news), {}).feeds
        self.stand = Newsstand(self.feeds.publications(), reach=anywhere)
        self.stack = AsyncExitStack()

    async def first(self, number: int, *, memory: Memory = nothing) -> list[Article]:
        market, clock = a_market(), SystemClock()
        came: list[Article] = []
        async with self.stack, asyncio.timeout(PATIENCE):
            feed = await live.feed(
                self.feeds, market, clock, self.stack, stand=self.stand, memory=memory
            )
            events: AsyncIterator[object] = feed.events()
            while len(came) < number:
                event = await anext(events)
                came += [event] if isinstance(event, Article) else []
            self.details = feed.details()
            await events.aclose()  # type: ignore[attr-defined]  # it is a generator
        return sorted(came, key=lambda article: (article.feed, article.published))


@pytest.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as it:
        it.answers(PRESET, a_document(an_entry("g", tickers=["Nasdaq:IREN"])), headers=XML)
        it.answers("/mine", a_document(*numbered(2)), headers=XML)
        it.answers("/theirs", a_document(*numbered(1)), headers=XML)
        yield it


async def test_what_the_settings_name_is_read(server: FaultyServer, tmp_path: Path):
    it = Listening(server, tmp_path)
    came = await it.first(3)

    assert [
        ("globenewswire", "GlobeNewswire", "g", ("IREN",)),
        ("mine", "Mine", "n0", ()),
        ("mine", "Mine", "n1", ()),
    ] == [(a.feed, a.outlet, a.id, a.tickers) for a in came]
    assert ["globenewswire: 1 of 1", "mine: 1 of 1"] == [
        line.partition(" requests")[0] for line in it.details if "articles" in line
    ]


async def test_what_a_room_follows_is_its_own(server: FaultyServer, tmp_path: Path):
    it = Listening(server, tmp_path)
    feeds = Feeds(it.stand, bounds=it.feeds.news.bounds())
    holdings = Holdings({Kind.FEED: feeds}, lambda _document, _entry: None)
    holdings.put(ROOM, Kind.FEED, "theirs", {URL: f"{server.url}/theirs"}, CHANGE)

    came = await it.first(4)

    assert [("theirs@telegram:1", ROOM, "n0")] == [(a.feed, a.owner, a.id) for a in came if a.owner]
    assert [] == [line for line in it.details if "theirs" in line]


async def test_a_restart_goes_on_where_the_newsroom_stood(server: FaultyServer, tmp_path: Path):
    def memory(feed: str) -> Known:
        known = {"globenewswire": "g", "mine": "n0"}[feed]
        return Known(ids=frozenset({known}), newest=NOON - DAY)

    it = Listening(server, tmp_path)
    server.answers("/mine", a_document(*numbered(3)), headers=XML)
    came = await it.first(1, memory=memory)

    assert [("n1", False)] == [(article.id, article.backlog) for article in came]
    assert MINUTE == came[0].published - (NOON - DAY)
