"""Feeds follow lists: who comes on one is asked for within a round, who goes off one no more."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random

from bot.clock import ManualClock, SystemClock
from bot.feeds.asked import Asked, Register
from bot.feeds.cadence import Cadence
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.live import Live
from bot.feeds.polling import Told
from bot.feeds.share_count import ShareCount
from bot.feeds.share_table import ShareTable
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.reach import anywhere
from bot.feeds.wiring import client_for, live
from bot.live import GATHERED, keep_up
from bot.market.instruments import Symbol
from tests.builders import Watched, a_bot, a_rule, a_watchlist, at
from tests.contracts import test_counting, test_halting
from tests.contracts.test_counting import CIKS, LIST, MAIL, a_concept, a_fact, a_list, path
from tests.contracts.test_halting import a_row
from tests.faulty_server import FaultyServer
from tests.relisted import edits
from tests.stepped import SteppedClock

NOON = at("2025-10-10T16:00Z")
SECOND = timedelta(seconds=1)
PATIENCE = 20  # seconds, for a busy machine; a test that waits so long has failed
FAST = Decimal(100)
BTC, ETH = "BTC-USD", "ETH-USD"
IREN, WULF = Symbol("IREN"), Symbol("WULF")
TICKER = "/api/v3/brokerage/market/products/{}/ticker"


class Following:
    """A bot whose list of coins is followed by a feed that asks and listens, on a stepped clock."""

    def __init__(self, server: FaultyServer, client: Client) -> None:
        self.server = server
        self.clock = SteppedClock(NOON)
        self.bot = a_bot(watchlists=[a_watchlist("coins", BTC)], references=[], at=NOON)
        stream = f"{server.stream_url}/ticks"
        coins = Asked(name="coinbase", url=server.url, stream=stream, a_second=FAST)
        self.feed = live(
            [coins],
            list(self.bot.market.tapes),
            market=self.bot.market,
            cadence=Cadence(),
            client=client,
            clock=self.clock,
            random=Random(1),  # noqa: S311 (to be the same each time)
            register=Register(asked=a_register(server), issuers=server.url, contact=MAIL),
        )

    async def comes_to(self, holds: Callable[[], object]) -> None:
        """Let time pass until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.clock.turn_to(self.clock.now() + SECOND)

    async def hears(self) -> None:
        async for _ in self.feed.events():
            pass

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for so far."""
        return [asked.path for asked in self.server.asked]

    @property
    def subscribed(self) -> list[str]:
        """What was last listened for."""
        told = json.loads(self.server.heard[-1]) if self.server.heard else {}
        return list(told.get("product_ids", ()))


def a_register(server: FaultyServer) -> Asked:
    return Asked(name="sec", url=server.url, a_second=FAST)


async def test_a_live_bot_follows_its_lists(server: FaultyServer):
    """Whoever comes on one is asked and listened for, and counted; whoever goes is left alone."""
    for coin in (BTC, ETH):
        server.answers(TICKER.format(coin), "{}")
    server.streams("/ticks")
    server.answers(LIST, a_list(**CIKS))
    server.answers(path("IREN"), a_concept("IREN", a_fact()))
    async with client_for([a_register(server)], SystemClock(), anywhere) as client:
        it = Following(server, client)
        keeping = keep_up(it.bot.pipeline, it.feed, it.clock)
        works = [asyncio.create_task(it.hears()), asyncio.create_task(keeping)]
        try:
            await it.comes_to(lambda: [BTC] == it.subscribed)
            edits(it.bot, f"{ETH} IREN", name="coins")
            await it.comes_to(lambda: [ETH] == it.subscribed)
            await it.comes_to(lambda: {TICKER.format(ETH), path("IREN")} <= set(it.asked))
            before = len(it.asked)
            await it.comes_to(lambda: len(it.asked) > before)
        finally:
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)

    assert {TICKER.format(ETH)} == set(it.asked[before:])


async def test_what_nobody_is_asked_about_has_no_line(server: FaultyServer):
    """A provider of coins is of no use to whoever watches none, until somebody does."""
    async with client_for([], SystemClock(), anywhere) as client:
        feed = Following(server, client).feed
        before = [line.partition(":")[0] for line in feed.details()]

        feed.follow([IREN])

        after = [line.partition(":")[0] for line in feed.details()]
    assert (["coinbase", "coinbase, its stream"], ["sec"]) == (before, after)


async def test_a_halt_that_stands_is_told_of_whoever_comes_later(server: FaultyServer):
    """The venue said it before anybody asked for this one, and says nothing new now."""
    clock = ManualClock(test_halting.NOON)
    async with Client(clock=clock, budgets=Budgets(clock=clock), reach=anywhere) as client:
        watch = test_halting.Watch(server, client, clock)
        before = await watch.asks(a_row("CLOV"))

        watch.halting.follow([IREN, Symbol("CLOV")])

        assert ([], [("CLOV", None)]) == (before, await watch.asks(a_row("CLOV")))


async def test_the_shares_of_whoever_comes_are_counted_at_once_and_nobody_elses_again(
    server: FaultyServer,
):
    """The day's round is long over, and the next one is tomorrow."""
    clock = ManualClock(test_counting.NOON)
    test_counting.is_whole(server)
    async with Client(clock=clock, budgets=Budgets(clock=clock), reach=anywhere) as client:
        watch = test_counting.Watch(server, client, clock)
        watch.counting.follow([IREN])
        await watch.asks()
        before = len(server.asked)

        watch.counting.follow([IREN, WULF])
        due, now = watch.counting.due, clock.now()
        await watch.asks()

    assert (now, [LIST, path("WULF")], 391_000_000) == (
        due,
        [asked.path for asked in server.asked[before:]],
        watch.counts["WULF"],
    )


async def test_a_count_of_the_settings_is_told_once_its_symbol_is_on_a_list():
    """And once only, for as long as it stays there."""
    days = [
        ShareCount(symbol=s, shares=1, as_of=NOON.date(), provider="settings") for s in (IREN, WULF)
    ]
    table, told = ShareTable(days, [IREN]), asyncio.Queue[Told]()
    task = asyncio.create_task(table.run(told.put))
    first = await told.get()

    table.follow([IREN, WULF])
    second = await told.get()

    task.cancel()
    assert (days, True) == ([first, second], told.empty())


class Heeding:
    """What a feed is told to follow, of a bot whose clock a test steps."""

    def __init__(self, bot: Watched) -> None:
        self.bot, self.clock = bot, SteppedClock(NOON)
        failover = Failover([], patience=SECOND)
        feed = Live([], door=Door(bot.market), failover=failover, clock=self.clock)
        self.told: list[list[str]] = []
        feed.heeding.append(lambda symbols: self.told.append(sorted(symbols)))
        self._work = keep_up(bot.pipeline, feed, self.clock)

    async def while_(self, *acts: Callable[[], object]) -> list[list[str]]:
        """Do one thing after the other, each when the last was followed."""
        task = asyncio.create_task(self._work)
        for act in acts:
            await self.clock.turn_to(self.clock.now() + GATHERED)
            act()
        await self.clock.turn_to(self.clock.now() + GATHERED)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return self.told


async def test_what_lists_and_rules_read_is_followed_and_nothing_else():
    """Benchmarks too; and where nothing has changed, nobody is told anything."""
    bot = a_bot(watchlists=[a_watchlist(members="IREN", benchmark=BTC)])
    bot.market.tape(Symbol("OLD"))

    told = await Heeding(bot).while_(
        lambda: edits(bot, "IREN WULF"),
        lambda: None,
        lambda: bot.engine.add(a_rule("MSFT.price > 500", name="theirs")),
        lambda: bot.engine.drop("theirs"),
    )

    assert [[BTC, "IREN"], ["IREN", "WULF"], ["IREN", "MSFT", "WULF"], ["IREN", "WULF"]] == told
