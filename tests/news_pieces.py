"""Pieces of news for tests: a text with who is named in it, found by plain search."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.market.sessions import ExchangeCalendar
from bot.news import claiming, quantities
from bot.news.claims import Claim
from bot.news.entities import By, Found, Mention, Together
from bot.news.pieces import Piece
from bot.news.words import Words

FRIDAY_MORNING = datetime(2025, 10, 10, 12, 20, tzinfo=UTC)
"""Before the bell; Thursday was a session."""

FRIDAY_EVENING = datetime(2025, 10, 10, 20, 30, tzinfo=UTC)

CALENDAR = ExchangeCalendar.load()

NAMES = {
    "IREN": "IREN",
    "TeraWulf": "WULF",
    "Cipher Mining": "CIFR",
    "CleanSpark": "CLSK",
    "Bitfarms": "BITF",
    "Hut 8": "HUT",
    "Nvidia": "NVDA",
    "Microsoft": "MSFT",
    "Bitcoin": "BTC-USD",
    "Ether": "ETH-USD",
}
GROUPS = {"bitcoin miners": "miners", "Bitcoin miners": "miners", "mining stocks": "miners"}


def a_piece(text: str, *, title: str = "", at: datetime = FRIDAY_MORNING) -> Piece:
    """Make a piece of a text, published at `at`."""
    article = Article(
        id="a-1",
        outlet="Desk",
        url="https://desk.example/a-1",
        title=title,
        text=text,
        published=at,
        seen=at,
    )
    words = Words.of(title, text)
    return Piece(
        article=article, words=words, found=found(words), quantities=quantities.read(words.all)
    )


def found(words: Words) -> Found:
    """Find the names above; what stands within a group's name is no mention."""
    groups = [
        Together(group=name, start=start, end=end)
        for start, end, name in _places(words.all, GROUPS)
    ]
    mentions = [
        Mention(symbol=Symbol(name), by=By.NAME, start=start, end=end)
        for start, end, name in _places(words.all, NAMES)
        if not any(group.start <= start < group.end for group in groups)
    ]
    return Found(mentions=tuple(mentions), groups=tuple(groups))


def claims(text: str, *, title: str = "", at: datetime = FRIDAY_MORNING) -> tuple[Claim, ...]:
    """Read the claims of a text."""
    return claiming.read(a_piece(text, title=title, at=at), CALENDAR)


def told(text: str, *, title: str = "", at: datetime = FRIDAY_MORNING) -> list[str]:
    """Read the claims of a text, each in a few words: `IREN premarket 4`, `CIFR change 2..4`."""
    return [_told(claim) for claim in claims(text, title=title, at=at)]


def _told(claim: Claim) -> str:
    value = "-" if claim.value is None else f"{claim.value.normalize():f}"
    upper = "" if claim.upper is None else f"..{claim.upper.normalize():f}"
    currency = "" if claim.currency == "USD" else f" {claim.currency}"
    return f"{claim.subject} {claim.figure} {value}{upper}{currency}"


def _places(text: str, names: Mapping[str, str]) -> list[tuple[int, int, str]]:
    places = []
    for said, name in names.items():
        start = text.find(said)
        while start >= 0:
            places.append((start, start + len(said), name))
            start = text.find(said, start + 1)
    return sorted(places)
