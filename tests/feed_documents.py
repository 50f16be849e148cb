"""Feed documents of our own, as short as they can be and still be one."""

from bot.feeds.news.documents.document import read
from bot.feeds.news.item import Entries, Item

URL = "https://wire.example/news/feed.xml"
"""Where they are found."""

NAMESPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:ndaq="http://nasdaq.example/reference/"'
)


def rss(*items: str, channel: str = "<title>The Wire</title>") -> str:
    """Write RSS 2.0 of items, each what stands in one."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"{NAMESPACES}><channel>{channel}{inside}</channel></rss>'


def atom(*entries: str, head: str = "<title>The Desk</title>", root: str = "") -> str:
    """Write Atom of entries, each what stands in one."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{root}>{head}{inside}</feed>'


def told(document: str | bytes, *, content_type: str = "") -> Entries:
    """Read a document as one that was found at `URL`."""
    body = document.encode() if isinstance(document, str) else document
    return read(body, url=URL, content_type=content_type)


def the_item(document: str | bytes) -> Item:
    """Read a document that has one item."""
    (item,) = told(document).items
    return item


def an_item(*, title: str = "A miner mines", **more: str) -> str:
    """Write what stands in an item of RSS, by the names of its elements."""
    return "".join(f"<{name}>{text}</{name}>" for name, text in {"title": title, **more}.items())
