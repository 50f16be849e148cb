"""Telegram's HTML read as strictly as its server reads it, and the links its apps find in a text.

https://core.telegram.org/bots/api#html-style
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
NAMED = {"&lt;", "&gt;", "&amp;", "&quot;"}
ENTITIES = 100
JOINER = "\u2060"

_PIECE = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z-]*)(?P<more>[^>]*)>|&#?\w+;|[^<&]+|[<&]", re.DOTALL
)
_HREF = re.compile(r"\s*href=(\"(?P<q>[^\"]*)\"|'(?P<s>[^']*)'|(?P<n>[^\s\"'>]+))\s*")
# What apps make of a text without markup: https://core.telegram.org/api/entities.
_FOUND = {
    "mention": re.compile(r"(?<!\w)@\w{3,32}"),
    "url": re.compile(
        r"\b(?:https?|tg|ftp)://[^\s<>]+|(?<![\w@.])(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w.])"
        r"|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"
    ),
    "bot_command": re.compile(r"(?<![\w/<>])/\w{1,64}(?:@\w+)?"),
}


class UnparsableError(Exception):
    """Says why a text is refused, as Telegram does."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text that is shown in its own way; offsets count units of UTF-16."""

    kind: str
    offset: int
    length: int
    text: str
    url: str = ""


def units(text: str) -> int:
    """Count a text as Telegram does; a half of a pair is no text."""
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, list[Entity]]:
    """Return the text people see, and what of it stands out. Raises UnparsableError."""
    text, found = "", []
    under_way: list[tuple[str, str, int]] = []
    for piece in _PIECE.finditer(html):
        told = piece.group()
        if piece["tag"] is None:
            text += unescape(told) if _is_entity(told) else _plain(told, piece.start())
        elif piece["end"]:
            if not under_way or under_way[-1][0] != piece["tag"].lower():
                raise UnparsableError(f"Unmatched end tag at byte offset {piece.start()}")
            tag, url, start = under_way.pop()
            if inside := text[start:]:
                spot = units(text[:start])
                found.append(Entity(TAGS[tag], spot, units(inside), inside, url))
        else:
            under_way.append((*_opened(piece), len(text)))
    if under_way:
        raise UnparsableError(
            f'Can\'t find end tag corresponding to start tag "{under_way[-1][0]}"'
        )
    if len(found) > ENTITIES:
        found = found[:ENTITIES]
    return _trimmed(text), found


def detected(text: str, marked: list[Entity]) -> list[Entity]:
    """Find what apps would make a link of, where no code or link of ours stands."""
    closed = [_trimmed(e.text) for e in marked if e.kind in {"pre", "code", "text_link"}]
    return list(_detected(text, closed))


def _detected(text: str, closed: list[str]) -> Iterator[Entity]:
    for inside in closed:
        text = text.replace(inside, " " * len(inside), 1)
    for kind, pattern in _FOUND.items():
        for found in pattern.finditer(text):
            told = found.group()
            yield Entity(kind, units(text[: found.start()]), units(told), told)


def _is_entity(told: str) -> bool:
    return told in NAMED or told.startswith("&#")


def _plain(told: str, at: int) -> str:
    if told == "<":
        raise UnparsableError(f'Unsupported start tag "" at byte offset {at}')
    return told


def _opened(piece: re.Match[str]) -> tuple[str, str]:
    tag, more = piece["tag"].lower(), piece["more"]
    if tag not in TAGS:
        raise UnparsableError(f'Unsupported start tag "{tag}" at byte offset {piece.start()}')
    if tag != "a":
        if more.strip():
            raise UnparsableError(f"Unsupported attribute at byte offset {piece.start()}")
        return tag, ""
    href = _HREF.fullmatch(more)
    if href is None:
        raise UnparsableError(f"Unclosed start tag at byte offset {piece.start()}")
    return tag, unescape(href["q"] or href["s"] or href["n"] or "")


def _trimmed(text: str) -> str:
    return text.strip(" \n\t")
