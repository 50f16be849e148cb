"""Asides: what stands between a subject and its verb, and names that nobody knows."""

from bot.news.claiming.line import CLEAR, Line
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Token

CALLED = frozenset(("known", "formerly", "previously", "once", "called", "renamed"))
"""Words that begin an aside on another name of somebody: `known as Bolt until last year`."""

_WORDS = frozenset((Part.WORD, Part.FILLER))
_NUMBERS = CLEAR | {Part.QUANTITY}
_FARTHEST = 45


def maker(line: Line, k: int) -> int | None:
    """Find `the maker of graphics chips` by the last of its words; None where none is."""
    of = line.left(k, _WORDS)
    named = line.at(of).part is Part.OF and line.at(of - 1).part is Part.SUBJECT
    return of - 1 if named and not line.at(of - 1).refs else None


def related(line: Line, k: int, at: int) -> int | None:
    """Find of whom a clause tells that begins here with `which` or `who` and is not over.

    So in `second to IREN, which leads with a rise of 4 %`; None where no such clause begins.
    """
    if line.at(k).text not in {"which", "who"} or line.at(k - 1).part is Part.PREPOSITION:
        return None
    if any(token.part in {Part.COMMA, Part.BREAK} for token in line.tokens[k + 1 : at]):
        return None
    whom = k - 1 - (line.at(k - 1).part is Part.COMMA)
    return whom if line.at(whom).part is Part.SUBJECT and line.at(whom).refs else None


def is_stranger(line: Line, k: int) -> bool:
    """Tell whether whoever we do not know stands before this comma or parenthesis."""
    return _opens_line(line, k) or _is_listed(line, k)


# `Acme, up 2 % at noon, ended`: a word that we do not know opens the sentence.
def _opens_line(line: Line, k: int) -> bool:
    unknown = line.at(0).part is Part.WORD and line.at(1).part is line.at(k).part is Part.COMMA
    return unknown and line.at(2).part in {Part.SIDE, Part.WHO} and k < _FARTHEST


# `Acme (-8 %)`, `Acme $307 (-7 %)`: a member of a list that we do not know.
def _is_listed(line: Line, k: int) -> bool:
    j = line.left(k - 1, _NUMBERS)
    listed = line.at(j - 1).part in {Part.COMMA, Part.STOP, Part.AND}
    unknown = line.at(j).part in {Part.NAME, Part.WORD, Part.STOCK}
    return listed and unknown and line.at(k).part is Part.OPEN


def opens(line: Line, k: int) -> bool:
    """Tell whether an aside begins: `which rents power`, `on which we count`, `having signed`."""
    token = line.at(k)
    which = token.part is Part.PREPOSITION and line.at(k + 1).part is Part.WHO
    return which or token.text in {"having", "being"} or describes(token)


def describes(token: Token) -> bool:
    """Tell whether a word can begin an aside."""
    return token.part in {
        Part.WHO,
        Part.FILLER,
        Part.WORD,
        Part.NAME,
        Part.VERB,
        Part.WHEN,
        Part.SUBJECT,
        Part.SIDE,
    }
