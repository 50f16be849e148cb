"""Trying: each feed of articles asked once, to see how much comes, how new it is and how fast."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import figures
from bot.clock import Clock
from bot.errors import FeedError, FeedRefused
from bot.feeds.news.following import Reads
from bot.feeds.news.item import Entries
from bot.feeds.news.publication import Page, Publication
from bot.feeds.polling import Web
from bot.market.instruments import Symbol

_NOTHING = Entries(title="", items=())


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTried:
    """Says how many items a feed has, of when the newest is, and after how long it came.

    One that is asked about each instrument is asked about the first alone. `fault` says what is
    wrong and what to do, `odd` what is broken in a document that could be read all the same.
    """

    feed: str
    at: datetime
    took: timedelta
    items: int = 0
    newest: datetime | None = None
    odd: tuple[str, ...] = ()
    fault: str = ""

    def told(self) -> dict[str, object]:
        """Write it for a program: spans in seconds."""
        return {
            "feed": self.feed,
            "items": self.items,
            "newest": figures.utc(self.newest) if self.newest else None,
            "age": (self.at - self.newest).total_seconds() if self.newest else None,
            "took": self.took.total_seconds(),
            "odd": list(self.odd),
            "fault": self.fault or None,
        }


class FeedTrial:
    """Asks each feed for its document as following it would, and keeps nothing of what comes."""

    def __init__(self, *, web: Web, reads: Reads, clock: Clock, patience: timedelta) -> None:
        self._web = web
        self._reads = reads
        self._clock = clock
        self._patience = patience

    async def of(
        self, publications: Iterable[Publication], symbols: Sequence[Symbol]
    ) -> list[FeedTried]:
        """Ask all of them at once; those that have nothing to ask about these are left out."""
        asked = ((one, one.pages(symbols, self._clock.now())[:1]) for one in publications)
        return await asyncio.gather(*(self._one(one, *page) for one, page in asked if page))

    async def _one(self, publication: Publication, page: Page) -> FeedTried:
        time = asyncio.get_running_loop().time
        began, entries, fault = time(), _NOTHING, ""
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                entries = await self._entries(publication, page)
        except TimeoutError:
            fault = f"nothing came in {self._patience.total_seconds():g} s; {_again(publication)}"
        except FeedError as error:
            fault = f"{error}; {_mend(publication, error)}"
        dates = (item.published for item in entries.items if item.published is not None)
        return FeedTried(
            feed=publication.name,
            at=self._clock.now(),
            took=timedelta(seconds=time() - began),
            items=len(entries.items) + entries.left_out,
            newest=max(dates, default=None),
            odd=entries.faults,
            fault=fault,
        )

    async def _entries(self, publication: Publication, page: Page) -> Entries:
        answer = await self._web.get(page.request)
        if publication.parse is not None:
            return publication.parse(answer.body)
        return await self._reads(answer, page.request.url)


def _mend(publication: Publication, error: FeedError) -> str:
    if "not on the open internet" in str(error):
        return "where that is meant, write `feeds: private: true`"
    if error.retry_after is not None:
        return f"ask again in {figures.age(error.retry_after)}"
    if isinstance(error, FeedRefused):
        return f"look at `{publication.name}` under `feeds: news:`"
    return _again(publication)


def _again(publication: Publication) -> str:
    return f"try again, and look at `{publication.name}` under `feeds: news:` if it stays so"
