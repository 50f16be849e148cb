"""What a rule came to on the recorded past, as it is told in a chat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import figures
from bot.backtest import wording
from bot.backtest.gauge import gap
from bot.backtest.model import Attempt, Finding, Firing, Miss, Trial, rate, together
from bot.chat import Action, Fact, Reply, Table
from bot.rules.model import Rule
from bot.texts import said, unsaid

LAST = 10
"""Firings an answer lists, the last ones; all of them are counted."""

NEAREST = 3
"""Misses it tells."""

_HIT = unsaid("A hit is a firing after which the price went on the way the rule looks.")
_AT, _AS_GIVEN = unsaid("At {amount}"), unsaid("At {amount} (as given)")
_TRIED_ON = unsaid("Tried on what was recorded up to {until}: {titles}; {days}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A rule, what it came to on each file, and who wants to know, when and where."""

    rule: Rule
    trials: Sequence[Trial]
    now: datetime
    zone: str
    actions: tuple[Action, ...] = ()

    def reply(self) -> Reply:
        [finding] = together(self.trials)
        return Reply(
            title=f"{self.rule.name}: {wording.fired(finding)}",
            body="\n".join(self._body(finding)),
            facts=tuple(self._facts(finding)),
            table=self._firings(finding.firings) if finding.firings else None,
            actions=self.actions,
        )

    def _body(self, finding: Finding) -> Iterator[str]:
        until = figures.day_and_time(self.now, self.zone)
        titles = ", ".join(trial.title for trial in self.trials)
        yield said(_TRIED_ON, until=until, titles=titles, days=wording.days(finding.days))
        refused = sum(trial.refused.total() for trial in self.trials)
        if refused:
            yield wording.unusable(refused)
        yield from (f"{trial.title}: {trial.broken}." for trial in self.trials if trial.broken)
        if unknown := self._untold():
            yield f"{wording.untold(unknown)}."
        if finding.attempts and not any(a.firings for a in finding.attempts):
            yield wording.neither(finding)
        if len(finding.firings) > LAST:
            number = len(finding.firings)
            yield said("The last {last} of {number} are listed.", last=LAST, number=number)
        if finding.firings or any(a.firings for a in finding.attempts):
            yield said(_HIT)

    def _facts(self, finding: Finding) -> Iterator[Fact]:
        rule = self.rule
        if rule.when not in rule.name:
            yield Fact(said("Rule"), rule.when)
        if rule.hold:
            yield Fact(said("For"), figures.age(rule.hold))
        if rule.reset:
            yield Fact(said("Reset"), rule.reset.text)
        if finding.firings and not finding.attempts:
            yield Fact(said("Hits"), hits(finding.firings))
        if any(attempt.firings for attempt in finding.attempts):
            yield from (_other(attempt) for attempt in finding.attempts)
        yield from (self._miss(miss) for miss in self._misses()[:NEAREST])

    def _firings(self, firings: Sequence[Firing]) -> Table:
        rows = (
            (
                self._moment(f.at),
                f.subject,
                wording.found(f),
                wording.stood(f),
                *wording.after(f),
            )
            for f in firings[-LAST:]
        )
        return Table(_headings(), tuple(rows))

    def _miss(self, miss: Miss) -> Fact:
        came, to_go = wording.came_to(miss), wording.to_go(miss)
        told = said(
            "{subject} {came} at {at}, {left} ({rule})",
            subject=miss.subject,
            came=came,
            at=self._moment(miss.at),
            left=said("{distance} to go", distance=to_go) if miss.distance else to_go,
            rule=miss.text,
        )
        return Fact(said("Near miss"), told)

    def _misses(self) -> list[Miss]:
        return sorted((m for f in self._findings() for m in f.misses), key=gap)

    # A figure that one file told is known, though another did not hold it.
    def _untold(self) -> dict[str, str]:
        first, *others = [finding.untold for finding in self._findings()]
        return {s: why for s, why in first.items() if all(s in untold for untold in others)}

    def _findings(self) -> list[Finding]:
        return [finding for trial in self.trials for finding in trial.findings]

    def _moment(self, at: datetime) -> str:
        return figures.moment(at, self.now, self.zone)


def _headings() -> tuple[str, ...]:
    horizons = (said("by {horizon}", horizon=head) for head in wording.BY.values())
    return (said("Fired"), said("Subject"), said("Found"), said("At"), *horizons)


def _other(attempt: Attempt) -> Fact:
    at = said(_AS_GIVEN if attempt.given else _AT, amount=attempt.amount)
    times = wording.times(len(attempt.firings))
    if not attempt.firings:
        return Fact(at, times)
    return Fact(at, said("{times}; hits: {hits}", times=times, hits=hits(attempt.firings)))


def hits(firings: tuple[Firing, ...]) -> str:
    """Say how many firings moved on by each horizon of which it is known."""
    known = {head: h for h, head in wording.BY.items() if rate(firings, h).known}
    told = [
        said("{hits} by {horizon}", hits=wording.hits(firings, horizon), horizon=head)
        for head, horizon in known.items()
    ]
    return ", ".join(told) or said("nobody knows what came after")
