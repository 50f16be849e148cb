"""Cadence: how long to wait before a provider is asked again.

Often where something may happen soon, near the bell or near a level; seldom while nobody trades.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.market.sessions import Calendar, Session

NEAR_THE_BELL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """Says how often to ask: `usual` in a session, `near` by a bell or level, else `idle`."""

    usual: timedelta = timedelta(seconds=15)
    near: timedelta = timedelta(seconds=5)
    idle: timedelta = timedelta(minutes=5)

    def wait(self, now: datetime, calendar: Calendar, *, near_a_level: bool = False) -> timedelta:
        """Return how long to wait from `now`; never past the next change of session."""
        span = calendar.span(now)
        left = span.end - now
        if span.session is Session.CLOSED:
            return min(self.idle, max(left, self.near))
        bell = left <= NEAR_THE_BELL or (
            span.session is Session.REGULAR and now - span.start < NEAR_THE_BELL
        )
        return self.near if near_a_level or bell else self.usual
