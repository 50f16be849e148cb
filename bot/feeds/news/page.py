"""Pages: the words of an article that somebody names by its address, and nothing around them."""

import re

from bot.errors import FeedError
from bot.feeds.news.documents.letters import letters
from bot.feeds.news.documents.markup import tidy
from bot.feeds.news.paragraphs import TEXT, TITLE, Text, readable
from bot.feeds.news.publication import MANNERS
from bot.feeds.polling import Web
from bot.feeds.web.request import Kind, Request, shown

LIMIT = 1 << 20
"""Bytes of a page that are read; an article stands in its first."""

__all__ = ["LIMIT", "Text", "fetched"]

_HEADERS = {**MANNERS, "Accept": "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8"}
_NO_PAGE = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8")
_HEAD = 2048
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


async def fetched(url: str, web: Web) -> Text:
    """Fetch a page and read it. Raises FeedError where there is none that can be read."""
    request = Request(url, headers=_HEADERS, kind=Kind.ANY)
    answer = await web.get(request)
    web.forget(request)
    if answer.unchanged or not answer.body.strip():
        raise FeedError(f"{shown(url)} answered an empty page")
    body = answer.body[:LIMIT]
    if body.startswith(_NO_PAGE):
        raise FeedError(f"{shown(url)} answered something that is no page to read")
    words = _decoded(body, answer.content_type)
    if "text/plain" in answer.content_type.lower():
        first, _, rest = words.strip().partition("\n")
        return Text(title=tidy(first)[:TITLE], text=tidy(rest)[:TEXT])
    return await readable(words, shown(url))


# As the header says, else as the page itself does in its first bytes.
def _decoded(body: bytes, content_type: str) -> str:
    inside = _CHARSET.search(body, 0, _HEAD)
    said = content_type if inside is None or "charset" in content_type.lower() else _type(inside)
    return letters(body, said).utf8.decode(errors="replace")


def _type(found: re.Match[bytes]) -> str:
    return f"text/html; charset={found[1].decode('ascii')}"
