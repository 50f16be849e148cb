"""Wiring: from the providers an operator named to one live feed of everything they say."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial
from random import Random
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.halting import Halting
from bot.feeds.listening import Listening
from bot.feeds.live import Live, Source
from bot.feeds.polling import Poll, patience_of
from bot.feeds.providers import COINS, PROVIDERS, STREAMS
from bot.feeds.providers.halts import Halts
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Allowance, Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.reach import Reach
from bot.feeds.web.steady import SteadyClock
from bot.market.instruments import Asset, Symbol, asset_of
from bot.market.state import VENUES, Market

TWINS = (("query1.finance.yahoo.com", "query2.finance.yahoo.com"),)
CLOSE = Decimal("0.005")
"""The share of a price within which a level counts as near."""


def client_for(asked: Iterable[Asked], clock: Clock, reach: Reach) -> Client:
    """Make a client that keeps each provider's manners."""
    allowances: dict[tuple[str, ...], Allowance] = {
        _hosts(one.url): _allowance(one) for one in asked
    }
    budgets = Budgets(allowances, clock=SteadyClock(clock.now()))
    return Client(clock=clock, budgets=budgets, reach=reach)


def live(  # noqa: PLR0913 (what it stands on, each by name)
    asked: Sequence[Asked],
    symbols: Iterable[Symbol],
    *,
    market: Market,
    cadence: Cadence,
    client: Client,
    clock: Clock,
    random: Random,
    halts: str = "",
) -> Live:
    """Make the feed of these providers about these instruments, the first to be believed first.

    `halts` is where the halts of shares are asked for; "" is nowhere.
    """
    sources: list[Source] = []
    wanted = list(dict.fromkeys(symbols))
    for one in asked:
        coins = one.name in COINS
        mine = [s for s in wanted if (asset_of(s) is Asset.CRYPTO) is coins]
        if not mine:
            continue
        calendar = market.calendars[VENUES[Asset.CRYPTO if coins else Asset.EQUITY]]
        if one.name in PROVIDERS:
            sources.append(
                Poll(
                    PROVIDERS[one.name](one),
                    mine,
                    web=client,
                    clock=clock,
                    calendar=calendar,
                    cadence=cadence,
                    near=partial(_near_a_level, market, mine),
                    breaker=Breaker(random=random),
                )
            )
        if one.name in STREAMS and one.stream:
            streamer = STREAMS[one.name](one)
            breaker = Breaker(random=random)
            sources.append(Listening(streamer, mine, lines=client, clock=clock, breaker=breaker))
    shares = [symbol for symbol in wanted if asset_of(symbol) is Asset.EQUITY]
    if halts and shares:
        sources.append(
            Halting(
                Halts(url=halts),
                shares,
                web=client,
                clock=clock,
                calendar=market.calendars[VENUES[Asset.EQUITY]],
                breaker=Breaker(random=random),
            )
        )
    order = [one.name for one in asked]
    failover = Failover(order, patience=patience_of(cadence))
    return Live(sources, door=Door(market), failover=failover, clock=clock)


# Somebody waits for a price that is not far from the last one.
def _near_a_level(market: Market, symbols: Sequence[Symbol]) -> bool:
    for symbol in symbols:
        tape = market.tapes.get(symbol)
        if tape is not None and tape.quote is not None and tape.lull is not None:
            price, lull = tape.quote.price, tape.lull
            if min(price - lull.low, lull.high - price) < price * CLOSE:
                return True
    return False


# Some answer at two addresses, and count both as one.
def _hosts(url: str) -> tuple[str, ...]:
    host = urlsplit(url).hostname or ""
    return next((pair for pair in TWINS if host in pair), (host,))


def _allowance(one: Asked) -> Allowance:
    a_minute = max(1, int(one.a_second * 60))
    return Allowance(requests=a_minute, burst=min(one.at_once, a_minute), at_once=one.at_once)
