"""Forms of a comparison: each reads its part of the tree, and checks that it can hold."""

from collections.abc import Callable
from datetime import timedelta

from lark import Token

from bot.rules import checks
from bot.rules.asking import Asking
from bot.rules.conditions import (
    Channel,
    Compares,
    Crosses,
    Extreme,
    Leaf,
    Moves,
    Of,
    Own,
    Side,
    Sign,
    Silent,
    Way,
    Within,
)
from bot.rules.faults import RuleFault, nearest, quoted
from bot.rules.measure import Scope
from bot.rules.nodes import Node, parts, span, start
from bot.rules.operands import Operands
from bot.rules.units import Amount
from bot.rules.words import Words

_FLIPPED = {
    Sign.OVER: Sign.UNDER,
    Sign.AT_LEAST: Sign.AT_MOST,
    Sign.UNDER: Sign.OVER,
    Sign.AT_MOST: Sign.AT_LEAST,
}


class Forms:
    """Reads the comparisons of one text."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._operands = Operands(words)
        self._reads: dict[str, Callable[[Node, Scope | None], Leaf]] = {
            "compares": self._compares,
            "crosses": self._crosses,
            "within": self._within,
            "channel": self._channel,
            "moves": self._moves,
            "extreme": self._extreme,
            "silent": self._silent,
        }
        asking = Asking(words, self.text)
        for kind in ("news", "stories", "mismatch"):
            self._reads[kind] = asking.read

    def read(self, node: Node, own: Scope | None) -> Leaf:
        """Read a comparison; `own` is what a metric alone belongs to."""
        self._operands.count(node)
        return self._reads[node.data](node, own)

    def text(self, node: Node) -> str:
        """Return what was written."""
        begin, end = span(node)
        return self._words.text[begin:end]

    def _compares(self, node: Node, own: Scope | None) -> Compares:
        left, between, right = parts(node)
        one = self._operands.read(left, own)
        sign = self._words.sign(between, start(between))
        other = self._operands.read(right, own)
        text = self.text(node)
        if not isinstance(one, Amount):
            self._check(checks.mismatch(one, other), right)
            return Compares(left=one, sign=sign, right=other, text=text)
        if isinstance(other, Amount):
            message = "two amounts tell nothing; put a metric on one side, as in `premarket > 4%`"
            raise self._fault(message, node)
        self._check(checks.mismatch(other, one), left)
        return Compares(left=other, sign=_FLIPPED.get(sign, sign), right=one, text=text)

    def _crosses(self, node: Node, own: Scope | None) -> Crosses:
        left, side, right = parts(node)
        mover, level = self._operands.figure(left, own), self._operands.read(right, own)
        self._check(checks.mismatch(mover, level), right)
        above = side.type == "ABOVE" if side else None
        return Crosses(left=mover, above=above, right=level, text=self.text(node))

    def _within(self, node: Node, own: Scope | None) -> Within:
        left, width, side, right = parts(node)
        mover, margin = self._operands.figure(left, own), self._operands.amount(width)
        self._check(checks.margin_fault(mover, margin), width)
        level = self._operands.read(right, own)
        self._check(checks.mismatch(mover, level), right)
        side, text = Side(side.lower()), self.text(node)
        return Within(left=mover, margin=margin, side=side, right=level, text=text)

    def _channel(self, node: Node, own: Scope | None) -> Channel:
        left, how, lower, upper = parts(node)
        mover, low = self._operands.figure(left, own), self._operands.read(lower, own)
        self._check(checks.mismatch(mover, low), lower)
        high = self._operands.read(upper, own)
        self._check(checks.mismatch(mover, high), upper)
        if fault := checks.channel_fault(low, high):
            raise self._words.fault(fault, start(lower), span(upper)[1])
        return Channel(
            left=mover,
            low=low,
            high=high,
            inside=how.type in {"INSIDE", "ENTERS"},
            crossing=how.type in {"ENTERS", "LEAVES"},
            text=self.text(node),
        )

    def _moves(self, node: Node, own: Scope | None) -> Moves:
        left, way, width, length = parts(node)
        mover, margin = self._operands.figure(left, own), self._operands.amount(width)
        self._check(checks.moving_fault(mover), left)
        self._check(checks.margin_fault(mover, margin), width)
        how, window = Way(way.lower()), self.span(length)
        return Moves(left=mover, way=how, margin=margin, span=window, text=self.text(node))

    def _extreme(self, node: Node, own: Scope | None) -> Extreme:
        left, which, length = parts(node)
        mover = self._operands.figure(left, own)
        self._check(checks.moving_fault(mover), left)
        if which.lower() not in {"high", "low"}:
            close = nearest(which, ("high", "low"))
            hint = f"did you mean `{close}`?" if close else "write `new high` or `new low`"
            raise self._fault(f"{quoted(which)} is nothing to be at; {hint}", which)
        high, window = which.lower() == "high", self.span(length)
        return Extreme(left=mover, high=high, span=window, text=self.text(node))

    def _silent(self, node: Node, own: Scope | None) -> Silent:
        named, length = parts(node)
        owner: Own | Of = Own()
        if named:
            end = span(named)[1]  # its last token; which kind they are, the words judge
            symbol = self._words.text[span(parts(named)[0])[1] : end].strip()
            owner = Of(self._words.symbol(symbol, end - len(symbol)))
        elif own is not Scope.INSTRUMENT:
            raise self._fault(self._words.whose_silence(own), node)
        return Silent(owner=owner, span=self.span(length), text=self.text(node))

    def span(self, length: Token) -> timedelta:
        """Read how long."""
        return self._words.span(length, start(length))

    def _check(self, message: str | None, node: Node) -> None:
        if message:
            raise self._fault(message, node)

    def _fault(self, message: str, node: Node | Token) -> RuleFault:
        return self._words.fault(message, *span(node))
