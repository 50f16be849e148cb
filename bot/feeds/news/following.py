"""Following a feed: asked again and again, and what is new of it told as articles."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from bot import figures
from bot.clock import Clock
from bot.errors import FeedError, FeedRefused
from bot.feeds.news.gazette import Gazette, says
from bot.feeds.news.issuers import Issuers
from bot.feeds.news.item import Entries, Item
from bot.feeds.news.memory import Memory, digest_of
from bot.feeds.news.pace import Pace
from bot.feeds.news.publication import Page, Publication
from bot.feeds.news.sieve import Seen, Sieve, Sifted
from bot.feeds.polling import Told, Web
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import Request
from bot.market.events import Article, FeedStatus
from bot.market.instruments import Symbol

log = logging.getLogger(__name__)


AT_ONCE = 20
"""Items that are summed up before anybody else has a turn: some milliseconds at most."""


class Reads(Protocol):
    """Reads feed documents. Raises FeedError, in a sentence."""

    async def __call__(self, answer: Answer, url: str, /) -> Entries: ...


@dataclass(slots=True, kw_only=True)
class Health:
    """Counts how a feed is doing since it was begun: requests, and the items they brought.

    `title` is what it calls itself, `last` when something new came; `trouble` is what is wrong, ""
    where nothing is, and `odd` in what its document is not written as it should be, though it is
    read.
    """

    title: str = ""
    trouble: str = ""
    odd: tuple[str, ...] = ()
    asked: int = 0
    answered: int = 0
    read: int = 0
    told: int = 0
    known: int = 0
    left_out: int = 0
    refused: int = 0
    last: datetime | None = None


@dataclass(slots=True)
class _Place:
    """What is remembered of one document of a feed."""

    sieve: Sieve
    body: bytes = b""
    wished: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What following a feed takes: the web, a reader, what was kept, and clocks.

    Pauses are measured by `steady`, a clock that nobody can set.
    """

    web: Web
    reads: Reads
    memory: Memory
    clock: Clock
    steady: Clock
    breaker: Callable[[], Breaker] = field(repr=False)


class Following:
    """Follows one publication; `health` says how that goes.

    What goes wrong is told once, and again when it is over; a document that fails keeps none of
    the others of the same publication back.
    """

    def __init__(
        self,
        publication: Publication,
        means: Means,
        *,
        symbols: Sequence[Symbol] = (),
    ) -> None:
        self.publication = publication
        self.health = Health()
        self.means = means
        self._symbols = tuple(symbols)
        listed = publication.issuers
        self._issuers = Issuers(listed, steady=means.steady) if listed else None
        self._gazette = Gazette(publication=publication, issuers=self._issuers)
        self._breaker = means.breaker()
        self._pace = Pace(publication.span)
        self._next = means.steady.now()
        self._seen: Seen | None = None
        self._places: dict[str, _Place] = {}
        self._turn = 0

    @property
    def name(self) -> str:
        return self.publication.name

    @property
    def due(self) -> datetime:
        """When it is asked next, by the clock that people see."""
        return self.means.clock.now() + (self._next - self.means.steady.now())

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Ask about these from the next round on, where it is asked about somebody."""
        self._symbols = tuple(symbols)
        wanted = {page.key for page in self._pages()}
        self._places = {key: place for key, place in self._places.items() if key in wanted}

    def told(self) -> str:
        """Say in a line how it is doing; nothing of a room's own feed, or nobody's."""
        if self.publication.owner or not self._pages():
            return ""  # rooms look after their own
        one = self.health
        counts = [f"{one.answered} of {one.asked} requests answered", f"{one.told} articles"]
        if one.left_out:
            counts.append(f"{one.left_out} left out")
        how = one.trouble or f"next asked at {figures.utc(self.due.replace(microsecond=0))}"
        return f"{self.name}: {', '.join(counts)}; {how}"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask until cancelled."""
        steady = self.means.steady
        while True:
            await steady.until(self._next)
            await self.once(tell)
            wishes = [place.wished for place in self._places.values() if place.wished]
            wait = self._pace.wait(max(wishes, default=None))
            self._next = max(steady.now() + wait, self._breaker.due)

    async def once(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask for each document once, and tell what is new of it."""
        before, faults, pages = self.health.told, list[FeedError](), self._in_turn()
        if self._issuers is not None:
            await self._issuers.refresh(self.means.web)
        for page in pages:
            try:
                for article in await self._news(page):
                    await tell(article)
            except FeedError as error:
                faults.append(error)
                if isinstance(error, FeedRefused) or error.retry_after is not None:
                    break  # who is banned does not ask on
        self._pace.heard(self.health.told - before)
        if faults and (len(faults) == len(pages) or faults[-1].retry_after is not None):
            await self._failed(faults[-1], tell)
        elif pages:
            await self._succeeded(tell)

    # Whoever comes first is another one each time: of many, the last must not wait for ever.
    def _in_turn(self) -> deque[Page]:
        pages = deque(self._pages())
        pages.rotate(-self._turn)
        self._turn = (self._turn + 1) % max(1, len(pages))
        return pages

    def _pages(self) -> Sequence[Page]:
        return self.publication.pages(self._symbols, self.means.clock.now())

    async def _news(self, page: Page) -> list[Article]:
        request = replace(page.request, whose=self.name)
        health, place = self.health, self._place(page, request)
        health.asked += 1
        answer = await self.means.web.get(request)
        place.wished = answer.fresh_for
        digest = sha256(answer.body).digest()
        if answer.unchanged or digest == place.body:
            health.answered += 1
            place.sieve.unchanged(self.means.clock.now())
            return []
        try:
            entries = await self._entries(answer, request.url)
        except FeedError:
            self.means.web.forget(request)  # what it told must not stay unchanged
            raise
        health.answered += 1
        place.body = digest
        place.wished = max(filter(None, (answer.fresh_for, entries.ttl)), default=None)
        return await self._articles(entries, page, place.sieve)

    async def _entries(self, answer: Answer, url: str) -> Entries:
        if self.publication.parse is not None:
            return self.publication.parse(answer.body)
        return await self.means.reads(answer, url)

    def _place(self, page: Page, request: Request) -> _Place:
        if self._seen is None:
            self._seen = Seen(self.means.memory(self.name))
        if page.key not in self._places:
            bounds = self.publication.bounds.shared(max(1, len(self._pages())))
            sieve = Sieve(self._seen, bounds, matters=self._matters)
            self._places[page.key] = _Place(sieve)
            self.means.web.forget(request)  # whoever was here before has read it, not we
        return self._places[page.key]

    async def _articles(self, entries: Entries, page: Page, sieve: Sieve) -> list[Article]:
        now, health = self.means.clock.now(), self.health
        items = [item for item in self.publication.shaped(entries.items) if says(item)]
        is_first = health.read == 0
        sifted = sieve.sift(items, await _digests(items), now)
        health.title = entries.title or health.title
        health.odd = entries.faults
        health.read += len(items)
        health.refused += len(entries.items) - len(items)
        health.known += sifted.known
        health.told += len(sifted.told)
        health.left_out += sifted.left_out + entries.left_out
        if sifted.told:
            health.last = now
        if is_first:
            self._say(sifted)
        called = health.title or page.request.where
        return [
            self._gazette.article(item, called=called, at=at, backlog=backlog, now=now)
            for item, at, backlog in sifted.told
        ]

    # Said once: what stood there already is no news, however much of it there was.
    def _say(self, sifted: Sifted) -> None:
        log.info(
            "a feed is followed",
            extra={"feed": self.name, "told": len(sifted.told), "left_out": sifted.left_out},
        )

    def _matters(self, item: Item) -> bool:
        return not set(self._symbols).isdisjoint(self._gazette.tickers(item))

    async def _failed(self, error: FeedError, tell: Callable[[Told], Awaitable[None]]) -> None:
        self._breaker.failed(self.means.steady.now(), error)
        if self.health.trouble:
            return  # said once
        self.health.trouble = str(error)
        log.warning("a feed gave nothing: %s", error, extra={"feed": self.name})
        await tell(self._status(healthy=False))

    async def _succeeded(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        self._breaker.succeeded(self.means.steady.now())
        if self.health.trouble:
            self.health.trouble = ""
            log.info("a feed answers again", extra={"feed": self.name})
            await tell(self._status(healthy=True))

    def _status(self, *, healthy: bool) -> FeedStatus:
        now = self.means.clock.now()
        return FeedStatus(feed=self.name, healthy=healthy, detail=self.health.trouble, seen=now)


# Ten megabytes of words take a while, in which others have their turn.
async def _digests(items: Sequence[Item]) -> list[str]:
    digests = []
    for number, item in enumerate(items):
        digests.append(digest_of(item.title, item.text))
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    return digests
