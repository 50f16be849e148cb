"""Phrasing: which words of a rule speak of news, told by where they stand.

`on`, `from` and `news` may be symbols and lists as well, and `or` may join outlets or conditions.
So the lexer takes them for what they look like, and they are told apart here, a few words ahead.
"""

from collections import deque
from collections.abc import Iterator
from typing import ClassVar

from lark import Token
from lark.exceptions import UnexpectedCharacters

from bot.rules import metrics
from bot.rules.measure import Scope

BEGINS = {"news": "_NEWS", "stories": "_STORIES", "claim": "_CLAIM"}
"""Words that a form on news begins with."""

FILTERS = {"about": "_ABOUT", "mentions": "_MENTIONS", "from": "_FROM", "on": "_ON"}
"""Words after which there is something that an article is to be."""

WORDS = {**BEGINS, "mismatch": "_MISMATCH", **FILTERS}
"""Every word that has a meaning in forms on news alone, and what the grammar calls it there."""

_VALUES = {"_ABOUT": "WHOM", "_MENTIONS": "SAID", "_FROM": "TOPIC", "_ON": "TOPIC"}
_NAMES = frozenset(("NAME", "REFERENCE"))
_CLOSES = frozenset(("", "_AND", "_OR", "_THEN", "_NOT", "RPAR", "_WITHIN"))


class Phrasing:
    """Gives the words of forms on news their names, for the parser."""

    always_accept: ClassVar[tuple[str, ...]] = ()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return _Phrases(stream).tokens()


class _Phrases:
    """Goes through the tokens of one text.

    `_form` is the word that began the form it is in, "" outside of any; `_value` what the filter it
    is in takes, and `_awaits` whether one is lacking. `_then` says for each bracket that is open
    whether a `then` in it has no `within` yet.
    """

    def __init__(self, stream: Iterator[Token]) -> None:
        self._stream = stream
        self._ahead: deque[Token] = deque()
        self._broken: UnexpectedCharacters | None = None
        self._last = self._form = self._value = ""
        self._awaits = False
        self._then = [False]

    def tokens(self) -> Iterator[Token]:
        while (token := self._next()) is not None:
            kind = self._kind(token)
            self._last = kind
            yield token if kind == token.type else Token.new_borrow_pos(kind, token, token)

    def _kind(self, token: Token) -> str:
        if self._awaits:
            return self._awaited(token)
        if self._form and (kind := self._inside(token)):
            return kind
        self._form = self._value = ""
        self._follow(token.type)
        if self._last != "OF" and self._is_form(token):
            self._form = BEGINS[token.lower()]
            return self._form
        return token.type

    # What a word is within a form; "" where it ends it.
    def _inside(self, token: Token) -> str:
        match token.type:
            case "NAME" if self._last == "_CLAIM" and token.lower() == "mismatch":
                found = "_MISMATCH"
            case "NAME" if _is_typed(token, FILTERS):
                found = self._filter(token)
            case "_NOT" if self._is_filter(0):
                found = token.type
            case "_AND" if self._is_filter(1 if self._peek(0) == "_NOT" else 0):
                found = "_ALSO"
            case "_OR" if self._value and self._goes_on():
                found, self._awaits = "_ELSE", True
            case "_WITHIN" if self._form != "_STORIES" and self._is_own():
                found, self._form, self._value = "_LASTING", "", ""
            case _:
                found = ""
        return found

    def _filter(self, token: Token) -> str:
        kind = FILTERS[token.lower()]
        self._value, self._awaits = _VALUES[kind], True
        return kind

    def _awaited(self, token: Token) -> str:
        kind, follows = token.type, "OF" if token.type == "_ANY" else ""
        if self._value == "WHOM" and (kind == "OF" or (follows and self._peek(0) == follows)):
            return kind
        self._awaits = False
        return self._value if self._is_name(token) else kind

    # `ALL` and `NOT` are symbols where somebody is named.
    def _is_name(self, token: Token) -> bool:
        shouted = self._value == "WHOM" and token.isalpha() and token.isupper()
        return self._value != "SAID" and (token.type in _NAMES or shouted)

    # `from reuters or bloomberg`, but `from reuters or premarket > 4%`: a comparison goes on.
    def _goes_on(self) -> bool:
        following = self._peek(0)
        if following == "SAID":
            return self._value != "WHOM"
        if following == "_ANY" and self._peek(1) == "OF":
            return self._value == "WHOM" and self._ends(3)
        if not following or not self._is_name(self._ahead[0]) or self._is_form(self._ahead[0]):
            return False
        return self._ends(1) and not _is_metric(self._ahead[0])

    def _is_form(self, token: Token) -> bool:
        return token.type == "NAME" and _is_typed(token, BEGINS)

    # What comes there belongs to no comparison; a count of stories is compared with a sign.
    def _ends(self, place: int) -> bool:
        sign = self._form == "_STORIES" and self._peek(place) == "SIGN"
        return sign or self._is_filter(place) or self._peek(place) in _CLOSES

    # Behind `then` the last `within` is its own; one of the news comes before it.
    def _is_own(self) -> bool:
        return not self._then[-1] or self._peek(1) not in {"", "RPAR"}

    def _follow(self, kind: str) -> None:
        if kind == "LPAR":
            self._then.append(False)
        elif kind == "RPAR" and len(self._then) > 1:
            self._then.pop()
        elif kind == "_THEN":
            self._then[-1] = True

    def _is_filter(self, place: int) -> bool:
        return self._peek(place) == "NAME" and _is_typed(self._ahead[place], FILTERS)

    def _next(self) -> Token | None:
        self._peek(0)
        if self._ahead:
            return self._ahead.popleft()
        if self._broken is not None:
            raise self._broken
        return None

    # What a character that means nothing breaks off is told when its turn has come.
    def _peek(self, place: int) -> str:
        while len(self._ahead) <= place and self._broken is None:
            try:
                token = next(self._stream, None)
            except UnexpectedCharacters as error:
                self._broken = error
                break
            if token is None:
                break
            self._ahead.append(token)
        return self._ahead[place].type if len(self._ahead) > place else ""


# A phone begins a line with a capital; `NEWS` and `ON` are symbols.
def _is_typed(token: Token, words: dict[str, str]) -> bool:
    return token.lower() in words and token[1:].islower()


def _is_metric(token: Token) -> bool:
    return any(metrics.find(token.lower(), scope) for scope in Scope)
