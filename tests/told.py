"""What outlets tell: articles that have been read, with only what a test is about spelt out."""

import re
from collections.abc import Mapping
from datetime import timedelta

from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.news.entities import By, Found, Mention, Together
from bot.news.pieces import Piece
from bot.news.quantities import read
from bot.news.shelving.shelf import Shelf
from bot.news.stories import Placing
from bot.news.words import Words
from tests.watched import Time, instant

MORNING = "2025-10-10T12:20Z"

NAMES = {
    "IREN": "IREN",
    "TeraWulf": "WULF",
    "Cipher Mining": "CIFR",
    "CleanSpark": "CLSK",
    "Bitfarms": "BITF",
    "Hut 8": "HUT",
    "Microsoft": "MSFT",
    "bitcoin miners": "@miners",
    "mining stocks": "@miners",
}
"""Whom the articles of the tests name, and as what they are known."""


def a_piece(  # noqa: PLR0913 (what may vary is the point of a builder)
    title: str = "IREN signs a lease",
    text: str = "",
    *,
    at: Time = MORNING,
    outlet: str = "Miner Desk",
    id: str = "",  # noqa: A002 (what a feed calls it)
    feed: str = "",
    owner: str = "",
    published: Time | None = None,
    names: Mapping[str, str] | None = None,
) -> Piece:
    """Read an article; one without an `id` is named by its title."""
    words = Words.of(title, text)
    return Piece(
        article=Article(
            id=id or title,
            outlet=outlet,
            url=f"https://{outlet.lower().replace(' ', '-')}.example/{id}",
            title=title,
            text=text,
            published=instant(at if published is None else published),
            seen=instant(at),
            feed=feed,
            owner=owner,
        ),
        words=words,
        found=_found(words.all, NAMES if names is None else names),
        quantities=read(words.all),
    )


def placed(*pieces: Piece, shelf: Shelf | None = None) -> list[Placing]:
    """Place articles one after another, and say where each went."""
    on = Shelf() if shelf is None else shelf
    return [on.place(piece) for piece in pieces]


def steps(*pieces: Piece) -> list[str]:
    """Say what each article is to its story."""
    return [str(placing.step) for placing in placed(*pieces)]


def told_together(*pieces: Piece) -> list[list[str]]:
    """Group articles by their story, each by its title, in the order the stories began."""
    stories: dict[str, list[str]] = {}
    for placing in placed(*pieces):
        stories.setdefault(placing.story.id, []).append(placing.piece.article.title)
    return list(stories.values())


def later(hours: float = 0, *, minutes: float = 0, at: Time = MORNING) -> str:
    """Return the instant so long after the morning began."""
    return (instant(at) + timedelta(hours=hours, minutes=minutes)).isoformat()


def _found(text: str, names: Mapping[str, str]) -> Found:
    mentions, groups = [], []
    for name, known in names.items():
        for place in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            start, end = place.span()
            if known.startswith("@"):
                groups.append(Together(group=known[1:], start=start, end=end))
            else:
                symbol = Symbol(known)
                mentions.append(Mention(symbol=symbol, by=By.NAME, start=start, end=end))
    by_place = sorted(mentions, key=lambda mention: mention.start)
    return Found(mentions=tuple(by_place), groups=tuple(groups))
