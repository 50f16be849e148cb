"""Syntax of the rule language: text to tree, or a fault that names what was expected instead."""

import re
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedToken
from lark.lexer import PatternStr

from bot.rules.faults import RuleFault, nearest, quoted
from bot.rules.words import Words

_EXPECTED = (  # the first of which every terminal may come next says it
    ({"_AND"}, "`and`, `or` or the end"),
    ({"_NOT"}, "a condition such as `premarket > 4%`"),
    ({"SIGN"}, "`>` or another sign, `crosses above` or `within 2% below`"),
    ({"NAME", "NUMBER"}, "a metric or an amount"),
    ({"NAME"}, "the name of a watchlist"),
    ({"MINUS"}, "an amount such as `2%`"),
    ({"ABOVE", "OF"}, "`below`, `above` or `of`"),
    ({"ABOVE"}, "`above` or `below`"),
    ({"_HAVE"}, "`have`"),
    ({"OF"}, "`of` and a watchlist"),
    ({"_LEAST"}, "`least`"),
    ({"NUMBER"}, "a number such as `5` or `50%`"),
)
_PLAIN_WORDS = {
    **dict.fromkeys(("above", "over", "exceeds"), ">"),
    **dict.fromkeys(("below", "under"), "<"),
    **dict.fromkeys(("is", "equals"), "="),
    **dict.fromkeys(("hits", "reaches"), "crosses above"),
}
_CHARACTERS = {
    **dict.fromkeys("–—−", "write a minus as `-`"),
    "%": "write an amount in one piece, as in `4%`",
    "$": "write an amount in one piece, as in `$70`",
    ".": "write an owner and its metric in one piece, as in `IREN.price`",
}
_SCALE = re.compile(r"(?:k|m|mn|b|bn|t|million|billion|trillion|percent|pct)", re.IGNORECASE)


def tree(text: str, words: Words) -> Tree[Token]:
    """Read the shape of a text; `words` judges those before the place where the shape breaks."""
    try:
        return _parser().parse(text)
    except UnexpectedCharacters as error:
        at = cast("int", error.pos_in_stream)
        _judge(_tokens(text, at), words, "")
        raise RuleFault(_strange(text[at]), text=text, at=at) from error
    except UnexpectedToken as error:
        raise _misplaced(text, words, error) from error


@cache
def _parser() -> Lark:
    return Lark(
        Path(__file__).with_name("grammar.lark").read_text("utf-8"),
        parser="lalr",
        lexer="basic",  # a word is read the same wherever it stands, so a fault can name it
        propagate_positions=True,
        maybe_placeholders=True,
        g_regex_flags=re.ASCII,
    )


@cache
def _keywords() -> dict[str, str]:
    # The language's own words, by the name the grammar gives them.
    patterns = ((t.name, t.pattern) for t in _parser().terminals)
    return {n: p.value for n, p in patterns if isinstance(p, PatternStr) and p.value.isalpha()}


def _tokens(text: str, end: int) -> list[Token]:
    found: list[Token] = []
    with suppress(UnexpectedCharacters):  # they are what stands at `end`, or after it
        for token in _parser().lex(text):
            if token.start_pos is None or token.start_pos >= end:
                break
            found.append(token)
    return found


def _judge(tokens: list[Token], words: Words, then: str) -> None:
    # A wrong word often breaks the shape only later: `premarkt crosses 4%` has two faults.
    near = lists = False  # `within 2% of ytd` names a figure, any other `of` a watchlist
    for token, after in zip(tokens, [*tokens, then][1:], strict=True):
        at = token.start_pos or 0
        if token.type == "NAME" and lists:
            words.watchlist(token, at)
        elif token.type == "NAME":
            words.known(token, at, then=after, keywords=_keywords().values())
        elif token.type == "REFERENCE":
            words.reference(token, at)
        elif token.type == "SIGN":
            words.sign(token, at)
        elif token.type == "NUMBER":
            words.amount(token, at)
        lists = token.type == "OF" and not near
        near = token.type == "_WITHIN" or (near and token.type in {"PLUS", "MINUS", "NUMBER"})


def _misplaced(text: str, words: Words, error: UnexpectedToken) -> RuleFault:
    token, accepts = error.token, error.accepts
    if token.type == "$END":
        return _ended(text, words, accepts)
    at = token.start_pos or 0
    before = _tokens(text, at)
    _judge([*before, token] if token.type == "SIGN" else before, words, str(token))
    if token.type == "RPAR" and not _opened(before):
        hint = "this bracket closes nothing; remove it, or open one before it"
    else:
        hint = _habit(before, token, accepts) or (
            f"expected {_wanted(accepts)}, not {quoted(token)}{_suggestion(token, accepts)}"
        )
    return RuleFault(hint, text=text, at=at, length=len(token))


def _ended(text: str, words: Words, accepts: set[str]) -> RuleFault:
    end = len(text.rstrip())
    before = _tokens(text, end)
    _judge(before, words, "")
    if not before:
        return RuleFault(f"the rule is empty; write {_wanted(accepts)}", text=text, at=0, length=0)
    if "RPAR" in accepts:
        at = _opened(before)[-1].start_pos or 0
        return RuleFault("this bracket is never closed; add a `)`", text=text, at=at)
    message = f"the rule ends too early; it goes on with {_wanted(accepts)}"
    return RuleFault(message, text=text, at=end, length=0)


def _wanted(accepts: set[str]) -> str:
    return next(said for terminals, said in _EXPECTED if terminals <= accepts)


def _opened(tokens: list[Token]) -> list[Token]:
    # The brackets that are open after these tokens.
    opened: list[Token] = []
    for token in tokens:
        if token.type == "LPAR":
            opened.append(token)
        elif token.type == "RPAR":
            opened.pop()
    return opened


def _habit(before: list[Token], token: Token, accepts: set[str]) -> str | None:
    # What people write out of habit, and what it is called here.
    last = before[-1].type if before else ""
    if "SIGN" in accepts and token.lower() in _PLAIN_WORDS:
        return f"{quoted(token)} alone compares nothing; write `{_PLAIN_WORDS[token.lower()]}`"
    if last == "NUMBER" and _SCALE.fullmatch(token):
        return "write an amount in one piece, as in `90B` or `4%`"
    if token.type == "LPAR" and last in {"NAME", "REFERENCE"}:
        return f"{quoted(before[-1])} takes nothing in brackets; write it alone"
    if token.type == "SIGN" and "_AND" in accepts:
        return "a comparison has two sides; join two of them with `and`"
    return None


def _suggestion(token: Token, accepts: set[str]) -> str:
    close = nearest(token, [word for name, word in _keywords().items() if name in accepts])
    return f"; did you mean `{close}`?" if close else ""


def _strange(character: str) -> str:
    shown = quoted(character) if character.isprintable() else f"U+{ord(character):04X}"
    return f"{shown} means nothing here; {_CHARACTERS.get(character, 'remove it')}"
