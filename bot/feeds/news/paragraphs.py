"""Paragraphs: the words of an article in a page of HTML, whatever that is made of."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from bot.errors import FeedError
from bot.feeds.news.documents.markup import tidy

AT_ONCE = 500
"""Tags that are read before anybody else has a turn: a millisecond or two."""

WINDOW = 1 << 15
"""Characters that are looked through before anybody else has a turn."""

LONGEST = 5000
"""Characters of a tag; a longer one is none."""

TITLE, TEXT = 500, 20_000
SHORT = 200
"""Characters that an article has at least; with less, all that a page says is taken."""

_UNREAD = frozenset(
    {
        "aside",
        "button",
        "canvas",
        "figure",
        "footer",
        "iframe",
        "math",
        "nav",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
    }
)
_WHOLE = frozenset({"article", "main"})
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,15})(?=[\s/>])([^<>]*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z:]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_WORDS = frozenset({"p", "li", "blockquote", "h1", "h2", "h3", "td", "th"})
_PROGRAM = re.compile(
    r"<(!--|(?:script|style|template|svg|noscript|iframe)(?=[\s/>]))", re.IGNORECASE
)
_ENDS = {"!--": re.compile("-->")} | {
    name: re.compile(rf"</{name}[^<>]{{0,100}}>", re.IGNORECASE)
    for name in ("script", "style", "template", "svg", "noscript", "iframe")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Says what a page tells, in plain words."""

    title: str
    text: str


async def readable(page: str, where: str) -> Text:
    """Read the words of a page, a piece at a time. Raises FeedError where it has none."""
    reader, page, at, number = _Reader(), await _without_programs(page), 0, 0
    while (tag := await _next(_TAG, page, at)) is not None:
        reader.words(page[at : tag.start()])
        at = tag.end()
        if tag[1]:
            reader.ends(tag[2].lower())
        else:
            reader.begins(tag[2].lower(), tag[3])
        number += 1
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    reader.words(page[at:])
    found = reader.told()
    if not found.text and not found.title:
        raise FeedError(f"{where} answered a page without words; it may need a browser")
    return found


class _Reader:
    """Collects the paragraphs of a page, those of its article apart."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}
        self._said: list[tuple[bool, str]] = []
        self._piece: list[str] = []
        self._unread = self._article = 0
        self._is_title = False
        self._letters = 0

    def told(self) -> Text:
        self._end()
        inside = " ".join(text for is_article, text in self._said if is_article)
        whole = inside if len(inside) >= SHORT else " ".join(text for _, text in self._said)
        titles = (self._titles.get(name, "") for name in ("og:title", "title", "h1"))
        return Text(title=next(filter(None, titles), "")[:TITLE], text=whole[:TEXT])

    def words(self, said: str) -> None:
        if said and not self._unread and self._letters < 4 * TEXT:
            self._letters += len(said)
            self._piece.append(said[: 4 * TEXT])

    def begins(self, tag: str, attributes: str) -> None:
        if tag == "meta":
            self._meta(attributes)
        elif tag in _UNREAD:
            self._end()
            self._unread += not attributes.endswith("/")
        elif tag == "title":
            self._is_title = not self._unread
            self._piece.clear()
        elif tag in _WHOLE:
            self._end()
            self._article += 1
        elif tag in _WORDS:
            self._end()
        elif tag == "br":
            self._piece.append(" ")

    def ends(self, tag: str) -> None:
        if tag in _UNREAD:
            self._end()
            self._unread = max(0, self._unread - 1)
        elif tag == "title" and self._is_title:
            self._titles.setdefault("title", _plain(self._piece))
            self._piece.clear()
            self._is_title = False
        elif tag in _WHOLE:
            self._end()
            self._article = max(0, self._article - 1)
        elif tag in _WORDS or tag == "div":
            self._end(tag)

    def _end(self, tag: str = "") -> None:
        said = _plain(self._piece) if self._piece else ""
        self._piece.clear()
        if not said or self._unread or self._is_title:
            return
        if tag == "h1":
            self._titles.setdefault("h1", said)
        else:
            self._said.append((self._article > 0, said))

    def _meta(self, attributes: str) -> None:
        told = {name.lower(): a or b for name, a, b in _ATTRIBUTE.findall(attributes[:2000])}
        name = told.get("property") or told.get("name") or ""
        if name in {"og:title", "twitter:title"} and told.get("content"):
            self._titles.setdefault("og:title", _plain([told["content"]]))


def _plain(pieces: Sequence[str]) -> str:
    return tidy(unescape("".join(pieces)))


# Half a megabyte of a page may be its program, which the reader would hold on to up to its end.
async def _without_programs(page: str) -> str:
    kept, at = [], 0
    while (opens := await _next(_PROGRAM, page, at)) is not None:
        kept.append(page[at : opens.start()])
        closes = await _next(_ENDS[opens[1].lower()], page, opens.end())
        at = closes.end() if closes else len(page)
    return " ".join([*kept, page[at:]])


# A page of nothing but `<` takes half a second to look through, in which others have their turn.
async def _next(what: re.Pattern[str], page: str, at: int) -> re.Match[str] | None:
    while at < len(page):
        found = what.search(page, at, at + WINDOW + LONGEST)
        if found is not None:
            return found
        at += WINDOW
        await asyncio.sleep(0)
    return None
