"""Entities: which instruments and themes an article names, and by which of their names."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.market.instruments import Symbol


class By(StrEnum):
    """What an instrument was named by, the surest first."""

    CASHTAG = "cashtag"
    EXCHANGE = "exchange tag"
    OUTLET = "the outlet's own tag"
    NAME = "company name"
    TICKER = "ticker"
    """The bare symbol, where that is no word, or stands in the company of a surer name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a company is or was called: from the day `since`, up to and without the day `until`."""

    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An instrument, and the names it goes by; `symbol` itself need not be among them.

    `word` says that the symbol is also a word of the language, and so no sign of the company alone.
    """

    symbol: Symbol
    names: tuple[Name, ...]
    word: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A watchlist, and what its members together are called: `bitcoin miners`, `mining stocks`."""

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A subject that news may be on, and the words that tell it: `ai`, titled "AI and HPC"."""

    name: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Says that characters `start` to `end` of an article name an instrument; -1 for no place."""

    symbol: Symbol
    by: By
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Says that characters `start` to `end` of an article name all of a watchlist together."""

    group: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Says that characters `start` to `end` of an article are on a theme."""

    theme: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom and what an article names: every mention in the order of the text, every theme."""

    mentions: tuple[Mention, ...] = ()
    groups: tuple[Together, ...] = ()
    subjects: tuple[Subject, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """Every instrument named, once, in the order they are first named."""
        return tuple(dict.fromkeys(mention.symbol for mention in self.mentions))

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(subject.theme for subject in self.subjects))
