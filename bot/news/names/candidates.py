"""Candidates: what may be a mention, settled by what stands around it and by one another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.market.instruments import Asset, Symbol, asset_of
from bot.news.entities import By
from bot.news.names import coins, cues
from bot.news.names.plain_words import ACRONYMS, GENERIC, PLACES
from bot.news.names.senses import FEWEST, Sort
from bot.news.names.surroundings import Surroundings

_JOINS = re.compile(r"(?:['\u2019]s?)?(?:,|,? and|,? or| &|/|,? as well as|, plus|;| vs\.?)\s?")
_LONGEST_JOIN = 16  # characters
_FORMER = re.compile(
    r"\b(?:formerly|previously|once|then|n\u00e9e|ex|f/k/a|known as|called|renamed|rebranded)\W+"
    r"(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_WAS = re.compile(r",? as (?:it|the company) (?:then )?(?:was|used to be)\b", re.IGNORECASE)
_ROUNDS = 8  # in which one leads to another; only a text made for it has more
_RANKS = {by: rank for rank, by in enumerate(By)}
_COMPANY = 2  # others that are named for sure; then the article is on companies


@dataclass(slots=True)
class Candidate:
    """A place that may name an instrument; `sure` once it does, `never` once it cannot.

    `sort` is None for a bare ticker that is a word. `old` is a name that is in use no more.
    """

    symbol: Symbol
    by: By
    sort: Sort | None
    start: int
    end: int
    old: bool = False
    sure: bool = False
    never: bool = False

    @property
    def coin(self) -> bool:
        return asset_of(self.symbol) is Asset.CRYPTO

    def inside(self, name: "Candidate") -> bool:
        """Whether it is but a part of a longer name."""
        within = name.start <= self.start and self.end <= name.end
        return within and self.end - self.start < name.end - name.start


def looked(found: Iterable[Candidate], around: Surroundings, text: str) -> list[Candidate]:
    """Settle by what stands around them those that it settles, and return all that may be.

    `found` is in the order of `by_place`. What is part of a longer name is not said by itself.
    """
    kept: list[Candidate] = []
    name: Candidate | None = None
    for one in found:
        if name is not None and one.inside(name):
            continue
        if not one.sure:
            _look(one, around, text[one.start : one.end])
        if one.sure and (name is None or one.end > name.end):
            name = one
        if not one.never:
            kept.append(one)
    return kept


def _look(one: Candidate, around: Surroundings, said: str) -> None:
    if cues.tags(around, said, one.end):
        one.never = True
        return
    if one.old:
        _former(one, around, said)
        return
    match one.sort:
        case Sort.SURE:
            # `Intel from the docks helps police`, where `good intel` is told of further down.
            one.sure = not (said.isalpha() and around.opens(one.start) and around.common(said))
        case Sort.COIN:
            one.sure = coins.meant(around, said, one.start, one.end)
            one.never = not one.sure
        case Sort.PLAIN:
            _plain(one, around, said)
        case None:
            _ticker(one, around)
        case _:
            _alone(one, around, said)


# Several plain words with their capitals are a name, unless all words around have them too.
def _plain(one: Candidate, around: Surroundings, said: str) -> None:
    place = one.start, one.end
    if cues.stranger(around, *place):
        one.never = True
    elif not around.titled(one.start):
        one.sure = True
    elif around.before(one.start).low not in {"a", "an"}:
        fair = cues.fair(around, one.end) or _strange(said)
        one.sure = fair or cues.strong(around, *place, one.symbol)


# `Riot Platforms` and `Hut 8` are no English but a name; `American Bitcoin` may go on as `Miners`.
def _strange(said: str) -> bool:
    return said.partition(" ")[0].casefold() not in GENERIC or any(map(str.isdigit, said))


def _alone(one: Candidate, around: Surroundings, said: str) -> None:
    place = one.start, one.end
    if cues.stranger(around, *place) or cues.elsewhere(around, *place):
        one.never = True
    elif cues.strong(around, *place, one.symbol):
        one.sure = True
    elif one.sort is Sort.LONE and not cues.begun(around, one.start):
        named = cues.within(around, one.start) or around.after(one.end).owns
        told = cues.acts(around, one.end) or cues.described(around, *place)
        one.sure = told or (named and said.casefold() not in PLACES)


# Somebody else may be called so by now: Yandex, Square. Of several words it is likely the company
# still, where it does what companies do.
def _former(one: Candidate, around: Surroundings, said: str) -> None:
    place = one.start, one.end
    one.sure = bool(_FORMER.search(around.lead(one.start)) or _WAS.match(around.rest(one.end)))
    if not one.sure and one.sort is not Sort.LONE:
        several = " " in said and not cues.stranger(around, *place)
        acts = several and (cues.acts(around, one.end) or cues.described(around, *place))
        one.sure = acts or cues.strong(around, *place, one.symbol)


# A ticker that is a word is one in capitals of its own, where something near says so.
def _ticker(one: Candidate, around: Surroundings) -> None:
    if around.loud(one.start) or len(one.symbol) < FEWEST:
        one.never = True
    elif one.symbol.lower() not in ACRONYMS:
        one.sure = cues.strong(around, one.start, one.end, one.symbol)


def settle(found: Sequence[Candidate], tagged: Iterable[Symbol], around: Surroundings) -> None:
    """Settle those left by whom the article names for sure, and by whom they stand beside."""
    if all(one.sure for one in found):
        return
    sure = {*tagged, *(one.symbol for one in found if one.sure)}
    for _ in range(_ROUNDS):
        _in_company(found, sure, around)
        fresh = {one.symbol for one in found if one.sure} - sure
        if not fresh:
            break
        sure |= fresh


def _in_company(left: Sequence[Candidate], sure: set[Symbol], around: Surroundings) -> None:
    others = sum(asset_of(symbol) is Asset.EQUITY for symbol in sure)
    for one in left:
        told = others >= _COMPANY and one.sort is not None and not one.old
        among = told and cues.within(around, one.start)
        one.sure = one.sure or one.symbol in sure or among
    row = [one for one in left if not one.old]
    for first, second in (*pairwise(row), *pairwise(row[::-1])):
        second.sure = second.sure or (first.sure and _in_a_row(first, second, around))


# `IREN, Riot and Hut 8`: who stands in a row with companies is one.
def _in_a_row(first: Candidate, second: Candidate, around: Surroundings) -> bool:
    if first.coin:
        return False
    low, high = (first, second) if first.start < second.start else (second, first)
    gap = around.between(low.end, high.start)
    return len(gap) <= _LONGEST_JOIN and _JOINS.fullmatch(gap) is not None


def longest(found: Iterable[Candidate]) -> list[Candidate]:
    """Keep, of those that overlap, the longest, and of one place whose name it is today.

    `found` is in the order of `by_place`.
    """
    kept: list[Candidate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


def by_place(one: Candidate) -> tuple[int, int, bool, int, Symbol]:
    """Sort by where they begin, the longer first, then whose name it is today, and the surer."""
    return one.start, -one.end, one.old, _RANKS[one.by], one.symbol
