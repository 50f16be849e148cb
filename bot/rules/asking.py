"""Asking: forms on news are read, each with what it asks of an article."""

import re
from collections.abc import Callable
from datetime import timedelta

from lark import Token

from bot.market.instruments import SYMBOL, Symbol
from bot.news.names.phrases import LONGEST, Phrase
from bot.rules.conditions import (
    FOR_NEWS,
    About,
    From,
    Members,
    Mentions,
    Mismatch,
    News,
    Of,
    OfList,
    On,
    Own,
    Reported,
    Sign,
    Sought,
    Stories,
)
from bot.rules.faults import RuleFault, listed, nearest, quoted
from bot.rules.hints import is_symbol
from bot.rules.measure import Scope
from bot.rules.nodes import Node, parts, span, start
from bot.rules.words import EXAMPLE, Words

LONGEST_SPAN = timedelta(days=7)
"""The longest that news may count; articles are kept as long."""

_COUNT = re.compile(r"[0-9]{1,3}")
_EMPTY = {(Sign.AT_LEAST, 0): "always", (Sign.UNDER, 0): "never"}


class Asking:
    """Reads the forms on news of one text; `text` returns what was written of one."""

    def __init__(self, words: Words, text: Callable[[Node], str]) -> None:
        self._words = words
        self._text = text

    def read(self, node: Node, own: Scope | None) -> Reported:
        """Read a form; with no word of whom it is about, it is about the rule's own subject."""
        if node.data == "stories":
            return self._stories(node, own)
        *asked, lasting = parts(node)
        sought = self._sought(asked, own)
        length = self._span(*parts(lasting)) if lasting else FOR_NEWS
        kind = Mismatch if node.data == "mismatch" else News
        return kind(sought=sought, span=length, text=self._text(node))

    def _stories(self, node: Node, own: Scope | None) -> Stories:
        *asked, between, number, length = parts(node)
        sought = self._sought(asked, own)
        sign, count = self._words.sign(between, start(between)), self._count(number)
        if (often := _EMPTY.get((sign, count))) is not None:
            message = f"that {often} holds; write how many, as in `>= 3`"
            raise self._words.fault(message, start(between), span(number)[1])
        window, text = self._span(length), self._text(node)
        return Stories(sought=sought, sign=sign, count=count, span=window, text=text)

    def _sought(self, asked: list[Node], own: Scope | None) -> tuple[Sought, ...]:
        found = tuple(self._one(node) for node in asked)
        if own is None or any(one.wanted and isinstance(one.what, About) for one in found):
            return found
        return (Sought(About((Own(),)), wanted=True), *found)

    def _one(self, node: Node) -> Sought:
        [asked] = parts(node)
        given = parts(asked)
        match asked.data:
            case "about":
                what: About | Mentions | From | On = About(tuple(map(self._whom, given)))
            case "mentions":
                what = Mentions(tuple(map(self._phrase, given)))
            case "outlets":
                what = From(tuple(map(self._quoted, given)))
            case _:
                what = On(tuple(map(self._theme, given)))
        return Sought(what, wanted=node.data == "wanted")

    def _whom(self, node: Node) -> Of | OfList | Members:
        word = parts(node)[-1]
        at = start(word)
        if node.data == "member":
            return Members(self._words.watchlist(word, at))
        if word in self._words.watchlists:
            return OfList(str(word))
        name = word.removeprefix("$")
        if SYMBOL.fullmatch(name):
            return Of(Symbol(name))
        raise self._fault(
            f"{quoted(word)} is no symbol and no watchlist; {self._meant(word)}", word
        )

    def _meant(self, word: str) -> str:
        owner, _, metric = word.rpartition(".")
        if owner in self._words.watchlists or (metric.islower() and is_symbol(owner)):
            return f"news is about {quoted(owner)} and no figure of it"
        if close := nearest(word, self._words.watchlists):
            return f"did you mean {quoted(close)}?"
        upper = word.upper()
        return f"write {quoted(upper) if SYMBOL.fullmatch(upper) else f'one like {EXAMPLE}'}"

    def _phrase(self, token: Token) -> str:
        phrase = self._quoted(token)
        if len(phrase) > LONGEST:
            raise self._fault(f"a phrase has at most {LONGEST} characters; write fewer", token)
        try:
            Phrase(phrase)
        except ValueError as error:
            message = f'{quoted(token)} says nothing; write a word, as in `mentions "AI"`'
            raise self._fault(message, token) from error
        return phrase

    def _theme(self, token: Token) -> str:
        name, known = self._quoted(token).lower(), self._words.themes
        if known is None or name in known:
            return name
        close = nearest(name, known)
        there = f"there is {listed(sorted(known))}" if known else "there is none"
        hint = f"did you mean {quoted(close)}?" if close else there
        raise self._fault(f"{quoted(name)} is no theme; {hint}", token)

    # A name may stand in quotes, and must where it has blanks.
    def _quoted(self, token: Token) -> str:
        bare = token[1:-1] if token.type == "SAID" else str(token)
        name = " ".join(bare.split())
        if not name:
            raise self._fault("there is nothing in these quotes; write a name in them", token)
        return name

    def _count(self, token: Token) -> int:
        if not _COUNT.fullmatch(token):
            message = f"{quoted(token)} stories cannot be counted; write a number such as `3`"
            raise self._fault(message, token)
        return int(token)

    def _span(self, token: Token) -> timedelta:
        length = self._words.span(token, start(token))
        if length > LONGEST_SPAN:
            message = f"{quoted(token)} is longer than news is kept; write at most `7d`"
            raise self._fault(message, token)
        return length

    def _fault(self, message: str, node: Node | Token) -> RuleFault:
        return self._words.fault(message, *span(node))
