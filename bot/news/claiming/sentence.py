"""Sentences as tokens: each word with the part it plays, each number and name as one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.news.claiming.dues import Due
from bot.news.claiming.lexis import ENTRIES
from bot.news.claiming.parts import Part
from bot.news.claiming.whens import When
from bot.news.claims import Holder
from bot.news.quantities import Quantity

_RAW = re.compile(r"[a-z]+n['’]t\b|['’]s\b|['’](?=\s)|[^\W\d_]+(?:\.[a-z]\.?)*|\d[\w.,]*\w|\S")
_MARKS = {
    ",": Part.COMMA, "(": Part.OPEN, "[": Part.OPEN, ")": Part.SHUT, "]": Part.SHUT,
    ";": Part.STOP, ":": Part.STOP, "—": Part.STOP, "–": Part.STOP, "+": Part.PLUS,
    "-": Part.MINUS, "−": Part.MINUS, "'s": Part.POSSESSIVE, "’s": Part.POSSESSIVE,
    "'": Part.POSSESSIVE, "’": Part.POSSESSIVE, "…": Part.STOP, "|": Part.STOP,
    "?": Part.STOP, "!": Part.STOP, "/": Part.STOP, "*": Part.STOP, "•": Part.STOP,
}  # fmt: skip
_SHORTEST_VERB = 5
_NOUNS = frozenset((Part.BUSINESS, Part.TAKEN))
_TITLED = 0.6


class Ref(NamedTuple):
    """Whom a claim may be about."""

    name: str
    holder: Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A stretch of a sentence that plays one part in it.

    `sign` is which way a move goes. `refs` are whom a subject stands for; none where that is still
    to be found out, as of `the company`. `whole` says that what is counted is its market value.
    """

    part: Part
    text: str
    start: int
    end: int
    sign: int = 0
    refs: tuple[Ref, ...] = ()
    quantity: Quantity | None = None
    when: When | None = None
    due: Due | None = None
    whole: bool = False
    stock: bool = False


class Placed(NamedTuple):
    """A stretch of an article that is one token whatever its words."""

    start: int
    end: int
    token: Token


def tokens(text: str, lower: str, start: int, end: int, placed: Iterable[Placed]) -> list[Token]:
    """Make tokens of the characters `start` to `end` of an article; `placed` ones win."""
    found: list[Token] = []
    at = start
    titled = _is_titled(text[start:end])
    for item in placed:
        if item.start < at:
            continue
        found.extend(_plain(text, lower, at, item.start, titled=titled, first=at == start))
        found.append(item.token)
        at = item.end
    found.extend(_plain(text, lower, at, end, titled=titled, first=at == start))
    return found


# Words between two placed tokens.
def _plain(  # noqa: PLR0913 (where, and what the sentence is like)
    text: str, lower: str, start: int, end: int, *, titled: bool, first: bool
) -> Iterator[Token]:
    raw = [
        (match[0], match.start(), match.end())
        for match in _RAW.finditer(lower, start, end)
        if not _is_hyphen(lower, match)
    ]
    at, after_name = 0, False
    while at < len(raw):
        many, part, sign = _part(raw, at)
        begin, finish = raw[at][1], raw[at + many - 1][2]
        opens = raw[at - 1][0] in "?!" if at else first
        capital = _is_name(text, begin, titled=titled, first=opens)
        # After a name a capital goes on with it, whatever the word: `Acme Power`.
        named = capital and (part is Part.WORD or (after_name and part in _NOUNS))
        part = Part.NAME if named else part
        said = text[begin:finish] if named else lower[begin:finish]
        yield Token(part=part, text=said, start=begin, end=finish, sign=sign)
        after_name = named
        at += many


# Whether a dash only ties two words together.
def _is_hyphen(lower: str, match: re.Match[str]) -> bool:
    return match[0] == "-" and lower[match.start() - 1 : match.start()].isalnum()


# How many words play which part together.
def _part(raw: Sequence[tuple[str, int, int]], at: int) -> tuple[int, Part, int]:
    word = raw[at][0]
    if mark := _MARKS.get(word):
        return 1, mark, 0
    if word == "." or word[0].isdigit():
        return 1, Part.FILLER, 0
    for entry in ENTRIES.get(word, ()):
        many = len(entry.words)
        if many == 1 or entry.words == tuple(one[0] for one in raw[at : at + many]):
            return many, entry.part, entry.sign
    if word.endswith("ly"):
        return 1, Part.FILLER, 0
    if word.endswith("ed") and len(word) >= _SHORTEST_VERB:
        return 1, Part.VERB, 0
    return 1, Part.WORD, 0


# A capital within a sentence makes a name, but not where every word has one.
def _is_name(text: str, start: int, *, titled: bool, first: bool) -> bool:
    return not titled and not first and text[start].isupper()


# Whether nearly every word begins with a capital, as in headlines.
def _is_titled(said: str) -> bool:
    if said.endswith("."):
        return False
    words = [word for word in said.split() if word[0].isalpha() and len(word) > 3]  # noqa: PLR2004
    return bool(words) and sum(word[0].isupper() for word in words) > _TITLED * len(words)
