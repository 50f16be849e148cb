"""Facts: what an article comes down to when it is held beside another one."""

import re
from bisect import bisect_right
from calendar import month_name
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import islice, starmap
from operator import or_
from typing import TypeVar

from bot.news.pieces import Piece
from bot.news.shelving import strangers as naming
from bot.news.shelving.bags import OPENING, Bag, bit
from bot.news.shelving.dates import days, weekdays
from bot.news.shelving.numbers import Number, numbers_of
from bot.news.shelving.reports import Told, of_prices, sessions
from bot.news.shelving.strangers import Token
from bot.news.shelving.vocabulary import ACT, sense

SENTENCES = 40
"""Sentences that are read for facts."""

MOST = 48
"""Facts of one sort that are kept of an article."""

EARLIEST = timedelta(days=30)
"""How long before it was seen an article can be from; a date before that is taken for a fault."""

AHEAD = timedelta(hours=1)
"""How far an outlet's clock may be ahead of ours."""

DAYS = "day"
"""The kind of a day among the numbers."""

DATED = 1.5
"""What a day is worth that is named, and is not the day of the article itself."""


_DIGEST = re.compile(
    r"\b(?:round-?up|wrap(?:-?up)?|digest|recap|rundown|newsletter|briefing|at a glance|movers"
    r"|(?:in|news|morning|evening|daily|weekly) briefs?|stories you|you(?: may have)? missed"
    r"|(?:things|stocks|stories) to (?:know|watch)|what (?:mattered|you need to know|to watch)"
    r"|(?:week|day|month|session) (?:ahead|in review|so far))\b"
    r"|\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:things|stories|charts)\b",
    re.IGNORECASE,
)
MOVES = frozenset((f"{ACT}up", f"{ACT}down"))
"""The acts of prices."""

_Fact = TypeVar("_Fact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Whom an article names, which numbers it says, what happens in it, and in which words.

    `who` holds symbols, `@miners` for a watchlist, and other names in lower case, which `spelled`
    has as they were written; `acts` are kinds of happening, `what` the forms of its other words.
    Days that are named are among the numbers. `told` is when it was published, as far as that can
    be; `days` are the weekdays that it begins with, or its own where it names that. `sentences` has
    a bit for each that there is, and each of the `threads` the bits of sentences that name somebody
    in common: more than a few make a roundup, or a report of the market. It `moves` where it begins
    with what a price did, and `doing` are the other acts that it begins with; it `reports` where
    prices are what it is about, those of some `sessions`. A `digest` has a title that says it tells
    of many things.
    """

    told: datetime
    title: str
    who: Bag
    numbers: tuple[Number, ...]
    acts: Bag
    what: Bag
    spelled: dict[str, str]
    days: frozenset[date]
    sentences: int
    threads: tuple[int, ...]
    moves: bool
    reports: bool
    sessions: frozenset[Told]
    doing: frozenset[str]
    digest: bool


def facts_of(piece: Piece) -> Facts:
    """Read the facts of an article."""
    return _Reading(piece).facts()


def told_at(piece: Piece) -> datetime:
    """Say when an article was published, or seen, where its own date cannot be."""
    published, seen = piece.article.published, piece.article.seen
    return published if seen - EARLIEST <= published <= seen + AHEAD else seen


class _Reading:
    # One article, taken apart sentence by sentence.
    def __init__(self, piece: Piece) -> None:
        self._piece = piece
        self._text = piece.words.all[: naming.FURTHEST]
        # Without a title the sentence that opens stands in for one.
        self._starts = [span.start for span in piece.words.sentences[:SENTENCES]]
        self._sentences = list(_sentences(piece))
        self._known: set[int] = set()
        for mention in piece.found.mentions:
            end = min(mention.end, mention.start + naming.LONGEST)
            self._known.update(range(mention.start, end))

    def facts(self) -> Facts:
        spelled: dict[str, str] = {}
        who = Bag(self._who(spelled), MOST)
        acts, what = self._what(spelled)
        begun = {act for act, mask in acts.items() if mask & OPENING}
        moves, told = not begun.isdisjoint(MOVES), sessions(self._text)
        numbers = numbers_of(self._text, self._piece.quantities, self._bit)
        return Facts(
            told=told_at(self._piece),
            title=" ".join(self._title()),
            who=who,
            numbers=(*numbers, *starmap(_day, self._days().items())),
            acts=Bag(acts, MOST),
            what=Bag(what, MOST),
            spelled=spelled,
            days=self._weekdays(),
            threads=_threads(who),
            moves=moves,
            reports=moves or (bool(told) and of_prices(numbers)),
            sessions=told,
            doing=frozenset(begun.difference(MOVES)),
            digest=bool(_DIGEST.search(self._piece.words.title[: naming.FURTHEST])),
            sentences=(1 << min(len(self._starts), 8)) - 1 or 1,
        )

    # What an outlet tags stands nowhere: it weighs as what comes last.
    def _bit(self, start: int) -> int:
        return bit(SENTENCES if start < 0 else bisect_right(self._starts, start) - 1)

    # In the order of the text, whoever they are.
    def _who(self, spelled: dict[str, str]) -> dict[str, int]:
        found = self._piece.found
        named = [(mention.start, str(mention.symbol)) for mention in found.mentions]
        named += [(group.start, f"@{group.group}") for group in found.groups]
        for token in self._names():
            named.append((token.start, token.lower))
            spelled.setdefault(token.lower, token.written)
        who: dict[str, int] = {}
        for start, name in sorted(named):
            _add(who, name, self._bit(start))
        return who

    # A headline with a capital on each word names whom the text names.
    def _names(self) -> Iterator[Token]:
        sentences = self._sentences
        lowered = frozenset(t.lower for told in sentences for t in told if t.written.islower())
        named = {
            token: None
            for number, sentence in enumerate(sentences)
            for token in naming.names(
                sentence, lowered, title=number == 0 and bool(self._piece.words.title)
            )
        }
        known = {token.lower for token in named}
        named.update((t, None) for told in sentences[:1] for t in told if t.lower in known)
        return (token for token in named if token.start not in self._known)

    # A name is no word besides: it would tell twice that two articles name the same place.
    def _what(self, names: Collection[str]) -> tuple[dict[str, int], dict[str, int]]:
        acts: dict[str, int] = {}
        what: dict[str, int] = {}
        for number, sentence in enumerate(self._sentences):
            mask = bit(number)
            for token in sentence:
                if token.lower in names or token.start in self._known:
                    continue
                if meant := sense(token.lower):
                    _add(acts if meant[0] == ACT else what, meant, mask)
        return acts, what

    def _title(self) -> Iterator[str]:
        for token in self._sentences[0] if self._sentences else ():
            if meant := sense(token.lower):
                yield meant

    # Beside its own, others are days that it looks back on.
    def _weekdays(self) -> frozenset[date]:
        day = told_at(self._piece).date()
        if day in weekdays(self._text, day):
            return frozenset((day,))
        beyond = self._starts[OPENING.bit_length() :]
        return weekdays(self._text[: beyond[0] if beyond else None], day)

    # The day of the article itself is on every article of that day.
    def _days(self) -> dict[tuple[int, int], int]:
        told = told_at(self._piece)
        named: dict[tuple[int, int], int] = {}
        for day in islice(days(self._text), MOST):
            if (day.month, day.day) != (told.month, told.day):
                _add(named, (day.month, day.day), self._bit(day.start))
        return named


def _day(named: tuple[int, int], mask: int) -> Number:
    month, day = named
    return Number(
        kind=DAYS,
        value=Decimal(100 * month + day),
        upper=None,
        step=Decimal(0),
        mask=mask,
        worth=DATED,
        key=f"#day{month}-{day}",
        said=f"{month_name[month]} {day}",
    )


def own(fact: str) -> bool:
    """Tell whether a name is somebody's own: a coin and a list stand beside all and sundry."""
    return fact[0] != "@" and not (fact.isupper() and "-" in fact)


# Sentences that name somebody in common are on one thread.
def _threads(who: Bag) -> tuple[int, ...]:
    threads: list[int] = []
    for mask in (mask for fact, mask in who if own(fact)):
        joined = [thread for thread in threads if thread & mask]
        threads = [thread for thread in threads if not thread & mask]
        threads.append(reduce(or_, joined, mask))
    return tuple(threads)


def _sentences(piece: Piece) -> Iterator[list[Token]]:
    left = naming.MOST
    for span in piece.words.sentences[:SENTENCES]:
        sentence = naming.tokens(piece.words.all, span.start, span.end, left)
        left -= len(sentence)
        yield sentence


def _add(held: dict[_Fact, int], fact: _Fact, mask: int) -> None:
    held[fact] = held.get(fact, 0) | mask
