"""Crumbs: what Yahoo wants of whoever asks for quotes, beside the cookie it goes with."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from random import Random

from bot.clock import Clock
from bot.errors import FeedError
from bot.feeds.cadence import Cadence
from bot.feeds.polling import Poll, Told, Web
from bot.feeds.providers.base import Provider
from bot.feeds.providers.yahoo import BROWSER, Yahoo, crumb_in
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import OK, Kind, Request
from bot.market.instruments import Symbol
from bot.market.sessions import Calendar

log = logging.getLogger(__name__)

SELDOM = timedelta(hours=1)
"""How long after a crumb was lost, or not had, the next is asked for: half of it at least."""

LONGEST = timedelta(hours=12)
COOKIE_LIMIT = 4096  # characters; browsers keep no longer one
_NOT_FOUND = 404  # there is nothing at the address that gives the cookie


class Crumbs:
    """Holds a crumb for as long as it is taken, and asks for another only after a long while.

    Whoever asks for one too often is answered with the words `Too Many Requests` in its place. The
    crumb is shown nowhere.
    """

    def __init__(self, *, url: str, cookies: str, web: Web, steady: Clock, random: Random) -> None:
        self._url = url.rstrip("/")
        self._cookies = cookies
        self._web = web
        self._steady = steady
        self._breaker = Breaker(random=random, patience=1, first=SELDOM, longest=LONGEST)
        self._quotes: Yahoo | None = None
        self._is_missed = False

    async def quotes(self) -> Yahoo | None:
        """Return who reads quotes; None where there is no crumb, nor is it time to ask for one."""
        now = self._steady.now()
        if self._quotes is None and self._breaker.allows(now):
            try:
                self._quotes = await self._exchanged()
            except FeedError as error:
                self.lost(error)
            else:
                self._breaker.succeeded(now)
                self._is_missed = False
        return self._quotes

    def lost(self, error: FeedError) -> None:
        """Let go of a crumb that is not taken any more, or was not given."""
        self._quotes = None
        # A crumb that is refused has grown old, as each does: no operator has to mend that.
        passing = FeedError(str(error), retry_after=error.retry_after)
        self._breaker.failed(self._steady.now(), passing)
        if not self._is_missed:  # said once
            self._is_missed = True
            log.warning("yahoo gives no quotes for a crumb, so charts are read: %s", error)

    async def _exchanged(self) -> Yahoo:
        headers = {"User-Agent": BROWSER}
        gives = Request(self._cookies, headers, Kind.NOTHING, frozenset({OK, _NOT_FOUND}))
        given = (await self._web.get(gives)).cookies
        cookie = "; ".join(f"{name}={value}" for name, value in given.items())
        if not cookie or len(cookie) > COOKIE_LIMIT:
            raise FeedError(f"{gives.where} gave no cookie")
        asks = Request(f"{self._url}/v1/test/getcrumb", headers | {"Cookie": cookie}, Kind.ANY)
        answer = await self._web.get(asks)
        self._web.forget(asks)  # the next one is another, whatever its version says
        return Yahoo(url=self._url, crumb=crumb_in(answer.body), cookie=cookie)


class Quoting(Poll):
    """Asks Yahoo for quotes while a crumb is at hand, and for charts while none is.

    A fault of the quotes costs the crumb, and no round: charts are read in their place.
    """

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        charts: Provider,
        symbols: Sequence[Symbol],
        *,
        crumbs: Crumbs,
        web: Web,
        clock: Clock,
        steady: Clock,
        calendar: Calendar,
        cadence: Cadence,
        near: Callable[[], bool],
        breaker: Breaker,
    ) -> None:
        super().__init__(
            charts,
            symbols,
            web=web,
            clock=clock,
            steady=steady,
            calendar=calendar,
            cadence=cadence,
            near=near,
            breaker=breaker,
        )
        self._charts = charts
        self._crumbs = crumbs

    async def once(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Ask about every instrument once, in the way there is just now."""
        if self.symbols:
            self._ask(await self._crumbs.quotes() or self._charts)
        await super().once(tell)

    async def _failed(self, error: FeedError, tell: Callable[[Told], Awaitable[None]]) -> None:
        if self.provider is self._charts:
            await super()._failed(error, tell)
            return
        self._crumbs.lost(error)
        self._ask(self._charts)
        await super().once(tell)

    def _ask(self, provider: Provider) -> None:
        if provider is self.provider:
            return
        self.provider = provider
        self.follow(self.symbols)
