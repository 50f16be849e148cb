"""Milestones: which caps a sector has passed, since when it holds them, and which it lost."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.market.sessions import Calendar

NEAR = Decimal("0.02")
"""A cap this fraction under a milestone, or less, is near it."""


class Stand(StrEnum):
    """Where a cap stands to a milestone; crossed and lost are today's news."""

    BELOW = "below"
    NEAR = "near"
    CROSSED = "crossed"
    HELD = "held"
    LOST = "lost"


@dataclass(slots=True, kw_only=True)
class Rung:
    """A milestone in USD and what was seen of it; at the milestone is not yet over it.

    `since` is when the cap came to where it stands, None where that was before we watched;
    `crossed` and `lost` are the last times it went over and came back, and `held` how long it had
    been over then. A rebase carries a cap over or under without either: then `rebased`.
    """

    level: Decimal
    over: bool = False
    since: datetime | None = None
    rebased: bool = False
    crossed: datetime | None = None
    lost: datetime | None = None
    held: timedelta | None = None

    def stand(self, cap: Decimal, now: datetime, calendar: Calendar) -> Stand:
        """Name where `cap` stands: what happened today, or what has been so for longer."""
        today = self.since is not None and calendar.trading_day(self.since) == (
            calendar.trading_day(now)
        )
        if self.over:
            return Stand.CROSSED if today and self.since == self.crossed else Stand.HELD
        if today and self.since == self.lost:
            return Stand.LOST
        near = self.level * (1 - NEAR) <= cap <= self.level
        return Stand.NEAR if near else Stand.BELOW

    def cross(self, at: datetime) -> None:
        """Note that the cap went over, or came back."""
        if self.over:
            self.lost, self.held = at, at - self.since if self.since else None
        else:
            self.crossed = at
        self.over, self.since, self.rebased = not self.over, at, False

    def rebase(self, at: datetime) -> None:
        """Note that the cap is on the other side now because it means something else."""
        self.over, self.since, self.rebased = not self.over, at, True


class Ladder:
    """Follows a cap among its milestones, lowest first.

    While the cap is over `low` and not over `high` nothing can have been crossed; beyond them a
    look costs a search among the milestones, and a note for each one passed.
    """

    def __init__(self, milestones: Iterable[Decimal]) -> None:
        self._levels = sorted(set(milestones))
        self.rungs = tuple(Rung(level=level) for level in self._levels)
        self.low = self.high = Decimal(0)
        self._below: int | None = None  # how many milestones the cap is over

    @property
    def begun(self) -> bool:
        """Whether a cap that is believed was ever seen."""
        return self._below is not None

    def restore(self, rungs: Iterable[Rung], *, begun: bool) -> None:
        """Take up what was seen before; where milestones have changed, the next cap begins anew."""
        known = {rung.level: rung for rung in rungs}
        same = begun and sorted(known) == self._levels
        self.rungs = tuple(known.get(level) or Rung(level=level) for level in self._levels)
        self.low = self.high = Decimal(0)  # the next cap is looked at, whatever it is
        self._below = sum(rung.over for rung in self.rungs) if same else None
        if not same:
            for rung in self.rungs:
                rung.over = False

    def see(self, cap: Decimal, at: datetime, *, rebased: bool = False) -> None:
        """Take a cap that is believed; the first one is where we came in, and crosses nothing."""
        before, below = self._below, bisect_left(self._levels, cap)
        self._below = below
        self.low = self._levels[below - 1] if below else Decimal("-Infinity")
        self.high = self._levels[below] if below < len(self._levels) else Decimal("Infinity")
        if before is None:
            for rung in self.rungs[:below]:
                rung.over = True
            return
        for rung in self.rungs[min(before, below) : max(before, below)]:
            if rebased:
                rung.rebase(at)
            else:
                rung.cross(at)
