"""What a condition speaks of: its metrics, and the instruments and lists that it names."""

from collections.abc import Iterator, Mapping, Sequence

from bot.market.instruments import Symbol
from bot.rules.conditions import (
    Both,
    Calculation,
    Channel,
    Compares,
    Condition,
    Counted,
    Crosses,
    Either,
    Not,
    Of,
    OfList,
    Operand,
    Term,
    Within,
)
from tests.reference_leaves import sides

Lists = Mapping[str, Sequence[Symbol]]


def terms(part: Condition, own: str, lists: Lists) -> Iterator[tuple[Term, str]]:
    """Walk the metrics a condition reads, each with the name of what it is a metric of."""
    match part:
        case Not():
            yield from terms(part.part, own, lists)
        case Both() | Either():
            for p in part.parts:
                yield from terms(p, own, lists)
        case Counted():
            for member in lists[part.watchlist]:
                yield from terms(part.part, member, lists)
        case Compares() | Crosses() | Within() | Channel():
            for side in sides(part):
                yield from ((term, owner(term, own)) for term in operands(side))


def operands(side: Operand) -> Iterator[Term]:
    """Walk the metrics of one side of a comparison."""
    match side:
        case Term():
            yield side
        case Calculation():
            yield from operands(side.left)
            yield from operands(side.right)


def owner(term: Term, own: str) -> str:
    """Name what a metric is a metric of."""
    match term.owner:
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
        case Counted():
            yield part.watchlist
            yield from named(part.part)
        case Compares() | Crosses() | Within() | Channel():
            owners = (owner(term, "") for side in sides(part) for term in operands(side))
            yield from filter(None, owners)
