"""Senses: what each spelling that an article may have stands for, and how sure a sign it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.market.instruments import Asset, Symbol, asset_of
from bot.news.entities import Company, Group, Name, Theme
from bot.news.names.calling import DESCRIPTORS, called, shortened
from bot.news.names.keywords import Spelling
from bot.news.names.phrases import spelled
from bot.news.names.plain_words import ACRONYMS, PLACES, PLAIN

_Key = tuple[str, date | None, date | None]

FEWEST = 3
"""Letters of a ticker that can be one without a mark; ON, IT and F are words, whatever is said."""

COINS = frozenset({"bitcoin", "ether"})
"""Plain words that mean a coin all the same; Avalanche and Near do not, by themselves."""

_TELLING = 5  # letters of a word that nobody else is called; shorter ones have other owners
_LONG = 8  # letters of one that is its company's even without a capital


class Sort(StrEnum):
    """How far a spelling is a sign of what it stands for."""

    SURE = "sure"
    """Nobody else is called so: TeraWulf."""
    PLAIN = "plain"
    """Several plain words, a name only with their capitals: Applied Digital."""
    LONE = "lone"
    """One plain word, a name only where a capital or something near says so: Oracle."""
    SHORT = "short"
    """The beginning of a name, for after it was said in full: Riot, Goldman."""
    COIN = "coin"
    """A coin, in any case, but not in what is named after it: bitcoin."""
    GROUP = "group"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a spelling stands for: `of` is a symbol, a watchlist or a theme; `text` the spelling.

    One that is `cut` is but a part of a name, which others may have too.
    """

    sort: Sort
    of: str
    text: str
    since: date | None = None
    until: date | None = None
    cut: bool = False

    @property
    def named(self) -> bool:
        """Whether it is a name of an instrument."""
        return self.sort not in {Sort.GROUP, Sort.THEME}

    def begun(self, on: date) -> bool:
        return self.since is None or on >= self.since

    def ended(self, on: date) -> bool:
        return self.until is not None and on >= self.until

    def written(self, said: str) -> Sort | None:
        """Return what it is a sign of as it is written here; None where it is another word."""
        if said == self.text or self.sort is Sort.COIN:
            return self.sort
        if not _capitals_as(self.text, said):
            return self.sort if self.sort is Sort.SURE and _telling(self.text) else None
        if " " not in self.text and self.text.isupper() is not said.isupper():
            return self._shouted(said)
        return self.sort

    # Iren is how some write IREN, and a utility in Turin; RIOT may be one that is shouted.
    def _shouted(self, said: str) -> Sort:
        return self.sort if self.sort is Sort.SURE and said.isupper() else Sort.SHORT


def senses_of_company(company: Company) -> Iterator[tuple[Spelling, Sense]]:
    """List what a company is called, with what it is called for short."""
    coin = asset_of(company.symbol) is Asset.CRYPTO or any(
        name.text.casefold() in COINS for name in company.names
    )
    for name, text, sort, cut in _names(company, coin=coin):
        sense = Sense(sort, company.symbol, text, since=name.since, until=name.until, cut=cut)
        yield Spelling(text, plural=coin), sense


def senses_of_group(group: Group) -> Iterator[tuple[Spelling, Sense]]:
    for text in dict.fromkeys(group.names):
        yield Spelling(text, plural=True), Sense(Sort.GROUP, group.name, text)


def senses_of_theme(theme: Theme) -> Iterator[tuple[Spelling, Sense]]:
    ways = (way for words in dict.fromkeys(theme.words) for way in spelled(words))
    for spelling in dict.fromkeys(ways):
        yield spelling, Sense(Sort.THEME, theme.name, spelling.text)


def apart(senses: Iterable[tuple[Spelling, Sense]]) -> list[tuple[Spelling, Sense]]:
    """Make what several companies are called for short a sign of none, until one is named."""
    told = list(senses)
    owners: dict[str, set[str]] = {}
    for _, sense in told:
        owners.setdefault(sense.text.casefold(), set()).add(sense.of)
    return [
        (spelling, replace(sense, sort=Sort.SHORT))
        if sense.cut and len(owners[sense.text.casefold()]) > 1
        else (spelling, sense)
        for spelling, sense in told
    ]


def is_word(ticker: str) -> bool:
    """Whether a ticker means something else as well, so that it is no sign by itself."""
    base, _, quoted = ticker.casefold().partition("-")
    return len(base) < FEWEST or base in (PLAIN - ACRONYMS if quoted else PLAIN)


def word_like(companies: Iterable[Company]) -> frozenset[Symbol]:
    """Name the instruments whose tickers are no sign of them alone."""
    return frozenset(one.symbol for one in companies if one.word or len(one.symbol) < FEWEST)


# Names first: a short one that is the whole name of the same company adds nothing.
def _names(company: Company, *, coin: bool) -> Iterator[tuple[Name, str, Sort, bool]]:
    whole = [(name, called(name.text)) for name in company.names]
    seen: set[_Key] = set()
    for name, text in whole:
        if _new(seen, text, name) and not (company.word and text == company.symbol):
            free = coin and (text.casefold() in COINS or not _plain(text))
            yield name, text, Sort.COIN if free else _sort(text), False
    texts = {text.casefold() for _, text in whole}
    for name, text in whole:
        for short in () if coin else shortened(text):
            if short.casefold() not in texts and _new(seen, short, name):
                yield name, short, _sort_of_short(short, text, company), True


def _new(seen: set[_Key], text: str, name: Name) -> bool:
    key = text, name.since, name.until
    fresh = key not in seen
    seen.add(key)
    return fresh


def _sort(text: str) -> Sort:
    if not _plain(text) or (" " not in text and text.isupper()):
        return Sort.SURE
    return Sort.PLAIN if " " in text else Sort.LONE


def _plain(text: str) -> bool:
    words = (word.strip(".,'&") for word in text.replace("-", " ").split())
    return all(not word or word.isdigit() or word.casefold() in PLAIN for word in words)


# The word that is left of a name says enough where the rest told the business: Bitdeer, Cipher;
# but Riot is RIOT, which is a word, and Johnson is anybody.
def _sort_of_short(short: str, whole: str, company: Company) -> Sort:
    if " " in short:
        return _sort(short)
    word = company.word and short.casefold() == company.symbol.casefold()
    told = _inner(short) or whole.split()[1].casefold() in DESCRIPTORS
    if word or not told or short.casefold() in PLACES:
        return Sort.SHORT
    return Sort.SURE if _tells(short) else Sort.LONE


# `Bitdeer` says enough of Bitdeer Technologies; `Iris` and `Hut` do not.
def _tells(text: str) -> bool:
    return len(text) >= _TELLING and not _plain(text)


# Whether each word has a capital that has one in the name.
def _capitals_as(name: str, said: str) -> bool:
    pairs = zip(name.replace("-", " ").split(), said.replace("-", " ").split(), strict=False)
    return all(theirs[0].isupper() or not ours[0].isupper() for ours, theirs in pairs)


# Whether nobody can mean anything else by a name, even in lower case: terawulf, microsoft.
def _telling(text: str) -> bool:
    strange = all(word.casefold() not in PLAIN for word in text.split())
    return not text.isupper() and (_inner(text) or (strange and len(text) >= _LONG))


# Whether a name has capitals within its words, as nobody else's has.
def _inner(text: str) -> bool:
    return not text.isupper() and any(c.isupper() for word in text.split() for c in word[1:])
