"""News feeds for tests: documents as outlets write them, items, and a feed that is followed.

async with followed(server) as it:
    it.publishes(an_entry("a", "IREN signs a lease"))
    await it.round()                                     asks once
    [article.title for article in it.articles]           what was told in that round
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

from bot.clock import ManualClock
from bot.feeds.news.following import Following, Means, Reads
from bot.feeds.news.item import Entries, Item
from bot.feeds.news.memory import Memory, nothing
from bot.feeds.news.publication import Publication, at
from bot.feeds.news.reader import Reader
from bot.feeds.polling import Told, Web
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Allowance, Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.reach import anywhere
from bot.market.events import Article, FeedStatus
from tests.faulty_server import FaultyServer
from tests.watched import Time, instant

NOON = instant("2025-10-10T16:00Z")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PATH = "/feed.xml"
XML = {"Content-Type": "application/rss+xml; charset=utf-8"}
FREELY = Allowance(requests=6000, burst=100, at_once=20)


def an_item(  # noqa: PLR0913 (what may vary is the point of a builder)
    id: str = "a",  # noqa: A002 (as feeds call it)
    title: str = "",
    *,
    text: str = "",
    published: Time | None = NOON - HOUR,
    tickers: Iterable[str] = (),
    labels: Iterable[str] = (),
) -> Item:
    """Make an item as it was read; it is titled by its id, unless it has a title."""
    return Item(
        id=id,
        url=f"https://example.com/{id}",
        title=title or f"Story {id}",
        text=text,
        published=None if published is None else instant(published),
        tickers=tuple(tickers),
        labels=tuple(labels),
    )


def an_entry(
    id: str = "a",  # noqa: A002 (as feeds call it)
    title: str = "",
    *,
    text: str = "",
    published: Time | str | None = NOON - HOUR,
    tickers: Iterable[str] = (),
) -> str:
    """Write an item as RSS does; a date that is no instant stands as it is."""
    told = format_datetime(published) if isinstance(published, datetime) else published
    tags = "".join(f'<category domain="https://x/rss/stock">{tag}</category>' for tag in tickers)
    return (
        f"<item><guid>{escape(id)}</guid><title>{escape(title or f'Story {id}')}</title>"
        f"<link>https://example.com/{escape(id)}</link><description>{escape(text)}</description>"
        f"{f'<pubDate>{told}</pubDate>' if told else ''}{tags}</item>"
    )


def a_document(*entries: str, title: str = "A Wire", ttl: int | None = None) -> str:
    """Write a feed as RSS."""
    wished = f"<ttl>{ttl}</ttl>" if ttl else ""
    head = f"<title>{title}</title><link>https://example.com</link>{wished}"
    return f'<rss version="2.0"><channel>{head}{"".join(entries)}</channel></rss>'


def numbered(number: int, *, since: datetime = NOON - DAY, first: int = 0) -> list[str]:
    """Write so many entries, a minute apart, the newest first."""
    numbers = range(first + number - 1, first - 1, -1)
    return [an_entry(f"n{n}", published=since + n * MINUTE) for n in numbers]


@dataclass(slots=True, kw_only=True)
class Followed:
    """A feed of a server that is followed; a round asks it once."""

    server: FaultyServer
    clock: ManualClock
    following: Following
    told: list[Told] = field(default_factory=list)

    def publishes(self, *entries: str, path: str = PATH) -> None:
        """Have it answer with a document of these from now on."""
        self.answers(a_document(*entries), path=path)

    def answers(self, body: bytes | str, *, path: str = PATH, **how: object) -> None:
        """Have it answer with something from now on."""
        self.server.forget(path)
        self.server.answers(path, body, **({"headers": XML} | how))  # type: ignore[arg-type]  # as it takes them

    async def round(self, later: timedelta = MINUTE, *, of: Following | None = None) -> list[str]:
        """Ask once more, a while later, or have another one ask; return the titles told."""
        self.told.clear()
        self.clock.turn_to(self.clock.now() + later)
        await (of or self.following).once(self._tell)
        return [article.title for article in self.articles]

    @property
    def articles(self) -> list[Article]:
        return [told for told in self.told if isinstance(told, Article)]

    @property
    def statuses(self) -> list[FeedStatus]:
        return [told for told in self.told if isinstance(told, FeedStatus)]

    async def _tell(self, told: Told) -> None:
        self.told.append(told)


def a_breaker() -> Breaker:
    return Breaker(random=Random(1))  # noqa: S311 (to be the same each time)


def means(web: Web, reads: Reads, clock: ManualClock, memory: Memory = nothing) -> Means:
    return Means(web=web, reads=reads, memory=memory, clock=clock, steady=clock, breaker=a_breaker)


def reads_with(reader: Reader) -> Reads:
    async def read(answer: Answer, url: str) -> Entries:
        return await reader.read(answer.body, url=url, content_type=answer.content_type)

    return read


def a_publication(url: str, **more: object) -> Publication:
    return Publication(**({"name": "wire", "pages": at(url)} | more))  # type: ignore[arg-type]  # as it takes them


@asynccontextmanager
async def followed(
    server: FaultyServer,
    reader: Reader,
    *,
    publication: Callable[[str], Publication] = lambda url: a_publication(url + PATH),
    memory: Memory = nothing,
    symbols: Sequence[str] = (),
    **how: object,
) -> AsyncIterator[Followed]:
    """Follow a feed of a server on loopback, by a clock that a test turns; `how` it is asked."""
    clock = ManualClock(NOON)
    budgets = Budgets(clock=clock, otherwise=FREELY)
    given = {"clock": clock, "budgets": budgets, "reach": anywhere} | how
    async with Client(**given) as client:  # type: ignore[arg-type]  # of every kind
        following = Following(
            publication(server.url), means(client, reads_with(reader), clock, memory)
        )
        following.follow(symbols)  # type: ignore[arg-type]  # as they are typed
        yield Followed(server=server, clock=clock, following=following)
