"""RSS, from 0.90 to 2.0, with what people put beside it: content, Dublin Core, media."""

from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from bot.feeds.news.documents.links import absolute
from bot.feeds.news.documents.marks import Marks
from bot.feeds.news.documents.markup import plain
from bot.feeds.news.documents.moments import moment
from bot.feeds.news.documents.names import ABOUT, BASE, Parts
from bot.feeds.news.documents.strict import local
from bot.feeds.news.item import ADDRESS, NAME, TEXT, TITLE, Item

LONGEST_TTL = timedelta(days=1)
"""Longer than that nobody means it."""

_PUBLISHED = ("pubDate", "pubdate", "atom:published", "dc:date", "dc:issued", "dc:created", "date")
_UPDATED = ("atom:updated", "dc:modified", "updated", "lastBuildDate")
_BODIES = ("content:encoded", "encoded", "xhtml:body", "body")
_TEASERS = ("description", "summary", "dc:description", "media:description", "atom:summary")


def head(root: Element) -> tuple[str, timedelta | None]:
    """Read a feed's own title, and how long it need not be asked again."""
    channel = next((part for part in root if local(part.tag).lower() == "channel"), root)
    parts = Parts(channel)
    minutes = parts.text("ttl")
    ttl = timedelta(minutes=int(minutes)) if minutes.isdecimal() and len(minutes) < 6 else None  # noqa: PLR2004 (ten weeks, in minutes)
    return plain(parts.text("title", "dc:title"), TITLE), ttl and min(ttl, LONGEST_TTL)


def item(element: Element, base: str) -> Item:
    """Read an item; `base` is where the feed itself was found."""
    parts = Parts(element)
    base = absolute(element.get(BASE, ""), base) or base
    guid = parts.text("guid", "atom:id", "id", "dc:identifier")[:ADDRESS]
    marks = _marks(parts)
    return Item(
        id=guid or element.get(ABOUT, "").strip()[:ADDRESS],
        url=_url(parts, base),
        title=plain(_inside(parts, "title", "dc:title", "media:title"), TITLE),
        text=_text(parts),
        published=_moment(parts, *_PUBLISHED),
        updated=_moment(parts, *_UPDATED),
        tickers=marks.tickers,
        labels=marks.labels,
        author=_author(parts),
    )


# What stands in elements that nobody escaped is read as if they were markup, for they are.
def _inside(parts: Parts, *names: str) -> str:
    part = parts.first(*names)
    return "" if part is None else words(part)


def words(part: Element) -> str:
    """Return what stands in an element, with blanks where elements in it begin and end."""
    return " ".join(part.itertext()) if len(part) else part.text or ""


def _text(parts: Parts) -> str:
    for names in (_BODIES, _TEASERS):
        for part in parts.all(*names):
            if said := plain(words(part), TEXT):
                return said
    return ""


def _url(parts: Parts, base: str) -> str:
    written = [parts.text("feedburner:origLink"), parts.text("link")]
    links = parts.all("atom:link", "link")
    written += [link.get("href", "") for link in links if link.get("rel") in {None, "alternate"}]
    written += [
        (guid.text or "")
        for guid in parts.all("guid")
        if guid.get("isPermaLink", "true").lower() != "false" and _is_address(guid.text)
    ]
    return next((url for one in written if one and (url := absolute(one, base))), "")


def _is_address(text: str | None) -> bool:
    return (text or "").strip().lower().startswith(("http://", "https://"))


def _moment(parts: Parts, *names: str) -> datetime | None:
    said = (part.text or "" for part in parts.all(*names))
    return next((at for one in said if (at := moment(one))), None)


def _marks(parts: Parts) -> Marks:
    marks = Marks()
    for part in parts.all("category", "dc:subject", "dc:keyword", "media:category")[:200]:
        scheme = part.get("domain") or part.get("type") or part.get("scheme") or ""
        marks.take(words(part), scheme)
    for part in parts.all("media:keywords", "keywords")[:10]:
        marks.take_all(words(part))
    # Nasdaq's own feed lists them as <nasdaq:tickers>MARA,RIOT</nasdaq:tickers>.
    for part in parts.ending("ticker", "tickers", "symbol", "symbols")[:10]:
        marks.take_all(words(part), "ticker")
    return marks


# RSS 2.0 wants an address there, with the name in brackets: desk@example.org (The Desk).
def _author(parts: Parts) -> str:
    said = plain(_inside(parts, "dc:contributor", "dc:creator", "author", "source"), NAME)
    name = said.partition("(")[2].rstrip(") ")
    return name if name and "@" in said else said
