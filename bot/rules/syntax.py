"""Syntax of the rule language: text to tree, or a fault that names what was expected instead."""

import re
from typing import cast

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedToken

from bot.rules.faults import RuleFault, nearest, quoted
from bot.rules.nodes import Node
from bot.rules.phrasing import FILTERS
from bot.rules.tokens import in_arguments, judge, keywords, opened, parser, tokens
from bot.rules.words import EXAMPLES, Words, asked_of_news

_LENGTH = "a length of time such as `15m`"
_AFTER = {  # what must follow a word, where what may come next does not tell
    "_NEW": "`high` or `low`",
    "_FOR": _LENGTH,
    "_OVER": _LENGTH,
}
_EXPECTED = (  # the first of which every terminal may come next says it
    ({"COMMA"}, "`)`"),
    ({"_MENTIONS", "_AND", "_WITHIN"}, "`within` and how long, as in `within 30m`"),
    ({"_MENTIONS", "_AND"}, "`about`, `mentions`, `from`, `on`, `and`, `or` or the end"),
    ({"_MENTIONS", "SIGN"}, "how many and in how long, as in `>= 3 within 1h`"),
    ({"_MENTIONS"}, "`about`, `mentions`, `from` or `on`"),
    ({"WHOM"}, "a symbol such as `IREN` or a watchlist"),
    ({"TOPIC"}, "a name; where it has blanks, in quotes"),
    ({"SAID"}, 'words in quotes, as in `"AI"`'),
    ({"_MISMATCH"}, "`mismatch`, as in `claim mismatch about IREN`"),
    ({"_AND", "_FOR"}, "`for` and how long, as in `for 10m`"),
    ({"_AND", "_NOT"}, "a symbol such as `IREN`"),
    ({"_AND", "_WITHIN"}, "`within` and how long, as in `within 30m`"),
    ({"_AND"}, "`and`, `or` or the end"),
    ({"_THEN"}, "`and`, `or`, `then` or the end"),
    ({"_NOT"}, "a condition such as `premarket > 4%`"),
    ({"SIGN"}, "`>` or another sign, `crosses above` or `within 2% below`"),
    ({"_DOTS"}, "`..` and the upper edge, as in `60..70`"),
    ({"ABOVE", "NAME"}, "`above`, `below` or what it crosses"),
    ({"NAME", "NUMBER"}, "a metric or an amount"),
    ({"NAME"}, "the name of a watchlist"),
    ({"RPAR", "MINUS"}, "`)`"),
    ({"MINUS", "PLUS"}, "an amount such as `2%`"),
    ({"ABOVE", "OF"}, "`below`, `above` or `of`"),
    ({"ABOVE"}, "`above` or `below`"),
    ({"_HAVE"}, "`have`"),
    ({"_FOR"}, "`for` and how long, as in `for 10m`"),
    ({"OF"}, "`of` and a watchlist"),
    ({"_LEAST"}, "`least`"),
    ({"_NEW"}, "`new high` or `new low`"),
    ({"_OVER"}, "`over` and how long, as in `over 52w`"),
    ({"_DATA"}, "`data`, as in `no data for 10m`"),
    ({"_WITHIN"}, "`within` and how long, as in `within 15m`"),
    ({"RPAR"}, "`)`"),
    ({"$END"}, "the end"),
)
_PLAIN_WORDS = {
    **dict.fromkeys(("above", "over", "exceeds"), ">"),
    **dict.fromkeys(("below", "under"), "<"),
    **dict.fromkeys(("is", "equals"), "="),
    **dict.fromkeys(("hits", "reaches"), "crosses above"),
}
_SYNONYMS = {
    **dict.fromkeys(("crossing", "crossed"), "crosses"),
    **dict.fromkeys(("entering", "entered"), "enters"),
    **dict.fromkeys(("exits", "exiting", "leaving"), "leaves"),
    **dict.fromkeys(("between", "in"), "inside 60..70"),
    **dict.fromkeys(("rising", "gains", "jumps", "up"), "rises 5% within 15m"),
    **dict.fromkeys(("falling", "loses", "drops", "down"), "falls 5% within 15m"),
    **dict.fromkeys(("moving", "moved"), "moves 5% within 15m"),
    **dict.fromkeys(("near", "nears", "approaches"), "within 2% of"),
}
_CHARACTERS = {
    **dict.fromkeys("–—−", "write a minus as `-`"),
    **dict.fromkeys("×·", "write a product as `*`"),
    "÷": "write a quotient as `/`",
    "…": "write a channel with two dots, as in `60..70`",
    "%": "write an amount in one piece, as in `4%`",
    "$": "write an amount in one piece, as in `$70`",
    ".": "write an owner and its metric in one piece, as in `IREN.price`",
    **dict.fromkeys("'\u2018\u2019`", 'write words in double quotes, as in `"AI"`'),
    **dict.fromkeys('"\u201c\u201d\u201e\u201f\u00ab\u00bb', 'close the quotes, as in `"AI"`'),
}
_JOINS, _ENDS = {"_AND", "_OR", "_THEN"}, {"$END", "RPAR"}
_SCALE = re.compile(r"(?:k|m|mn|b|bn|t|million|billion|trillion|percent|pct)", re.IGNORECASE)
_TIME = re.compile(r"(?:s|m|h|d|w|sec|min|hr|(?:second|minute|hour|day|week)s?)", re.IGNORECASE)


def tree(text: str, words: Words) -> Node:
    """Read the shape of a text; `words` judges those before the place where the shape breaks."""
    try:
        return parser().parse(text)
    except UnexpectedCharacters as error:
        at = cast("int", error.pos_in_stream)
        judge(tokens(text, at), words, "")
        raise RuleFault(_strange(text[at]), text=text, at=at) from error
    except UnexpectedToken as error:
        raise _misplaced(text, words, error) from error


def _misplaced(text: str, words: Words, error: UnexpectedToken) -> RuleFault:
    token, accepts = error.token, error.accepts
    if token.type == "$END":
        return _ended(text, words, accepts)
    at = token.start_pos or 0
    before = tokens(text, at)
    judge([*before, token] if token.type == "SIGN" else before, words, str(token))
    if token.type == "RPAR" and not opened(before):
        hint = "this bracket closes nothing; remove it, or open one before it"
    else:
        hint = _habit(before, token, accepts) or (
            f"expected {_wanted(before, accepts)}, not {quoted(token)}{_suggestion(token, accepts)}"
        )
    return RuleFault(hint, text=text, at=at, length=len(token))


def _ended(text: str, words: Words, accepts: set[str]) -> RuleFault:
    end = len(text.rstrip())
    before = tokens(text, end)
    judge(before, words, "")
    if not before:
        message = f"the rule is empty; write {_wanted(before, accepts)}"
        return RuleFault(message, text=text, at=0, length=0)
    if "RPAR" in accepts and (in_arguments(before) or not accepts & {"SIGN"}):
        at = opened(before)[-1].start_pos or 0
        return RuleFault("this bracket is never closed; add a `)`", text=text, at=at)
    message = f"the rule ends too early; it goes on with {_wanted(before, accepts)}"
    return RuleFault(message, text=text, at=end, length=0)


def _wanted(before: list[Token], accepts: set[str]) -> str:
    if before and before[-1].type in _AFTER:
        return _AFTER[before[-1].type]
    if accepts == {"NUMBER"} and before[-1].type == "SIGN":
        return "how many, a number such as `3`"
    if accepts == {"NUMBER"}:
        least = before[-1].type == "_LEAST"
        return "a number such as `5` or `50%`" if least else _LENGTH
    return next(said for terminals, said in _EXPECTED if terminals <= accepts)


def _habit(before: list[Token], token: Token, accepts: set[str]) -> str | None:
    # What people write out of habit, and what it is called here.
    last = before[-1].type if before else ""
    kind, word, compares = token.type, token.lower(), "SIGN" in accepts
    time = "write a length of time in one piece, as in `15m`"
    scale = "write an amount in one piece, as in `90B` or `4%`"
    brackets = "brackets in a metric's brackets mean nothing; write a name or a number"
    sides = "a comparison has two sides; join two of them with `and`"
    pair = "`then` joins two and ends with `within`; put those two in brackets to go on"
    plain = f"{quoted(token)} alone compares nothing; write `{_PLAIN_WORDS.get(word)}`"
    synonym = f"{quoted(token)} is no word of rules; write `{_SYNONYMS.get(word)}`"
    unquoted = f'write words in quotes, as in `"{token}"`'
    uncounted = "news has no figure; count it, as in `stories about IREN >= 3 within 1h`"
    asked = asked_of_news(token) if word in EXAMPLES else ""
    habits = {
        plain: compares and word in _PLAIN_WORDS,
        synonym: compares and word in _SYNONYMS,
        time: not compares and last == "NUMBER" and _TIME.fullmatch(token),
        scale: last == "NUMBER" and _SCALE.fullmatch(token),
        brackets: kind == "LPAR" and in_arguments(before),
        unquoted: accepts == {"SAID"} and kind in {"NAME", "REFERENCE", "NUMBER"},
        uncounted: kind == "SIGN" and "_MENTIONS" in accepts,
        sides: kind == "SIGN" and "_AND" in accepts,
        pair: kind in _JOINS and (accepts <= _ENDS or (kind == "_THEN" and "_WITHIN" in accepts)),
        asked: word in FILTERS and "_MENTIONS" not in accepts,
    }
    return next((said for said, applies in habits.items() if applies), None)


def _suggestion(token: Token, accepts: set[str]) -> str:
    close = nearest(token, [word for name, word in keywords().items() if name in accepts])
    return f"; did you mean `{close}`?" if close else ""


def _strange(character: str) -> str:
    shown = quoted(character) if character.isprintable() else f"U+{ord(character):04X}"
    return f"{shown} means nothing here; {_CHARACTERS.get(character, 'remove it')}"
