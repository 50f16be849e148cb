"""Budgets: how often a host is asked, by how many at once, and that a ban is sat out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.errors import FeedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """Says how much a provider allows: never more than `requests` within any `per`.

    The first `burst` may go together, `at_once` at most being under way.
    """

    requests: int = 60
    per: timedelta = timedelta(minutes=1)
    burst: int = 4
    at_once: int = 4

    def __post_init__(self) -> None:
        if not 0 < self.burst <= self.requests or self.at_once < 1 or self.per <= timedelta():
            message = f"no request could be made within {self}"
            raise ValueError(message)

    @property
    def pace(self) -> timedelta:
        """How long after one request the next earns its place."""
        # Those of a burst and those that earn their places meanwhile are `requests` together.
        return -(-self.per // (self.requests - self.burst + 1))  # rounded up


class Bucket:
    """Holds the places of an allowance; each place taken comes back at its pace.

    Kept as one instant, at which all places would be free again, it needs no timer.
    """

    def __init__(self, allowance: Allowance) -> None:
        self._pace = allowance.pace
        self._ahead = allowance.pace * (allowance.burst - 1)
        self._full = datetime.min.replace(tzinfo=UTC) + self._ahead

    def take(self, now: datetime) -> datetime:
        """Take the next place, and return from when on it may be used: now, or soon."""
        when = max(now, self._full - self._ahead)
        self._full = max(self._full, when) + self._pace
        return when


class Budget:
    """Lets requests through as an allowance says, in the order they came; frozen, none at all.

    Hosts that ban as one share a budget.
    """

    def __init__(self, allowance: Allowance, *, clock: Clock) -> None:
        self._clock = clock
        self._bucket = Bucket(allowance)
        self._at_once = asyncio.Semaphore(allowance.at_once)
        self._thaws = clock.now()

    def freeze(self, span: timedelta) -> None:
        """Let nothing through for a while; a shorter while does not end a longer one."""
        self._thaws = max(self._thaws, self._clock.now() + span)

    @asynccontextmanager
    async def turn(self, where: str) -> AsyncIterator[None]:
        """Hold a place while a request is under way; raises FeedError while frozen."""
        self._check(where)
        async with self._at_once:
            self._check(where)  # whoever was under way may have been told to stop
            await self._clock.until(self._bucket.take(self._clock.now()))
            self._check(where)
            yield

    def _check(self, where: str) -> None:
        left = self._thaws - self._clock.now()
        if left > timedelta():
            message = f"{where} asked to be left alone for {left.total_seconds():.0f} s more"
            raise FeedError(message, retry_after=left)


class Budgets:
    """Holds the budget of each host; what is not named has one of its own, with `otherwise`.

    `clock` measures pauses alone, and should be one that nobody can set.
    """

    def __init__(
        self,
        named: Mapping[tuple[str, ...], Allowance] | None = None,
        *,
        clock: Clock,
        otherwise: Allowance | None = None,
    ) -> None:
        """Give each group of hosts in `named` one budget, which its members share."""
        self.clock = clock
        self._otherwise = otherwise or Allowance()
        self._budgets: dict[str, Budget] = {}
        for hosts, allowance in (named or {}).items():
            self._budgets |= dict.fromkeys(hosts, Budget(allowance, clock=clock))

    def of(self, host: str) -> Budget:
        """Return the budget a host is asked under."""
        if host not in self._budgets:
            self._budgets[host] = Budget(self._otherwise, clock=self.clock)
        return self._budgets[host]
