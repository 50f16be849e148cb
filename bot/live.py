"""What a live bot listens to: the providers of its settings, as one feed."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from random import SystemRandom

from bot.clock import Clock
from bot.feeds.live import Live
from bot.feeds.news.memory import Memory, nothing
from bot.feeds.news.newsstand import Newsstand
from bot.feeds.news.reader import Reader
from bot.feeds.news.wiring import Asks, client_of_rooms, opened
from bot.feeds.share_count import ShareCount
from bot.feeds.web.reach import Reach, anywhere, is_public
from bot.feeds.web.steady import SteadyClock
from bot.feeds.wiring import client_for, live
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules.needs import needed
from config.feeds import Feeds

GATHERED = timedelta(seconds=2)
"""How long edits of lists are gathered, for a stream is opened anew for each time it is told."""


async def feed(  # noqa: PLR0913 (what it stands on, each by name)
    feeds: Feeds,
    market: Market,
    clock: Clock,
    stack: AsyncExitStack,
    *,
    shares: Iterable[ShareCount] = (),
    stand: Newsstand | None = None,
    memory: Memory = nothing,
) -> Live:
    """Open the feed of the providers there are about all that the market knows by name.

    `shares` are the counts that the settings know. `stand` holds what is read as news, and is
    opened; `memory` tells what was kept of it. Without one, articles are those of the settings.
    """
    asked, register = feeds.asked(), feeds.register()
    everybody = [*([register.asked] if register else []), *asked]
    reach = reach_of(feeds)
    client = client_for(everybody, clock, reach)
    web = await stack.enter_async_context(client)
    made = live(
        asked,
        symbols_of(market),
        market=market,
        cadence=feeds.cadence.of_feeds(),
        client=web,
        clock=clock,
        random=SystemRandom(),
        steady=SteadyClock(clock.now()),
        halts=feeds.halts.url if feeds.halts.enabled else "",
        register=register,
        written=shares,
    )
    stand = stand or Newsstand(feeds.publications())
    rooms = await stack.enter_async_context(client_of_rooms(clock, reach))
    stand.open(
        opened(
            made,
            ours=Asks(web=web, reader=_reader(stack)),
            theirs=Asks(web=rooms, reader=_reader(stack)),
            clock=clock,
            steady=SteadyClock(clock.now()),
            random=SystemRandom(),
            memory=memory,
        ),
        symbols_of(market),
    )
    made.heeding.append(stand.follow)
    return made


def _reader(stack: AsyncExitStack) -> Reader:
    reader = Reader()  # its process is started by the first document
    stack.push_async_callback(reader.close)
    return reader


def reach_of(feeds: Feeds) -> Reach:
    """Return which addresses may be connected to: this machine's own in trials alone."""
    return anywhere if feeds.private else is_public


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
