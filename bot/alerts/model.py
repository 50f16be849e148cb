"""Alerts: what a rule found about a subject, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from bot.chat import Severity
from bot.market.confirmation import Verdict
from bot.market.sessions import Session


class Step(StrEnum):
    """What an alert on news adds to what was told of its story; its value is the word people read.

    The first of a story adds nothing: it is all there is.
    """

    UPDATED = "updated"
    CORRECTED = "corrected"


class State(StrEnum):
    """Where in its life an alert is."""

    PENDING = "pending"
    FIRING = "firing"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One finding of a rule about one subject, as it stood at `updated`.

    `value`, `baseline` and `threshold` are in the metric's unit (percents in points) and None where
    the rule has no such figure. `fired` tells whether it got as far as firing. `price` and `source`
    are those of the newest input, of the moment `priced`. `confirmation` says what the move behind
    it is taken for, and `hearsay` whose word alone it is, or by whom it was confirmed since.
    `watchlist` is the one whose members the rule is about, or that is the subject itself; "" where
    there is none. An alert on news names its `story`, who tells it and where that stands, and what
    became of claims that were `checked`; `amends` says that the story was told before.
    """

    fingerprint: str
    rule: str
    subject: str
    state: State
    title: str
    because: str
    condition: str
    severity: Severity
    session: Session
    value: Decimal | None
    baseline: Decimal | None
    threshold: Decimal | None
    price: Decimal | None
    source: str
    priced: datetime | None
    started: datetime
    updated: datetime
    ended: datetime | None = None
    fired: bool = False
    watchlist: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    confirmation: Verdict = Verdict.CONFIRMED
    hearsay: str = ""
    story: str = ""
    outlets: tuple[str, ...] = ()
    url: str = ""
    checked: tuple[str, ...] = ()
    amends: Step | None = None


def fingerprint(rule: str, subject: str, labels: Mapping[str, str], story: str = "") -> str:
    """Name what an alert is about, the same in every run: rule, subject, labels, and the news."""
    parts = [rule, subject, *(f"{k}={v}" for k, v in sorted(labels.items()))]
    parts += [story] if story else []
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]
