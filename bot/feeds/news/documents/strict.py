"""XML read as the book says: item by item, bounded in every direction, growing in none."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import XMLParser

from bot.errors import FeedError
from bot.feeds.news.item import MOST

DEEPEST = 64
"""Elements that may stand in one another; a feed has six, and its XHTML some twenty."""

ELEMENTS = 30_000
"""Elements that are read of one document: five hundred items of sixty each, or XHTML of fewer."""

_A_PAGE = "answered a web page, no feed"
_HEAD = 2000
_BEFORE = 20_000
_LATER = re.compile(rb"<\?xml\b|<(?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)

MENDED = 400_000
"""Bytes of a broken document that are mended; a twentieth of a second of work."""

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
ITEMS = frozenset({"item", "entry"})
_SHALLOWEST, _DEEPEST_ITEM = 2, 4  # feed/entry and RDF/item; rss/channel/item/item
_NAMED = (b"item", b"entry")
_BEHIND = frozenset((b" ", b"\t", b"\r", b"\n", b"\f", b"\v", b"/", b">"))
_PREFIX = re.compile(rb"<[A-Za-z_][\w.-]{0,40}:\Z")
_LONGEST = 43  # letters of one
_PAGE = re.compile(
    rb"\s*(?:<!--[^>]{0,500}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_LARGE = 100_000  # bytes in which no number of attributes takes long
_MANY = 300
# Expat compares each with each before anybody is asked whether these are too many.
_CROWDED = re.compile(
    rb"<[A-Za-z_][\w:.-]*+(?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+')){%d}" % _MANY
)


class Broken(Exception):
    """Says that a document is no XML, though a more tolerant reader may make something of it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document in elements: its root without the items, the items as they stand in it.

    Of more items than `MOST` the rest are not read but counted.
    """

    root: Element
    items: list[Element] = field(default_factory=list)
    left_out: int = 0


def sheet(utf8: bytes) -> Sheet:
    """Read a document; raises Broken where it is no XML, FeedError where it never will be."""
    if _PAGE.match(utf8, 0, _HEAD):
        raise FeedError(_A_PAGE)
    if len(utf8) > _LARGE and utf8.count(b"=") > _MANY and _CROWDED.search(utf8):
        raise FeedError("answered a tag with more attributes than any has")
    shelf = _Shelf()
    whole = _is_whole(utf8, shelf)
    if shelf.root is None:
        raise Broken("no element")
    left_out = 0 if whole else max(0, len(opened(utf8)) - len(shelf.items))
    return Sheet(shelf.root, shelf.items, left_out)


def tail(utf8: bytes) -> bytes | None:
    """Leave of a document what is before its items and the last of them; None if that is all."""
    places = opened(utf8)
    return None if len(places) <= MOST else utf8[: places[0]] + utf8[places[-MOST] :]


def head(utf8: bytes, places: Sequence[int]) -> bytes:
    """Leave as many items of a document as are mended, and what is before and behind all.

    `places` are those where they begin.
    """
    kept = min(MOST, bisect_right(places, MENDED))
    if len(places) <= kept:
        return utf8
    closed = max(utf8.rfind(b"</item"), utf8.rfind(b"</entry"))
    behind = utf8[closed:].partition(b">")[2] if closed >= 0 else b""
    return utf8[: places[max(kept, 1)]] + behind if len(places) > 1 else utf8


def opened(utf8: bytes) -> list[int]:
    """Find where items of a document begin, without reading them.

    To look for their names is quicker than to try each bracket, of which a text may be made.
    """
    places = [place for name in _NAMED for place in _found(utf8, b"<%s" % name)]
    for name in _NAMED:
        ends = _found(utf8, b":%s" % name)
        leads = (_PREFIX.search(utf8, max(0, end - _LONGEST), end + 1) for end in ends)
        places += [lead.start() for lead in leads if lead]
    return sorted(places)


def _found(utf8: bytes, name: bytes) -> Iterator[int]:
    at = utf8.find(name)
    while at >= 0:
        end = at + len(name)
        if utf8[end : end + 1] in _BEHIND:
            yield at
        at = utf8.find(name, end)


def local(tag: str) -> str:
    """Name an element without its namespace."""
    return tag.rpartition("}")[2]


class _Enough(Exception):
    """Says that as much was read as there is room for."""


class _OtherRoot(Exception):
    """Says that a document begins as something else than a feed."""


class _Shelf(TreeBuilder):
    """Builds a tree, and puts each item aside as it ends."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self.items: list[Element] = []
        self._open: list[Element] = []
        self._inside = 0  # how deep the item stands that is being read
        self._elements = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        element = super().start(tag, attrs)
        if self.root is None:
            _as_feed(tag)
            self.root = element
        self._open.append(element)
        self._count()
        if self._is_item(tag):
            self._inside = len(self._open)
        return element

    def end(self, tag: str, /) -> Element:
        element = super().end(tag)
        self._open.pop()
        if self._inside > len(self._open):
            self._inside = 0
            self.items.append(element)
            del self._open[-1][-1]  # it stands last in its parent
            if len(self.items) > MOST:
                del self.items[-1]
                raise _Enough
        return element

    def _count(self) -> None:
        self._elements += 1
        if len(self._open) > DEEPEST:
            raise FeedError(f"answered more than {DEEPEST} elements in one another")
        if self._elements > ELEMENTS and self.items:
            raise _Enough
        if self._elements > ELEMENTS:
            raise FeedError(f"answered more than {ELEMENTS:,} elements and no item")

    # Nasdaq puts each of its halts into an item in an item, of which the inner one says something.
    def _is_item(self, tag: str) -> bool:
        if local(tag) not in ITEMS or not _SHALLOWEST <= len(self._open) <= _DEEPEST_ITEM:
            return False
        parent = local(self._open[-2].tag)
        return parent.lower() in ROOTS or (parent in ITEMS and self._inside == len(self._open) - 1)


# Fills the shelf, and says whether all of the document went into it.
def _is_whole(utf8: bytes, shelf: _Shelf) -> bool:
    parser = XMLParser(target=shelf, encoding="utf-8", forbid_dtd=True)
    _deafen(parser)
    try:
        parser.feed(utf8)
        parser.close()
    except _Enough:
        return False
    except _OtherRoot:
        # A program may have complained in HTML of its own before the feed.
        if _LATER.search(utf8, 1, _BEFORE):
            raise Broken("something stands before it") from None
        raise FeedError("answered XML that is no feed") from None
    except DefusedXmlException as error:
        if isinstance(error, DTDForbidden) and error.name.lower() == "html":
            raise FeedError(_A_PAGE) from error
        raise FeedError("answered a document with a DTD, which is not read") from error
    except ParseError as error:
        raise Broken(str(error)[:100]) from error
    return True


# A million comments, or CDATA sections of one letter, are not worth a call each.
def _deafen(parser: XMLParser) -> None:
    for handler in ("CommentHandler", "ProcessingInstructionHandler", "DefaultHandlerExpand"):
        setattr(parser.parser, handler, None)


# Nothing more is read of what begins as something else.
def _as_feed(tag: str) -> None:
    name = local(tag).lower()
    if name == "html":
        raise FeedError(_A_PAGE)
    if name not in ROOTS:
        raise _OtherRoot
