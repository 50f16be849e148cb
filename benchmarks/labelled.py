"""Labelled sets: articles and claims that people have judged by hand, read from a folder.

docs/news.md says how a set is written.
"""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.news.entities import Company, Group, Name, Theme
from bot.news.names.lexicon import Lexicon

T = TypeVar("T")

SETS = Path(__file__).parents[1] / "tests" / "labelled"


class _Called(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    since: date | None = None
    until: date | None = None


class _Company(msgspec.Struct, forbid_unknown_fields=True):
    symbol: str
    names: list[_Called]
    word: bool = False


class _Group(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    names: list[str]


class _Theme(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    title: str
    words: list[str]


class _Known(msgspec.Struct, forbid_unknown_fields=True):
    companies: list[_Company]
    groups: list[_Group] = []
    themes: list[_Theme] = []


class Told(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An article, with the `story` it belongs to, whom it names, and what it is to its story."""

    id: str
    outlet: str
    title: str
    published: datetime
    seen: datetime
    story: str
    entities: list[str]
    url: str = ""
    text: str = ""
    tickers: list[str] = []
    themes: list[str] | None = None
    step: str = ""

    def article(self) -> Article:
        return Article(
            id=self.id,
            outlet=self.outlet,
            url=self.url,
            title=self.title,
            text=self.text,
            published=self.published,
            seen=self.seen,
            tickers=tuple(map(Symbol, self.tickers)),
        )


class Said(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A claim as a person read it; what is left out was not judged."""

    subject: str
    figure: str
    value: Decimal | None = None
    upper: Decimal | None = None
    currency: str = "USD"
    bound: str = ""
    on: date | None = None
    due: date | None = None
    session: str | None = None


class Text(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A text, and every claim in it."""

    id: str
    title: str
    published: datetime
    claims: list[Said]
    outlet: str = ""
    url: str = ""
    text: str = ""

    def article(self) -> Article:
        return Article(
            id=self.id,
            outlet=self.outlet,
            url=self.url,
            title=self.title,
            text=self.text,
            published=self.published,
            seen=self.published,
        )


class LabelledSet:
    """A folder of labels: `companies.json`, `articles.jsonl` and `claims.jsonl`.

    Raises OSError and msgspec.MsgspecError where one is missing, or is not as it should be.
    """

    def __init__(self, folder: Path) -> None:
        known = msgspec.json.decode((folder / "companies.json").read_bytes(), type=_Known)
        self.name = folder.name
        self.lexicon = Lexicon(
            tuple(_company(one) for one in known.companies),
            tuple(Group(name=one.name, names=tuple(one.names)) for one in known.groups),
            tuple(
                Theme(name=one.name, title=one.title, words=tuple(one.words))
                for one in known.themes
            ),
        )
        self.articles = _lines(folder / "articles.jsonl", Told)
        self.texts = _lines(folder / "claims.jsonl", Text)


def _company(one: _Company) -> Company:
    names = tuple(Name(text=n.text, since=n.since, until=n.until) for n in one.names)
    return Company(symbol=Symbol(one.symbol), names=names, word=one.word)


def _lines(file: Path, kind: type[T]) -> list[T]:
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(line) for line in file.read_bytes().splitlines() if line.strip()]
