"""The news: one line a story, whoever told it, the newest first."""

from collections.abc import Iterator
from itertools import islice

from bot import figures
from bot.chat import Action, Call, Reply
from bot.news.stories import Step
from bot.texts import counted, said, unsaid
from handlers.base import command
from handlers.desk import Desk
from handlers.news_words import About
from handlers.newsdesk import Told
from handlers.words import echo

LINES = 30
BUTTONS = 3
LOOKED = 2000
"""Stories among which it is looked for what is asked about: with three hundred a day, a week."""

NAMED = 4
"""Instruments that a line names."""

LOUD = 3
"""Marks of tone from which on a story is told to be loud."""

_LINE = unsaid("{id} {headline}; {at}; {outlets}")
_NONE_ABOUT = unsaid("No news about {what}")


@command("news", "What was in the news, each story once, whoever told it", example="/news miners")
async def news(call: Call, desk: Desk, about: About | None = None) -> Reply:
    """Answer with a line for each story, the newest first."""
    names = desk.news.names
    found = list(names.all if about is None else _found(about, desk))
    lines = [line(desk.news.story(one), names.short(one), call, desk) for one in found[:LINES]]
    if (more := len(found) - LINES) > 0:
        lines.append(said("and {number} more", number=figures.count(more)))
    hint = said("/story ID tells who says what, and what of it holds.")
    return Reply(
        title=_title(len(found), about),
        body="\n".join([*lines, hint]) if lines else said("Feeds are listed by /feed list."),
        actions=tuple(Action(names.short(one), f"/story {one}") for one in found[:BUTTONS]),
    )


def _found(about: About, desk: Desk) -> Iterator[str]:
    for story in islice(desk.news.stories, LOOKED):
        if about.fits(story):
            yield story.id


def line(story: Told, name: str, call: Call, desk: Desk) -> str:
    """Tell a story on a line: its name, headline, when it was last told of, by how many."""
    told = said(
        _LINE,
        id=name,
        headline=story.headline or said("(no headline)"),
        at=figures.moment(story.updated, desk.present, call.timezone),
        outlets=counted(len(story.outlets), "{n} outlet", "{n} outlets"),
    )
    return "; ".join([told, *_about(story), *marks(story)])


def marks(story: Told) -> Iterator[str]:
    """Say what else there is to a story: news of it, corrections, tone, claims that do not fit."""
    if story.came(Step.UPDATE):
        yield said("updated")
    if story.came(Step.CORRECTION):
        yield said("corrected")
    if story.loudness >= LOUD:
        yield said("loud ({number})", number=figures.count(story.loudness))
    if off := len(story.mismatches):
        yield counted(off, "{n} claim does not fit", "{n} claims do not fit")


def _about(story: Told) -> list[str]:
    named = ", ".join(story.symbols[:NAMED])
    more = len(story.symbols) - NAMED
    if more > 0:
        named = said("{names} and {number} more", names=named, number=more)
    return [named] if named else []


def _title(number: int, about: About | None) -> str:
    if about is None:
        return counted(number, "{n} story", "{n} stories") if number else said("No news yet")
    what = echo(about.typed)
    if not number:
        return said(_NONE_ABOUT, what=what)
    return counted(number, "{n} story about {what}", "{n} stories about {what}", what=what)
