"""News under test: developments made by hand, and bots that hear of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from bot.alerts.model import Alert
from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.news.claims import Claim, Figure, Holder
from bot.news.developments import Development
from bot.news.entities import By, Found, Mention, Subject, Together
from bot.news.findings import Finding, Verdict
from bot.news.pieces import Piece
from bot.news.quantities import Bound
from bot.news.stories import Placing, Step, Story
from bot.news.words import Words
from tests.builders import BEFORE_THE_BELL
from tests.watched import Time, Watched, instant

HEADLINE = "Miner signs for two gigawatts"


def a_piece(  # noqa: PLR0913 (what may vary is the point of a builder)
    names: str = "IREN",
    *,
    title: str = HEADLINE,
    text: str = "The company leases sites to an AI customer. More is planned.",
    outlet: str = "Miner Desk",
    item: str = "1",
    at: Time = BEFORE_THE_BELL,
    groups: str = "",
    themes: str = "",
    owner: str = "",
    feed: str = "",
    url: str = "https://miner-desk.example/1",
    backlog: bool = False,
) -> Piece:
    """Make an article that names symbols, whole lists (`groups`) and themes, as it was read."""
    article = Article(
        id=item,
        outlet=outlet,
        url=url,
        title=title,
        text=text,
        published=instant(at),
        seen=instant(at),
        feed=feed,
        owner=owner,
        backlog=backlog,
    )
    found = Found(
        mentions=tuple(
            Mention(symbol=Symbol(name), by=By.NAME, start=-1, end=-1) for name in names.split()
        ),
        groups=tuple(Together(group=name, start=0, end=1) for name in groups.split()),
        subjects=tuple(Subject(theme=name, start=0, end=1) for name in themes.split()),
    )
    return Piece(article=article, words=Words.of(title, text), found=found, quantities=())


def a_finding(
    subject: str = "IREN",
    said: int = 6,
    ours: str | None = "4.1",
    *,
    verdict: Verdict = Verdict.OFF,
    figure: Figure = Figure.PREMARKET,
) -> Finding:
    """Make what became of a claim of some percent."""
    claim = Claim(
        subject=subject,
        holder=Holder.INSTRUMENT,
        figure=figure,
        value=Decimal(said),
        bound=Bound.EXACT,
        start=0,
        end=1,
    )
    return Finding(claim=claim, verdict=verdict, ours=None if ours is None else Decimal(ours))


@dataclass(slots=True)
class Papers:
    """Stories as they go on, each by a name of the test's own."""

    stories: dict[str, Story] = field(default_factory=dict)

    def tell(
        self,
        piece: Piece,
        story: str = "a",
        *,
        step: Step | None = None,
        findings: Iterable[Finding] = (),
        fresh: tuple[str, ...] = (),
    ) -> Development:
        """Put an article where the test says; the first of a story is new, another one joins."""
        known, seen = self.stories.get(story), piece.article.seen
        if known is None:
            owner = piece.article.owner
            known = Story(id=story, owner=owner, began=seen, updated=seen, pieces=[])
            self.stories[story] = known
            step = step or Step.NEW
        known.pieces.append(piece)
        known.updated = seen
        how = step or Step.JOINED
        placing = Placing(step=how, story=known, piece=piece, why="so says the test", fresh=fresh)
        return Development(placing=placing, findings=tuple(findings))


def hears(bot: Watched, development: Development) -> list[Alert]:
    """Have a bot follow what an article came to, as its pipeline does; return what turned."""
    seen = development.article.seen
    if bot.market.now < seen:
        bot.turns_to(seen)
    before = len(bot.alerts)
    bot.pipeline.turned(bot.engine.reported(development))
    for alert in bot.book.developed(development):
        bot.pipeline.herald.amend(alert, bot.market.now)
    return bot.alerts[before:]


def rung(alerts: Iterable[Alert]) -> list[tuple[str, str, str]]:
    """Say of each that fires which rule, about whom, on which story."""
    return [(a.rule, a.subject, a.story) for a in alerts if a.state.value == "firing"]
