"""Pace: how long a feed is left alone, by how often it has something new and what it asks for."""

from dataclasses import dataclass
from datetime import timedelta

QUICKER = 0.5
SLOWER = 1.25
"""By how much the wait changes with a round that brought something, and with one that did not."""

LONGEST_WISH = timedelta(hours=1)
"""The longest wait that a feed may wish for; some say a year, of news that comes hourly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Says how often a feed is asked: every `least` while it is busy, every `most` while quiet."""

    least: timedelta = timedelta(seconds=30)
    most: timedelta = timedelta(minutes=30)

    @classmethod
    def every(cls, span: timedelta) -> "Span":
        """Ask as often whatever comes."""
        return cls(least=span, most=span)


class Pace:
    """Asks a busy feed more often and a quiet one less, within its span.

    A feed begins as one that may be busy. What it wishes for itself is kept to, up to an hour.
    """

    def __init__(self, span: Span) -> None:
        self._span = span
        self._wait = min(span.most, 2 * span.least)

    def heard(self, new: int) -> None:
        """Take note of how much a round brought."""
        wait = self._wait * (QUICKER if new else SLOWER)
        self._wait = min(max(wait, self._span.least), self._span.most)

    def wait(self, wished: timedelta | None = None) -> timedelta:
        """Return how long to wait; `wished` is for how long the feed says that nothing changes."""
        return max(self._wait, min(wished or timedelta(), LONGEST_WISH))
