"""Wiring: from the providers an operator named to one live feed of everything they say."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Protocol
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
    wired = _Wired(symbols)
    steady = steady or clock
    for one in asked:
        asset = Asset.CRYPTO if one.name in COINS else Asset.EQUITY
        mine = wired.of(asset)
        if one.name in PROVIDERS:
            poll = _polled_by(one, client, steady, random)(
                PROVIDERS[one.name](one),
                mine,
                web=client,
                clock=clock,
                steady=steady,
                calendar=market.calendars[VENUES[asset]],
                cadence=cadence,
                near=partial(_near_a_level, market, wired, asset),
                breaker=Breaker(random=random),
            )
            wired.add(poll, asset)
        if one.name in STREAMS and one.stream:
            line = Listening(
                STREAMS[one.name](one),
                mine,
                lines=client,
                clock=clock,
                breaker=Breaker(random=random),
                silence=SILENT.get(one.name, SILENCE),
            )
            wired.add(line, asset)
    shares = wired.of(Asset.EQUITY)
    if table := tuple(written):
        wired.add(ShareTable(table, shares), Asset.EQUITY)
    if register is not None:
        count = partial(_counting, market=market, client=client, clock=clock, random=random)
        wired.add(count(register, shares), Asset.EQUITY)
    if halts:
        halting = Halting(
            Halts(url=halts),
            shares,
            web=client,
            clock=clock,
            steady=steady,
            calendar=market.calendars[VENUES[Asset.EQUITY]],
            breaker=Breaker(random=random),
        )
        wired.add(halting, Asset.EQUITY)
    failover = Failover([one.name for one in asked], patience=patience_of(cadence))
    return wired.live(door=Door(market), failover=failover, clock=clock)


class _Follows(Source, Protocol):
    """Brings readings of the instruments it was last told."""

    def follow(self, symbols: Sequence[Symbol]) -> None: ...


class _Wired:
    """Collects sources, each with the kind of instruments that it is asked about."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._symbols = list(dict.fromkeys(symbols))
        self._sources: list[tuple[_Follows, Asset]] = []

    def of(self, asset: Asset) -> list[Symbol]:
        """Return what is needed of a kind."""
        return [symbol for symbol in self._symbols if asset_of(symbol) is asset]

    def add(self, source: _Follows, asset: Asset) -> None:
        self._sources.append((source, asset))

    def live(self, *, door: Door, failover: Failover, clock: Clock) -> Live:
        """Make one feed of them all."""
        sources = [source for source, _ in self._sources]
        feed = Live(sources, door=door, failover=failover, clock=clock)
        feed.heeding.append(self._follow)
        return feed

    def _follow(self, symbols: Sequence[Symbol]) -> None:
        self._symbols = list(dict.fromkeys(symbols))
        for source, asset in self._sources:
            source.follow(self.of(asset))


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
) -> _Follows:
    if not register.contact:
        return Uncounted(shares)
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
def _near_a_level(market: Market, wired: _Wired, asset: Asset) -> bool:
    for symbol in wired.of(asset):
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
