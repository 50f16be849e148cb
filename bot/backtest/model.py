"""What a backtest finds: firings with what came after, near misses, and other thresholds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path

from bot.market.sessions import Session
from bot.rules.units import Unit


class Horizon(Enum):
    """Ends of the spans after a firing; the value is the word programs are told."""

    FIVE_MINUTES = "5m"
    HALF_AN_HOUR = "30m"
    CLOSE = "close"
    NEXT_CLOSE = "next_close"

    @property
    def span(self) -> timedelta | None:
        """How long after the firing it is; None for a bell."""
        return _SPANS.get(self)


_SPANS = {Horizon.FIVE_MINUTES: timedelta(minutes=5), Horizon.HALF_AN_HOUR: timedelta(minutes=30)}

After = Mapping[Horizon, Decimal | None]
"""How far the price was by each horizon, in percent from the firing; None where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """A rule that rang.

    `value` and `threshold` are those of the comparison that decided it; `price` is what the subject
    stood at, a price or a watchlist's cap, and `level` the threshold in the same terms, where it
    has them. `way` is the direction that counts as moving on: 1 up, -1 down, 0 cannot be said.
    `assumed` says that it rang on the way to a high or low whose moment is assumed; its price is
    then the level it passed.
    """

    at: datetime
    day: date
    subject: str
    session: Session
    because: str
    unit: Unit | None
    value: Decimal | None
    threshold: Decimal | None
    price: Decimal | None
    level: Decimal | None
    way: int
    assumed: bool
    after: After

    def moved_on(self, horizon: Horizon) -> bool | None:
        """Tell whether the price went on the way the rule looks; None where nobody knows."""
        change = self.after[horizon]
        return None if change is None or not self.way else change * self.way > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """The closest a subject came to firing, of the days on which it did not fire.

    `distance` is how far the figure had still to rise (or, negative, to fall): points of a percent,
    percent of any other figure; 0 where the condition held, and did not fire all the same.
    """

    subject: str
    at: datetime
    text: str
    unit: Unit
    value: Decimal
    threshold: Decimal | None
    level: Decimal | None
    distance: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the firings whose outcome is `known` moved on."""

    hits: int
    known: int

    @property
    def percent(self) -> Decimal | None:
        return Decimal(100 * self.hits) / self.known if self.known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The rule with an amount in its deciding comparison; `given` is the one that was asked for."""

    amount: str
    given: bool
    firings: tuple[Firing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule came to; `untold` says of a subject why its figure was never known."""

    rule: str
    when: str
    days: int
    firings: tuple[Firing, ...]
    misses: tuple[Miss, ...]
    untold: Mapping[str, str]
    attempts: tuple[Attempt, ...]

    @property
    def a_day(self) -> Decimal | None:
        """Firings for each trading day that the data hold."""
        return per_day(self.firings, self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What one file came to; `broken` says why it ended early."""

    file: Path
    kind: str
    title: str
    begins: datetime
    ends: datetime
    days: int
    events: int
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]
    refused: Counter[str] = field(default_factory=Counter)
    broken: str | None = None


def rate(firings: Iterable[Firing], horizon: Horizon) -> Rate:
    """Count the hits by a horizon."""
    known = [moved for f in firings if (moved := f.moved_on(horizon)) is not None]
    return Rate(sum(known), len(known))


def per_day(firings: tuple[Firing, ...], days: int) -> Decimal | None:
    return Decimal(len(firings)) / days if days else None


def together(trials: Iterable[Trial]) -> tuple[Finding, ...]:
    """Add up what each rule came to in every file; misses stay with the file they are of."""
    found: dict[str, Finding] = {}
    for finding in (f for trial in trials for f in trial.findings):
        sum_ = found.get(finding.rule)
        found[finding.rule] = _added(sum_, finding) if sum_ else finding
    return tuple(found.values())


def _added(one: Finding, other: Finding) -> Finding:
    attempts = (
        Attempt(amount=a.amount, given=a.given, firings=a.firings + b.firings)
        for a, b in zip(one.attempts, other.attempts, strict=True)
    )
    return Finding(
        rule=one.rule,
        when=one.when,
        days=one.days + other.days,
        firings=one.firings + other.firings,
        misses=(),
        untold={},
        attempts=tuple(attempts),
    )
