"""Worths: who is worth a sum of money, if anybody is."""

from collections.abc import Sequence

from bot.news.claiming import who
from bot.news.claiming.line import CLEAR, Line, Who
from bot.news.claiming.parts import Part
from bot.news.claiming.prices import AT
from bot.news.claiming.sentence import Ref, Token
from bot.news.claims import Figure, Holder
from bot.news.counting.kinds import Kind

WITHIN_REACH = ("within reach", "in sight", "in reach")
_SUMMED = frozenset(("together", "combined", "jointly"))
_VAST = 1_000_000_000_000
_REACHED = frozenset((Part.BECOME, Part.MOVE, Part.MOTION))
_OTHERS = frozenset((Part.STOP, Part.BUSINESS, Part.TAKEN, Part.WHO))
_ENDS = frozenset((Part.STOP, Part.BREAK, Part.NAME, Part.TAKEN, Part.BUSINESS))
_THINGS = frozenset((Part.TAKEN, Part.BUSINESS))
_APART = frozenset((Part.SUBJECT, Part.BUSINESS, Part.TAKEN, Part.BREAK))
_OPENING = CLEAR | {Part.MODAL, Part.COMMA, Part.VERB, Part.MOTION}
_LOOSE = frozenset(("about", "around", "over", "near", "out", "off", "away", "more", "some"))
_APART_BY = frozenset(("short", "shy", "more", "less", "away", "above", "below", "higher", "lower"))
_DESCRIBING = frozenset((Part.WORD, Part.FILLER, Part.STOCK))
_IS = frozenset(("is", "was", "'s", "’s"))
_REQUIRES = frozenset(("requires", "require", "required", "requiring", "demands"))
_NOUNS = frozenset((Part.WORD,))
_BARE = frozenset((Part.FILLER, Part.WORD))
_COUNTED = frozenset((Kind.COUNT, Kind.COIN, Kind.POWER, Kind.HASHRATE))
_SECTORS = frozenset(("sector", "group", "industry", "sector's"))
_FAR, _REACH, _NEAR = 12, 8, 4


def whose_worth(line: Line, at: int, valued: Sequence[tuple[int, tuple[Ref, ...]]]) -> Who | None:
    """Find who is worth a sum; None where it is a contract, a debt, or how far a worth has gone.

    `valued` are whom the sentence has valued already, and at which token.
    """
    step = line.at(line.left(at - 1, CLEAR, _LOOSE)).part in {Part.MOVE, Part.UNDO}
    if step or line.at(at - 1).text == "by" or _is_distance(line, at):
        return None
    found = (
        _before_value(line, at)
        or _behind_value(line, at)
        or _by_worth(line, at, known=bool(valued))
    )
    found = found or _by_milestone(line, at)
    found = (
        found
        or _is_it(line, at)
        or _at_front(line, at)
        or _by_move(line, at)
        or _by_size(line, at, known=bool(valued))
        or _again(line, at, valued)
    )
    together = any(token.text in _SUMMED for token in line.tokens)
    if found and together and any(ref.holder is Holder.INSTRUMENT for ref in found.refs):
        return None  # what several are worth together is none of theirs
    return found


# `IREN's market value topped`, `a market value of`.
def _before_value(line: Line, at: int) -> Who | None:
    for k in range(at - 1, max(-1, at - _FAR - 1), -1):
        token = line.tokens[k]
        if token.whole and token.part is Part.SUBJECT:
            return Who(refs=line.refs(k))
        if token.part is Part.VALUE:
            return None if _is_of_another(line, k) else _owner(line, k)
        if k == at - 1 and token.text in {":", "?"}:
            continue
        if token.part is Part.WHO and line.at(k - 2).whole:
            return Who(refs=line.refs(k - 2))
        once = line.at(k + 1).text.endswith((" ago", " earlier"))
        other = _is_money(token) and not once and line.at(k - 1).text not in {"by", "from"}
        if other or token.part in _OTHERS:
            return None
    return None


# `Requires a market value of`, `13,696 bitcoin with a market value of`: no worth that is told.
def _is_of_another(line: Line, k: int) -> bool:
    j = line.left(k - 1, frozenset((Part.FILLER,)))
    if line.at(j).text in _REQUIRES:
        return True
    had = line.at(line.left(j - 1, _NOUNS))
    counted = had.quantity is not None and had.quantity.kind in _COUNTED
    return counted and line.at(j).text == "with"


# `$1 billion short of`: how far it is to a worth.
def _is_distance(line: Line, at: int) -> bool:
    follows = line.at(at + 1).text
    apart = line.at(at + 2).text in {"of", "than", "from"}
    return follows in {"shy of", "short of"} or (follows in _APART_BY and apart)


# `A $5 billion market value`, `$5 billion in market value`.
def _behind_value(line: Line, at: int) -> Who | None:
    for k in range(at + 1, at + _NEAR):
        token = line.at(k)
        if token.part is Part.VALUE:
            return None if _is_lost(line, k) else _owner(line, at)
        if token.whole:
            return Who(refs=line.refs(k))
        if token.part not in CLEAR | {Part.PREPOSITION, Part.OF}:
            return None
    return None


# `$5 billion of market value was wiped out`: a loss, and no worth.
def _is_lost(line: Line, k: int) -> bool:
    went = line.at(k + 1 + (line.at(k + 1).part is Part.AUX))
    return went.part is Part.UNDO or went.text in {"lost", "gone", "evaporated", "vanished"}


# Whose value it is: whoever stands before, or whom the clause is about.
def _owner(line: Line, at: int) -> Who | None:
    for k in range(at - 1, max(-1, at - _REACH), -1):
        spoken_of = line.at(k - 1).part in {Part.OF, Part.PREPOSITION}
        if line.at(k).part is Part.SUBJECT and not spoken_of:
            return Who(refs=line.refs(k))
        if line.at(k).part in _THINGS and line.left(k - 1, _BARE) < 0:
            return None  # `the contract runs for years and has a value of`
        if line.at(k).part in _ENDS:
            break
    said = {line.at(at - 1).text, line.at(at).text.split(" ")[0]}
    if said & _SECTORS and line.memory.group is not None:
        return Who(refs=(line.memory.group,))
    return who.of_clause(line, at - 1)


# `Worth $5 billion`, `valued at $5 billion`, `values Cipher Mining at $5 billion`.
def _by_worth(line: Line, at: int, *, known: bool) -> Who | None:
    k = line.left(at - 1, CLEAR, AT)
    if known and line.at(k).part is Part.OF and line.at(k - 1).text == "one":
        k = line.left(k - 2, CLEAR)  # `has a value of $2 billion, Acme one of $17 billion`
    if line.at(k).part is Part.SUBJECT:
        # `IREN is worth $16 billion, TeraWulf $6 billion`: the verb was said once.
        listed = known and line.at(k - 1).part in {Part.COMMA, Part.AND, Part.STOP}
        valued = line.at(k - 1).part is Part.WORTH
        return Who(refs=line.refs(k)) if valued or listed else None
    if line.at(k).part is Part.WORD and line.at(at - 1).part is not Part.SUBJECT:
        valuing = line.left(k, _DESCRIBING)
        if line.at(valuing).part is Part.WORTH and line.at(valuing + 1).text == "the":
            return Who(refs=line.memory.topic)  # `that values the warehouse club at`
    if line.at(k).part is not Part.WORTH or line.at(k - 1).text in {"shares", "stock"}:
        return None  # `sold shares worth $4 million`
    if "to" in {line.at(k - 1).text, line.at(k - 2).text}:
        return who.of_clause(line, k - 1)
    return _of_worth(line, k)


# Who is worth it: of a company, and not of its contract.
def _of_worth(line: Line, k: int) -> Who | None:
    j = line.left(k - 1, _OPENING)
    part = line.at(j).part
    left = line.at(line.left(j - 1, frozenset((Part.FILLER,)))).part is Part.VERB
    if part is Part.SUBJECT and (left or not line.is_object(j)):
        doubt = any(token.part is Part.MODAL for token in line.tokens[j:k])
        return Who(refs=line.refs(j), open=doubt)
    begin = line.left(k - 1, CLEAR)
    finite = any(token.part is Part.AUX for token in line.tokens[begin + 1 : k])
    if part is Part.WHO or (finite and line.at(begin).part is Part.COMMA):
        return who.of_verb(line, k)
    goes_on = j < 0 or (part in {Part.AND, Part.BREAK} and not _is_of_thing(line, j))
    goes_on = goes_on or _has_moved(line, j, k)
    return who.of_clause(line, k) if goes_on else None


# `Up 1 %, worth`, `ended 2 % lower, worth`: of whom a move is told, a comma before.
def _has_moved(line: Line, j: int, k: int) -> bool:
    moved = line.at(j).part in {Part.SIDE, Part.MOVE} or _is_percent(line.at(j))
    return moved and any(token.part is Part.COMMA for token in line.tokens[j + 1 : k])


# `The lease runs for years and is worth`: what a clause without a name is about.
def _is_of_thing(line: Line, j: int) -> bool:
    opens = line.left(j - 1, frozenset(Part) - {Part.SUBJECT, Part.STOP})
    return any(token.part in _THINGS for token in line.tokens[opens + 1 : j])


# A sector that tops or nears so much; of one company that would be any money, but for trillions.
def _by_milestone(line: Line, at: int) -> Who | None:
    k = line.left(at - 1, CLEAR, AT)
    down = line.at(k).part is Part.SIDE and line.at(k + 1).text == "to"  # `is down to`
    reached = down or line.at(k).part in _REACHED
    if not reached and not _is_within_reach(line, at):
        return None
    found = who.of_verb(line, k) if reached else who.of_clause(line, at - 1)
    if found is None:
        return None
    sector = all(ref.holder is Holder.WATCHLIST for ref in found.refs)
    named = _named_before(line, at).issuperset(found.refs)
    if not sector and not (named and _is_vast(line.at(at))):
        return None
    return Who(refs=found.refs)


# Whether a level is said to be nearly there, by the words behind it.
def _is_within_reach(line: Line, at: int) -> bool:
    follows = f"{line.at(at + 1).text} {line.at(at + 2).text}"
    return follows.startswith(WITHIN_REACH)


# `Ended the week 2 % lower, at $92 billion`: of a sector, which has no price.
def _by_move(line: Line, at: int) -> Who | None:
    k = line.left(at - 1, CLEAR | {Part.COMMA}, AT)
    placed = any(token.text in {"at", "to"} for token in line.tokens[k + 1 : at])
    found = who.of_clause(line, k) if placed and _has_moved(line, k, at) else None
    sector = found is not None and all(ref.holder is Holder.WATCHLIST for ref in found.refs)
    return found if sector or _is_vast(line.at(at)) else None


def _named_before(line: Line, at: int) -> frozenset[Ref]:
    spots = (k for k, t in enumerate(line.tokens[:at]) if t.part is Part.SUBJECT)
    return frozenset(ref for k in spots for ref in line.refs(k))


# `Amazon, at $2.3 trillion`: as much is nothing but a worth, or worths have been the subject.
def _by_size(line: Line, at: int, *, known: bool) -> Who | None:
    told = any(figure is Figure.CAP for _, figure in line.memory.told)
    if not known and not told and not _is_vast(line.at(at)):
        return None
    k = line.left(at - 1, CLEAR | {Part.COMMA}, AT)
    if line.at(k).part is Part.POSSESSIVE and line.at(k - 1).part is Part.SUBJECT:
        return Who(refs=line.refs(k - 1))
    placed = any(token.text in AT for token in line.tokens[k + 1 : at])
    if placed and line.at(k).part is Part.SUBJECT and not line.is_object(k):
        return Who(refs=line.refs(k))
    return None


# `It is $15 billion`, where what somebody is worth was spoken of.
def _is_it(line: Line, at: int) -> Who | None:
    k = line.left(at - 1, CLEAR)
    plain = line.at(k).text == "it" and any(t.text in _IS for t in line.tokens[k + 1 : at])
    told = line.memory.spoken is Figure.CAP
    return Who(refs=line.memory.topic) if plain and told else None


# `At $4.5 trillion Nvidia is worth`.
def _at_front(line: Line, at: int) -> Who | None:
    placed = line.at(line.left(at - 1, frozenset((Part.FILLER,)))).text == "at"
    named = line.at(at + 1).part is Part.SUBJECT and bool(line.at(at + 1).refs)
    return Who(refs=line.refs(at + 1)) if placed and named and _is_vast(line.at(at)) else None


# A second sum of whom the sentence has valued already: `and $100 billion by year-end`.
def _again(line: Line, at: int, valued: Sequence[tuple[int, tuple[Ref, ...]]]) -> Who | None:
    if not valued:
        return None
    first, refs = valued[0]
    between = line.tokens[first + 1 : at]
    if any(t.part in _APART or t.text in {"twice", "times"} or _is_money(t) for t in between):
        return None
    joined = any(t.part in {Part.AND, Part.COMMA} for t in between)
    return Who(refs=refs) if joined else None


def _is_money(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind is Kind.MONEY


def _is_percent(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind is Kind.PERCENT


def _is_vast(token: Token) -> bool:
    return token.quantity is not None and token.quantity.value >= _VAST
