"""Sides of a comparison: figures, amounts, and what is worked out from them."""

from bot.rules import arguments, checks
from bot.rules.conditions import Calculation, Figure, Operand, Sum, Term
from bot.rules.faults import RuleFault, quoted
from bot.rules.measure import Scope
from bot.rules.nodes import Node, parts, span, start
from bot.rules.units import Amount
from bot.rules.words import Words

NESTING_LIMIT = 20
ATOM_LIMIT = 50  # each costs a reading whenever what it reads changes


class Operands:
    """Reads the sides of one text's comparisons, and counts what they cost."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._atoms = 0

    def count(self, node: Node) -> None:
        """Note one more thing to be read; raises RuleFault for one too many."""
        self._atoms += 1
        if self._atoms > ATOM_LIMIT:
            message = f"a rule has at most {ATOM_LIMIT} comparisons and calculations; split it"
            raise self._fault(message, node)

    def read(self, node: Node, own: Scope | None, *, depth: int = 0) -> Operand:
        """Read a figure or an amount; `own` is what a metric alone belongs to."""
        match node.data:
            case "amount":
                return self.amount(node)
            case "term":
                return self._term(node, own)
            case "bracket":
                if depth >= NESTING_LIMIT:
                    message = f"brackets go at most {NESTING_LIMIT} deep; split the rule"
                    raise self._fault(message, node)
                [inner] = parts(node)
                return self.read(inner, own, depth=depth + 1)
        return self._calculation(node, own, depth)

    def figure(self, node: Node, own: Scope | None) -> Figure:
        """Read a side that moves: `70 crosses above price` is `price crosses below 70`."""
        side = self.read(node, own)
        if isinstance(side, Amount):
            example = "write the metric first, as in `price crosses above $70`"
            raise self._fault(f"{quoted(side.text)} does not move; {example}", node)
        return side

    def amount(self, node: Node) -> Amount:
        """Read an amount and its sign."""
        sign, number = parts(node)
        return self._words.amount(number, start(number), sign=sign or "")

    def _term(self, node: Node, own: Scope | None) -> Term:
        word, brackets = parts(node)
        if word.type == "REFERENCE":
            term = self._words.reference(word, start(word))
        else:
            term = self._words.bare(word, start(word), own)
        begin, end = span(brackets) if brackets else (span(word)[1],) * 2
        given = arguments.read(term.metric, self._words.text, begin, end)
        return Term(term.metric, term.owner, given)

    def _calculation(self, node: Node, own: Scope | None, depth: int) -> Operand:
        # `a - b - c` is one node of five parts, and means `(a - b) - c`.
        first, *rest = parts(node)
        left = self.read(first, own, depth=depth)
        for sign, part in zip(rest[::2], rest[1::2], strict=True):
            self.count(node)
            how, right = Sum(str(sign)), self.read(part, own, depth=depth)
            try:
                unit = checks.result(left, how, right)
            except ValueError as error:
                raise self._fault(str(error), part) from error
            left = Calculation(left, how, right, unit)
        return left

    def _fault(self, message: str, node: Node) -> RuleFault:
        return self._words.fault(message, *span(node))
