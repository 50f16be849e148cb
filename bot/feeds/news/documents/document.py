"""Any document a news feed answers, read strictly, else mended, else by feedparser."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import takewhile
from xml.etree.ElementTree import Element

from bot.errors import FeedError
from bot.feeds.news.documents import atom, jsonfeed, rss, tolerant
from bot.feeds.news.documents.budget import Budget
from bot.feeds.news.documents.letters import letters
from bot.feeds.news.documents.links import absolute
from bot.feeds.news.documents.mending import mended
from bot.feeds.news.documents.names import BASE
from bot.feeds.news.documents.strict import Broken, head, local, opened, sheet, tail
from bot.feeds.news.item import MOST, Entries, Item, bounded

HEADLINE = 120
"""Letters of a text that are its title where it has none, as what is posted has not."""

_LARGE = 100_000  # bytes that are not worth mending where no item is in them

BLANK = b"\xef\xbb\xbf\x00 \t\r\n\v\f"
"""What may stand before a document without being a part of it."""


def read(body: bytes, *, url: str = "", content_type: str = "") -> Entries:
    """Read a document that was found at `url`; raises FeedError with what it is instead."""
    if not body.strip(BLANK):
        raise FeedError("answered an empty body")
    found = letters(body, content_type)
    utf8 = found.utf8.lstrip(BLANK)
    told = jsonfeed.feed(utf8, url, MOST) if utf8[:1] in {b"{", b"["} else _xml(utf8, url)
    faults = (*found.faults, *told.faults)
    return replace(
        told,
        items=tuple(_newest_first(_completed(told.items))),
        tolerant=told.tolerant or bool(faults),
        faults=faults,
    )


def _xml(utf8: bytes, url: str) -> Entries:
    if b"<" not in utf8[:100_000]:
        raise FeedError("answered something that is no feed")
    try:
        return _entries(utf8, url)
    except Broken as broken:
        fault = f"it is no whole XML: {broken}"
    places = opened(utf8)
    if len(utf8) > _LARGE and not places:
        raise FeedError("answered something that is no feed")
    text = mended(head(utf8, places).decode("utf-8", "replace"))
    try:
        told = _entries(text.encode("utf-8", "replace"), url)
    except Broken:
        told = tolerant.entries(text, url, MOST)
    left_out = max(told.left_out, len(places) - len(told.items))
    return replace(told, left_out=left_out, tolerant=True, faults=(fault,))


def _entries(utf8: bytes, url: str) -> Entries:
    whole = sheet(utf8)
    base = absolute(whole.root.get(BASE, ""), url) or url
    if local(whole.root.tag).lower() == "feed":
        title, ttl, item = atom.head(whole.root), None, atom.entry
    else:
        (title, ttl), item = rss.head(whole.root), rss.item
    elements = whole.items
    if _oldest_first(elements, item):
        # An archive that goes on at its end has its news there.
        rest = tail(utf8) if whole.left_out else None
        elements = (sheet(rest).items if rest else elements)[::-1]
    budget = Budget()
    read = takewhile(lambda element: budget.affords(element.itertext()), elements)
    items = tuple(bounded(item(element, base)) for element in read)
    left_out = whole.left_out + len(elements) - len(items)
    return Entries(title=title, items=items, left_out=left_out, ttl=ttl)


def _oldest_first(elements: list[Element], item: Callable[[Element, str], Item]) -> bool:
    dates = [at for place in elements[:1] + elements[-1:] if (at := _dated(item(place, "")))]
    return len(dates) > 1 and dates[0] < dates[-1]


def _dated(item: Item) -> datetime | None:
    return item.published or item.updated


def _completed(items: Iterable[Item]) -> list[Item]:
    told = [item for item in items if item.id or item.url or item.title or item.text]
    shared = Counter(item.url for item in told if not item.id)
    named = (item if item.id else replace(item, id=_name(item, shared[item.url])) for item in told)
    return [replace(_titled(item), published=_dated(item)) for item in named]


# What has no name is called by where it is read, or else by what it says.
def _name(item: Item, shared: int) -> str:
    if item.url and shared == 1:
        return item.url  # where all lead to the same page, it names none of them
    return "digest:" + sha256(f"{item.title}\n{item.text}".encode()).hexdigest()[:32]


# What is all in its title is not said a second time.
def _titled(item: Item) -> Item:
    if item.title:
        return item
    if len(item.text) <= HEADLINE:
        return replace(item, title=item.text, text="")
    return replace(item, title=f"{item.text[:HEADLINE].rpartition(' ')[0]} …".lstrip())


# One without a date stands where the one before it does.
def _newest_first(items: list[Item]) -> list[Item]:
    first = next((item.published for item in items if item.published), None)
    if first is None:
        return items
    at, dates = first, []
    for item in items:
        at = item.published or at
        dates.append(at)
    order = sorted(range(len(items)), key=lambda place: dates[place], reverse=True)
    return [items[place] for place in order]
