"""One story: who told it and when, why it is one, what changed, and what of it holds."""

from collections.abc import Iterator

from bot import figures
from bot.chat import ACTION_LIMIT, Action, Call, Fact, Reply
from bot.fitting import cut
from bot.market.instruments import Symbol
from bot.news.developments import Development
from bot.news.stories import Step
from bot.news.words import plain
from bot.texts import counted, said, unsaid
from handlers import claim_lines
from handlers.base import command
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.news import marks
from handlers.news_words import StoryName
from handlers.newsdesk import Told, outlet

MOST = 25
"""Articles of a story that are told one by one: its first, and the last of the others."""

URL = 300
NAMED = 8
BUTTONS = 2
"""Instruments that get a button."""

_STEPS = {
    Step.NEW: unsaid("began it"),
    Step.UPDATE: unsaid("updates it"),
    Step.CORRECTION: unsaid("corrects itself"),
    Step.JOINED: unsaid("tells it too"),
    Step.SAME: unsaid("tells it again"),
}
_CAME = unsaid("{at} {outlet} {step}: {why}")
_EARLIER = unsaid("What it said before it was corrected:")


@command(
    "story",
    "Who tells a story, why it is one, and what of it our figures confirm",
    example="/story 18d52",
)
async def story(call: Call, desk: Desk, name: StoryName) -> Reply:
    """Answer with every article of a story, and every claim with ours beside it."""
    found = desk.news.story(name)
    body = [
        *_articles(found, call, desk),
        *claims(found, desk),
    ]
    return Reply(
        title=f"{desk.news.names.short(name)} {found.headline}".rstrip(),
        body="\n".join(body),
        facts=tuple(_facts(found, call, desk)),
        actions=_buttons(found, desk),
    )


def claims(story: Told, desk: Desk) -> list[str]:
    """Tell what became of the claims of a story, those of its last versions first."""
    now = [(found, outlet(one.article)) for one in story.standing for found in one.findings]
    before = [(off, outlet(one.article)) for one in story.corrected for off in one.mismatches]
    found, earlier = claim_lines.lines(now, desk), claim_lines.lines(before, desk)
    return [
        *([said("What it claims, and what our own figures say:"), *found] if found else []),
        *([said(_EARLIER), *earlier] if earlier else []),
    ]


def _articles(story: Told, call: Call, desk: Desk) -> Iterator[str]:
    first, *others = story.developments
    left_out = max(0, len(others) - MOST + 1)
    yield from _article(first, call, desk)
    if left_out:
        yield counted(left_out, "{n} article in between", "{n} articles in between")
    for development in others[left_out:]:
        yield from _article(development, call, desk)


def _article(development: Development, call: Call, desk: Desk) -> Iterator[str]:
    article = development.article
    yield said(
        _CAME,
        at=figures.moment(article.seen, desk.present, call.timezone),
        outlet=outlet(article),
        step=said(_STEPS[development.step]),
        why=development.placing.why,
    )
    if fresh := ", ".join(development.placing.fresh):
        yield said("New in it: {facts}", facts=fresh)
    if article.url:
        yield cut(plain(article.url), URL)


def _facts(story: Told, call: Call, desk: Desk) -> Iterator[Fact]:
    now, zone = desk.present, call.timezone
    first = story.developments[0].article
    yield Fact(said("Outlets"), ", ".join(story.outlets))
    if story.symbols:
        named = ", ".join(_known(story, desk)[:NAMED])
        yield Fact(said("About"), named or said("nothing that is watched here"))
    if story.themes:
        titles = {one.name: one.title for one in desk.news.themes}
        yield Fact(said("Themes"), ", ".join(titles.get(name, name) for name in story.themes))
    yield Fact(said("First told"), figures.moment(first.seen, now, zone))
    if len(story.developments) > 1:
        yield Fact(said("Last told"), figures.moment(story.updated, now, zone))
    if marked := ", ".join(marks(story)):
        yield Fact(said("Marks"), marked)


# What only others watch is their own.
def _known(story: Told, desk: Desk) -> list[Symbol]:
    known = frozenset(instruments(desk))
    return [symbol for symbol in story.symbols if symbol in known]


def _buttons(story: Told, desk: Desk) -> tuple[Action, ...]:
    quoted = [Action(symbol, f"/quote {symbol}") for symbol in _known(story, desk)[:BUTTONS]]
    again = Action(said("Ask again"), f"/story {story.id}")
    every = [*quoted, again, Action(said("News"), "/news")]
    return tuple(one for one in every if len(one.text.encode()) <= ACTION_LIMIT)
