"""A governor: the token that a percent hangs on, and who stands beside it."""

from dataclasses import dataclass

from bot.news.claiming.line import CLEAR, Line
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Token
from bot.news.counting.kinds import Kind

VERBS = frozenset((Part.MOVE, Part.SIDE))
CLOSE = 2
"""Tokens that may stand between two words that belong together."""

_THIN = CLEAR - {Part.AUX}
HINTS = frozenset(("by", "about", "around", "over", "near", "between", "above", "under", "below"))


@dataclass(frozen=True, slots=True)
class Governor:
    """The token that a percent hangs on; `sign` is which way it goes."""

    sign: int
    anchor: int
    noun: bool = False
    listed: bool = False


def before(line: Line, k: int) -> int:
    """Find the first token to the left that is more than a hint: no `about`, no `whopping`."""
    while k >= 0:
        token = line.tokens[k]
        article = any(t.text in {"a", "an"} for t in line.tokens[max(0, k - CLOSE) : k])
        adjective = token.part is Part.WORD and article
        if not adjective and token.part not in _THIN and token.text not in HINTS:
            break
        k -= 1
    return k


def right_of(line: Line, at: int) -> int | None:
    """Find whom a percent is said to be for: `31% for bitcoin`."""
    whom = at + 2 + (line.at(at + 2).text == "the")
    named = line.at(at + 1).text in {"for", "at", "by"} and line.at(whom).part is Part.SUBJECT
    return whom if named else None


def is_of(token: Token, kind: Kind) -> bool:
    """Tell whether a token is a number of a kind."""
    return token.quantity is not None and token.quantity.kind is kind
