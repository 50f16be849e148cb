"""Trying: one question to each provider, to see what comes, how old it is and how fast."""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import figures
from bot.clock import Clock
from bot.errors import FeedError, FeedRefused
from bot.feeds.asked import Asked
from bot.feeds.door import Door
from bot.feeds.polling import Web
from bot.feeds.providers import COINS, PROVIDERS
from bot.feeds.providers.finnhub import Finnhub
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.market.instruments import Asset, Symbol, asset_of
from bot.market.sanity import Refusal
from bot.market.sessions import Calendar
from bot.market.state import Market

KEYED = frozenset({"alpaca", "finnhub", "massive"})
COIN, SHARE = Symbol("BTC-USD"), Symbol("AAPL")

_QUERY = re.compile(r"\?\S*")  # its names say nothing to a person, and its values are hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """Says what a provider answered about one symbol, and after how long; or its `fault`."""

    provider: str
    symbol: Symbol
    at: datetime
    took: timedelta
    reading: Reading | None = None
    fault: str = ""

    def told(self) -> dict[str, object]:
        """Write it for a program: prices as text, spans in seconds."""
        reading = self.reading
        told: dict[str, object] = {"provider": self.provider, "symbol": self.symbol}
        if reading is not None:
            told |= {
                "price": figures.plain(reading.price),
                "traded": figures.utc(reading.at),
                "age": (self.at - reading.at).total_seconds(),
                "base": None if reading.base is None else figures.plain(reading.base),
                "base_day": None if reading.base_day is None else reading.base_day.isoformat(),
            }
        return told | {"took": self.took.total_seconds(), "fault": self.fault or None}


class Trial:
    """Asks each provider as a live feed would, and believes no more of it than the door does."""

    def __init__(
        self, *, web: Web, clock: Clock, calendars: Mapping[str, Calendar], patience: timedelta
    ) -> None:
        self._web = web
        self._clock = clock
        self._door = Door(Market(calendars, (), clock.now()))
        self._patience = patience

    async def of(self, asked: Iterable[Asked], symbols: Sequence[Symbol]) -> list[Tried]:
        """Ask all of them at once, each about the first of `symbols` that it can know."""
        return await asyncio.gather(*(self._one(one, one_of(one.name, symbols)) for one in asked))

    async def _one(self, asked: Asked, symbol: Symbol) -> Tried:
        time = asyncio.get_running_loop().time
        began, reading, fault = time(), None, ""
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                reading, fault = await self._answer(asked, symbol)
        except TimeoutError:
            fault = f"nothing came in {self._patience.total_seconds():g} s; {_unreached(asked)}"
        except FeedError as error:
            fault = f"{_QUERY.sub('', str(error))}; {_mend(asked, error)}"
        return Tried(
            provider=asked.name,
            symbol=symbol,
            at=self._clock.now(),
            took=timedelta(seconds=time() - began),
            reading=reading,
            fault=fault,
        )

    async def _answer(self, asked: Asked, symbol: Symbol) -> tuple[Reading | None, str]:
        if asked.name in KEYED and not asked.key:
            return None, f"{asked.name} needs a key; set {_key(asked)}"
        for told in await self._rows(asked, symbol):
            if isinstance(told, Refusal):
                return None, f"{told.detail}; {_other(asked)}"
            if told.symbol == symbol:
                refusal = self._door.judge(told, self._clock.now())
                return told, f"{refusal.detail}; {_other(asked)}" if refusal else ""
        return None, f"{asked.name} answered without {symbol}; {_other(asked)}"

    async def _rows(self, asked: Asked, symbol: Symbol) -> list[Reading | Refusal]:
        if asked.name == Finnhub.name:  # it is listened to alone, and asked here about its key
            finnhub = Finnhub(asked.key, url=asked.url)
            return finnhub.parse(await self._body(finnhub.request([symbol])), [symbol])
        provider = PROVIDERS[asked.name](asked)
        return provider.parse(await self._body(provider.request([symbol])))

    async def _body(self, request: Request) -> bytes:
        return (await self._web.get(request)).body


def one_of(provider: str, symbols: Iterable[Symbol]) -> Symbol:
    """Return a symbol that a provider can know, the first of ours if any is."""
    if provider in COINS:
        return COIN
    return next((symbol for symbol in symbols if asset_of(symbol) is Asset.EQUITY), SHARE)


def _mend(asked: Asked, error: FeedError) -> str:
    name = asked.name
    if "not on the open internet" in str(error):
        return "where that is meant, write `feeds: private: true`"
    if isinstance(error, FeedRefused) and name in KEYED:
        return f"look at its plan, and at its key in {_key(asked)}"
    if isinstance(error, FeedRefused):
        return f"look at `feeds: {name}: url:`, or {_other(asked)}"
    if error.retry_after is not None:
        return f"ask again in {figures.age(error.retry_after)}"
    return _unreached(asked)


def _key(asked: Asked) -> str:
    return f"PREBELL_FEEDS__{asked.name.upper()}__KEY"


def _unreached(asked: Asked) -> str:
    return f"try again, and look at the network and at `feeds: {asked.name}: url:` if it stays so"


def _other(asked: Asked) -> str:
    return f"name another than {asked.name} under `feeds: quotes:` if it stays so"
