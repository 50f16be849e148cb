"""Owning: whose a gain or a loss is that a sentence names as a noun."""

from bot.news.claiming import who
from bot.news.claiming.line import CLEAR, Line, Who
from bot.news.claiming.parts import Part
from bot.news.quantities import Kind, Quantity

_BLOCKS = frozenset((Part.BUSINESS, Part.TAKEN))
_BY_THE_WAY = frozenset((Part.WHEN, Part.FILLER))
_OF = frozenset(("in", "of", "for", "by", "at"))
_CARRIES = frozenset(
    ("lifted", "lifts", "took", "takes", "sent", "sends", "left", "leaves", "brought", "drove")
)
_BOUNDS = frozenset((Part.COMMA, Part.AND, Part.BREAK, Part.STOP, Part.SUBJECT))
_HANGING = CLEAR | {Part.MOTION, Part.COMMA, Part.PREPOSITION}
_COUNTED = frozenset((Kind.POWER, Kind.HASHRATE, Kind.COIN))
_LARGE = 1_000_000
_MANY = 20
_MOST_WORDS = 2


def of_noun(line: Line, at: int, anchor: int) -> Who | None:
    """Find whose a gain is: `a gain in IREN`, `IREN's gain`, or whoever the clause is about."""
    if line.at(anchor).text == "with":
        return who.of_clause(line, anchor)
    if anchor < at and line.at(anchor + 1).text in _OF and _is_subject(line, anchor + 2):
        return Who(refs=line.refs(anchor + 2))
    k = _on(line, max(at, anchor) + 1)
    if line.at(k).text in _CARRIES and line.at(k + 1).part is Part.SUBJECT:
        return Who(refs=line.refs(k + 1))
    if line.at(k).text in _OF:
        of = _on(line, k + 1)
        part = line.at(of).part
        if part is Part.SUBJECT:
            return Who(refs=line.refs(of))
        if part in {Part.BUSINESS, Part.NAME} or (part is Part.WORD and line.at(k).text != "at"):
            return None
    return _owner(line, min(at, anchor))


def is_business(line: Line, first: int) -> bool:
    """Tell whether a number before `first` hangs on business: `mined 445 BTC, down 7 %`."""
    k, spoilt = line.left(first - 1, _HANGING), False
    while k >= 0:
        token = line.tokens[k]
        if token.part in _BOUNDS:
            break
        if token.part in {Part.WORTH, Part.VALUE} or token.whole:
            return False
        spoilt = spoilt or token.part in _BLOCKS or _is_of_business(token.quantity)
        k -= 1
    return spoilt


def _is_subject(line: Line, k: int) -> bool:
    return line.at(k).part is Part.SUBJECT


# The next token to the right that is no time and no filler.
def _on(line: Line, k: int) -> int:
    while line.at(k).part in _BY_THE_WAY:
        k += 1
    return k


# Who stands before a noun.
def _owner(line: Line, first: int) -> Who | None:
    k, words = first - 1, 0
    while words <= _MOST_WORDS and line.at(k).part in _BY_THE_WAY | {Part.WORD}:
        words += line.at(k).part is Part.WORD
        k -= 1
    token = line.at(k)
    if token.part is Part.POSSESSIVE:
        owned = line.at(k - 1).part is Part.SUBJECT
        return Who(refs=line.refs(k - 1)) if owned else None
    if token.part in _BLOCKS:
        return None
    if token.part is Part.SUBJECT:
        return Who(refs=line.refs(k))
    return None if is_business(line, first) else who.of_clause(line, max(k, 0))


# Whether a number counts what a company has and does, and is no price.
def _is_of_business(quantity: Quantity | None) -> bool:
    if quantity is None:
        return False
    if quantity.kind is Kind.MONEY:
        return quantity.value >= _LARGE
    if quantity.kind is Kind.COUNT:
        return quantity.value >= _MANY
    return quantity.kind in _COUNTED
