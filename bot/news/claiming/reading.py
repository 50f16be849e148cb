"""Reading: an article's claims, sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from bot.market.sessions import Calendar, CalendarEnds
from bot.news import quantities
from bot.news.claiming import laying, leads, levels, moves, sources, timing
from bot.news.claiming.dues import Due
from bot.news.claiming.leads import Lead
from bot.news.claiming.levels import Level
from bot.news.claiming.line import CLEAR, Line, Memory
from bot.news.claiming.move import Move
from bot.news.claiming.once import once
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref, Token
from bot.news.claiming.setting import Setting
from bot.news.claiming.whens import Present
from bot.news.claims import Claim, Figure, Holder
from bot.news.counting.kinds import Bound, Kind
from bot.news.pieces import Piece
from bot.news.quantities import Quantity

_OPENING = 2
"""The headline and the first sentence, which say what time an article is of."""

# `Nonsense: it is $15 billion`, `It is not: …` takes back what the sentence before it said.
_DENIAL = re.compile(
    r"(?:nonsense|rubbish|false|wrong|untrue|nope)\b"
    r"|(?:it (?:is not|isn['’]t|did not|didn['’]t|was not|wasn['’]t)|not so|not true) ?[:;.!—–]"
)
_STEPS = CLEAR | {Part.AND, Part.COMMA, Part.SIDE}
_SUMS = frozenset((Kind.MONEY, Kind.PERCENT))


def read(piece: Piece, calendar: Calendar) -> tuple[Claim, ...]:
    """Find every claim of an article on a move, a price, a market value, or on who led.

    `calendar` is that of the stocks; it says which day was the session before the article's.
    """
    return once(_with_leads(list(_claims(piece, calendar))))


def _claims(piece: Piece, calendar: Calendar) -> Iterator[Claim]:
    setting = _setting(piece.article.published, calendar)
    lower, memory = quantities.lowered(piece.words.all), Memory()
    spans = laying.spans(piece, lower)
    opening = [laying.lay(piece, lower, span, setting.present, memory) for span in spans[:_OPENING]]
    for line in opening:
        setting.hear(line)
    found: list[Claim] = []
    for n, span in enumerate(spans):
        if _DENIAL.match(lower, span.start, span.end):
            found = []
        if n >= _OPENING and not laying.may_tell(piece, lower, span):
            laying.remember(piece, lower, span, memory)
            continue
        if n < _OPENING:
            line = opening[n]
        else:
            line = laying.lay(piece, lower, span, setting.present, memory)
        yield from found
        found = _of_line(line, setting, sources.of(piece.words.said(span)))
        _remember(line)
    yield from found


# How far a leader went may be told elsewhere in the article.
def _with_leads(claims: Sequence[Claim]) -> list[Claim]:
    return [_led_by(claim, claims) if claim.figure is Figure.LEADER else claim for claim in claims]


def _led_by(leader: Claim, claims: Sequence[Claim]) -> Claim:
    if leader.value is not None:
        return leader
    own = (c for c in claims if c.subject == leader.subject and c.figure is leader.session)
    move = next(own, None)
    if move is None:
        return leader
    return replace(leader, value=move.value, upper=move.upper, bound=move.bound, step=move.step)


# What an article is of by its hour: whether it came before the open, and whether after the close.
def _setting(published: datetime, calendar: Calendar) -> Setting:
    day = published.astimezone(calendar.zone).date()
    present = Present.of(day, calendar)
    try:
        hours = calendar.hours(day)
    except CalendarEnds:
        hours = None
    if hours is None:
        return Setting(present=present, early=False)
    return Setting(present=present, early=published < hours.open, late=published >= hours.close)


# What one sentence claims, in its order.
def _of_line(line: Line, setting: Setting, source: str) -> list[Claim]:
    found = _after(_one_each(line, timing.timed(line, moves.read(line))))
    setting.listen(line)
    claims = [
        *_moved(line, found, setting, source),
        *_led(line, found, setting, source),
        *_stood(line, levels.read(line, found), setting, source),
    ]
    claims.sort(key=_place)
    setting.follow(line, found)
    if found:
        line.memory.meet(found[-1].refs)
        line.memory.sign = found[-1].sign
    return claims


def _place(claim: Claim) -> int:
    return claim.start


def _moved(line: Line, found: Sequence[Move], setting: Setting, source: str) -> Iterator[Claim]:
    for move in found:
        if move.when is None and line.tokens[move.at].sign:
            continue  # `has doubled` says not since when
        for ref in move.refs:
            figure, on = setting.figure(line, move, ref)
            claim = _claim(ref, figure, move.quantity, source)
            yield replace(_signed(claim, move.sign), on=on)


def _led(line: Line, found: Sequence[Move], setting: Setting, source: str) -> Iterator[Claim]:
    for lead in leads.read(line, found):
        own = setting.session(line)
        session = own.figure if own is not None and own.figure is not None else Figure.CHANGE
        if lead.move is not None:
            session, _ = setting.figure(line, lead.move, lead.ref)
        yield _lead(line, lead, session, source)


def _lead(line: Line, lead: Lead, session: Figure, source: str) -> Claim:
    token, move = line.tokens[lead.at], lead.move
    return Claim(
        subject=lead.ref.name,
        holder=lead.ref.holder,
        figure=Figure.LEADER,
        value=move.quantity.value * move.sign if move is not None else None,
        bound=move.quantity.bound if move is not None else Bound.EXACT,
        step=move.quantity.step if move is not None else Decimal(1),
        start=token.start,
        end=token.end,
        session=session,
        said_by=source,
    )


# What is still to come is a claim where it says by when.
def _stood(line: Line, found: Sequence[Level], setting: Setting, source: str) -> Iterator[Claim]:
    for level in found:
        due = _due(line, level.at)
        if due is None and (level.open or setting.is_long_past(line, level.at)):
            continue
        on = None if due is not None else setting.day(line, level.at)
        claim = _claim(level.refs[0], level.figure, level.quantity, source)
        if not level.denied:
            yield replace(claim, bound=level.bound, on=on, due=due)
        line.memory.told.add((level.refs, level.figure))
        line.memory.spoken = level.figure


def _claim(ref: Ref, figure: Figure, quantity: Quantity, source: str) -> Claim:
    return Claim(
        subject=ref.name,
        holder=ref.holder,
        figure=figure,
        value=quantity.value,
        bound=quantity.bound,
        start=quantity.start,
        end=quantity.end,
        upper=quantity.upper,
        step=quantity.step,
        currency=quantity.unit or "USD",
        said_by=source,
    )


# A fall is a negative number, and so is the far end of a range of falls.
def _signed(claim: Claim, sign: int) -> Claim:
    if sign > 0 or claim.value is None:
        return claim
    return replace(claim, value=-claim.value, upper=None if claim.upper is None else -claim.upper)


# The deadline that goes with a number; `this year` is one only of what is to come.
def _due(line: Line, at: int) -> date | None:
    to_come = any(token.part is Part.MODAL for token in _clause(line, at))
    found = (due.day for due in _dues_about(line, at) if due.sure or to_come)
    return next(found, None)


# What is said before a number, and behind it up to a comma.
def _clause(line: Line, at: int) -> list[Token]:
    ends = (k for k in range(at, len(line.tokens)) if line.tokens[k].part is Part.COMMA)
    return line.tokens[: next(ends, len(line.tokens))]


# The deadlines behind a number, then those before it, up to the next sum.
def _dues_about(line: Line, at: int) -> Iterator[Due]:
    for stretch in (line.tokens[at + 1 :], line.tokens[:at][::-1]):
        for token in stretch:
            summed = token.quantity is not None and token.quantity.kind in _SUMS
            if summed or token.text == ";":
                break
            if token.due is not None:
                yield token.due


# A move that came before is told beside another one, or alone.
def _after(found: Sequence[Move]) -> list[Move]:
    told = any(not move.past for move in found)
    return [replace(move, after_move=told) for move in found]


# `A and B rose 4% and 5%`: as many numbers as names are one of each.
def _one_each(line: Line, found: Sequence[Move]) -> list[Move]:
    out = list(found)
    for n, move in enumerate(found):
        run = found[n : n + len(move.refs)]
        several = len(move.refs) > 1 and len(run) == len(move.refs) and not move.listed
        if several and all(one.refs == move.refs and _goes_on(line, one) for one in run[1:]):
            for k, ref in enumerate(move.refs):
                out[n + k] = replace(run[k], refs=(ref,))
    return out


# Whether a move only goes on with a list: `4% and 5%`, `up 4% and down 5%`.
def _goes_on(line: Line, move: Move) -> bool:
    k = line.left(move.at - 1, _STEPS)
    return move.listed or (line.at(k).quantity is not None and k != move.at - 1)


# Whom a sentence was about, and which watchlist it named.
def _remember(line: Line) -> None:
    named = [k for k, t in enumerate(line.tokens) if t.part is Part.SUBJECT and t.refs]
    for k in named:
        for ref in line.tokens[k].refs:
            if ref.holder is Holder.WATCHLIST:
                line.memory.group = ref
    line.memory.name([ref for k in named for ref in line.tokens[k].refs])
    acting = [k for k in named if not line.is_object(k)]
    if named:
        line.memory.meet(line.tokens[(acting or named)[0]].refs)
