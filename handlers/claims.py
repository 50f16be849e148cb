"""Claims: the numbers of a text held to our own figures; and what did not fit of late."""

from bot import figures
from bot.chat import Action, Call, Reply
from bot.errors import FeedError, UserError
from bot.fitting import cut
from bot.market.events import Article
from bot.news.developments import Development
from bot.news.findings import Finding
from bot.news.predictions import Prediction
from bot.news.words import plain
from bot.texts import counted, said, unsaid
from handlers import claim_lines
from handlers.base import command
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.news_words import Pasted
from handlers.newsdesk import HEADLINE

LAST = 10
"""Mismatches that are told, and predictions of each sort."""

_ADDRESSES = ("http://", "https://")
_NO_PAGE = unsaid("That page could not be read: {why}.")
_UNDATED = unsaid("A page is held to our figures of now, whenever it was written.")
_EXAMPLE = unsaid("IREN rose 4% before the bell and is up 520% this year")
_NO_CLAIM = unsaid(
    "I read claims on prices, moves and market values of what is watched here, such as: {example}."
)


@command(
    "claims",
    "What of a text or a page our own figures confirm",
    example="/claims IREN rose 4% before the bell after Thursday's 6%",
)
async def claims(call: Call, desk: Desk, what: Pasted | None = None) -> Reply:
    """Answer with each claim and our figure; without a text, with what did not fit of late."""
    if what is None:
        return _standing(call, desk)
    if what.lower().startswith(_ADDRESSES):
        title, words = await _read(what, desk)
        heading, note = [cut(plain(title), HEADLINE)], [said(_UNDATED)]
    else:
        title, words, heading, note = "", what, [], []
    findings = desk.news.check(_article(title, words, call, desk))
    if not findings:
        return Reply(
            title=said("No claim is read in that"), body=said(_NO_CLAIM, example=said(_EXAMPLE))
        )
    told = claim_lines.lines([(one, "") for one in findings], desk)
    return Reply(
        title=counted(
            len(findings), "{n} claim, held to our figures", "{n} claims, held to our figures"
        ),
        body="\n".join(filter(None, [*heading, *told, *note])),
    )


async def _read(text: Pasted, desk: Desk) -> tuple[str, str]:
    address = desk.newsstand.address(text)
    try:
        page = await desk.newsstand.article(address)
    except FeedError as error:
        raise UserError(said(_NO_PAGE, why=error)) from error
    return page.title, page.text


# As if it were published this moment, by whoever asks; it is kept nowhere.
def _article(title: str, text: str, call: Call, desk: Desk) -> Article:
    return Article(
        id="",
        outlet="",
        url="",
        title=title,
        text=text,
        published=desk.now,
        seen=desk.now,
        owner=call.viewer,
    )


def _standing(call: Call, desk: Desk) -> Reply:
    off = list(desk.news.mismatches)
    parts = [
        (said("What did not fit, the newest first:"), _mismatches(off[:LAST], call, desk)),
        *_predictions(desk),
    ]
    body = [line for heading, lines in parts if lines for line in (heading, *lines)]
    hint = said("/claims TEXT holds a text to our figures, /claims URL a page.")
    title = counted(len(off), "{n} claim does not fit", "{n} claims do not fit")
    return Reply(
        title=title if off else said("Every claim that could be checked fits"),
        body="\n".join([*body, hint]),
        actions=(Action(said("News"), "/news"),),
    )


def _mismatches(off: list[tuple[Development, Finding]], call: Call, desk: Desk) -> list[str]:
    names, known = desk.news.names, frozenset(instruments(desk))
    lines = []
    for development, finding in off:
        article, story = development.article, names.short(development.story.id)
        when = figures.moment(article.seen, desk.present, call.timezone)
        lines.append(f"{when} {claim_lines.mismatch(article, finding, story, known)}")
    return lines


def _predictions(desk: Desk) -> list[tuple[str, list[str]]]:
    made = desk.news.predictions
    waiting = sorted((one for one in made if one.scored is None), key=lambda one: one.due)
    scored = [one for one in reversed(made) if one.scored is not None]
    return [
        (said("Predictions, the next one due first:"), _each(waiting[:LAST], desk)),
        (said("Predictions whose day is over:"), _each(scored[:LAST], desk)),
    ]


# A story is let go of long before what it predicts is due.
def _each(made: list[Prediction], desk: Desk) -> list[str]:
    names, known = desk.news.names, frozenset(instruments(desk))
    there = frozenset(names.all)
    lines = []
    for one in made:
        story = names.short(one.story) if one.story in there else ""
        lines.append(claim_lines.prediction(one, desk.news.stands(one), story, known))
    return lines
