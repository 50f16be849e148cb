"""The share counts of a live bot: whom they come from, and that a market cap stands on them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from bot.clock import SystemClock
from bot.feeds.asked import Asked, Register
from bot.feeds.cadence import Cadence
from bot.feeds.live import Live
from bot.feeds.share_count import ShareCount
from bot.feeds.web.reach import anywhere
from bot.feeds.wiring import client_for, live
from bot.market.events import Reference
from bot.market.instruments import Symbol
from bot.market.state import Market
from tests.builders import a_market, a_quote, a_watchlist
from tests.contracts.test_counting import LIST, MAIL, NOON, a_concept, a_fact, a_list, path
from tests.contracts.told import yahoo_quotes
from tests.faulty_server import FaultyServer
from tests.stepped import SteppedClock

MEMBERS = ("IREN", "CAN")
WRITTEN = ShareCount(
    symbol=Symbol("CAN"), shares=420_000_000, as_of=date(2025, 9, 30), provider="settings"
)
FAST = Decimal(100)


async def heard(feed: Live, market: Market, references: int) -> None:
    """Follow a feed until it has told so many references."""
    events = feed.events()
    assert isinstance(events, AsyncGenerator)
    async with asyncio.timeout(10), aclosing(events):
        async for event in events:
            if isinstance(event, Reference):
                market.take(event)
                references -= 1
            if not references:
                return


@asynccontextmanager
async def a_feed(server: FaultyServer, market: Market, contact: str) -> AsyncIterator[Live]:
    asked = Asked(name="sec", url=server.url, a_second=FAST)
    async with client_for([asked], SystemClock(), anywhere) as client:
        yield live(
            [],
            [Symbol(name) for name in MEMBERS],
            market=market,
            cadence=Cadence(),
            client=client,
            clock=SteppedClock(NOON),
            random=Random(1),  # noqa: S311 (to be the same each time)
            register=Register(asked=asked, issuers=server.url, contact=contact),
            written=[WRITTEN],
        )


async def test_a_cap_stands_on_what_was_registered_and_what_was_written():
    """Keyless: the register tells of one member, and the settings of the other, filed abroad."""
    market = a_market(watchlists=[a_watchlist(members="IREN CAN")], at=NOON)
    async with FaultyServer() as server:
        server.answers(LIST, a_list(IREN=11))
        server.answers(path("IREN"), a_concept("IREN", a_fact()))
        async with a_feed(server, market, MAIL) as feed:
            await heard(feed, market, 2)

    later = NOON + timedelta(seconds=1)
    for name, price in (("IREN", 60), ("CAN", 2)):
        market.take(a_quote(name, price, at=later))

    assert Decimal(60 * 272_000_000 + 2 * 420_000_000) == market.sectors["miners"].cap
    assert {("IREN", "sec"), ("CAN", "settings")} == {
        (name, reference.source)
        for name, tape in market.tapes.items()
        if (reference := tape.reference) is not None
    }


async def test_without_a_mail_address_nobody_is_asked_and_that_is_said():
    """An operator has to see why a cap is not known, and what to write."""
    market = a_market(watchlists=[a_watchlist(members="IREN CAN")], at=NOON)
    async with FaultyServer() as server, a_feed(server, market, "") as feed:
        await heard(feed, market, 1)
        asked = [one.path for one in server.asked]

    assert [] == asked
    assert (
        "settings: share counts of CAN as of 2025-09-30",
        "sec: not asked for share counts until `feeds: sec: contact:` is written",
    ) == feed.details()


async def test_quotes_that_a_crumb_was_had_for_tell_share_counts_too():
    """From the settings to the market: a cookie, a crumb, and fifty symbols at once."""
    market = a_market(watchlists=[a_watchlist(members="IREN CAN")], at=NOON)
    async with FaultyServer() as server:
        server.answers("/cookie", "", headers={"Set-Cookie": "A3=x"})
        server.answers("/v1/test/getcrumb", "a.crumb.1")
        server.answers("/v7/finance/quote", yahoo_quotes("104.08", NOON - timedelta(hours=3)))
        asked = Asked(name="yahoo", url=server.url, a_second=FAST, cookies=f"{server.url}/cookie")
        async with client_for([asked], SystemClock(), anywhere) as client:
            feed = live(
                [asked],
                [Symbol(name) for name in MEMBERS],
                market=market,
                cadence=Cadence(),
                client=client,
                clock=SteppedClock(NOON),
                random=Random(1),  # noqa: S311 (to be the same each time)
            )
            await heard(feed, market, 1)

    assert 10_000_000 == market.tape(Symbol("IREN")).shares
