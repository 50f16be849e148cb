"""Wiring: from the providers an operator named to one live feed of everything they say."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.feeds.asked import Asked, Register
from bot.feeds.cadence import Cadence
from bot.feeds.counting import Counting, Uncounted
from bot.feeds.crumbs import Crumbs, Quoting
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.halting import Halting
from bot.feeds.listening import SILENCE, Listening
from bot.feeds.live import Live, Source
from bot.feeds.polling import Poll, patience_of
from bot.feeds.providers import COINS, PROVIDERS, STREAMS
from bot.feeds.providers.halts import Halts
from bot.feeds.providers.sec import Sec
from bot.feeds.providers.sec_issuers import SecIssuers
from bot.feeds.share_count import ShareCount
from bot.feeds.share_table import ShareTable
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Allowance, Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.reach import Reach
from bot.feeds.web.steady import SteadyClock
from bot.market.instruments import Asset, Symbol, asset_of
from bot.market.state import VENUES, Market

TWINS = (
    ("query1.finance.yahoo.com", "query2.finance.yahoo.com"),
    ("data.sec.gov", "www.sec.gov"),
)
SILENT = {"yahoo": timedelta(minutes=30)}
"""Whose stream tells nothing for long though all is well: it beats while somebody trades alone."""

CLOSE = Decimal("0.005")
"""The share of a price within which a level counts as near."""


def client_for(asked: Iterable[Asked], clock: Clock, reach: Reach) -> Client:
    """Make a client that keeps each provider's manners."""
    allowances: dict[tuple[str, ...], Allowance] = {
        (*_hosts(one.url), *_hosts(one.stream)): _allowance(one) for one in asked
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
    steady: Clock | None = None,
    halts: str = "",
    register: Register | None = None,
    written: Iterable[ShareCount] = (),
) -> Live:
    """Make the feed of these providers about these instruments, the first to be believed first.

    `steady`, by which pauses are measured, is a clock that nobody can set, where there is one.
    `halts` is where the halts of shares are asked for, "" is nowhere; `register` where there are
    share counts, which count beside those that are `written` in the settings.
    """
    sources: list[Source] = []
    steady = steady or clock
    wanted = list(dict.fromkeys(symbols))
    for one in asked:
        coins = one.name in COINS
        mine = [s for s in wanted if (asset_of(s) is Asset.CRYPTO) is coins]
        if not mine:
            continue
        calendar = market.calendars[VENUES[Asset.CRYPTO if coins else Asset.EQUITY]]
        if one.name in PROVIDERS:
            poll = _polled_by(one, client, steady, random)
            sources.append(
                poll(
                    PROVIDERS[one.name](one),
                    mine,
                    web=client,
                    clock=clock,
                    steady=steady,
                    calendar=calendar,
                    cadence=cadence,
                    near=partial(_near_a_level, market, mine),
                    breaker=Breaker(random=random),
                )
            )
        if one.name in STREAMS and one.stream:
            sources.append(
                Listening(
                    STREAMS[one.name](one),
                    mine,
                    lines=client,
                    clock=clock,
                    breaker=Breaker(random=random),
                    silence=SILENT.get(one.name, SILENCE),
                )
            )
    shares = [symbol for symbol in wanted if asset_of(symbol) is Asset.EQUITY]
    table = [count for count in written if count.symbol in shares]
    if table:
        sources.append(ShareTable(table))
    if register is not None and shares:
        sources.append(
            _counting(register, shares, market=market, client=client, clock=clock, random=random)
        )
    if halts and shares:
        sources.append(
            Halting(
                Halts(url=halts),
                shares,
                web=client,
                clock=clock,
                steady=steady,
                calendar=market.calendars[VENUES[Asset.EQUITY]],
                breaker=Breaker(random=random),
            )
        )
    order = [one.name for one in asked]
    failover = Failover(order, patience=patience_of(cadence))
    return Live(sources, door=Door(market), failover=failover, clock=clock)


# Yahoo is asked for quotes as well, where it gives a cookie.
def _polled_by(one: Asked, client: Client, steady: Clock, random: Random) -> Callable[..., Poll]:
    if not one.cookies:
        return Poll
    crumbs = Crumbs(url=one.url, cookies=one.cookies, web=client, steady=steady, random=random)
    return partial(Quoting, crumbs=crumbs)


def _counting(  # noqa: PLR0913 (what it stands on, each by name)
    register: Register,
    shares: Sequence[Symbol],
    *,
    market: Market,
    client: Client,
    clock: Clock,
    random: Random,
) -> Source:
    if not register.contact:
        return Uncounted()
    return Counting(
        SecIssuers(contact=register.contact, url=register.issuers),
        partial(Sec, contact=register.contact, url=register.asked.url),
        shares,
        web=client,
        clock=clock,
        calendar=market.calendars[VENUES[Asset.EQUITY]],
        breaker=Breaker(random=random, first=timedelta(minutes=1), longest=timedelta(hours=1)),
        random=random,
    )


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
