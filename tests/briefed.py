"""Builders of what a brief tells: a morning, the news of it, and what was found of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from bot.alerts.brief import brief
from bot.alerts.briefing.basis import Basis
from bot.chat import Message
from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.news.archive import Archive
from bot.news.claims import Claim, Figure, Holder
from bot.news.developments import Development
from bot.news.entities import By, Found, Mention, Subject
from bot.news.findings import Finding, Verdict
from bot.news.pieces import Piece
from bot.news.quantities import Bound, read
from bot.news.stories import Placing, Step, Story
from bot.news.words import Words
from bot.rules.model import Rule
from tests.builders import (
    Watched,
    a_bot,
    a_quote,
    a_reference,
    a_watchlist,
    at,
)
from tests.watched import Number

MILESTONES = (Decimal("2.9e9"), Decimal("3.2e9"), Decimal("3.5e9"))
MORNING = "2025-10-10T12:45Z"
BEFORE = at("2025-10-10T12:00Z")


@dataclass
class Predicted:
    """Stands for what keeps predictions."""

    all: list[Any] = field(default_factory=list)


@dataclass
class News:
    """Stands for a newsroom that has read these articles, and was told these predictions."""

    archive: Archive = field(default_factory=Archive)
    predictions: Predicted = field(default_factory=Predicted)

    def hears(self, *developments: Development) -> "News":
        for development in developments:
            self.archive.keep(development)
        return self


def a_morning(
    rules: Iterable[Rule | str] = (),
    *,
    when: str = MORNING,
    closed: Number = 100,
    **prices: Number,
) -> Watched:
    """Make a bot that has seen three members trade before the bell, unmoved and then moved.

    Each closed at 100 the day before, where nothing else is said, at 80 before that, and at 50 at
    the end of last year.
    """
    moved = {"IREN": 104, "WULF": 110, "CIFR": 99} | prices
    lists = [a_watchlist(benchmark="BTC-USD", milestones=MILESTONES)]
    bitcoin = a_reference("BTC-USD", previous_close=120_000, year_close=100_000)
    known = [a_reference(m, previous_close=closed) for m in ("IREN", "WULF", "CIFR")]
    bot = a_bot(rules=rules, watchlists=lists, references=[*known, bitcoin])
    for symbol in moved:
        bot.sees(a_quote(symbol, closed, at="2025-10-10T12:01Z"))
    for symbol, price in moved.items():
        bot.sees(a_quote(symbol, price, at="2025-10-10T12:38Z"))
    bot.trades("BTC-USD", 121_000, "2025-10-10T12:40Z")
    bot.turns_to(when)
    return bot


def told(
    bot: Watched, news: News | None = None, *, name: str = "miners", viewer: str = ""
) -> Message:
    """Tell the brief of a bot as it is now."""
    return brief(bot.market.sectors[name], a_basis(bot, news, viewer=viewer))


def a_basis(bot: Watched, news: News | None = None, *, viewer: str = "") -> Basis:
    """Make what a brief is made of."""
    return Basis(
        market=bot.market,
        engine=bot.engine,
        book=bot.book,
        newsroom=cast("Any", news),
        viewer=viewer,
    )


def fact(message: Message, label: str) -> str:
    """Return the fact whose label begins so."""
    return next(one.value for one in message.facts if one.label.startswith(label))


def line(message: Message, start: str) -> str:
    """Return the first line of a brief that begins so."""
    lines = (one.strip() for one in message.body.splitlines())
    return next((one for one in lines if one.startswith(start)), "no such line")


def an_article(  # noqa: PLR0913 (what may vary is the point of a builder)
    title: str = "IREN signs a lease",
    text: str = "",
    *,
    outlet: str = "Grid Wire",
    seen: str = "2025-10-10T10:00Z",
    published: str = "",
    owner: str = "",
    id_: str = "",
    backlog: bool = False,
) -> Article:
    """Make an article that is seen as it is published."""
    return Article(
        id=id_ or f"{outlet} {seen} {title}",
        outlet=outlet,
        url="https://grid-wire.example/1",
        title=title,
        text=text,
        published=at(published or seen),
        seen=at(seen),
        owner=owner,
        backlog=backlog,
    )


def a_development(
    article: Article,
    *findings: Finding,
    symbols: Sequence[str] = ("IREN",),
    themes: Sequence[str] = (),
    story: Story | None = None,
    step: Step = Step.NEW,
) -> Development:
    """Make what an article came to, in a story of its own or in that one."""
    mentions = (Mention(symbol=Symbol(s), by=By.NAME, start=0, end=1) for s in symbols)
    subjects = (Subject(theme=theme, start=0, end=1) for theme in themes)
    words = Words.of(article.title, article.text)
    piece = Piece(
        article=article,
        words=words,
        found=Found(mentions=tuple(mentions), subjects=tuple(subjects)),
        quantities=read(words.all),
    )
    if story is None:
        story = Story(
            id=f"{article.outlet} {article.id}",
            owner=article.owner,
            began=article.seen,
            updated=article.seen,
            pieces=[],
        )
    story.pieces.append(piece)
    placing = Placing(step=step, story=story, piece=piece, why="")
    return Development(placing=placing, findings=findings)


def a_finding(  # noqa: PLR0913 (what may vary is the point of a builder)
    verdict: Verdict = Verdict.OFF,
    *,
    subject: str = "IREN",
    figure: Figure = Figure.PREMARKET,
    value: Number | None = 9,
    ours: Number | None = 4,
    bound: Bound = Bound.EXACT,
    why: str = "",
    due: date | None = None,
    said_by: str = "",
) -> Finding:
    """Make what was found of a claim."""
    claim = Claim(
        subject=subject,
        holder=Holder.WATCHLIST if subject == "miners" else Holder.INSTRUMENT,
        figure=figure,
        value=None if value is None else Decimal(value),
        bound=bound,
        start=0,
        end=1,
        due=due,
        said_by=said_by,
    )
    return Finding(
        claim=claim, verdict=verdict, ours=None if ours is None else Decimal(ours), why=why
    )


@dataclass
class Predictable:
    """Stands for a prediction."""

    finding: Finding
    due: date
    outlet: str = "Grid Wire"
    owner: str = ""
    story: str = "s"
    made: datetime = BEFORE
    scored: Finding | None = None
