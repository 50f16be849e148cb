"""From a tree to a condition: what joins comparisons, counts members and puts one after another."""

import re
from collections.abc import Callable, Collection
from functools import partial

from lark import Token

from bot.rules.conditions import Both, Condition, Counted, Either, Not, Then
from bot.rules.faults import RuleFault, quoted
from bot.rules.forms import Forms
from bot.rules.measure import Scope
from bot.rules.nodes import Node, parts, span, start
from bot.rules.operands import ATOM_LIMIT, NESTING_LIMIT
from bot.rules.syntax import tree
from bot.rules.words import Words

__all__ = ["ATOM_LIMIT", "NESTING_LIMIT", "read"]

_HEADS = re.compile(r"([1-9][0-9]{0,3})")
_SHARE = re.compile(r"([1-9][0-9]?|100)%")


def read(
    text: str,
    *,
    watchlists: Collection[str],
    own: Scope | None,
    themes: Collection[str] | None = None,
) -> Condition:
    """Read a text that is short enough to be read; raises RuleFault."""
    words = Words(text=text, watchlists=watchlists, themes=themes)
    return _Reader(words).condition(tree(text, words), own, depth=0, counted=False)


class _Reader:
    """Turns one text's tree into its condition, left to right, so that the first fault is told."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._forms = Forms(words)

    def condition(self, node: Node, own: Scope | None, *, depth: int, counted: bool) -> Condition:
        """Read a node at `depth`; within a count, a metric alone belongs to the member."""
        if depth > NESTING_LIMIT:
            message = f"brackets and `not` go at most {NESTING_LIMIT} deep; split the rule"
            raise self._fault(message, node)
        inner = partial(self.condition, own=own, depth=depth + 1, counted=counted)
        match node.data:
            case "both" | "either":
                joins = Both if node.data == "both" else Either
                return joins(tuple(inner(part, depth=depth) for part in parts(node)))
            case "group":
                return inner(*parts(node))
            case "negation":
                return Not(inner(*parts(node)))
            case "then":
                return self._then(node, partial(inner, depth=depth))
            case "counted":
                if counted:
                    message = "a count cannot stand in another; join the two with `and`"
                    raise self._fault(message, node)
                return self._counted(node, partial(inner, own=Scope.INSTRUMENT, counted=True))
        return self._forms.read(node, own)

    def _then(self, node: Node, inner: Callable[[Node], Condition]) -> Then:
        before, after, length = parts(node)
        first, second = inner(before), inner(after)
        window, text = self._forms.span(length), self._forms.text(node)
        return Then(first=first, second=second, span=window, text=text)

    def _counted(self, node: Node, inner: Callable[[Node], Condition]) -> Counted:
        quantity, _, watchlist, part = parts(node)
        least, share = self._quantity(quantity, watchlist)
        name = self._words.watchlist(watchlist, start(watchlist))
        text = self._forms.text(node)
        return Counted(least=least, share=share, watchlist=name, part=inner(part), text=text)

    def _quantity(self, node: Node, watchlist: Token) -> tuple[int, bool]:
        # `all` is the whole of the list, however long it is by then.
        if node.data == "any":
            return 1, False
        if node.data == "all":
            return 100, True
        [number] = parts(node)
        if found := _SHARE.fullmatch(number):
            return int(found[1]), True
        if not _HEADS.fullmatch(number):
            message = f"{quoted(number)} cannot be counted; write a number such as `5` or `50%`"
            raise self._fault(message, number)
        if node.data == "share":
            raise self._fault(f"how many at least? write `at least {number} of {watchlist}`", node)
        return int(number), False

    def _fault(self, message: str, node: Node | Token) -> RuleFault:
        return self._words.fault(message, *span(node))
