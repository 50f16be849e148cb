"""Kraken: coins, keyless, under names of its own.

Asked over HTTP it is asked for the last trade, not for its Ticker: that tells no time, and its
open is today's at 00:00 UTC, from which no move of 24 hours can be measured.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import msgspec

from bot.errors import FeedError
from bot.feeds import answer
from bot.feeds.answer import Aware, NoQuote
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://api.kraken.com"
STREAM_URL = "wss://ws.kraken.com/v2"
LAST = "last"
"""Stands among the pairs of a result and is none: where the next page begins."""

_OURS = {"XBT": "BTC", "XDG": "DOGE", "USDTZ": "USDT"}  # of Tether's pair one name alone is old
_THEIRS = {ours: theirs for theirs, ours in _OURS.items()}
# Its oldest pairs carry a class before each name, XXBTZUSD; the younger ones do not, XTZUSD.
_OLD = re.compile(r"[XZ](?P<coin>[A-Z0-9]{3})Z(?P<money>[A-Z]{3})")
_YOUNG = re.compile(r"(?P<coin>[A-Z0-9]{2,9}?)/?(?P<money>USD[TC]?|EUR|GBP|CAD|AUD|CHF|JPY)")


class _Trade(msgspec.Struct, array_like=True):
    price: Decimal
    volume: Decimal
    time: Decimal


class _Answer(msgspec.Struct):
    error: tuple[str, ...] = ()
    result: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)


class _Ticker(msgspec.Struct):
    symbol: str
    last: Decimal | None = None
    timestamp: Aware | None = None


class _Frame(msgspec.Struct):
    channel: str = ""
    method: str = ""
    success: bool = True
    error: str = ""
    data: msgspec.Raw = msgspec.Raw(b"[]")


class Kraken:
    """Tells each trade as it happens; asked, it tells the last."""

    name = "kraken"
    batch = 1
    resubscribe_every: timedelta | None = None

    def __init__(self, *, url: str = URL, stream_url: str = "") -> None:
        self.stream_url = stream_url or STREAM_URL
        self._url = url.rstrip("/")

    def request(self, symbols: Sequence[Symbol]) -> Request:
        coin, _, money = symbols[0].partition("-")
        query = urlencode({"pair": _THEIRS.get(coin, coin) + money, "count": 1})
        return Request(f"{self._url}/0/public/Trades?{query}")

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        told = answer.whole(body, _Answer, self.name)
        errors = [answer.said(error) for error in told.error if not error.startswith("W")]
        if any("Unknown asset pair" in error for error in errors):
            return [Refusal("symbol", f"{self.name}: {errors[0]}")]
        if errors:
            raise FeedError(f"{self.name} answered: {errors[0]}")
        pairs = (pair for pair in told.result.items() if pair[0] != LAST)
        return answer.each(pairs, self._traded)

    def subscribe(self, symbols: Sequence[Symbol]) -> list[str]:
        pairs = [symbol.replace("-", "/") for symbol in symbols]
        params = {"channel": "ticker", "symbol": pairs, "event_trigger": "trades"}
        return [msgspec.json.encode({"method": "subscribe", "params": params}).decode()]

    def heard(self, frame: str | bytes) -> list[Reading | Refusal]:
        told = answer.whole(frame, _Frame, self.name)
        if not told.success:
            # One pair that is not there is refused by itself, and the others still come.
            return [Refusal("symbol", f"{self.name}: {answer.said(told.error)}")]
        if told.channel != "ticker":
            return []
        rows = answer.whole(bytes(told.data), list[msgspec.Raw], self.name)
        return answer.each(rows, self._ticked)

    # The key of a result is the pair's own name, not the one that it was asked for by.
    def _traded(self, named: tuple[str, msgspec.Raw]) -> Reading:
        pair, raw = named
        coin, money = _names(pair)
        if bytes(raw).lstrip().startswith(b"{"):
            raise NoQuote("time", f"{coin}-{money}: a Ticker tells no time of its trade")
        trades = answer.part(raw, list[_Trade], pair)
        if not trades:
            raise NoQuote("price", f"{coin}-{money} has no trades")
        last = trades[-1]
        at = answer.since_epoch(last.time, pair, a_second=1)
        return self._reading(coin, money, last.price, at)

    def _ticked(self, raw: msgspec.Raw) -> Reading:
        row = answer.part(raw, _Ticker, "a ticker")
        coin, money = _names(row.symbol)
        return self._reading(coin, money, row.last, answer.utc(row.timestamp, row.symbol))

    def _reading(self, coin: str, money: str, price: Decimal | None, at: datetime) -> Reading:
        symbol = answer.named(f"{coin}-{money}")
        return Reading(
            symbol=symbol,
            price=answer.price(price, symbol),
            at=at,
            provider=self.name,
            currency=money,
        )


def _names(pair: str) -> tuple[str, str]:
    found = _OLD.fullmatch(pair) or _YOUNG.fullmatch(pair)
    if not found:
        raise NoQuote("symbol", f"{answer.said(pair)!r} is no pair that is known")
    return _OURS.get(found["coin"], found["coin"]), found["money"]
