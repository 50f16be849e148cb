"""Levels: the money of a sentence that is somebody's price, or what somebody is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.news.claiming import vocabulary
from bot.news.claiming.asking import is_asked
from bot.news.claiming.line import CLEAR, Line, Who
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.prices import is_taken, whose_price
from bot.news.claiming.sentence import Ref, Token
from bot.news.claiming.worths import WITHIN_REACH, whose_worth
from bot.news.claims import Figure, Holder
from bot.news.counting.kinds import Bound, Kind
from bot.news.quantities import Quantity

_LARGE = 1_000_000
_REACH = 8
_NEAR = 3
_NEARLY = 5
_CROSSED = frozenset(vocabulary.CROSSED.split())
_VERGES = frozenset(
    (
        *("about to", "on the verge of", "on the cusp of", "on the brink of"),
        *(" ".join(phrase.split()) for phrase in vocabulary.VERGES.split("|")),
    )
)
_LISTING = frozenset(
    (Part.COMMA, Part.AND, Part.PREPOSITION, Part.QUANTITY, Part.FILLER, Part.WHEN)
)
_OPENS = frozenset((Part.MODAL, Part.IF, Part.NOT))
_FROM = frozenset(("from", "after", "versus", "against", "compared with"))
_HINTING = frozenset((Part.FILLER,))
_APART = frozenset((Part.SUBJECT, Part.STOP, Part.BREAK))
_CLAUSE = CLEAR | {Part.SUBJECT, Part.PREPOSITION, Part.MODAL, Part.BECOME, Part.MOVE, Part.MOTION}
_PAUSES = frozenset((Part.COMMA, Part.STOP))
_STOPS = frozenset((Part.STOP, Part.COMMA, Part.SUBJECT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What whose price or worth is, by token `at` of the line; `open` where it is not yet so.

    `denied` is what is said not to come.
    """

    refs: tuple[Ref, ...]
    figure: Figure
    quantity: Quantity
    at: int
    bound: Bound
    open: bool = False
    denied: bool = False


def read(line: Line, moves: Sequence[Move]) -> list[Level]:
    """Find every level that a sentence states or foretells."""
    found: list[Level] = []
    one_each = _one_each(line, moves)
    for at, token in enumerate(line.tokens):
        if at in one_each and token.quantity is not None:
            found.append(_told(one_each[at], token.quantity, at))
        elif token.quantity is not None and token.quantity.kind is Kind.MONEY:
            level = _level(line, at, token.quantity, moves, found)
            if level is not None:
                found.append(level)
    return found


def _told(refs: tuple[Ref, ...], quantity: Quantity, at: int) -> Level:
    return Level(refs=refs, figure=Figure.PRICE, quantity=quantity, at=at, bound=quantity.bound)


# `A and B fell 3% and 2%, to $39 and $50`: as many prices as moves are one of each.
def _one_each(line: Line, moves: Sequence[Move]) -> dict[int, tuple[Ref, ...]]:
    spots = [k for k, t in enumerate(line.tokens) if _is_price(t)]
    run = [move for move in moves if len(move.refs) == 1]
    whose = {move.refs for move in run}
    if len(spots) < 2 or len(spots) != len(run) or len(whose) != len(run):  # noqa: PLR2004 (several)
        return {}
    together = all(line.tokens[k].part in _LISTING for k in range(run[-1].at + 1, spots[-1]))
    alone = all(m.listed or m.anchor == run[0].anchor for m in run)
    if not together or not alone or run[-1].at > spots[0]:
        return {}
    return {k: move.refs for k, move in zip(spots, run, strict=True)}


def _is_price(token: Token) -> bool:
    quantity = token.quantity
    return quantity is not None and quantity.kind is Kind.MONEY and quantity.value < _LARGE


def _level(
    line: Line, at: int, quantity: Quantity, moves: Sequence[Move], before: Sequence[Level]
) -> Level | None:
    figure = Figure.CAP if quantity.value >= _LARGE else Figure.PRICE
    if line.at(line.left(at - 1, _HINTING)).text in _FROM:
        whose = _earlier(line, at, figure, before)
    else:
        whose = _whose(line, at, quantity, moves, before) or _foretold(line, at, figure)
    if whose is None or len(whose.refs) != 1:
        return None
    if figure is Figure.PRICE and whose.refs[0].holder is Holder.WATCHLIST:
        return None  # a sector has no price
    return Level(
        refs=whose.refs,
        figure=figure,
        quantity=quantity,
        at=at,
        bound=_bound(line, at, quantity),
        open=whose.open or _is_open(line, at),
        denied=_is_denied(line, at),
    )


def _whose(
    line: Line, at: int, quantity: Quantity, moves: Sequence[Move], before: Sequence[Level]
) -> Who | None:
    if quantity.value >= _LARGE:
        valued = [(one.at, one.refs) for one in before if one.figure is Figure.CAP]
        return whose_worth(line, at, valued)
    last = before[-1] if before else None
    foreign = last is not None and last.quantity.unit != quantity.unit and at - last.at <= _REACH
    other = last.refs if last is not None and foreign else ()
    between = line.tokens[last.at + 1 : at] if last is not None else []
    near = last is not None and not any(t.part in _APART for t in between)
    return whose_price(line, at, moves, other, last.refs if last is not None and near else ())


# `From $71 billion on Thursday`, `after $71 billion at Thursday's close`: what was, of whom the
# sentence says what is.
def _earlier(line: Line, at: int, figure: Figure, before: Sequence[Level]) -> Who | None:
    follows = line.at(at + 1 + (line.at(at + 1).part is Part.PREPOSITION))
    if follows.part not in {Part.WHEN, Part.DUE} and follows.text not in {"now", "currently"}:
        return None
    same = [level for level in before if level.figure is figure]
    return Who(refs=same[-1].refs) if same else _fronted(line, at)


# `From $91,000 on Monday, bitcoin slid`.
def _fronted(line: Line, at: int) -> Who | None:
    k = at + 1
    while line.at(k).part in {Part.PREPOSITION, Part.WHEN}:
        k += 1
    named = line.at(k).part is Part.COMMA and line.at(k + 1).part is Part.SUBJECT
    return Who(refs=line.refs(k + 1)) if named and at <= _NEAR else None


# `$30 by Christmas`, of whom such a figure was said before.
def _foretold(line: Line, at: int, figure: Figure) -> Who | None:
    if line.at(at + 1).due is None or is_taken(line, at):
        return None
    refs = line.memory.topic
    others = any(token.refs and token.refs != refs for token in line.tokens[:at])
    return Who(refs=refs) if (refs, figure) in line.memory.told and not others else None


# What is within reach or about to be topped is near, and what was topped is over.
def _bound(line: Line, at: int, quantity: Quantity) -> Bound:
    follows = f"{line.at(at + 1).text} {line.at(at + 2).text}"
    verging = any(t.text in _VERGES for t in line.tokens[max(0, at - _NEARLY) : at])
    if verging or follows.startswith(WITHIN_REACH):
        return Bound.ABOUT
    near = line.tokens[max(0, at - _NEAR) : at]
    if quantity.bound is not Bound.EXACT or not any(t.text in _CROSSED for t in near):
        return quantity.bound
    fell = any(t.part in {Part.MOVE, Part.SIDE} and t.sign < 0 for t in near)
    return Bound.UNDER if fell else Bound.OVER  # `tumbled through $110,000`


# `A close above $86 would be`, and no further clause: `$86, which would be`, `$15; it would`.
def _is_hypothetical(rest: Sequence[Token]) -> bool:
    for token in rest[:_NEAR]:
        if token.part in _PAUSES:
            break
        if token.text in {"would", "could"}:
            return True
    return False


# `No longer expects bitcoin at $200,000`.
def _is_denied(line: Line, at: int) -> bool:
    k = line.left(at - 1, _CLAUSE)
    return line.at(k).part is Part.NOT and line.at(k + 1).part is Part.MODAL


# Whether a supposition stands right before, or an `if` anywhere before.
def _is_open(line: Line, at: int) -> bool:
    for k in range(at - 1, max(0, at - _REACH) - 1, -1):
        token = line.tokens[k]
        if token.part in _OPENS:
            return True
        if token.part in _STOPS and not (token.part is Part.SUBJECT and line.is_object(k)):
            break
    begin = line.left(at - 1, frozenset(Part) - {Part.STOP})
    supposed = any(token.part is Part.IF for token in line.tokens[begin + 1 : at])
    rest = line.tokens[at + 1 :]
    supposed = supposed or _is_hypothetical(rest) or _is_conditional(rest)
    return supposed or is_asked(line, at)


# `$100,000 if it holds`, and no later clause: `$90 billion, a fair sum if you ask me`.
def _is_conditional(rest: Sequence[Token]) -> bool:
    clause = takewhile(lambda token: token.part not in _PAUSES, rest)
    return any(token.text == "if" for token in clause)
