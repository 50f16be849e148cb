"""What a condition speaks of: its comparisons, its metrics, and what is named by them."""

from collections.abc import Iterator, Mapping, Sequence

from bot.market.instruments import SYMBOL, Symbol
from bot.rules.conditions import (
    Both,
    Calculation,
    Condition,
    Counted,
    Either,
    Measured,
    Mismatch,
    News,
    Not,
    Of,
    OfList,
    Operand,
    Own,
    Silent,
    Stories,
    Term,
    Then,
)
from tests.reference_leaves import sides

Lists = Mapping[str, Sequence[Symbol]]


def parts(part: Condition, own: str, lists: Lists) -> Iterator[tuple[Condition, str]]:
    """Walk a condition and every part of it, each with whom it is about."""
    yield part, own
    match part:
        case Not():
            yield from parts(part.part, own, lists)
        case Both() | Either():
            for p in part.parts:
                yield from parts(p, own, lists)
        case Then():
            yield from parts(part.first, own, lists)
            yield from parts(part.second, own, lists)
        case Counted():
            for member in lists[part.watchlist]:
                yield from parts(part.part, member, lists)


def leaves(part: Condition, own: str, lists: Lists) -> Iterator[tuple[Measured, str]]:
    """Walk the comparisons of a condition, each with whom it is about."""
    for p, about in parts(part, own, lists):
        if isinstance(p, Measured):
            yield p, about


def terms(part: Condition, own: str, lists: Lists) -> Iterator[tuple[Term, str]]:
    """Walk the metrics a condition reads, each with the name of what it is a metric of."""
    for leaf, about in leaves(part, own, lists):
        for side in sides(leaf):
            yield from ((term, owner(term.owner, about)) for term in operands(side))


def symbols(part: Condition, own: str, lists: Lists) -> frozenset[Symbol]:
    """Return the instruments whose figures, or whose silence, a condition is about."""
    found: list[str] = []
    for leaf, about in leaves(part, own, lists):
        found += [owner(leaf.owner, about)] if isinstance(leaf, Silent) else []
    for term, name in terms(part, own, lists):
        found += [name, *(a for a in term.arguments if isinstance(a, str) and SYMBOL.fullmatch(a))]
    return frozenset(s for name in found for s in lists.get(name, (Symbol(name),)))


def operands(side: Operand) -> Iterator[Term]:
    """Walk the metrics of one side of a comparison."""
    match side:
        case Term():
            yield side
        case Calculation():
            yield from operands(side.left)
            yield from operands(side.right)


def owner(written: Own | Of | OfList, own: str) -> str:
    """Name what a metric is a metric of, or who is silent."""
    match written:
        case Of(symbol):
            return symbol
        case OfList(name):
            return name
        case _:
            return own


def named(part: Condition) -> Iterator[str]:
    """Walk the lists and instruments that a condition names, in the order it does."""
    match part:
        case Not():
            yield from named(part.part)
        case Both() | Either():
            for p in part.parts:
                yield from named(p)
        case Then():
            yield from named(part.first)
            yield from named(part.second)
        case Counted():
            yield part.watchlist
            yield from named(part.part)
        case Silent():
            yield from filter(None, [owner(part.owner, "")])
        case News() | Stories() | Mismatch():
            return  # what was said is no figure
        case _:
            owners = (owner(term.owner, "") for side in sides(part) for term in operands(side))
            yield from filter(None, owners)
