"""Names of a text that no list knows: what stands with a capital where a sentence needs none."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from bot.news.shelving.vocabulary import common, form, little

MOST = 600
"""Words of an article that are looked at; a story is told by then."""

FURTHEST = 6_000
"""Characters of an article that are looked at."""

LONGEST = 80
"""Characters that a name has at most."""

_WORD = re.compile(r"[^\W\d_][\w&]*")
_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue wed thu fri sat sun utc gmt est edt
    """
_RANKS = """
    inc corp ltd limited plc llc co company group holdings platforms mr mrs ms dr chief executive
    officer president chairman senator governor judge form item q1 q2 q3 q4 us usa uk ai hpc gpu
    gpus mw gw kw eh ph th btc eth usd cad eur gbp nasdaq nyse tsx sec
    securities exchange commission federal reserve north south east west northern southern eastern
    western san saint st university institute department ministry court supreme district street
    city county state states united bank banks capital labs lake river park motors pharma national
    international european american british canadian chinese german french etf etfs association
    """
SHOUTED = 0.6
"""Of a headline's longer words that have a capital: there a capital says nothing."""

LITTLE = 3
"""Letters of a word that is not among the longer ones."""


class Token(NamedTuple):
    """A word as it is written, in lower case, and where it starts."""

    written: str
    lower: str
    start: int


def tokens(text: str, start: int, end: int, most: int = MOST) -> list[Token]:
    """Take a stretch of a text apart into so many words at most; numbers are none.

    An apostrophe parts words, so that what is somebody's bears his name.
    """
    found = islice(_WORD.finditer(text, start, end), most)
    return [Token(word := one[0], word.lower(), one.start()) for one in found]


def names(sentence: list[Token], lowered: frozenset[str], *, title: bool) -> Iterator[Token]:
    """Yield the words of a sentence that name somebody or some place.

    `lowered` are the words that the article also has without a capital. What opens a sentence has
    its capital from there, unless another name follows it, or there is one within it: OpenAI.
    """
    if _shouts(sentence, title=title):
        return
    for place, token in enumerate(sentence):
        if not token.written[0].isupper() or not _can_name(token, lowered):
            continue
        if place == 0 and not _capital(sentence, 1) and token.written[1:].islower():
            continue
        yield token


def _can_name(token: Token, lowered: frozenset[str]) -> bool:
    lower = token.lower
    return (
        len(lower) > 1
        and lower not in lowered
        and lower not in _no_names()
        and lower not in little()
        and form(lower) not in common()
    )


def _capital(sentence: list[Token], place: int) -> bool:
    return place < len(sentence) and sentence[place].written[0].isupper()


# A headline in capitals, or with one on each word, names nobody by them; nor does a shout.
def _shouts(sentence: list[Token], *, title: bool) -> bool:
    longer = [token.written for token in sentence if len(token.lower) > LITTLE]
    if all(word.isupper() for word in longer):
        return len(longer) > 1
    capitals = sum(word[0].isupper() for word in longer)
    return title and len(longer) > 1 and capitals > SHOUTED * len(longer)


# Capitals that stand for days, ranks and units.
@cache
def _no_names() -> frozenset[str]:
    return frozenset((*_CALENDAR.split(), *_RANKS.split()))
