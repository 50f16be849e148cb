"""Atom 1.0, and the 0.3 that some still speak."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from xml.etree.ElementTree import Element

from bot.feeds.news.documents.links import absolute
from bot.feeds.news.documents.marks import Marks
from bot.feeds.news.documents.markup import plain
from bot.feeds.news.documents.moments import moment
from bot.feeds.news.documents.names import BASE, Parts
from bot.feeds.news.documents.rss import words
from bot.feeds.news.documents.strict import local
from bot.feeds.news.item import ADDRESS, NAME, TEXT, TITLE, Item

_TAGGED = ("ticker", "tickers", "symbol", "symbols")


def head(root: Element) -> str:
    """Read a feed's own title."""
    return _said(Parts(root), "title", most=TITLE)


def entry(element: Element, base: str) -> Item:
    """Read an entry; `base` is where the links of its feed start from."""
    parts = Parts(element)
    base = within(element, base)
    marks = _marks(parts)
    return Item(
        id=parts.text("id")[:ADDRESS],
        url=_url(parts, base),
        title=_said(parts, "title", most=TITLE),
        text=_said(parts, "content", "summary", "media:description", most=TEXT) or _media(parts),
        published=_moment(parts, "published", "issued", "created", "dc:date"),
        updated=_moment(parts, "updated", "modified"),
        tickers=marks.tickers,
        labels=marks.labels,
        author=_author(parts),
    )


def within(element: Element, base: str) -> str:
    """Return where the links in an element start from."""
    return absolute(element.get(BASE, ""), base) or base


def _said(parts: Parts, *names: str, most: int) -> str:
    for part in parts.all(*names):
        if said := plain(_markup(part), most):
            return said
    return ""


# XHTML is markup that was read as elements already; its own words must not be taken for more of it.
def _markup(part: Element) -> str:
    return "".join(_written(part)) if len(part) else part.text or ""


def _written(element: Element) -> Iterable[str]:
    yield escape(element.text or "", quote=False)
    for part in element:
        name = local(part.tag)
        yield f"<{name}>"
        yield from _written(part)  # no deeper than a document may be
        yield f"</{name}>"
        yield escape(part.tail or "", quote=False)


def _media(parts: Parts) -> str:
    group = parts.first("media:group")
    return "" if group is None else _said(Parts(group), "description", most=TEXT)


def _url(parts: Parts, base: str) -> str:
    links = parts.all("link", "atom:link")
    ours = [one for one in links if one.get("rel", "alternate").strip() in {"alternate", ""}]
    ours.sort(key=lambda one: one.get("type", "text/html") not in {"text/html", "html"})
    near = [one for one in links if one.get("rel") in {"related", "via"}]
    written = [(one.get("href") or one.text or "", one) for one in (*ours, *near)]
    written += [(one.get("src", ""), one) for one in parts.all("content")]
    for href, one in written:
        if href.strip() and (url := absolute(href, within(one, base))):
            return url
    name = parts.text("id")
    return absolute(name, "") if name.startswith(("http://", "https://")) else ""


def _moment(parts: Parts, *names: str) -> datetime | None:
    said = (part.text or "" for part in parts.all(*names))
    return next((at for one in said if (at := moment(one))), None)


# The SEC writes the form as `term`, and "form type" as its label.
def _marks(parts: Parts) -> Marks:
    marks = Marks()
    for part in parts.all("category", "dc:subject")[:200]:
        marks.take(part.get("term") or part.get("label") or words(part), part.get("scheme") or "")
    for part in parts.ending(*_TAGGED)[:10]:
        marks.take_all(words(part), "ticker")
    return marks


def _author(parts: Parts) -> str:
    for person in parts.all("author", "contributor", "dc:creator"):
        name = Parts(person).text("name") or (person.text or "")
        if said := plain(name, NAME):
            return said
    return ""
