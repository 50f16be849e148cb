"""Documents that nothing can mend, read by feedparser: tags that never end, and what broke off."""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import feedparser  # type: ignore[import-untyped] # ships no types

from bot.errors import FeedError
from bot.feeds.news.documents.links import absolute
from bot.feeds.news.documents.marks import Marks
from bot.feeds.news.documents.markup import plain
from bot.feeds.news.documents.moments import moment
from bot.feeds.news.item import ADDRESS, NAME, TEXT, TITLE, Entries, Item

_READ = 300_000
"""Letters that are read; it takes a tenth of a second for them."""

_OPENS = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)(?=[\s/>])")
_CLOSES = re.compile(r"</(?:[A-Za-z_][\w.-]{0,40}:)?(?:item|entry)\s{0,9}>")
_ENDS = re.compile(r"</(?:rss|feed|rdf:RDF|RDF)\s{0,9}>\s{0,99}\Z", re.IGNORECASE)
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)\b", re.IGNORECASE)
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]{0,500}>")
_DEEPEST = 200  # tags that are open at once; what forgets to close its <br> has some dozens

# A stranger's text in a library that never promised an error of its own.
_FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError)
_MORE_FAILURES = (TypeError, ValueError)


def entries(text: str, base: str, most: int) -> Entries:
    """Read what can be read; raises FeedError where that is nothing."""
    first = _OPENS.search(text)
    if _DTD.search(text, 0, first.start() if first else len(text)):
        raise FeedError("answered a document with a DTD, which is not read")
    if first is None:
        raise FeedError("answered something that is no feed")
    part = _whole_items(text[:_READ])
    _check_depth(part)
    try:
        # What is no stream is taken for an address or a file name, and fetched.
        read = feedparser.parse(
            BytesIO(part.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (*_FAILURES, *_MORE_FAILURES) as error:
        raise FeedError("answered something that is no feed") from error
    if not read.entries:
        raise FeedError("answered something that is no feed")
    return Entries(
        title=plain(_text(read.feed, "title"), TITLE),
        items=tuple(_item(entry, base) for entry in read.entries[:most]),
        tolerant=True,
    )


# Half an item, in what broke off, would be a correction once it is whole.
def _whole_items(text: str) -> str:
    if _ENDS.search(text[-200:]):
        return text
    closed = [found.end() for found in _CLOSES.finditer(text)]
    return text[: closed[-1]] if closed else text


# It takes the square of their number for tags in one another.
def _check_depth(text: str) -> None:
    depth = 0
    for found in _TAG.finditer(text):
        depth += 0 if found[0].endswith("/>") else -1 if found[1] else 1
        if depth > _DEEPEST:
            raise FeedError("answered a document that is broken, and too deep")
        depth = max(depth, 0)


Said = Mapping[str, Any]  # what feedparser gives, which has no types


def _item(entry: Said, base: str) -> Item:
    marks = Marks()
    for tag in _list(entry, "tags")[:200]:
        marks.take(_text(tag, "term") or _text(tag, "label"), _text(tag, "scheme"))
    links = [one for one in _list(entry, "links") if one.get("rel") in {None, "alternate"}]
    written = (_text(entry, "link"), *(_text(one, "href") for one in links))
    bodies = [*_list(entry, "content"), entry.get("summary_detail") or {}]
    said = (plain(_text(body, "value"), TEXT) for body in bodies)
    return Item(
        id=_text(entry, "id")[:ADDRESS],
        url=next((url for one in written if one and (url := absolute(one, base))), ""),
        title=plain(_text(entry, "title"), TITLE),
        text=next((words for words in said if words), ""),
        published=moment(_text(entry, "published")),
        updated=moment(_text(entry, "updated")),
        tickers=marks.tickers,
        labels=marks.labels,
        author=plain(_text(entry, "author"), NAME),
    )


def _text(said: Said, name: str) -> str:
    value = said[name] if name in said else ""  # noqa: SIM401 (its `get` makes up a date and warns)
    return value.strip() if isinstance(value, str) else ""


def _list(said: Said, name: str) -> list[Said]:
    value: Iterable[Any] = said.get(name) or ()
    return [one for one in value if isinstance(one, Mapping)]
