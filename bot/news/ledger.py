"""What claims are held to: our own figures, asked for as an article would put it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from bot.news.claims import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A figure of ours, in the unit of the claim that asked for it.

    `baseline` says in words what a percent is measured from, and `base` what that is in USD; `at`
    is when its newest input was made, None where that is a close, which `baseline` or `of` names.
    `of` says what was measured where that is not plain: `to the close of 2025-10-09`. `doubt` says
    why a claim that differs need not be wrong, "" where it is. `fair` tells of another figure than
    was asked for that it measures the same thing in another way, and so is as right.
    """

    value: Decimal
    baseline: str = ""
    base: Decimal | None = None
    at: datetime | None = None
    of: str = ""
    doubt: str = ""
    fair: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """Says why we have no such figure."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """Says how far a member of a group has moved, in percent points."""

    symbol: str
    value: Decimal


class Ledger(Protocol):
    """Knows our figures. `published` is when a claim was made, `now` what we know by."""

    def figure(self, claim: Claim, *, published: datetime, now: datetime) -> Ours | Untold:
        """Return our figure of what a claim says."""
        ...

    def others(self, claim: Claim, *, published: datetime, now: datetime) -> tuple[Ours, ...]:
        """Return what else somebody may have measured and called the same, each with its name."""
        ...

    def leaders(
        self, claim: Claim, *, published: datetime, now: datetime
    ) -> tuple[Leader, ...] | Untold:
        """Return how the members of the claim's group have moved, the one that rose most first."""
        ...

    def groups(self) -> tuple[frozenset[str], ...]:
        """Return who may be compared with whom: the members of each list of everybody's."""
        ...

    def days_left(self, claim: Claim, now: datetime) -> int | None:
        """Count the session days after today's that a prediction has; None where they are many."""
        ...

    def settled(self, claim: Claim) -> datetime:
        """Return when a prediction can be scored: once the trading of its day is over."""
        ...
