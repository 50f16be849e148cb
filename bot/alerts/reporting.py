"""Reporting: what an alert on news says, and what is said of it when its story goes on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple, TypedDict

from bot.alerts.model import Alert, State, Step, fingerprint
from bot.news import stories
from bot.news.developments import Development
from bot.owners import EVERYBODY, owner_of
from bot.rules import explain
from bot.rules.coverage import Coverage
from bot.rules.joins import Tally
from bot.rules.leaves import Leaf
from bot.rules.report import Bulletin, Report, change, version_of

KEPT_FOR = timedelta(days=3)
"""How long after it was told an alert is amended."""

FACTS = 8
"""Facts that an article adds to its story which are named."""

KEPT = 2000
"""Alerts on news that are kept at most; the oldest is forgotten."""

_STEPS = {
    stories.Step.UPDATE: Step.UPDATED,
    stories.Step.CORRECTION: Step.CORRECTED,
}


class Fields(TypedDict):
    """What an alert on news has besides."""

    story: str
    outlets: tuple[str, ...]
    url: str
    checked: tuple[str, ...]


def fields(heard: Report | None, before: Alert | None) -> Fields:
    """Say of an alert what was heard; of one that nothing more is heard of, what was before."""
    known = heard or before
    if known is None:
        return Fields(story="", outlets=(), url="", checked=())
    return Fields(story=known.story, outlets=known.outlets, url=known.url, checked=known.checked)


def because(cause: Leaf | Tally, heard: Report) -> str:
    """Say in a sentence what turned a rule that speaks of news, and who told that."""
    alone = isinstance(cause, Coverage) and bool(heard.mark)
    if alone or (isinstance(cause, Tally) and cause.least == 1):
        return heard.says
    told = f"the last: {heard.headline} ({heard.outlet})" if not heard.mark else heard.says
    return f"{explain.because(cause)}; {told}"


class _Told(NamedTuple):
    """An alert as it stands, by which version of an article it was told last, and its headline."""

    alert: Alert
    version: str = ""
    headline: str = ""


class Told:
    """Keeps the alerts that were told of each story, and amends them as that goes on."""

    def __init__(self) -> None:
        self._kept: dict[str, _Told] = {}
        self._of: dict[str, dict[str, None]] = {}

    def keep(self, alert: Alert, heard: Report) -> None:
        """Take note of an alert that fires, unless its story is one of many that were counted."""
        if alert.state is State.FIRING and heard.mark:
            self._keep(_Told(alert, heard.version, heard.headline))

    def restore(self, alert: Alert) -> None:
        """Take back an alert that lived before a restart."""
        counted = alert.fingerprint == fingerprint(alert.rule, alert.subject, alert.labels)
        if alert.state is State.FIRING and alert.story and not counted:
            self._keep(_Told(alert))

    def amended(self, development: Development, now: datetime) -> Iterator[tuple[Alert, Alert]]:
        """Return each alert of a story as it stands now, and what is told of it; the oldest first.

        What was told by this very article is told already.
        """
        step, piece = _STEPS.get(development.step), development.piece
        if step is None or piece.article.backlog:
            return
        version, bulletin = version_of(piece), Bulletin(development)
        for mark in tuple(self._of.get(development.story.id, ())):
            alert, told_by, headline = self._kept[mark]
            owner = owner_of(alert.rule)
            if version == told_by or piece.article.owner not in {EVERYBODY, owner}:
                continue
            heard = bulletin.report(owner, now)
            # A rule's own message stays; a headline is that of the story as it is told by now.
            title = heard.headline if alert.title == headline else alert.title
            known = replace(alert, title=title, outlets=heard.outlets, checked=heard.checked)
            self._kept[mark] = _Told(known, version, heard.headline)
            yield known, _amendment(known, heard, step, change(development))

    def _keep(self, told: _Told) -> None:
        alert = told.alert
        self._prune(alert.updated)
        self._kept.pop(alert.fingerprint, None)
        self._kept[alert.fingerprint] = told
        self._of.setdefault(alert.story, {})[alert.fingerprint] = None

    def _prune(self, now: datetime) -> None:
        while self._kept:
            mark, (alert, *_) = next(iter(self._kept.items()))
            if len(self._kept) < KEPT and now - alert.updated < KEPT_FOR:
                break
            del self._kept[mark], self._of[alert.story][mark]
            if not self._of[alert.story]:
                del self._of[alert.story]


# It has a name of its own, so that it is told beside what it amends; of several the last counts.
def _amendment(alert: Alert, heard: Report, step: Step, says: str) -> Alert:
    facts = ", ".join(heard.fresh[:FACTS])
    what = f"adds {facts or 'to it'}"
    if step is Step.CORRECTED:
        what = f"has corrected it: {facts}" if facts else "has corrected it"
    mark = fingerprint(alert.rule, alert.subject, alert.labels, f"{alert.story} amended")
    return replace(
        alert,
        fingerprint=mark,
        state=State.FIRING,
        because=f"{heard.outlet} {what}. {says}".rstrip(),
        url=heard.url,
        value=None,
        baseline=None,
        threshold=None,
        price=None,
        source="",
        priced=None,
        started=heard.at,
        updated=heard.at,
        ended=None,
        fired=True,
        amends=step,
    )
