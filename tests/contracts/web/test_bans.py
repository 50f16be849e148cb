"""Bans: a provider that says "too many" is left alone by all who ask it, until it has passed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from types import TracebackType
from typing import Self

import pytest
from aiohttp import web

from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.halting import Halting
from bot.feeds.listening import Listening
from bot.feeds.live import Source
from bot.feeds.polling import Poll
from bot.feeds.providers.coinbase import Coinbase
from bot.feeds.providers.halts import Halts
from bot.feeds.trying import Trial
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Allowance, Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.reach import anywhere
from bot.market.instruments import Symbol
from bot.market.sessions import AlwaysOpen
from tests.builders import at
from tests.stepped import SteppedClock

NOON = at("2025-10-10T12:00Z")
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
BAN, LONGER = 30 * SECOND, 2 * MINUTE
ALLOWED = Allowance(requests=60, burst=4, at_once=2)
BTC = Symbol("BTC-USD")
TRADE = {"product_id": BTC, "price": "121000", "time": "2025-10-10T11:59:59Z"}


class Banning:
    """A provider that bans whoever asks more than it allows, or when it pleases; longer each time.

    It says 429, and 418 to whoever goes on. `during` counts the requests that came in a ban.
    """

    def __init__(self, clock: SteppedClock, *, whims: list[datetime]) -> None:
        self.url = ""
        self.asked: Counter[int] = Counter()
        self.dialled = self.during = 0
        self._clock = clock
        self._whims = whims
        self._until = NOON
        self._times: list[datetime] = []
        app = web.Application()
        app.router.add_get("/{rest:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        status, pause = self._judged(self._clock.now())
        self.asked[status] += 1
        self.dialled += request.path == "/ticks"
        if status != 200:
            seconds = str(int(pause.total_seconds()))
            return web.Response(status=status, headers={"Retry-After": seconds})
        if request.path == "/ticks":  # a line that is closed as soon as it is opened
            line = web.WebSocketResponse(timeout=0.1)
            await line.prepare(request)
            await line.close()
            return line
        if request.path == "/halts":
            return web.Response(text='<rss version="2.0"><channel></channel></rss>')
        return web.json_response({"trades": [TRADE]})

    def _judged(self, now: datetime) -> tuple[int, timedelta]:
        if now < self._until:
            self.during += 1
            self._until = now + LONGER
            return 418, LONGER
        self._times = [then for then in self._times if now - then < ALLOWED.per] + [now]
        whim = [when for when in self._whims if when <= now]
        if whim or len(self._times) > ALLOWED.requests:
            self._whims = [when for when in self._whims if when > now]
            self._until = now + BAN
            return 429, BAN
        return 200, timedelta()


async def hear_nothing(_told: object) -> None: ...


@asynccontextmanager
async def everybody(server: Banning, clock: SteppedClock) -> AsyncIterator[None]:
    """Have two polls, a stream, the halts and a check ask one provider, of one process."""
    budgets = Budgets({("127.0.0.1",): ALLOWED}, clock=clock)
    always, often = AlwaysOpen(), Cadence(usual=5 * SECOND, near=5 * SECOND)

    def a_breaker(seed: int) -> Breaker:
        return Breaker(random=Random(seed))  # noqa: S311 (to be the same each time)

    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(
            Client(clock=clock, budgets=budgets, reach=anywhere)
        )
        polls = [
            Poll(
                Coinbase(url=server.url),
                [BTC],
                web=client,
                clock=clock,
                steady=clock,
                calendar=always,
                cadence=often,
                near=lambda: False,
                breaker=a_breaker(seed),
            )
            for seed in (1, 2)
        ]
        line = f"{server.url.replace('http', 'ws')}/ticks"
        listening = Listening(
            Coinbase(stream_url=line), [BTC], lines=client, clock=clock, breaker=a_breaker(3)
        )
        halting = Halting(
            Halts(url=f"{server.url}/halts"),
            [Symbol("IREN")],
            web=client,
            clock=clock,
            steady=clock,
            calendar=always,
            breaker=a_breaker(4),
        )
        trial = Trial(web=client, clock=clock, calendars={"crypto": always}, patience=MINUTE)

        async def check() -> None:
            while True:
                await trial.of([Asked(name="coinbase", url=server.url, a_second=Decimal(1))], [BTC])
                await clock.until(clock.now() + 7 * SECOND)

        sources: list[Source] = [*polls, listening, halting]
        tasks = [asyncio.create_task(source.run(hear_nothing)) for source in sources]
        tasks.append(asyncio.create_task(check()))
        clock.expected = len(tasks)
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("seed", [1, 2])
async def test_m13_nobody_asks_during_a_ban_whoever_was_told_of_it(seed: int):
    """Two polls, a stream that is dialled again and again, the halts and a check, for two hours."""
    random = Random(seed)  # noqa: S311 (to be the same each time)
    whims = sorted(NOON + random.uniform(0.05, 1.9) * HOUR for _ in range(5))
    clock = SteppedClock(NOON)
    async with Banning(clock, whims=whims) as server, everybody(server, clock):
        await clock.turn_to(NOON + 2 * HOUR)

    invalid = server.asked[429] + server.asked[418]
    assert (5, 0, 0) == (server.asked[429], server.asked[418], server.during)
    assert invalid / server.asked.total() < Decimal("0.01")
    assert server.dialled > 5
