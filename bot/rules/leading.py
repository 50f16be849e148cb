"""The subject a typed text may lead with: `IREN premarket > 4%`, `miners cap crosses above 90B`."""

import re
from collections.abc import Collection

from bot.market.instruments import SYMBOL
from bot.rules.units import amount

_FIRST = re.compile(
    r"\s*(?P<word>\$?\^?[A-Za-z0-9](?:[\w.\-]|=(?=[A-Z]{1,6}\b))*)(?P<rest>.*)", re.DOTALL
)
_RELATION = re.compile(r"\s*(?:[<>=!≥≤≠+*/]|-\s|(?P<word>[a-z]+)(?![\w.(\-]))", re.IGNORECASE)
_RELATIONS = frozenset(
    (
        "crosses",
        "within",
        "inside",
        "outside",
        "enters",
        "leaves",
        "rises",
        "falls",
        "moves",
        "at",
        "above",
        "below",
        "over",
        "under",
        "is",
        "equals",
        "exceeds",
        "hits",
        "reaches",
        "between",
        "nears",
    )
)
_JOINS = frozenset(("and", "or", "then", "of", "have", "has", "for"))


def lead(text: str, watchlists: Collection[str], keywords: Collection[str]) -> tuple[str, str]:
    """Part a text into the subject it leads with, "" where it leads with none, and the rest.

    Where a comparison follows at once the subject's own figure is meant: a price, or a list's cap.
    """
    found = _FIRST.fullmatch(text)
    if not found:
        return "", text
    subject = _subject(found["word"], watchlists)
    relation = _RELATION.match(found["rest"])
    word = (relation["word"] or "").lower() if relation else ""
    if not subject or not found["rest"].strip() or word in _JOINS:
        return "", text
    compared = relation is not None and (not word or word in _RELATIONS)
    if found["word"].lower() in {*keywords} and not compared:
        return "", text  # `ALL premarket > 4%` could be half of a count
    if not compared:
        follows = found["rest"]
        return (subject, follows.lstrip()) if follows[:1].isspace() else ("", text)
    figure = "cap" if subject in watchlists else "price"
    return subject, f"{figure} {found['rest'].lstrip()}"


def _subject(word: str, watchlists: Collection[str]) -> str:
    if word in watchlists:
        return word
    upper = word.removeprefix("$")
    upper = upper.upper() if upper != word else upper
    if not SYMBOL.fullmatch(upper) or not any(c.isalpha() for c in upper) or _is_amount(word):
        return ""
    return upper


def _is_amount(word: str) -> bool:
    try:
        amount(word)
    except ValueError:
        return False
    return True
