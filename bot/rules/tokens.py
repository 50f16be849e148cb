"""Tokens of a rule: its words as the parser cuts them, and the first that is wrong in itself."""

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters
from lark.lexer import PatternStr

from bot.rules.phrasing import WORDS, Phrasing
from bot.rules.words import Words

_NAMES = {"NAME", "REFERENCE"}


@cache
def parser() -> Lark:
    """Make the parser, once."""
    return Lark(
        Path(__file__).with_name("grammar.lark").read_text("utf-8"),
        parser="lalr",
        lexer="basic",  # a word is read the same wherever it stands, so a fault can name it
        propagate_positions=True,
        maybe_placeholders=True,
        g_regex_flags=re.ASCII,
        postlex=Phrasing(),
    )


@cache
def keywords() -> dict[str, str]:
    """Return the language's own words, by the name the grammar gives them."""
    patterns = ((t.name, t.pattern) for t in parser().terminals)
    words = {n: p.value for n, p in patterns if isinstance(p, PatternStr) and p.value.isalpha()}
    return words | {kind: word for word, kind in WORDS.items()}


def tokens(text: str, end: int) -> list[Token]:
    """Cut a text up to the character `end`."""
    found: list[Token] = []
    with suppress(UnexpectedCharacters):  # they are what stands at `end`, or after it
        for token in parser().lex(text):
            if token.start_pos is None or token.start_pos >= end:
                break
            found.append(token)
    return found


def judge(found: list[Token], words: Words, then: str) -> None:
    """Refuse the first wrong word: one often breaks the shape only later, and is the real fault."""
    for token, role, after in zip(found, _roles(found), [*found, then][1:], strict=True):
        at = token.start_pos or 0
        if role == "list":
            words.watchlist(token, at)
        elif role == "NAME":
            words.known(token, at, then=after, keywords=keywords().values())
        elif role == "REFERENCE":
            words.reference(token, at)
        elif role == "SIGN":
            words.sign(token, at)
        elif role == "NUMBER":
            words.amount(token, at)


def opened(found: list[Token]) -> list[Token]:
    """List the brackets that are open after these tokens."""
    brackets: list[Token] = []
    for token in found:
        if token.type == "LPAR":
            brackets.append(token)
        elif token.type == "RPAR":
            brackets.pop()
    return brackets


def in_arguments(found: list[Token]) -> bool:
    """Tell whether these tokens end within a metric's brackets."""
    inside = False
    for last, token in zip([None, *found], found, strict=False):
        opens = token.type == "LPAR" and last is not None and last.type in _NAMES
        inside = (inside and token.type != "RPAR") or opens
    return inside


def _roles(found: list[Token]) -> Iterator[str]:
    # What each token is, by those before it: `within 2% of ytd` names a figure, `no data of IREN` a
    # symbol, any other `of` a watchlist; what stands in a metric's brackets is none of these.
    near = inside = quiet = False
    last = ""
    for token in found:
        kind = token.type
        inside = (inside and kind != "RPAR") or (kind == "LPAR" and last in _NAMES)
        quiet = (quiet and kind != "_FOR") or kind == "_DATA"
        if inside or quiet or last == "_NEW":
            yield ""
        else:
            yield "list" if kind == "NAME" and last == "OF" and not near else kind
        near = kind == "_WITHIN" or (near and kind in {"PLUS", "MINUS", "NUMBER", "OF"})
        last = kind
