"""Items: what a feed document says, in plain words and bounded, before it is an article."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta

TITLE = 500
"""Letters of a title; PR Newswire's longest has some 300."""

TEXT = 20_000
"""Letters of a text; a whole press release with its tables is seldom longer."""

ADDRESS = 2000
"""Letters of an id, and of a URL."""

NAME = 200
"""Letters of a ticker, a label, an author."""

MANY = 50
"""Tickers, and labels, that one item may have."""

MOST = 500
"""Items of one document; what is beyond is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Says one thing that a feed tells: an article, a release, a filing.

    `tickers` are the symbols that the feed itself tags, with their exchange, as in `Nasdaq:WULF`.
    `published` and `updated` are what it says they are, be it 1970 or 2099; None where it says
    nothing that can be read. What says only when it was last changed was published then, and what
    has no title is called by its first words. `url` is absolute http(s), or "".
    """

    id: str
    url: str
    title: str
    text: str
    published: datetime | None = None
    updated: datetime | None = None
    tickers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Says what a whole document told: its items newest first, and how many more it had.

    `tolerant` says that it broke the rules of its format and was read all the same, `faults` which.
    `ttl` is how long the feed itself says it need not be asked again.
    """

    title: str
    items: tuple[Item, ...]
    left_out: int = 0
    tolerant: bool = False
    faults: tuple[str, ...] = ()
    ttl: timedelta | None = None


def bounded(item: Item) -> Item:
    """Cut an item to what one may be."""
    return dataclasses.replace(
        item,
        id=item.id[:ADDRESS],
        url=item.url if len(item.url) <= ADDRESS else "",
        title=item.title[:TITLE],
        text=item.text[:TEXT],
        tickers=tuple(ticker[:NAME] for ticker in item.tickers[:MANY]),
        labels=tuple(label[:NAME] for label in item.labels[:MANY]),
        author=item.author[:NAME],
    )
