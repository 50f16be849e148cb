"""Edits: whether another version of an article says anything else, or was only tidied up."""

import re
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from bot.news.shelving.vocabulary import little
from bot.news.words import Words

FEW = 3
"""Words that tidying changes at most, beside one in `PART`."""

PART = 50

ALIKE = 80
"""How alike, of a hundred, a word and its misspelling are."""

MOST = 2_000
"""Words of an article that are held beside those of its other version."""

_TELLING = """
    no not never none neither nor without against before after above below more less most least
    over under up down further out off in on all few several two second first may might will would
    could can should must thousand million billion trillion
    """
_STAMP = re.compile(
    r"\b(?:last )?(?:updated|modified|published|posted|refreshed)\b(?: on| at|:)?"
    r"[\w,. ]{0,30}?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?(?: (?:[A-Z]{3,4}|ET)\b)?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[%$€£]")


def trivial(before: Words, after: Words) -> bool:
    """Tell whether nothing but spelling, punctuation or a time stamp differs between versions."""
    old, new = _tokens(before), _tokens(after)
    if abs(len(old) - len(new)) > FEW + len(old) // PART:
        return False
    edits = Levenshtein.editops(old, new)
    if len(edits) > FEW + len(old) // PART:
        return False
    return all(_says_nothing(old, new, *edit) for edit in edits)


def _says_nothing(old: list[str], new: list[str], tag: str, at: int, to: int) -> bool:
    if tag == "replace":
        return _misspelt(old[at], new[to])
    word = old[at] if tag == "delete" else new[to]
    return word in little() and word not in _telling()


# Never a number, never a word that turns a sentence round, and no short word: `rose`, `lose`.
def _misspelt(one: str, other: str) -> bool:
    words = {one, other}
    if any(not word.isalpha() for word in words) or words & _telling():
        return False
    if words <= little():
        return True
    swapped = sorted(one) == sorted(other)
    return min(map(len, words)) > FEW and (swapped or fuzz.ratio(one, other) >= ALIKE)


# Little words that turn a sentence round.
@cache
def _telling() -> frozenset[str]:
    return frozenset(_TELLING.split())


def _tokens(words: Words) -> list[str]:
    said = _STAMP.sub(" ", words.all)
    return [token.lower() for token in _TOKEN.findall(said)[:MOST]]
