"""A bot that follows one provider on loopback, with a clock that the test turns."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from random import Random

from bot.chat import Message
from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.listening import Listening
from bot.feeds.live import Live, Source
from bot.feeds.polling import Poll, patience_of
from bot.feeds.providers import PROVIDERS, STREAMS
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client, Times
from bot.feeds.web.reach import anywhere
from bot.following import follow
from bot.market.instruments import Symbol, asset_of
from bot.market.sanity import Refusal
from bot.market.state import VENUES
from bot.pipeline import Pipeline
from bot.rules.engine import Engine
from tests.builders import a_market, a_watchlist, at
from tests.contracts.cases import ASKED, HEARD
from tests.faulty_server import FaultyServer
from tests.turned import Shadow, TurnedClock
from tests.ways import Plain

START = at("2025-10-10T10:02Z")
MOMENT = timedelta(milliseconds=300)
SHORT = Times(connect=2 * MOMENT, piece=MOMENT, whole=2 * MOMENT)
PATIENCE = 20  # seconds, for a busy machine; a test that waits so long has failed
KEY = "c0ffee:canary"


class Watch:
    """Follows a feed; `prices` are those the market showed of `symbol`, `refused` what it did not.

    What the market shows after each event is noted, be it new or not.
    """

    def __init__(self, symbol: Symbol) -> None:
        self.clock = TurnedClock(START)
        self.symbol = symbol
        self.market = a_market(watchlists=[a_watchlist(members=symbol)], at=START)
        self.said: list[Message] = []
        self.pipeline = Pipeline(self.market, Engine(self.market))
        self.pipeline.herald.lead(Plain(self.said))
        self.prices: list[str] = []
        self.refused: list[Refusal] = []
        self.live: Live | None = None
        self.sources = 1
        self.following: asyncio.Task[None] | None = None
        self.pipeline.moved.append(self._moved)
        self.pipeline.refused.append(self._turned_away)

    async def comes_to(self, done: Callable[[], bool]) -> None:
        """Turn the clock from one wait of every source to the next, until that is so."""
        async with asyncio.timeout(PATIENCE):
            while not done():
                await self.clock.stirred.wait()
                self.clock.stirred.clear()
                if self.following is not None and self.following.done():
                    self.following.result()  # what broke the pipeline is what the test is about
                if not done():
                    self.clock.turn(self.sources)
        self.clock.stirred.set()  # whoever waits by now is still to be turned to

    async def shows(self, price: str) -> None:
        """Turn the clock until the market shows a price."""
        await self.comes_to(lambda: price in self.prices[-1:])

    async def asked(self, server: FaultyServer, times: int) -> None:
        """Turn the clock until the server was asked so many times more."""
        times += len(server.asked)
        await self.comes_to(lambda: len(server.asked) >= times)

    def switches(self) -> list[tuple[str, str, str]]:
        """The changes of whose word counted: whose before, whose after, and why."""
        told = self.live.switched if self.live else []
        return [(switch.before, switch.after, switch.why) for switch in told]

    @property
    def base(self) -> str:
        """The close that moves are measured from, "" where it is not known."""
        reference = self.market.tape(self.symbol).reference
        close = reference.previous_close if reference else None
        return "" if close is None else f"{close.normalize():f}"

    def _moved(self) -> None:
        quote = self.market.tape(self.symbol).quote
        if quote is not None:
            self.prices.append(f"{quote.price.normalize():f}")
        self.clock.stirred.set()

    def _turned_away(self, _: str, refusal: Refusal) -> None:
        self.refused.append(refusal)
        self.clock.stirred.set()


@asynccontextmanager
async def polling(
    name: str, server: FaultyServer, *others: str, before: Sequence[Symbol] = ()
) -> AsyncIterator[Watch]:
    """Follow providers that are asked, the first to be believed first.

    They are asked about their instrument, and about those in `before` ahead of it.
    """
    watch = Watch(ASKED[name].symbol)
    async with _client(watch) as client:
        polls = [_poll(one, server, watch, client, before) for one in (name, *others)]
        async with following(watch, polls):
            yield watch


@asynccontextmanager
async def listening(name: str, server: FaultyServer) -> AsyncIterator[Watch]:
    """Follow a provider that is listened to."""
    case = HEARD[name]
    watch = Watch(case.symbol)
    asked = Asked(name=name, url=server.url, stream=f"{server.stream_url}/{name}", key=KEY)
    async with _client(watch) as client:
        source = Listening(
            STREAMS[name](asked),
            [case.symbol],
            lines=client,
            clock=watch.clock,
            breaker=a_breaker(),
            silence=MOMENT,
        )
        async with following(watch, [source]):
            yield watch


@asynccontextmanager
async def following(watch: Watch, sources: Sequence[Source]) -> AsyncIterator[None]:
    """Follow sources, the first to be believed first."""
    failover = Failover([s.name for s in sources], patience=patience_of(Cadence()))
    live = Live(sources, door=Door(watch.market), failover=failover, clock=watch.clock)
    follows = asyncio.create_task(follow(watch.pipeline, live, Shadow(watch.clock)))
    follows.add_done_callback(lambda _: watch.clock.stirred.set())
    watch.following, watch.live, watch.sources = follows, live, len(sources)
    try:
        yield
    finally:
        follows.cancel()
        await asyncio.gather(follows, return_exceptions=True)


def _poll(
    name: str, server: FaultyServer, watch: Watch, client: Client, before: Sequence[Symbol]
) -> Poll:
    return Poll(
        PROVIDERS[name](Asked(name=name, url=server.url, key=KEY)),
        [*before, watch.symbol],
        web=client,
        clock=watch.clock,
        steady=watch.clock,
        calendar=watch.market.calendars[VENUES[asset_of(watch.symbol)]],
        cadence=Cadence(),
        near=lambda: False,
        breaker=a_breaker(),
    )


def a_breaker() -> Breaker:
    return Breaker(random=Random(0))  # noqa: S311 - no secret


@asynccontextmanager
async def _client(watch: Watch) -> AsyncIterator[Client]:
    async with AsyncExitStack() as stack:
        budgets = Budgets(clock=watch.clock)
        client = Client(clock=watch.clock, budgets=budgets, times=SHORT, reach=anywhere)
        yield await stack.enter_async_context(client)
