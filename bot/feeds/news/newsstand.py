"""The newsstand: every feed that is read, the operator's and those of rooms, each by its name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from bot.errors import FeedError
from bot.feeds.news.address import checked
from bot.feeds.news.following import Following, Reads
from bot.feeds.news.item import Entries
from bot.feeds.news.page import fetched
from bot.feeds.news.paragraphs import Text
from bot.feeds.news.publication import Publication, page
from bot.feeds.polling import Web
from bot.feeds.web.reach import Reach, is_public
from bot.market.instruments import Symbol

_SOMEBODY = "?"  # who only looks
_NEVER = datetime.min.replace(tzinfo=UTC)


class Follows(Protocol):
    """Follows sources side by side."""

    def join(self, source: Following) -> None: ...
    def leave(self, source: Following) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Says who follows feeds, how each is followed, and by which web a stranger's URL is asked."""

    live: Follows
    following: Callable[[Publication], Following]
    web: Web
    reads: Reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Says what is at an address: what the feed calls itself, and how much stands in it."""

    title: str
    items: int
    headline: str
    newest: datetime | None


class Newsstand:
    """Holds what is read as a feed; each is followed once the stand is open.

    While a recording is played it stays closed, and nothing is asked for.
    """

    def __init__(
        self, publications: Iterable[Publication] = (), *, reach: Reach = is_public
    ) -> None:
        """Take the operator's, and which addresses people may name."""
        self._reach = reach
        self._publications = {one.name: one for one in publications}
        self._shared = {url: one.name for one in self._publications.values() for url in _urls(one)}
        self._following: dict[str, Following] = {}
        self._opened: Opened | None = None
        self._symbols: tuple[Symbol, ...] = ()

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    def address(self, typed: str) -> str:
        """Read an address as people type it. Raises UserError where it can be none of a feed."""
        return checked(typed, self._reach)

    @property
    def shared(self) -> Sequence[str]:
        """Name the feeds that everybody has."""
        return [one.name for one in self._publications.values() if not one.owner]

    @property
    def of_rooms(self) -> tuple[int, int]:
        """Count the feeds of rooms that are followed, and those of them that give nothing."""
        theirs = [one for one in self._following.values() if one.publication.owner]
        return len(theirs), sum(bool(one.health.trouble) for one in theirs)

    def open(self, opened: Opened, symbols: Sequence[Symbol] = ()) -> None:
        """Follow all there is, and whatever comes."""
        self._opened = opened
        self._symbols = tuple(symbols)
        for one in self._publications.values():
            self._begin(one)

    def take(self, publication: Publication) -> None:
        """Follow a feed, in the place of the one of its name."""
        self.drop(publication.name)
        self._publications[publication.name] = publication
        self._begin(publication)

    def drop(self, name: str) -> None:
        """Follow a feed no more."""
        self._publications.pop(name, None)
        following = self._following.pop(name, None)
        if following is not None and self._opened is not None:
            self._opened.live.leave(following)

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Hear which instruments lists need."""
        self._symbols = tuple(symbols)
        for following in self._following.values():
            following.follow(self._symbols)

    def of(self, name: str) -> Following | None:
        """Return how a feed is doing; None where it is not followed."""
        return self._following.get(name)

    def everybodys(self, url: str) -> str:
        """Name the feed of everybody that is read at an address; "" where none is."""
        return self._shared.get(url, "")

    async def tried(self, url: str) -> Sample:
        """Look what a stranger's address has. Raises FeedError."""
        opened = self._open()
        asked = replace(page(url).request, whose=_SOMEBODY)
        opened.web.forget(asked)
        answer = await opened.web.get(asked)
        return _sample(await opened.reads(answer, url))

    async def article(self, url: str) -> Text:
        """Read the article that a stranger's address has. Raises FeedError."""
        return await fetched(url, self._open().web)

    def _open(self) -> Opened:
        if self._opened is None:
            raise FeedError("a recording is played, and nothing is asked of the web meanwhile")
        return self._opened

    def _begin(self, publication: Publication) -> None:
        if self._opened is None:
            return
        following = self._opened.following(publication)
        following.follow(self._symbols)
        self._following[publication.name] = following
        self._opened.live.join(following)


def _sample(entries: Entries) -> Sample:
    dates = [item.published for item in entries.items if item.published is not None]
    return Sample(
        title=entries.title,
        items=len(entries.items) + entries.left_out,
        headline=entries.items[0].title if entries.items else "",
        newest=max(dates, default=None),
    )


def _urls(publication: Publication) -> list[str]:
    return [one.request.url for one in publication.pages((), _NEVER)]
