"""The breaker: who does not answer is left alone for a while, longer each time.

It knows no clock. Whoever asks the provider says when, and what came of it; `due` says when the
next attempt may be made.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random

from bot.errors import FeedError, FeedRefused

NOT_WAITING = datetime.min.replace(tzinfo=UTC)
LATER = 0.1
"""The share of a Retry-After by which some come later than others, so that not all come at once."""


class State(StrEnum):
    """How a circuit stands: asked freely, not asked, or asked once to see."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Opens after `patience` failures in a row, at once where the provider refuses or says when.

    A pause is between half and the whole of a span that begins at `first` and doubles with each
    attempt that fails, up to `longest`; never shorter than the provider asked for. A refusal takes
    the longest at once: only the operator can mend it. One success closes the circuit; what was
    asked before it opened and is answered during the pause does not.
    """

    def __init__(
        self,
        *,
        random: Random,
        patience: int = 3,
        first: timedelta = timedelta(seconds=5),
        longest: timedelta = timedelta(minutes=15),
    ) -> None:
        self.failures = 0
        self.due = NOT_WAITING
        self._random = random
        self._patience = patience
        self._first = first
        self._longest = longest
        self._span: timedelta | None = None
        self._probe: datetime | None = None

    def state(self, now: datetime) -> State:
        """Say how the circuit stands at an instant."""
        if self._span is None:
            return State.CLOSED
        return State.OPEN if now < self.due else State.HALF_OPEN

    def allows(self, now: datetime) -> bool:
        """Say whether to ask now. Half open, the first who asks may, and the others wait for it."""
        if self.state(now) is not State.HALF_OPEN:
            return self._span is None
        # A probe that was cancelled says nothing; after a span another may try.
        if self._probe is not None and now < self._probe + (self._span or self._first):
            return False
        self._probe = now
        return True

    def succeeded(self, now: datetime) -> None:
        """Note an answer; it closes the circuit, unless it was asked for before the pause."""
        if self.state(now) is State.OPEN:
            return
        self.failures = 0
        self.due = NOT_WAITING
        self._span = self._probe = None

    def failed(self, now: datetime, error: FeedError) -> None:
        """Note that nothing came, and when to try again."""
        told = error.retry_after
        if self.state(now) is State.OPEN:
            if told is not None:
                self.due = max(self.due, now + self._later(told))
            return
        self.failures += 1
        refused = isinstance(error, FeedRefused)
        if self._span is None and self.failures < self._patience and not refused and told is None:
            return
        self._span = self._longest if refused else self._next()
        self._probe = None
        pause = self._span * self._random.uniform(0.5, 1)
        self.due = now + max(pause, self._later(told or timedelta()))

    def _next(self) -> timedelta:
        return min(self._longest, self._first if self._span is None else self._span * 2)

    def _later(self, told: timedelta) -> timedelta:
        return told * self._random.uniform(1, 1 + LATER)
