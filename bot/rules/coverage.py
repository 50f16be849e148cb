"""Coverage: that news has come, which no figure tells; it is new for a while, and then it is not.

Nobody is asked whether there is news: an article that was read is told to every form that listens.
"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

import msgspec

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.news.developments import Development
from bot.news.findings import Finding
from bot.rules import conditions as c
from bot.rules.bound import Source, Told
from bot.rules.comparisons import COMPARE
from bot.rules.joins import Join, Part, Sequence, Tally
from bot.rules.leaves import Holds, Leaf
from bot.rules.report import Bulletin, Report
from bot.rules.search import Search

REMEMBERED = 200
"""Claims and stories that one form remembers at most; the oldest is forgotten."""

_LASTS = timedelta(days=7)  # a claim that was told is told again as late as this


class _OfCoverage(NamedTuple):
    held: bool
    report: Report | None


class Coverage(Leaf):
    """`news about IREN`: holds for a span from the first article of a story that is such.

    Each story begins it anew: `anew` says, of the reading just made, that one did. `report` is what
    was heard last, whether or not that still counts.
    """

    __slots__ = ("_anew", "_fresh", "count", "report", "search", "span")

    def __init__(self, search: Search, span: timedelta, text: str) -> None:
        self.count = Told(text)
        super().__init__(self.count, text)
        self.search = search
        self.span = span
        self.report: Report | None = None
        self._fresh = self._anew = False

    @property
    def timed(self) -> bool:
        return True

    @property
    def anew(self) -> bool:
        return self._anew

    def hear(self, news: Bulletin, now: datetime) -> bool:
        """Take in what an article came to; tell whether there is reason to read this again."""
        if self.search.finds(news.development.placing):
            self._take(self._reported(news, now))
            return True
        self._amend(news)
        return False

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (no quote changes it)
        self._anew, self._fresh = self._fresh, False
        self.held = self.report is not None and now < self.report.at + self.span
        self.count.count = int(self.held)
        self.last = self.subject.measure(now)
        return self.held

    # One that began anew is looked at twice: it is over, and the same instant has begun again.
    def wake(self, now: datetime) -> datetime | None:
        if self._anew:
            return now
        return self.report.at + self.span if self.held and self.report is not None else None

    def sources(self) -> tuple[Source, ...]:
        return ()

    def lists(self) -> tuple[Sector, ...]:
        """Return the watchlists that it cannot do without."""
        whom = (*self.search.about, *self.search.not_about)
        return tuple(sector for one in whom for sector in (*one.lists, *one.members))

    def memory(self) -> tuple[object, ...]:
        return _OfCoverage(self.held, self.report)

    def recall(self, memory: object) -> None:
        self.held, self.report = msgspec.convert(memory, _OfCoverage)

    def _take(self, heard: Report) -> None:
        self.report, self._fresh = heard, True

    def _reported(
        self, news: Bulletin, at: datetime, mark: str | None = None, odd: Iterable[Finding] = ()
    ) -> Report:
        return news.report(self.search.owner, at, mark=mark, findings=odd)

    # What is said of a story that still counts is said as it stands by now.
    def _amend(self, news: Bulletin) -> None:
        known, development = self.report, news.development
        if known is None or known.story != development.story.id:
            return
        if self.search.sees(development.piece):
            self.report = self._reported(news, known.at, known.mark)


class _OfMismatches(NamedTuple):
    held: bool
    report: Report | None
    told: list[tuple[str, datetime]]


class Mismatches(Coverage):
    """`claim mismatch`: holds for a span from an article whose claims do not fit.

    What one article of a story got wrong is no news when another one repeats it.
    """

    __slots__ = ("_told",)

    def __init__(self, search: Search, span: timedelta, text: str) -> None:
        super().__init__(search, span, text)
        self._told: dict[str, datetime] = {}

    def hear(self, news: Bulletin, now: datetime) -> bool:
        development = news.development
        odd = self.search.mismatches(development.mismatches, development.piece)
        fresh = {_key(development, one): one for one in odd}
        fresh = {key: one for key, one in fresh.items() if key not in self._told}
        if not fresh:
            self._amend(news)
            return False
        self._told = {key: at for key, at in self._told.items() if now - at < _LASTS}
        self._told = dict([*self._told.items(), *((key, now) for key in fresh)][-REMEMBERED:])
        mark = f"{development.story.id} {next(iter(fresh))}"
        self._take(self._reported(news, now, mark, fresh.values()))
        return True

    # What does not fit is the news; how its article begins is not.
    def _reported(
        self, news: Bulletin, at: datetime, mark: str | None = None, odd: Iterable[Finding] = ()
    ) -> Report:
        found = super()._reported(news, at, mark, odd)
        return replace(found, lead=found.checked[0]) if found.checked else found

    def memory(self) -> tuple[object, ...]:
        return _OfMismatches(self.held, self.report, list(self._told.items()))

    def recall(self, memory: object) -> None:
        self.held, self.report, told = msgspec.convert(memory, _OfMismatches)
        self._told = dict(told)


class _OfCount(NamedTuple):
    held: bool
    report: Report | None
    heard: list[datetime]


class Count(Coverage):
    """`stories about IREN >= 3 within 1h`: so many stories began to be such within the span.

    One more of them begins nothing anew.
    """

    __slots__ = ("_heard", "sign")

    def __init__(self, search: Search, told: c.Stories) -> None:
        super().__init__(search, told.span, told.text)
        self.sign = told.sign
        self.threshold = Decimal(told.count)
        self._heard: deque[datetime] = deque(maxlen=c.MOST_STORIES + 1)

    @property
    def anew(self) -> bool:
        return False

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (no quote changes it)
        while self._heard and now >= self._heard[0] + self.span:
            self._heard.popleft()
        self.count.count = len(self._heard)
        self.last = measure = self.subject.measure(now)
        value, level = measure.value or Decimal(0), self.threshold or Decimal(0)
        self.held = COMPARE[self.sign](value, level)
        return self.held

    def wake(self, now: datetime) -> datetime | None:  # noqa: ARG002 (its oldest story says when)
        return self._heard[0] + self.span if self._heard else None

    def memory(self) -> tuple[object, ...]:
        return _OfCount(self.held, self.report, list(self._heard))

    def recall(self, memory: object) -> None:
        self.held, self.report, heard = msgspec.convert(memory, _OfCount)
        self._heard.clear()
        self._heard.extend(heard)

    def _take(self, heard: Report) -> None:
        self.report = replace(heard, mark="")
        self._heard.append(heard.at)


# The same wrong figure in one story is one, whoever writes it.
def _key(development: Development, finding: Finding) -> str:
    claim = finding.claim
    parts = (development.story.id, claim.subject, claim.figure.value, str(claim.value))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def newest(part: Part) -> Report | None:
    """Return what was heard last of all by which a part holds, what is counted after the rest."""
    return max(_heard(part), key=lambda one: (bool(one.mark), one.at), default=None)


# What must not be is no reason, and what does not hold is none; what came before something else
# need not count any more.
def _heard(part: Part) -> list[Report]:
    match part:
        case Coverage():
            return [part.report] if part.held and part.report is not None else []
        case Join():
            return [one for inner in part.parts for one in _heard(inner)] if part.holds else []
        case Tally():
            return [one for symbol in part.holding for one in _heard(part.members[symbol])]
        case Sequence() if part.holds:
            before = [leaf.report for leaf in part.first.leaves() if isinstance(leaf, Coverage)]
            return [*_heard(part.second), *(one for one in before if one is not None)]
    return []
