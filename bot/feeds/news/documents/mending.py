"""Mending: what people get wrong when they write XML by hand, put right before it is read again.

A feed that is broken today and was not yesterday then says the same of what is in both.
"""

import re
import sys
from html.entities import html5

from bot.errors import FeedError

_BEFORE = 20_000
"""Letters before a feed in which a program may have complained, or left blank lines."""

_REFERENCES = 100_000
"""Ampersands that are put right; a feed with more has no use for them."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_BEGINS = re.compile(
    r"<(?:\?xml\b|(?:[A-Za-z_][\w.-]{0,40}:)?(?:rss|feed|rdf|channel)\b)", re.IGNORECASE
)
_OURS = frozenset({"amp", "lt", "gt", "quot", "apos"})
_REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)"  # in which an ampersand is no more than that
    r"|&(?:(#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6}));|([A-Za-z][A-Za-z0-9]{1,30});)?",
    re.DOTALL,
)
_PREFIXED = re.compile(
    r"<([A-Za-z_][\w.-]{0,30}):[A-Za-z_]|\s([A-Za-z_][\w.-]{0,30}):[\w.-]{1,40}="
)
_DECLARES = re.compile(r"\sxmlns:([A-Za-z_][\w.-]{0,30})\s*=")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]{0,60}")
_MANY = 40  # prefixes that may be forgotten

_USUAL = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def mended(text: str) -> str:
    """Put right odd characters, bare ampersands, names and prefixes that nobody declared.

    Raises FeedError where no feed begins in it.
    """
    begins = _BEGINS.search(text, 0, _BEFORE)
    if begins is None or text.count("&") > _REFERENCES:
        raise FeedError("answered something that is no feed")
    whole = text[begins.start() : _end(text)]
    return _declared(_REFERENCE.sub(_reference, _FORBIDDEN.sub("", whole)))


# Some servers say below it how long it took them.
def _end(text: str) -> int:
    closes = max(text.rfind(f"</{name}>") for name in ("rss", "feed", "rdf:RDF"))
    return text.find(">", closes) + 1 if closes >= 0 else len(text)


def _reference(found: re.Match[str]) -> str:
    number, name = found.groups()
    if found[0].startswith("<"):
        return found[0]
    if number:
        return found[0] if _is_letter(number) else ""
    if name in _OURS:
        return found[0]
    letters = html5.get(f"{name};") if name else None
    if letters is None:
        return f"&amp;{found[0][1:]}"
    return "".join(f"&#{ord(letter)};" for letter in letters)


def _is_letter(number: str) -> bool:
    code = int(f"0{number[1:]}", 16) if number[1] in "xX" else int(number[1:])
    return code <= sys.maxunicode and _FORBIDDEN.fullmatch(chr(code)) is None


def _declared(text: str) -> str:
    missing = _undeclared(text)
    root = _ROOT.search(text)
    if not missing or root is None:
        return text
    more = "".join(f' xmlns:{one}="{_USUAL.get(one, f"urn:{one}")}"' for one in missing)
    return f"{text[: root.end()]}{more}{text[root.end() :]}"


def _undeclared(text: str) -> list[str]:
    known = {*_DECLARES.findall(text), "xml", "xmlns"}
    missing: dict[str, None] = {}
    for used in _PREFIXED.finditer(text):
        prefix = used[1] or used[2]
        if prefix not in known:
            missing[prefix] = None
            if len(missing) > _MANY:
                raise FeedError("answered something that is no feed")
    return list(missing)
