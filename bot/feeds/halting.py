"""Halting: which of our instruments a venue has stopped trading, asked once a minute."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot import figures
from bot.clock import Clock
from bot.errors import FeedError
from bot.feeds.cadence import Cadence
from bot.feeds.notices import HaltNotice
from bot.feeds.polling import Told, Web
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import Request
from bot.market.events import FeedStatus, Halt
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.sessions import Calendar

log = logging.getLogger(__name__)

ONCE_A_MINUTE = Cadence(usual=timedelta(minutes=1), near=timedelta(minutes=1))


class Notices(Protocol):
    """Writes the request for all halts there are, and reads its answer."""

    name: str

    def request(self) -> Request: ...
    def parse(self, body: bytes) -> Sequence[HaltNotice | Refusal]: ...


class Halting:
    """Tells the halts of some instruments, each once and again as more is known of it.

    What was over before we asked is nobody's news. A halt of the whole market is one of each.
    Pauses are measured by `steady`, a clock that nobody can set.
    """

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        notices: Notices,
        symbols: Iterable[Symbol],
        *,
        web: Web,
        clock: Clock,
        steady: Clock,
        calendar: Calendar,
        breaker: Breaker,
    ) -> None:
        self.trouble = ""
        self._notices = notices
        self._symbols = tuple(symbols)
        self._web = web
        self._clock = clock
        self._steady = steady
        self._calendar = calendar
        self._breaker = breaker
        self._told: dict[Symbol, tuple[datetime, datetime | None]] = {}
        self._next = steady.now()

    @property
    def name(self) -> str:
        return self._notices.name

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Tell the halts of these from now on, of new ones such as stand already too."""
        if set(symbols) - set(self._symbols):
            self._web.forget(self._notices.request())
        self._symbols = tuple(symbols)
        self._told = {symbol: at for symbol, at in self._told.items() if symbol in symbols}

    def told(self) -> str:
        """Say in a line how it is doing; nothing where there is nobody to ask about."""
        if not self._symbols:
            return ""
        left = self._next - self._steady.now()
        due = figures.utc((self._clock.now() + left).replace(microsecond=0))
        return f"{self.name}: {self.trouble or f'next asked at {due}'}"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask until cancelled; what goes wrong is told once, and again when it is over."""
        while True:
            await self._steady.until(self._next)
            await self.once(tell)
            wait = ONCE_A_MINUTE.wait(self._clock.now(), self._calendar)
            self._next = max(self._steady.now() + wait, self._breaker.due)

    async def once(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask once, and tell what is new of our instruments."""
        if not self._symbols:
            return
        request, trouble = self._notices.request(), ""
        try:
            answer = await self._web.get(request)
            if not answer.unchanged:
                try:
                    notices = self._notices.parse(answer.body)
                except FeedError:
                    self._web.forget(request)
                    raise
                for halt in self._news(notices):
                    await tell(halt)
            self._breaker.succeeded(self._steady.now())
        except FeedError as error:
            self._breaker.failed(self._steady.now(), error)
            trouble = str(error)
        if bool(trouble) is not bool(self.trouble):
            self.trouble = trouble
            log.warning("halts: %s", trouble or "they are told again")
            now = self._clock.now()
            await tell(FeedStatus(feed=self.name, healthy=not trouble, detail=trouble, seen=now))

    def _news(self, notices: Sequence[HaltNotice | Refusal]) -> Iterator[Halt]:
        now = self._clock.now()
        for notice in notices:
            if isinstance(notice, Refusal):
                continue
            for symbol in self._symbols if notice.symbol is None else (notice.symbol,):
                known = (notice.halted_at, notice.resumes_at)
                over = notice.resumes_at is not None and notice.resumes_at <= now
                if symbol not in self._symbols or self._told.get(symbol) == known:
                    continue
                if over and symbol not in self._told:
                    continue
                self._told[symbol] = known
                yield Halt(
                    symbol=symbol,
                    at=notice.halted_at,
                    reason=notice.reason,
                    resumes=notice.resumes_at,
                    seen=now,
                )
