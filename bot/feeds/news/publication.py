"""Publications: what is read as a feed, where it is asked for, and how its items are taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.feeds.news.issuers import IssuerList
from bot.feeds.news.item import Entries, Item
from bot.feeds.news.pace import Span
from bot.feeds.news.sieve import Bounds
from bot.feeds.web.request import Kind, Request
from bot.market.instruments import Symbol

MANNERS = {
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json,"
    " application/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
    # Several outlets answer 403 to whoever names no browser; this names us as well.
    "User-Agent": "Mozilla/5.0 (compatible; Prebell)",
}
"""What a feed is told of who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Is one document of a publication; `symbol` is whom it is asked about, where that is one."""

    request: Request
    symbol: Symbol | None = None

    @property
    def key(self) -> str:
        """Name it: what it is asked about is the same page however it is asked for."""
        return self.symbol or self.request.url


def page(url: str) -> Page:
    """Ask for a document as any feed is asked."""
    return Page(request=Request(url, headers=MANNERS, kind=Kind.ANY))


def as_they_are(items: Sequence[Item]) -> Sequence[Item]:
    return items


Pages = Callable[[Sequence[Symbol], datetime], Sequence[Page]]
"""Tells what to ask for about some instruments, at an instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Says what is read as one feed.

    `name` is nobody else's; `owner` is whose it is, "" everybody's. `outlet` is who speaks, as
    people read it; "" takes what the feed calls itself, and where it `speaks_for_others` each item
    says it by its author. `pages` are asked for in each round, given
    the instruments that lists need. `parse` reads a page that is no feed document, and `shaped`
    makes of a document's items those that are told. `issuers` says which instruments the numbers
    in them stand for.
    """

    name: str
    pages: Pages = field(repr=False)
    outlet: str = ""
    owner: str = ""
    speaks_for_others: bool = False
    issuers: IssuerList | None = None
    span: Span = field(default_factory=Span)
    bounds: Bounds = field(default_factory=Bounds)
    parse: Callable[[bytes], Entries] | None = None
    shaped: Callable[[Sequence[Item]], Sequence[Item]] = as_they_are


def at(url: str) -> Pages:
    """Ask for one document, whoever is on lists."""
    whole = (page(url),)
    return lambda _symbols, _now: whole
