"""What a live bot listens to: the providers of its settings, as one feed."""

from contextlib import AsyncExitStack
from random import SystemRandom

from bot.clock import Clock
from bot.feeds.live import Live
from bot.feeds.web.reach import anywhere, is_public
from bot.feeds.wiring import client_for, live
from bot.market.instruments import Symbol
from bot.market.state import Market
from config.feeds import Feeds


async def feed(feeds: Feeds, market: Market, clock: Clock, stack: AsyncExitStack) -> Live:
    """Open the feed of the providers there are about all that the market knows by name."""
    asked = feeds.asked()
    client = client_for(asked, clock, anywhere if feeds.private else is_public)
    return live(
        asked,
        symbols_of(market),
        market=market,
        cadence=feeds.cadence.of_feeds(),
        client=await stack.enter_async_context(client),
        clock=clock,
        random=SystemRandom(),
        halts=feeds.halts.url if feeds.halts.enabled else "",
    )


def symbols_of(market: Market) -> list[Symbol]:
    """Return what is watched: members, what rules name, and what lists are held against."""
    held_against = (sector.watchlist.benchmark for sector in market.sectors.values())
    return list(dict.fromkeys([*market.tapes, *filter(None, held_against)]))
