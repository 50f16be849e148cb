"""From a tree to a condition: words are looked up, sides put in order, units checked."""

import re
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from lark import Token, Tree

from bot.rules import checks
from bot.rules.conditions import (
    Both,
    Compares,
    Condition,
    Counted,
    Crosses,
    Either,
    Leaf,
    Not,
    Side,
    Sign,
    Term,
    Within,
)
from bot.rules.faults import RuleFault, quoted
from bot.rules.measure import Scope
from bot.rules.syntax import tree
from bot.rules.units import Amount
from bot.rules.words import Words

NESTING_LIMIT = 20
ATOM_LIMIT = 50  # comparisons in a rule; each costs a reading whenever what it reads changes

_FLIPPED = {
    Sign.OVER: Sign.UNDER,
    Sign.AT_LEAST: Sign.AT_MOST,
    Sign.UNDER: Sign.OVER,
    Sign.AT_MOST: Sign.AT_LEAST,
}
_HEADS = re.compile(r"([1-9][0-9]{0,3})")
_SHARE = re.compile(r"([1-9][0-9]?|100)%")

Node = Tree[Token]


def read(text: str, *, watchlists: Collection[str], own: Scope | None) -> Condition:
    """Read a text that is short enough to be read; raises RuleFault."""
    words = Words(text=text, watchlists=watchlists)
    return _Reader(text, words).condition(tree(text, words), own, depth=0, counted=False)


class _Reader:
    """Turns one text's tree into its condition, left to right, so that the first fault is told."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._atoms = 0

    def condition(self, node: Node, own: Scope | None, *, depth: int, counted: bool) -> Condition:
        """Read a node at `depth`; within a count, a metric alone belongs to the member."""
        if depth > NESTING_LIMIT:
            message = f"brackets and `not` go at most {NESTING_LIMIT} deep; split the rule"
            raise self._fault(message, node)
        parts = _parts(node)
        inner = partial(self.condition, own=own, depth=depth + 1, counted=counted)
        match node.data:
            case "both":
                return Both(tuple(inner(part, depth=depth) for part in parts))
            case "either":
                return Either(tuple(inner(part, depth=depth) for part in parts))
            case "group":
                return inner(*parts)
            case "negation":
                return Not(inner(*parts))
            case "counted":
                if counted:
                    message = "a count cannot stand in another; join the two with `and`"
                    raise self._fault(message, node)
                return self._counted(node, partial(inner, own=Scope.INSTRUMENT, counted=True))
        return self._leaf(node, own)

    def _counted(self, node: Node, inner: Callable[[Node], Condition]) -> Counted:
        quantity, _, watchlist, part = _parts(node)
        least, share = self._quantity(quantity, watchlist)
        name = self._words.watchlist(watchlist, _start(watchlist))
        text = self._slice(node)
        return Counted(least=least, share=share, watchlist=name, part=inner(part), text=text)

    def _leaf(self, node: Node, own: Scope | None) -> Leaf:
        self._atoms += 1
        if self._atoms > ATOM_LIMIT:
            raise self._fault(f"a rule has at most {ATOM_LIMIT} comparisons; split it", node)
        reads: dict[str, Callable[[Node, Scope | None], Leaf]] = {
            "compares": self._compares,
            "crosses": self._crosses,
            "within": self._within,
        }
        return reads[node.data](node, own)

    def _compares(self, node: Node, own: Scope | None) -> Compares:
        left, between, right = _parts(node)
        one = self._operand(left, own)
        sign = self._words.sign(between, _start(between))
        other = self._operand(right, own)
        text = self._slice(node)
        if isinstance(one, Term):
            self._check(checks.mismatch(one, other), right)
            return Compares(left=one, sign=sign, right=other, text=text)
        if isinstance(other, Amount):
            message = "two amounts tell nothing; put a metric on one side, as in `premarket > 4%`"
            raise self._fault(message, node)
        self._check(checks.mismatch(other, one), left)
        return Compares(left=other, sign=_FLIPPED.get(sign, sign), right=one, text=text)

    def _crosses(self, node: Node, own: Scope | None) -> Crosses:
        left, side, right = _parts(node)
        mover, level = self._mover(left, own), self._operand(right, own)
        self._check(checks.mismatch(mover, level), right)
        return Crosses(left=mover, above=side.type == "ABOVE", right=level, text=self._slice(node))

    def _within(self, node: Node, own: Scope | None) -> Within:
        left, width, side, right = _parts(node)
        mover, margin = self._mover(left, own), self._amount(width)
        self._check(checks.margin_fault(mover, margin), width)
        level = self._operand(right, own)
        self._check(checks.mismatch(mover, level), right)
        return Within(
            left=mover,
            margin=margin,
            side=Side(side.lower()),
            right=level,
            text=self._slice(node),
        )

    def _mover(self, node: Node, own: Scope | None) -> Term:
        # A level does not move: `70 crosses above price` is `price crosses below 70`.
        side = self._operand(node, own)
        if isinstance(side, Amount):
            example = "write the metric first, as in `price crosses above $70`"
            raise self._fault(f"{quoted(side.text)} does not move; {example}", node)
        return side

    def _operand(self, node: Node, own: Scope | None) -> Term | Amount:
        if node.data == "amount":
            return self._amount(node)
        [word] = _parts(node)
        if word.type == "REFERENCE":
            return self._words.reference(word, _start(word))
        return self._words.bare(word, _start(word), own)

    def _amount(self, node: Node) -> Amount:
        sign, number = _parts(node)
        return self._words.amount(number, _start(number), sign=sign or "")

    def _quantity(self, node: Node, watchlist: Token) -> tuple[int, bool]:
        # `all` is the whole of the list, however long it is by then.
        if node.data == "any":
            return 1, False
        if node.data == "all":
            return 100, True
        [number] = _parts(node)
        if found := _SHARE.fullmatch(number):
            return int(found[1]), True
        if not _HEADS.fullmatch(number):
            message = f"{quoted(number)} cannot be counted; write a number such as `5` or `50%`"
            raise self._fault(message, number)
        if node.data == "share":
            raise self._fault(f"how many at least? write `at least {number} of {watchlist}`", node)
        return int(number), False

    def _check(self, message: str | None, node: Node) -> None:
        if message:
            raise self._fault(message, node)

    def _slice(self, node: Node) -> str:
        start, end = _span(node)
        return self._text[start:end]

    def _fault(self, message: str, node: Node | Token) -> RuleFault:
        start, end = _span(node)
        return RuleFault(message, text=self._text, at=start, length=end - start)


def _parts(node: Node) -> list[Any]:
    return node.children  # of the kinds the grammar says, which no type checker reads


def _span(node: Node | Token) -> tuple[int, int]:
    place = node if isinstance(node, Token) else node.meta
    return place.start_pos or 0, place.end_pos or 0


def _start(node: Node | Token) -> int:
    return _span(node)[0]
