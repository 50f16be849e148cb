"""Prices: whose price a sum of money is, if it is anybody's."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.market.instruments import Asset, Symbol, asset_of
from bot.news.claiming import who
from bot.news.claiming.line import CLEAR, Line, Who
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref
from bot.news.counting.kinds import Kind

_ON, _OFF = (
    ("at", "near", "around", "about", "between", "as"),
    ("above", "below", "beneath", "over", "under"),
)
AT = frozenset((*_ON, *_OFF, "to", "past", "beyond", "through"))
"""Words that may stand before a level."""

_LEVEL = AT - {"about"} | {"as low as", "as high as", "north of", "south of", "shy of", "short of"}
_EXTREMES = frozenset(("high", "low", "record", "peak", "highs", "lows"))
_MOVING = frozenset((Part.MOVE, Part.SIDE, Part.MOTION))
_TRADING = CLEAR | {
    Part.SIDE,
    Part.MOTION,
    Part.COMMA,
    Part.PREPOSITION,
    Part.STOCK,
    Part.MOVE,
}
_PER = frozenset(
    ("kilowatt", "megawatt", "mwh", "kwh", "hour", "month", "year", "rack", "gpu", "unit")
)
_STOPS = frozenset((Part.STOP, Part.BREAK, Part.SUBJECT, Part.MOVE))
_CLOSES = frozenset(("close", "finish", "settlement"))
_SOLD = frozenset(("selling", "sold", "sells", "sell", "issuing", "bought", "buying"))
_TAKES = frozenset(
    ("taking", "takes", "took", "bringing", "lifting", "sending", "carried", "carrying", "pushing")
)
_CURRENT = frozenset(("last", "current", "market", "closing", "latest"))
_CLOSED = frozenset((Part.COMMA, Part.SHUT, Part.OPEN, Part.FILLER, Part.STOP, Part.WHEN))
_LISTING = frozenset((Part.COMMA, Part.AND, Part.SUBJECT, Part.FILLER))
_ARTICLES = frozenset((Part.FILLER,))
_HALTS = frozenset(("before", "after"))
_NEAR, _FAR = 4, 6
_REACH, _PLACE = 8, 3


class _Place(NamedTuple):
    """A sum at token `at`, what stands before it at `k`, and whether as a level: `at`, `to`."""

    line: Line
    at: int
    k: int
    placed: bool
    again: Sequence[Ref] = ()


def whose_price(
    line: Line, at: int, moves: Sequence[Move], other: Sequence[Ref], again: Sequence[Ref]
) -> Who | None:
    """Find whose price a sum is: who moved to it, traded at it, or stands right before it.

    `other` is whose price the sentence gave in another currency just before, and `again`
    whose it gave last.
    """
    closed = _at_close(line, at)
    no_price = is_taken(line, at) or _is_sold(line, at) or _is_one_more_target(line, at)
    if closed is not None or no_price:
        return closed
    k = line.left(at - 1, CLEAR, AT | {"for"})
    placed = any(token.text in AT for token in line.tokens[k + 1 : at])
    if k < 0:
        return _fronted(line, at) if placed else None
    if k > 1 and placed and line.at(k).quantity is not None and _is_step(line, k):
        k = k - 2 if line.at(k - 1).text == "from" else k - 1
    if line.at(k).part in {Part.NAME, Part.WORD} and line.at(k - 1).text in {"in", "on"}:
        k = line.left(k - 2, CLEAR)  # `leapt 7 % in Amsterdam to €1,160`, `on Xetra to`
    halt = line.left(k - 1, _ARTICLES)
    if line.at(k).part is Part.WORD and line.at(halt).text in _HALTS:
        k = line.left(halt - 1, CLEAR)  # `the last sale before the pause was`
    token, place = line.at(k), _Place(line, at, k, placed, again)
    if token.quantity is not None or token.part is Part.COMMA:
        return _moved_to(place, moves)
    if token.part is Part.AND:
        return _joined(place, other)
    rule = _RULES.get(token.part)
    found = rule(place) if rule is not None else None
    return found or _at_extreme(place)


def is_taken(line: Line, at: int) -> bool:
    """Tell whether money is a target, a dividend or a cost: words beside it say so."""
    for k in range(at + 1, at + _NEAR):
        token = line.at(k)
        each = token.text in _PER and line.at(k + 1).part is not Part.WHEN  # `an hour before`
        if token.part is Part.TAKEN or each:
            return True
        if token.part in {Part.COMMA, Part.STOP, Part.BREAK, Part.AND, Part.PREPOSITION}:
            break
    for token in reversed(line.tokens[max(0, at - _REACH) : at]):
        if token.part in {Part.TAKEN, Part.BUSINESS}:
            return True
        if token.part in _STOPS:
            break
    return _is_of_deal(line, at)


# `A takeover by CoreWeave at $20 a share`.
def _is_of_deal(line: Line, at: int) -> bool:
    k = line.left(at - 1, _ARTICLES, AT)
    by = line.at(k).part is Part.SUBJECT and line.at(k - 1).part is Part.PREPOSITION
    return by and line.at(k - 2).part is Part.TAKEN


# `With a target of $27, and TeraWulf, at $19`: a list of targets goes on.
def _is_one_more_target(line: Line, at: int) -> bool:
    k = line.left(at - 1, _LISTING, AT)
    return k >= 0 and line.at(k).quantity is not None and _is_step(line, k) and is_taken(line, k)


# `And at $19 it is the dearest`, `and at $19 has`, `and was last at $152`, `€31 and $36`.
def _joined(place: _Place, other: Sequence[Ref]) -> Who | None:
    line, at = place.line, place.at
    if place.placed and line.at(at + 1).part is Part.SUBJECT:
        return Who(refs=line.refs(at + 1))
    if place.placed and line.at(at + 1).part is Part.AUX:
        return who.of_clause(line, place.k)
    if place.placed and any(t.part is Part.AUX for t in line.tokens[place.k + 1 : at]):
        return who.of_verb(line, at)
    return Who(refs=tuple(other)) if other else None


# `Friday's close of $17.21`, whatever is compared with it.
def _at_close(line: Line, at: int) -> Who | None:
    k = line.left(at - 1, frozenset((Part.OF, Part.FILLER)))
    last = line.at(k).text.split(" ")[-1]
    close = last in _CLOSES or (last == "price" and line.at(k).part is Part.WHEN)
    if not close or line.at(at - 1).text != "of":
        return None
    return Who(refs=line.memory.topic) if k <= 0 else who.of_name(line, k)


# `By selling shares at $5`, `cents on the dollar`.
def _is_sold(line: Line, at: int) -> bool:
    if line.at(at + 1).text == "on" and "cents" in line.at(at).text:
        return True
    near = line.tokens[max(0, at - _FAR) : at]
    return any(token.text in _SOLD for token in near) and line.at(at - 1).text == "at"


# Whether money is where a move began, or how far it went: `from $60 to $66`, `$2.40 to $66`.
def _is_step(line: Line, k: int) -> bool:
    quantity = line.at(k).quantity
    return quantity is not None and quantity.kind is Kind.MONEY


# `Gained $2` is a step, `gained to $66` a level.
def _by_verb(place: _Place) -> Who | None:
    line, at, k = place.line, place.at, place.k
    said = {token.text for token in line.tokens[k:at]}
    alone = line.at(k - 1).part is Part.STOP and line.at(k).text in _CLOSES and at == k + 1
    level = alone or said & _LEVEL or ("for" in said and line.at(k).part is Part.MOTION)
    return who.of_verb(line, k) if level else None


# `Topped $120,000`.
def _by_reaching(place: _Place) -> Who | None:
    return who.of_verb(place.line, place.k)


# `Bitcoin near $122,000`, `the price of its shares was $3`, `IREN $65.10.`
def _beside(place: _Place) -> Who | None:
    line, at, k, placed = place.line, place.at, place.k, place.placed
    if line.at(k - 1).part in {Part.TAKEN, Part.WORTH}:
        return None  # bought IREN at $6, value it at $9
    to = any(token.text == "to" for token in line.tokens[k:at])
    if to and line.at(k - 1).text in _TAKES:
        return Who(refs=line.refs(k))  # `taking it to $66`
    ends = line.at(at + 1).part in _CLOSED
    alone = at == k + 1 and ends
    if (placed and not to) or line.at(k).stock or alone:
        return Who(refs=line.refs(k))
    return None


# `The price of $66`; `a record of $126,000` is told by its noun.
def _of(place: _Place) -> Who | None:
    line, at, k = place.line, place.at, place.k
    if line.at(k - 1).text.split(" ")[-1] in _EXTREMES:
        return who.of_clause(line, k - 1)
    if line.at(k - 1).part is Part.STOCK:
        told = _fronted(line, at)
        known = line.at(k - 2).text in _CURRENT or line.at(k - 2).part is Part.WHEN
        verb = line.left(k - 2, _ARTICLES)
        if line.at(verb).part is Part.BECOME:
            return who.of_verb(line, verb)  # `may reach a price of $60`
        return told or (who.of_name(line, k) if known else None)
    return Who(refs=line.refs(k - 1)) if line.at(k - 1).stock else None


# Coins are worth what they trade at.
def _worth(place: _Place) -> Who | None:
    found = who.of_verb(place.line, place.k)
    coins = found is not None and all(_is_coin(ref) for ref in found.refs)
    return found if coins else None


def _is_coin(ref: Ref) -> bool:
    return asset_of(Symbol(ref.name)) is Asset.CRYPTO


# `Its price today: $4,120`.
def _behind_colon(place: _Place) -> Who | None:
    line, k = place.line, place.line.left(place.k - 1, frozenset((Part.WHEN,)))
    if line.at(k).part is Part.STOCK:
        return Who(refs=line.memory.topic)
    if line.at(k).part in {Part.MOTION, Part.SIDE}:
        return who.of_verb(line, k)
    return Who(refs=line.refs(k)) if line.at(k).part is Part.SUBJECT else None


# `IREN ($66)`.
def _in_parentheses(place: _Place) -> Who | None:
    line, k = place.line, place.line.left(place.k - 1, frozenset((Part.MOTION,)))
    return Who(refs=line.refs(k)) if line.at(k).part is Part.SUBJECT else None


# `With shares at $66`.
def _of_shares(place: _Place) -> Who | None:
    return who.of_verb(place.line, place.k + 1) if place.placed else None


# `An intraday high $148.67`.
def _at_extreme(place: _Place) -> Who | None:
    extreme = place.line.at(place.k).text in _EXTREMES
    return who.of_clause(place.line, place.k - 1) if extreme else None


# `Could be at $150,000`.
def _supposed(place: _Place) -> Who | None:
    return who.of_verb(place.line, place.at) if place.placed else None


_RULES: dict[Part, Callable[[_Place], Who | None]] = {
    **dict.fromkeys(_MOVING, _by_verb),
    Part.BECOME: _by_reaching,
    Part.SUBJECT: _beside,
    Part.OF: _of,
    Part.WORTH: _worth,
    Part.STOP: _behind_colon,
    Part.OPEN: _in_parentheses,
    Part.STOCK: _of_shares,
    Part.MODAL: _supposed,
}


# `Rose 4% to $66`, `at $66, up 4%`: the price of whom the percent is of; else of `IREN, at $66`.
def _moved_to(place: _Place, moves: Sequence[Move]) -> Who | None:
    line, at, k = place.line, place.at, place.k
    for move in moves:
        if move.at in {k, k - 1} or (move.at < at and _is_joined(line, move.at, at)):
            return Who(refs=move.refs)
    if place.placed and place.again:
        return Who(refs=tuple(place.again))
    if place.placed and line.at(k).part is Part.COMMA and line.at(k - 1).part is Part.MOTION:
        return who.of_verb(line, k - 1)  # `was little changed, last at $66`
    named = line.at(k).part is Part.COMMA and line.at(k - 1).part is Part.SUBJECT
    named = named and not line.is_object(k - 1)
    return Who(refs=line.refs(k - 1)) if named else None


# Whether only words of trading stand between a percent and a price, or a place: `in Toronto`.
def _is_joined(line: Line, first: int, at: int) -> bool:
    return all(
        line.at(k).part in _TRADING
        or line.at(k).part is Part.AND
        or (line.at(k).quantity is not None and line.at(k - 1).part is Part.AND)
        or any(token.text in {"in", "on"} for token in line.tokens[k - _PLACE : k])
        for k in range(first + 1, at)
    )


# `At $66 a share, IREN has`.
def _fronted(line: Line, at: int) -> Who | None:
    if line.at(at + 1).part is Part.SUBJECT:
        return Who(refs=line.refs(at + 1))
    for k in range(at + 1, at + _NEAR + 1):
        if line.at(k).part is Part.COMMA and line.at(k + 1).part is Part.SUBJECT:
            return Who(refs=line.refs(k + 1))
    return None
