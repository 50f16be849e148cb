"""The lexicon: every name that is known, found in an article by what it can only mean there."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from bot.market.instruments import Asset, Symbol, asset_of
from bot.news.entities import By, Company, Found, Group, Mention, Subject, Theme, Together
from bot.news.names.candidates import Candidate, by_place, longest, looked, settle
from bot.news.names.keywords import Hit, Keywords
from bot.news.names.marks import abroad, addresses, capitals, in_toronto, marked
from bot.news.names.plain_words import PLAIN
from bot.news.names.senses import (
    Sense,
    Sort,
    apart,
    senses_of_company,
    senses_of_group,
    senses_of_theme,
    word_like,
)
from bot.news.names.surroundings import Surroundings
from bot.news.words import Words

_MOST = 500  # names of one article that are looked at; only a text made for it has more

Places = list[tuple[int, int]]


class Lexicon:
    """Knows instruments, groups and themes by their names, and reads them out of articles.

    A name counts from its first day on. One that is in use no more still means its company, as
    people go on saying it; only where it is one plain word, `formerly` has to stand before it.
    """

    def __init__(
        self, companies: Sequence[Company], groups: Sequence[Group], themes: Sequence[Theme]
    ) -> None:
        spellings = apart(pair for one in companies for pair in senses_of_company(one))
        spellings += [pair for one in groups for pair in senses_of_group(one)]
        spellings += [pair for one in themes for pair in senses_of_theme(one)]
        self._keywords = Keywords(spellings)
        self._tickers = {ticker: one.symbol for one in companies for ticker in _tickers(one.symbol)}
        self._known = frozenset(self._tickers.values())
        self._words = word_like(companies)

    def read(self, words: Words, on: date, tickers: Sequence[Symbol] = ()) -> Found:
        """Find whom and what an article names on its day; `tickers` are its outlet's own tags."""
        hidden = sorted((*addresses(words.all), *abroad(words.all)))
        hits = [
            hit
            for hit in self._keywords.find(words.all)
            if not hidden or _open(hidden, hit.start, hit.end)
        ]
        tagged = [symbol for symbol in dict.fromkeys(tickers) if symbol in self._known]
        tags = (Mention(symbol=one, by=By.OUTLET, start=-1, end=-1) for one in tagged)
        groups = _widest([hit for hit in hits if hit.of.sort is Sort.GROUP])
        themes = _widest([hit for hit in hits if hit.of.sort is Sort.THEME])
        return Found(
            mentions=(*tags, *self._mentions(words, hits, hidden, on, tagged)),
            groups=tuple([Together(group=s.of, start=at, end=end) for s, at, end in groups]),
            subjects=tuple([Subject(theme=s.of, start=at, end=end) for s, at, end in themes]),
        )

    def _mentions(
        self,
        words: Words,
        hits: Iterable[Hit[Sense]],
        hidden: Places,
        on: date,
        tagged: Sequence[Symbol],
    ) -> list[Mention]:
        text, around = words.all, Surroundings(words)
        named = list(_named(text, hits, on))
        found = [*self._marked(text, named), *named, *self._bare(text, hidden, around)]
        left = looked(sorted(found, key=by_place)[:_MOST], around, text)
        settle(left, tagged, around)
        return [
            Mention(symbol=one.symbol, by=one.by, start=one.start, end=one.end)
            for one in longest(one for one in left if one.sure)
        ]

    def _marked(self, text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
        for by, ticker, start, end in marked(text):
            symbol = self._tickers.get(ticker)
            if symbol is not None and not _is_a_namesake(symbol, in_toronto(text, start), named):
                yield Candidate(symbol, by, Sort.SURE, start, end, sure=True)

    def _bare(self, text: str, hidden: Places, around: Surroundings) -> Iterator[Candidate]:
        for ticker, start, end in capitals(text):
            symbol = self._tickers.get(ticker)
            if symbol is not None and _open(hidden, start, end):
                yield Candidate(symbol, By.TICKER, self._as(symbol, start, around), start, end)

    # A word in a line of capitals is a word, whatever else it stands for.
    def _as(self, symbol: Symbol, start: int, around: Surroundings) -> Sort | None:
        if symbol in self._words:
            return None
        if asset_of(symbol) is Asset.CRYPTO:
            return Sort.COIN
        return None if symbol.casefold() in PLAIN and around.loud(start) else Sort.SURE


# Whether a name that stands before a tag is none of those its symbol has.
def _is_a_namesake(
    symbol: Symbol, name: tuple[int, int] | None, named: Iterable[Candidate]
) -> bool:
    if name is None:
        return False
    start, end = name
    ours = (one for one in named if one.symbol == symbol and one.start < end and start < one.end)
    return all(one.sort is Sort.SHORT for one in ours)


def _named(text: str, hits: Iterable[Hit[Sense]], on: date) -> Iterator[Candidate]:
    for sense, start, end in hits:
        sort = sense.written(text[start:end]) if sense.named else None
        if sort is not None and sense.begun(on):
            yield Candidate(Symbol(sense.of), By.NAME, sort, start, end, old=sense.ended(on))


# News call a coin by the first half of its pair: BTC for BTC-USD.
def _tickers(symbol: Symbol) -> tuple[str, ...]:
    coin = asset_of(symbol) is Asset.CRYPTO
    return (symbol, symbol.partition("-")[0]) if coin else (symbol,)


# Whether a place is in no address, or is the whole of one: Booking.com is a company too.
def _open(hidden: Places, start: int, end: int) -> bool:
    index = bisect_right(hidden, start, key=itemgetter(0)) - 1
    return index < 0 or end > hidden[index][1] or hidden[index] == (start, end)


def _widest(hits: list[Hit[Sense]]) -> list[Hit[Sense]]:
    kept: list[Hit[Sense]] = []
    if len(hits) > 1:
        hits.sort(key=lambda hit: (hit.start, -hit.end, hit.of.of))
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
