"""Timing: which of the whens of a sentence each of its moves is over."""

from collections.abc import Sequence
from dataclasses import replace

from bot.news.claiming import spoken
from bot.news.claiming.asides import CALLED
from bot.news.claiming.line import Line
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Token
from bot.news.claiming.whens import DAYS, SESSIONS, When
from bot.news.claims import Figure
from bot.news.quantities import Kind

_NEAR, _HEADING = 3, 7
_MOST = frozenset(
    (
        "best",
        "worst",
        "biggest",
        "largest",
        "highest",
        "lowest",
        "first",
        "most",
        "steepest",
        "longest",
        "sharpest",
        "strongest",
        "smallest",
        "weakest",
        "time",
        "times",
    )
)
_ENDS = frozenset((Part.BREAK, Part.STOP, Part.WHO))
_ADVERBS = frozenset((Part.FILLER, Part.WORD))


def timed(line: Line, moves: Sequence[Move]) -> list[Move]:
    """Give each move the when that it is over; None to those that say none."""
    taken: set[int] = set()
    found: list[Move] = []
    for move in moves:
        spots = _behind(line, move, taken) or _since(line, _ahead(line, move, taken))
        taken.update(spots)
        spots += _since_open(line, move) if spots else []
        when = _joint([line.tokens[k].when for k in spots])
        found.append(replace(move, when=_same_as_before(line, move, when)))
    return _shared(line, found)


# `Over the same time` is over the span that was last spoken of.
def _same_as_before(line: Line, move: Move, when: When | None) -> When | None:
    if when is None or not when.same:
        return when
    said = [token.when for token in line.tokens[: move.at] if _is_span(token.when)]
    return said[-1] if said else when


# The whens behind a percent, up to where something else begins.
def _behind(line: Line, move: Move, taken: set[int]) -> list[int]:
    spots: list[int] = []
    k = max(move.at, move.anchor) + 1 if move.anchor - move.at <= _NEAR else move.at + 1
    for at in range(move.at + 1, len(line.tokens)):
        token = line.tokens[at]
        if token.part is Part.WHEN and at not in taken and not _is_record(line, at):
            if _leans_right(line, at) or token.text.endswith("after"):
                break
            spots.append(at)
        elif at < k:
            continue
        elif _stops(line, at, spots):
            break
    return spots


# `Its best day in a month` is not over a month.
def _is_record(line: Line, at: int) -> bool:
    when = line.tokens[at].when
    day = when is not None and (when.figure is None or when.figure in DAYS)
    return not day and any(t.text in _MOST for t in line.tokens[max(0, at - _NEAR) : at])


# Whether something else begins here.
def _stops(line: Line, at: int, spots: list[int]) -> bool:
    token = line.tokens[at]
    if token.part in _ENDS or (token.quantity and token.quantity.kind is Kind.PERCENT):
        return True
    if token.part in {Part.COMMA, Part.AND}:
        after = line.tokens[at + 1 : at + 2]
        soon = after and (after[0].part is Part.WHEN or after[0].text == "respectively")
        back = line.tokens[at - 1].text == "respectively"
        return bool(spots) or not (soon or back)
    if token.part is Part.SUBJECT:
        before = line.tokens[at - 1].part
        halved = token.whole and before is Part.QUANTITY  # `half its value this year`
        return not halved and before not in {Part.PREPOSITION, Part.OF}
    return token.part in {Part.AUX, Part.LEAD} or (token.part is Part.MOVE and bool(spots))


# `Since it listed on Monday Acme has gained 4 %`: the day only says since when.
def _since(line: Line, spots: list[int]) -> list[int]:
    since = [at for at in spots if line.tokens[at].text.startswith("since")]
    return since if len(spots) > 1 and since else spots


# `Since the open … in regular trading` is since the open.
def _since_open(line: Line, move: Move) -> list[int]:
    opens = [k for k, t in enumerate(line.tokens[: move.at]) if t.when is not None and k == 0]
    return [k for k in opens if _figure_at(line, k) is Figure.REGULAR]


def _figure_at(line: Line, at: int) -> Figure | None:
    when = line.tokens[at].when
    return when.figure if when is not None else None


# Whether a when belongs to the percent that follows: `Thursday's 6 %`, `year-to-date gain of 5 %`.
def _leans_right(line: Line, at: int) -> bool:
    k = at + 1
    while k < len(line.tokens) and k <= at + _NEAR:
        token = line.tokens[k]
        if token.quantity is not None:
            return token.quantity.kind is Kind.PERCENT
        if token.part not in {Part.FILLER, Part.WORD, Part.MOVE, Part.OF, Part.POSSESSIVE}:
            return False
        k += 1
    return False


# The whens before a percent, back to the one before or the beginning of the clause.
def _ahead(line: Line, move: Move, taken: set[int]) -> list[int]:
    spots: list[int] = []
    for at in range(move.at - 1, -1, -1):
        token = line.tokens[at]
        own = at + 1 == move.anchor or not (_is_other(line, at) or spoken.is_aside(line, at))
        until = move.anchor if at < move.anchor < move.at else move.at
        own = own and not _is_related(line, at, until) and not _is_in_since(line, at, until)
        if token.part is Part.WHEN and at not in taken and own:
            if not spots or spots[-1] - at <= _NEAR:
                spots.append(at)
            else:
                break
        elif spots and token.part is Part.COMMA and line.tokens[spots[-1]].text.endswith("after"):
            break  # `fell on Tuesday, a day after a rally of 5 %`
        elif _opens(token) or (
            token.part is Part.BREAK and at > min(move.at, move.anchor) - _NEAR and move.past
        ):
            break
    return spots


# Whether something stands in a clause that is over: `Acme, which bought it in May, rose 4 %`.
def _is_related(line: Line, at: int, until: int) -> bool:
    if not any(token.part is Part.COMMA for token in line.tokens[at + 1 : until]):
        return False
    k = line.left(at - 1, frozenset(Part) - {Part.COMMA, Part.STOP, Part.WHO})
    if line.at(k).part is Part.COMMA and line.at(k - 1).part is Part.SUBJECT:
        # `Acme, fresh from its record, lost 1 %`, `Acme, suspended since Friday, rose 2 %`.
        told = line.at(k + 1)
        return told.text in CALLED | {"fresh"} or told.part is Part.VERB
    return line.at(k).part is Part.WHO


# Whether what stands before is of another number, or of another clause.
def _opens(token: Token) -> bool:
    percent = token.quantity is not None and token.quantity.kind is Kind.PERCENT
    return percent or token.text == ";"


# `Since it touched its peak on Monday, Acme has lost 4 %`: the day is that of the peak.
def _is_in_since(line: Line, at: int, until: int) -> bool:
    if at == 0 or not line.tokens[0].text.startswith("since "):
        return False
    commas = [k for k, t in enumerate(line.tokens[:until]) if t.part is Part.COMMA]
    return bool(commas) and at < commas[0]


# Whether a when is of something else: of a record, of a price right behind it, or of what goes on
# (`a day after it fell`).
def _is_other(line: Line, at: int) -> bool:
    money = line.at(at + 1).quantity
    if line.tokens[at].text.endswith(("'s", "’s")) and not _leans_right(line, at):
        return True
    return _is_record(line, at) or (money is not None and money.kind is Kind.MONEY)


# A session and a day together are that session; of two others the nearer counts.
def _joint(whens: Sequence[When | None]) -> When | None:
    known = [when for when in whens if when is not None]
    session = next((when for when in known if when.figure in SESSIONS), None)
    if session is None:
        return next(
            (when for when in known if when.figure is not None), known[0] if known else None
        )
    day = next((when for when in known if when.on is not None), None)
    eve = any(when.figure is Figure.YESTERDAY for when in known)
    return replace(session, on=day.on) if day is not None else replace(session, eve=eve)


# Members of one list are over one time: the first that says it says it for all.
def _shared(line: Line, moves: list[Move]) -> list[Move]:
    found: list[Move] = []
    for n, move in enumerate(moves):
        when = move.when
        if when is None and not move.past:
            when = _of_neighbour(line, moves, n, found)
        found.append(replace(move, when=when))
    return found


# `A and B rose 4% and 5% this week`: several numbers of one list, or of several subjects.
def _is_shared(later: Move, move: Move) -> bool:
    return later.refs != move.refs or len(move.refs) > 1


# Whether a move stands in parentheses, as in `IREN (up 4%)`.
def _is_aside(line: Line, move: Move) -> bool:
    return line.at(min(move.at, move.anchor) - 1).part is Part.OPEN


# Whether a when is neither a session nor a day.
def _is_span(when: When | None) -> bool:
    return when is not None and when.figure is not None and when.figure not in SESSIONS | DAYS


# The when of the move before, in a list; that of one behind, where another's verb is the same.
def _of_neighbour(line: Line, moves: list[Move], n: int, found: list[Move]) -> When | None:
    move = moves[n]
    if move.listed and found:
        main = [m for m in found if not m.past and not _is_related(line, m.at, move.at)] or found
        return main[-1].when
    if found and found[-1].refs != move.refs and _is_span(found[-1].when):
        first = found[-1]
        alone = not any(m.refs == first.refs and m.when != first.when for m in found)
        beside = _is_set_against(line, first, move) or (alone and _is_beside(line, first, move))
        if move.noun or _is_aside(line, move) or beside:
            return first.when
    for later in moves[n + 1 :]:
        if later.listed and _is_shared(later, move) and later.when is not None:
            return later.when
        if not later.listed:
            break
    if heading := _heading(line, move):
        return heading
    opening = line.tokens[0]
    if opening.when is not None and not opening.when.possessive and not _is_other(line, 0):
        return opening.when
    return None


# `It is up 66 % this year, whereas the latter is down 20 %`: both stand over one time.
def _is_set_against(line: Line, first: Move, move: Move) -> bool:
    side = line.at(move.anchor).part in {Part.SIDE, Part.QUANTITY}
    between = line.tokens[first.at : move.at]
    return side and _has_auxiliary(line, move) and any(token.text == "whereas" for token in between)


# `It is up 66 % this year, and Acme is up 7 %`, `lost 4 % in May and Acme lost 7 %`: two clauses
# that an `and` or only a comma joins, told alike, are over one time.
def _is_beside(line: Line, first: Move, move: Move) -> bool:
    whom = max(
        (k for k in range(first.at, move.anchor) if line.at(k).part is Part.SUBJECT), default=0
    )
    joint = line.at(line.left(whom - 1, _ADVERBS)).part
    main = not first.noun and all(t.part is not Part.BREAK for t in line.tokens[: first.at])
    joined = joint is Part.AND or (joint is Part.COMMA and main)
    return joined and _has_auxiliary(line, first) == _has_auxiliary(line, move)


def _has_auxiliary(line: Line, move: Move) -> bool:
    return line.at(line.left(move.anchor - 1, _ADVERBS)).part is Part.AUX


# `Winners this week: …`: a time before a colon is that of all behind it.
def _heading(line: Line, move: Move) -> When | None:
    for k, token in enumerate(line.tokens[: min(move.at, _HEADING)]):
        if token.quantity is not None:
            return None
        if token.text == ":":
            said = (t.when for t in line.tokens[:k] if t.when and not t.when.possessive)
            return next(said, None)
    return None
