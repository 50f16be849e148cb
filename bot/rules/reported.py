"""What a condition asks of the news: whom an article is about, what it says, and who tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.rules.compared import Of, OfList, Own, Sign


@dataclass(frozen=True, slots=True)
class Members:
    """Any member of a watchlist named in the text, and not the list as a whole."""

    name: str


@dataclass(frozen=True, slots=True)
class About:
    """The article names one of these."""

    whom: tuple[Own | Of | OfList | Members, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """The article says one of these phrases."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class From:
    """The article is of one of these outlets, or came by a feed of that name."""

    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class On:
    """The article is on one of these themes."""

    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked of an article; or, not `wanted`, what must not be so."""

    what: About | Mentions | From | On
    wanted: bool


FOR_NEWS = timedelta(minutes=15)
"""How long news counts as new where a rule does not say."""

MOST_STORIES = 999
"""The most stories that a rule may count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """`news about IREN mentions "AI"`: holds for `span` from the first such article of a story."""

    sought: tuple[Sought, ...]
    span: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """`stories about IREN >= 3 within 1h`: as many stories had such an article in the span."""

    sought: tuple[Sought, ...]
    sign: Sign
    count: int
    span: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """`claim mismatch`: holds for `span` from an article whose figures do not fit."""

    sought: tuple[Sought, ...]
    span: timedelta
    text: str


Reported = News | Stories | Mismatch
"""What speaks of news, and of no figure."""


def whom(leaf: Reported) -> Iterator[Own | Of | OfList | Members]:
    """Walk those whom an article is to be about, in the order they were written."""
    for sought in leaf.sought:
        if sought.wanted and isinstance(sought.what, About):
            yield from sought.what.whom
