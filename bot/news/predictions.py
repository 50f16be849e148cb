"""Predictions: what articles say will come true, kept until its day and scored then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.news import checking
from bot.news.developments import Development
from bot.news.findings import Finding, Verdict
from bot.news.ledger import Ledger
from bot.news.phrasing import named
from bot.notes import Memory, Note
from bot.owners import EVERYBODY

MOST = 500
"""Predictions that are kept; one that was scored makes room first, then the oldest."""

FURTHEST = timedelta(days=10 * 366)
"""How far ahead somebody may predict; nobody here waits longer to be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """Says who predicted what, when, and what became of it; `scored` is None until its day is over.

    `owner` is whose feed told it, "" everybody's.
    """

    finding: Finding
    story: str
    outlet: str
    owner: str
    made: datetime
    due: date
    scored: Finding | None = None


class Predictions:
    """Keeps what was predicted, of a story once, and scores it on its day."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._memory = Memory("prediction", Prediction)
        self._next: datetime | None = None

    @property
    def all(self) -> list[Prediction]:
        """Every prediction there is, in the order they were made."""
        return sorted(self._memory.kept.values(), key=lambda one: (one.made, one.story))

    def keep(self, development: Development) -> None:
        """Keep what an article predicts; what its story predicted already is not kept twice."""
        made = [
            finding for finding in development.findings if finding.verdict is Verdict.PREDICTION
        ]
        for finding in made:
            self._keep(finding, development)
        if made:
            self._make_room()
            self._look_ahead()

    def next_due(self) -> datetime | None:
        """Return when the figures of the next day are final that something was predicted for."""
        return self._next

    def score(self, now: datetime) -> None:
        """Score what was predicted for the days that are over by now."""
        if self._next is None or now < self._next:
            return
        for key, one in list(self._memory.kept.items()):
            if one.scored is None and self._ledger.settled(one.finding.claim) <= now:
                finding = checking.scored(one.finding, self._ledger, now)
                self._memory.keep(key, replace(one, scored=finding))
        self._look_ahead()

    def changes(self) -> list[Note]:
        """Write down what has changed since this was last asked."""
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        """Take back what was written down."""
        self._memory.restore(notes)
        self._look_ahead()

    def _keep(self, finding: Finding, development: Development) -> None:
        story, article, claim = development.story.id, development.article, finding.claim
        due = claim.due
        if due is None or due - article.seen.date() > FURTHEST:
            return
        what = f"{named(claim)} {claim.value} {due}"  # whether more or about so much
        keys = [f"{owner} {story} {what}" for owner in dict.fromkeys((article.owner, EVERYBODY))]
        if any(key in self._memory.kept for key in keys):
            return
        prediction = Prediction(
            finding=finding,
            story=story,
            outlet=article.outlet,
            owner=article.owner,
            made=article.seen,
            due=due,
        )
        self._memory.keep(keys[0], prediction)

    def _look_ahead(self) -> None:
        waiting = (one for one in self._memory.kept.values() if one.scored is None)
        self._next = min((self._ledger.settled(one.finding.claim) for one in waiting), default=None)

    def _make_room(self) -> None:
        kept = self._memory.kept
        order = sorted(kept, key=lambda key: (kept[key].scored is None, kept[key].made, key))
        for key in order[: max(0, len(kept) - MOST)]:
            self._memory.forget(key)
