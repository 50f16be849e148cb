"""Polling: one provider asked again and again, as often as its cadence and its manners allow."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot import figures
from bot.clock import Clock
from bot.errors import FeedError, FeedRefused
from bot.feeds.cadence import Cadence
from bot.feeds.providers.base import Provider
from bot.feeds.reading import Reading
from bot.feeds.share_count import ShareCount
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import Request
from bot.market.events import Article, FeedStatus, Halt
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.sessions import Calendar

log = logging.getLogger(__name__)


class Web(Protocol):
    """Asks the web. Raises FeedError."""

    async def get(self, request: Request) -> Answer: ...

    def forget(self, request: Request) -> None:
        """Fetch the whole next time."""


Told = Reading | Refusal | FeedStatus | Halt | ShareCount | Article


class Poll:
    """Asks one provider about its `symbols`, and tells what it answers.

    `asked` counts its requests, `answered` those that came to something; `trouble` is what is
    wrong with it, "" where nothing is. Pauses are measured by `steady`, a clock that nobody can
    set: were the machine's put back by a day, nobody would be asked for one.
    """

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        provider: Provider,
        symbols: Sequence[Symbol],
        *,
        web: Web,
        clock: Clock,
        steady: Clock,
        calendar: Calendar,
        cadence: Cadence,
        near: Callable[[], bool],
        breaker: Breaker,
    ) -> None:
        self.provider = provider
        self.asked = self.answered = 0
        self.trouble = ""
        self.follow(symbols)
        self._web = web
        self._clock = clock
        self._steady = steady
        self._next = steady.now()
        self._calendar = calendar
        self._cadence = cadence
        self._near = near
        self._breaker = breaker

    @property
    def name(self) -> str:
        return self.provider.name

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Ask about these from the next round on, and about nobody else."""
        self.symbols, batch = tuple(symbols), self.provider.batch
        starts = range(0, len(symbols), batch)
        self._batches = deque(self.symbols[at : at + batch] for at in starts)

    @property
    def due(self) -> datetime:
        """When it is asked next, by the clock that people see."""
        return self._clock.now() + (self._next - self._steady.now())

    def told(self) -> str:
        """Say in a line how it is doing; nothing where there is nobody to ask about."""
        if not self.symbols:
            return ""
        how = self.trouble or f"next asked at {figures.utc(self.due.replace(microsecond=0))}"
        return f"{self.name}: {self.answered} of {self.asked} requests answered; {how}"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask until cancelled; what goes wrong is told once, and again when it is over."""
        while True:
            await self._steady.until(self._next)
            await self.once(tell)
            now = self._clock.now()
            wait = self._cadence.wait(now, self._calendar, near_a_level=self._near())
            self._next = max(self._steady.now() + wait, self._breaker.due)

    async def once(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask about every instrument once; a failure leaves the rest, to come first then."""
        if not self.symbols:
            return
        try:
            for batch in tuple(self._batches):
                self._batches.rotate(-1)
                for told in await self._answer(batch):
                    await tell(told)
        except FeedError as error:
            await self._failed(error, tell)
        else:
            await self._succeeded(tell)

    async def _answer(self, batch: Sequence[Symbol]) -> Sequence[Reading | Refusal]:
        self.asked += 1
        request = self.provider.request(batch)
        answer = await self._web.get(request)
        if answer.unchanged:
            self.answered += 1
            return ()
        try:
            told = self.provider.parse(answer.body)
        except FeedError:
            self._web.forget(request)  # what it told was nothing, and must not stay unchanged
            raise
        self.answered += 1
        return told

    async def _failed(self, error: FeedError, tell: Callable[[Told], Awaitable[None]]) -> None:
        self._breaker.failed(self._steady.now(), error)
        if self.trouble:
            return  # said once
        self.trouble = str(error)
        word = "refuses" if isinstance(error, FeedRefused) else "gave nothing"
        log.warning("a provider %s: %s", word, error, extra={"provider": self.provider.name})
        await tell(self._status(healthy=False))

    async def _succeeded(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        self._breaker.succeeded(self._steady.now())
        if self.trouble:
            self.trouble = ""
            log.info("a provider answers again", extra={"provider": self.provider.name})
            await tell(self._status(healthy=True))

    def _status(self, *, healthy: bool) -> FeedStatus:
        now = self._clock.now()
        return FeedStatus(feed=self.provider.name, healthy=healthy, detail=self.trouble, seen=now)


def patience_of(cadence: Cadence) -> timedelta:
    """Return how long a provider that is asked like this may be silent: two rounds and a little."""
    return 2 * cadence.usual + cadence.near
