"""What a live bot listens to: the providers of its settings, as one feed."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from random import SystemRandom

from bot.clock import Clock
from bot.feeds.live import Live
from bot.feeds.share_count import ShareCount
from bot.feeds.web.reach import anywhere, is_public
from bot.feeds.web.steady import SteadyClock
from bot.feeds.wiring import client_for, live
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules.needs import needed
from config.feeds import Feeds

GATHERED = timedelta(seconds=2)
"""How long edits of lists are gathered, for a stream is opened anew for each time it is told."""


async def feed(
    feeds: Feeds,
    market: Market,
    clock: Clock,
    stack: AsyncExitStack,
    *,
    shares: Iterable[ShareCount] = (),
) -> Live:
    """Open the feed of the providers there are about all that the market knows by name.

    `shares` are the counts that the settings know.
    """
    asked, register = feeds.asked(), feeds.register()
    everybody = [*([register.asked] if register else []), *asked]
    client = client_for(everybody, clock, anywhere if feeds.private else is_public)
    return live(
        asked,
        symbols_of(market),
        market=market,
        cadence=feeds.cadence.of_feeds(),
        client=await stack.enter_async_context(client),
        clock=clock,
        random=SystemRandom(),
        steady=SteadyClock(clock.now()),
        halts=feeds.halts.url if feeds.halts.enabled else "",
        register=register,
        written=shares,
    )


async def keep_up(pipeline: Pipeline, feed: Live, clock: Clock) -> None:
    """Have a feed ask about what lists and rules need now, soon after that has changed."""
    market, roster = pipeline.market, pipeline.engine.instances
    known: tuple[int, int] | None = None
    while True:
        edition = (market.edition, roster.edition)
        if edition != known:
            known = edition
            feed.follow(needed(market, roster))
        await clock.until(clock.now() + GATHERED)


def symbols_of(market: Market) -> list[Symbol]:
    """Return what is watched: members, what rules name, and what lists are held against."""
    held_against = (sector.watchlist.benchmark for sector in market.sectors.values())
    return list(dict.fromkeys([*market.tapes, *filter(None, held_against)]))
