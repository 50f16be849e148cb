"""Reports: what a rule on news has heard, in the words it is told with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.news.developments import Development
from bot.news.findings import Finding
from bot.news.pieces import Piece
from bot.news.shelving.tone import plainest
from bot.news.stories import latest, seen
from bot.rules.checked import told

OUTLETS = 6
"""Outlets that are named; the others are counted."""
LEAD = 240
"""Characters of an article that are repeated."""
_TITLE = 200
_NAME = 60
_URL = re.compile(r"https?://[^\s<>\"']{1,490}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Says what an article told, and when we heard it; every text is short, and of one line.

    `mark` tells it from other reports to one rule, and is "" where it is one of those that were
    counted; `outlets` are all that tell its `story`, `lead`
    is how the article begins. `checked` are claims with what became of them, and `fresh` the facts
    that it added to its story. `version` names the article as it was then.
    """

    mark: str
    story: str
    headline: str
    outlet: str
    url: str
    lead: str
    at: datetime
    version: str
    outlets: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """Who says so, and in which words."""
        return f"{self.outlet}: {self.lead}" if self.lead else f"{self.outlet} says so"


class Bulletin:
    """What an article came to, on its way to many rules; it is worded once for each owner."""

    __slots__ = ("_worded", "development")

    def __init__(self, development: Development) -> None:
        self.development = development
        self._worded: dict[str, Report] = {}

    def report(
        self,
        owner: str,
        at: datetime,
        *,
        mark: str | None = None,
        findings: Iterable[Finding] = (),
    ) -> Report:
        """Tell an owner of an article and its story as they see it; `findings` come first."""
        worded = self._worded.get(owner)
        if worded is None:
            worded = self._worded[owner] = _worded(self.development, owner)
        named = worded.mark if mark is None else mark
        first = tuple(findings)
        checked = told([*first, *self.development.findings]) if first else worded.checked
        return replace(worded, at=at, mark=named, checked=checked)


def _worded(development: Development, owner: str) -> Report:
    article, story = development.article, development.story.id
    pieces = seen(development.story, owner)
    outlets = list(dict.fromkeys(_cut(piece.article.outlet, _NAME) for piece in pieces))
    return Report(
        mark=story,
        story=story,
        headline=_cut(plainest(latest(pieces)) or article.title, _TITLE),
        outlet=_cut(article.outlet, _NAME),
        url=article.url if _URL.fullmatch(article.url) else "",
        lead=_lead(development.piece),
        at=article.seen,
        version=version_of(development.piece),
        outlets=_named(outlets),
        checked=told(development.findings),
        fresh=development.placing.fresh,
    )


def version_of(piece: Piece) -> str:
    """Name an article in the words it had, the same in every run."""
    parts = (piece.key, str(piece.article.seen), piece.words.digest)
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def change(development: Development) -> str:
    """Return the first sentence of an article that says what is new in its story; "" where none.

    Of another version of an item it is the first that was not in the version before.
    """
    piece, fresh = development.piece, development.placing.fresh
    said = _sentences(piece)
    before = _version_before(development)
    if before is not None:
        known = set(_sentences(before))
        told = [sentence for sentence in said if sentence not in known]
    else:
        facts = [fact.casefold() for fact in fresh]
        told = [s for s in said if any(fact in s.casefold() for fact in facts)] or said
    return _cut(told[0], LEAD) if told else ""


def _version_before(development: Development) -> Piece | None:
    piece, found = development.piece, None
    for one in development.story.pieces:
        if one is piece:
            break
        if (one.key, one.article.owner) == (piece.key, piece.article.owner):
            found = one
    return found


def _lead(piece: Piece) -> str:
    said = _sentences(piece)
    return _cut(said[0], LEAD) if said else ""


# All but the headline.
def _sentences(piece: Piece) -> list[str]:
    words = piece.words
    return [words.said(s).strip() for s in words.sentences if s.start > len(words.title)]


def _named(outlets: list[str]) -> tuple[str, ...]:
    more = len(outlets) - OUTLETS
    return (*outlets[:OUTLETS], f"{more} more") if more > 0 else tuple(outlets)


def _cut(text: str, most: int) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
