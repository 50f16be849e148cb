"""Stories: what was told since the last close, by whom, and what our figures say of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.briefing import checks
from bot.alerts.briefing.basis import View
from bot.alerts.briefing.words import clock, fitted, listed
from bot.fitting import utf16
from bot.market.events import Article
from bot.news.developments import Development
from bot.news.findings import Finding
from bot.news.pieces import Piece
from bot.news.shelving.tone import plainest
from bot.news.stories import Step, Story, latest, seen
from bot.texts import counted, said

HEADLINE = 130
"""Characters of a headline."""

OUTLETS = 3
"""Outlets of a story that are named with their times."""

MOST = 5
"""Stories that are told, where there is room."""

_MARK = "• "
_UNDER = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as it is seen, and what was found of the claims of the last version of each item.

    `weight` is less the nearer it is to the sector; `corrected` when an outlet last took something
    back.
    """

    story: Story
    versions: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]
    weight: int
    corrected: datetime | None

    @property
    def newest(self) -> datetime:
        return self.pieces[-1].article.seen

    @property
    def outlets(self) -> dict[str, datetime]:
        """Who told it, and when each first did."""
        told: dict[str, datetime] = {}
        for piece in self.versions:
            told.setdefault(piece.article.outlet, piece.article.published)
        return told


def lines(view: View, room: int) -> Iterator[str]:
    """Tell the stories that matter most, in at most so many units of UTF-16; the others counted.

    Where a story has no room with what was found of it, it is told without, and else not at all.
    """
    if view.basis.newsroom is None:
        return
    told, shown = since(view), 0
    if not told:
        yield said("No news of these since {at}.", at=clock(view.since, view.now))
        return
    heading = said("News since {at}:", at=clock(view.since, view.now))
    yield heading
    left = room - _size([heading]) - _size([_more(len(told))])
    for story in told[:MOST]:
        whole = [_headline(story, view), *(_UNDER + line for line in checks.lines(story.findings))]
        whole += [_UNDER + line for line in checks.unmeasured(story.pieces, story.findings)]
        fitting = next((part for part in (whole, whole[:1]) if _size(part) <= left), None)
        if fitting is None:
            break
        left, shown = left - _size(fitting), shown + 1
        yield from fitting
    if shown < len(told):
        yield _more(len(told) - shown)


def since(view: View) -> list[Told]:
    """Return the stories told since the last close: the nearest first, then the most told."""
    found = (_told(developments, view) for developments in _by_story(view))
    stories = [one for one in found if one is not None]
    return sorted(
        stories,
        key=lambda one: (one.weight, -len(one.outlets), -one.newest.timestamp(), one.story.id),
    )


# What each story came to since, the oldest first; of every version of it that is seen.
def _by_story(view: View) -> Iterable[list[Development]]:
    grouped: dict[str, list[Development]] = {}
    for development in view.basis.developments:
        if development.article.seen < view.since:
            break
        if _is_new(development.article, view.since):
            grouped.setdefault(development.story.id, []).insert(0, development)
    return grouped.values()


# What was there already as its feed was first read may be of any age.
def _is_new(article: Article, since_: datetime) -> bool:
    return article.published >= since_ or not article.backlog


def _told(developments: list[Development], view: View) -> Told | None:
    story = developments[0].story
    versions = seen(story, view.basis.viewer)
    pieces = latest(versions)
    weight = _weight(pieces, view)
    if weight is None or not pieces:
        return None
    last = {development.piece.key: development for development in developments}
    corrections = [d.article.seen for d in developments if d.step is Step.CORRECTION]
    return Told(
        story=story,
        versions=versions,
        pieces=pieces,
        findings=tuple(finding for one in last.values() for finding in one.findings),
        weight=weight,
        corrected=max(corrections, default=None),
    )


# On a member, on what they are held against, on what else is watched, on a theme; else on nothing.
def _weight(pieces: Iterable[Piece], view: View) -> int | None:
    found = [piece.found for piece in pieces]
    named = {str(symbol) for one in found for symbol in one.symbols}
    groups = {together.group for one in found for together in one.groups}
    if view.name in groups or named & {str(symbol) for symbol in view.members}:
        return 0
    if named & view.symbols:
        return 1
    watched = {str(s) for sector in view.basis.lists for s in sector.watchlist.members}
    if named & watched:
        return 2
    return 3 if any(one.themes for one in found) else None


def _headline(told: Told, view: View) -> str:
    outlets = [f"{name} {clock(at, view.now)}" for name, at in told.outlets.items()]
    by = listed(outlets, OUTLETS)
    if told.corrected is not None:
        by = said("{outlets}; corrected {at}", outlets=by, at=clock(told.corrected, view.now))
    return f"{_MARK}{fitted(plainest(told.pieces), HEADLINE)} ({fitted(by, HEADLINE)})"


def _more(number: int) -> str:
    return counted(number, "{n} more story: /news", "{n} more stories: /news")


def _size(lines_: Iterable[str]) -> int:
    return sum(utf16(line) + 1 for line in lines_)
