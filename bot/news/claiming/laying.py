"""Laying: the sentences of an article as lines of tokens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.news.claiming import dues, subjects, whens
from bot.news.claiming.line import Line, Memory
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Placed, Ref, Token, tokens
from bot.news.claiming.tidying import tidied
from bot.news.claiming.whens import Present
from bot.news.claims import Holder
from bot.news.counting.kinds import Bound
from bot.news.pieces import Piece
from bot.news.quantities import Kind, Quantity
from bot.news.words import Span

_TELLING = frozenset((Kind.PERCENT, Kind.MONEY, Kind.MULTIPLE))
_LED = re.compile(
    r"(?:led|lead(?:s|ers?|ing)?|paced|tops|topped|best|biggest|top|largest|highest|most|furthest)\b"
)
_BEHIND = re.compile(r"\b(?:with|from|to|for|by|of|in|at|on|and|than|over) (?:the )?$")
_STOP = re.compile(r"[.!?] ")
_BULLET = re.compile(r" [*•] (?=\S)")
# A question without a verb: `MARA Holdings?`, `Over twelve months?`.
_ASKED = re.compile(
    r"(?!(?:is|are|was|can|could|did|does|do|will|would|who|what|why|how|where|when|which|should|has"
    r"|have|if|whether|remember)\b)[a-z0-9$&.'’-]+(?: [a-z0-9$&.'’-]+){0,4}\?"
)
# `IREN 57.90, RIOT 16.31`: a price without a sign stands right behind a name.
_BARE = re.compile(
    r"(?:'s| shares)?(?:: | at | )(?P<level>[0-9]{1,4}(?:,[0-9]{3})*\.[0-9]{2})"
    r"(?=[,;)]|\.?(?: \(|$| and |\n)| pre-?m(?:ar)?ke?t\b)"
)
_FEW, _ARTICLE = 4, 4
_LONGEST = 800
_ROUGHLY = Decimal(10)
_LOOSE = frozenset((Kind.COUNT, Kind.MULTIPLE))


def spans(piece: Piece, lower: str) -> list[Span]:
    """Cut an article in stretches that are read as one sentence, the headline first.

    A short question and its answer are one: `Bitcoin? $90,000.`
    """
    found: list[Span] = []
    starts = frozenset(mention.start for mention in piece.found.mentions)
    asked = False
    for n, sentence in enumerate(piece.words.sentences):
        first, *rest = _opened(lower, sentence, starts)
        if asked:
            first = Span(found.pop().start, first.end)
        asked = n > 0 and not rest and _ASKED.fullmatch(lower, first.start, first.end) is not None
        found += [part for one in (first, *rest) for part in _bounded(lower, one)]
    return found


# Names that have no capital begin a sentence all the same: `onsemi`; so does each item of a list.
def _opened(lower: str, span: Span, starts: frozenset[int]) -> list[Span]:
    found, start = [], span.start
    stops = [stop for stop in _STOP.finditer(lower, span.start, span.end) if stop.end() in starts]
    bullets = _BULLET.finditer(lower, span.start, span.end)
    for stop in sorted((*stops, *bullets), key=re.Match.start):
        if stop.start() > start:
            dot = lower[stop.start()] != " "
            found.append(Span(start, stop.start() + dot))
            start = stop.end()
    return [*found, Span(start, span.end)]


# A sentence that is longer than sentences are is cut, so that each part takes its bounded time.
def _bounded(lower: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _LONGEST:
        cut = lower.rfind(" ", start, start + _LONGEST) + 1
        end = cut if cut > start else start + _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def may_tell(piece: Piece, lower: str, span: Span) -> bool:
    """Tell whether a sentence can have a claim: a number of the kind, or somebody who led."""
    if any(
        span.start <= quantity.start < span.end and quantity.kind in _TELLING
        for quantity in piece.quantities
    ):
        return True
    return _LED.search(lower, span.start, span.end) is not None


def remember(piece: Piece, lower: str, span: Span, memory: Memory) -> None:
    """Keep whom a sentence without a claim is about: its first name, if it is of no other thing."""
    named = [one for one in piece.found.mentions if span.start <= one.start < span.end]
    for group in piece.found.groups:
        if span.start <= group.start < span.end:
            memory.group = Ref(group.group, Holder.WATCHLIST)
    acting = [one for one in named if not _BEHIND.search(lower, span.start, one.start)]
    for one in (acting or named)[:1]:
        memory.meet((Ref(str(one.symbol), Holder.INSTRUMENT),))


def lay(piece: Piece, lower: str, span: Span, present: Present, memory: Memory) -> Line:
    """Make a line of one sentence: names and numbers first, then times, then plain words."""
    start, end = span.start, span.end
    who = subjects.placed(lower, start, end, piece.found)
    counted = [q for q in piece.quantities if start <= q.start < end and _is_counted(lower, q)]
    numbers = [_number(lower, q) for q in (*counted, *_bare(piece, lower, span))]
    due = [_deadline(lower, one) for one in dues.find(lower, start, end, present.day)]
    when = [_time(lower, one) for one in whens.find(lower, start, end, present)]
    ranked = (
        [one for one in numbers if not _is_loose(one)],
        [one for one in who if one.token.refs],
        [one for one in due if one.token.due and one.token.due.sure],
        when,
        due,
        [one for one in numbers if _is_loose(one)],
        who,
    )
    found = tokens(piece.words.all, lower, start, end, _apart(ranked))
    return Line(tokens=subjects.merged(tidied(list(_with_dues(found, due)))), memory=memory)


# A number as a token; what doubled has gone up by a hundred percent, what halved down by fifty.
def _number(lower: str, quantity: Quantity) -> Placed:
    start, end = quantity.start, quantity.end
    sign, text = 0, lower[start:end]
    if quantity.kind is Kind.MULTIPLE and text.endswith(("ed", "ing")):
        percent = (quantity.value - 1) * 100
        quantity = replace(quantity, kind=Kind.PERCENT, value=abs(percent), step=_ROUGHLY)
        sign = 1 if percent > 0 else -1
    token = Token(part=Part.QUANTITY, text=text, start=start, end=end, sign=sign, quantity=quantity)
    return Placed(start, end, token)


# `At one point` counts nothing, and `all three` are whoever was named.
def _is_counted(lower: str, quantity: Quantity) -> bool:
    if quantity.kind is not Kind.COUNT or quantity.value > _FEW:
        return True
    before = lower[max(0, quantity.start - _ARTICLE) : quantity.start]
    return quantity.value != 1 and not before.endswith(("all ", "the "))


# Prices in dollars that have no sign, by the names before them.
def _bare(piece: Piece, lower: str, span: Span) -> Iterator[Quantity]:
    for one in piece.found.mentions:
        level = _BARE.match(lower, one.end, span.end) if span.start <= one.start else None
        if level is not None:
            yield Quantity(
                kind=Kind.MONEY,
                value=Decimal(level["level"].replace(",", "")),
                upper=None,
                unit="USD",
                bound=Bound.EXACT,
                step=Decimal("0.01"),
                start=level.start("level"),
                end=level.end("level"),
            )


# What only counts something gives way to a time: `in two weeks`.
def _is_loose(one: Placed) -> bool:
    return one.token.quantity is not None and one.token.quantity.kind in _LOOSE


def _deadline(lower: str, due: dues.Due) -> Placed:
    text = lower[due.start : due.end]
    token = Token(part=Part.DUE, text=text, start=due.start, end=due.end, due=due)
    return Placed(due.start, due.end, token)


def _time(lower: str, when: whens.When) -> Placed:
    text = lower[when.start : when.end]
    token = Token(part=Part.WHEN, text=text, start=when.start, end=when.end, when=when)
    return Placed(when.start, when.end, token)


# All that do not overlap one of an earlier rank, in the order of the text.
def _apart(ranked: Sequence[Sequence[Placed]]) -> list[Placed]:
    chosen: list[Placed] = []
    for group in ranked:
        for item in group:
            if all(item.end <= one.start or item.start >= one.end for one in chosen):
                chosen.append(item)
    chosen.sort(key=_place)
    return chosen


def _place(item: Placed) -> int:
    return item.start


# `This year` is both a time, and a deadline of what is still to come.
def _with_dues(found: Sequence[Token], due: Sequence[Placed]) -> Iterator[Token]:
    for token in found:
        both = (one for one in due if one.start < token.end and token.start < one.end)
        one = next(both, None) if token.part is Part.WHEN else None
        yield token if one is None else replace(token, due=one.token.due)
