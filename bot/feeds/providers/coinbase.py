"""Coinbase: coins, keyless, by the public half of Advanced Trade.

Its older Exchange interface answers with a ticker that does not name its product.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from urllib.parse import quote

import msgspec

from bot.errors import FeedError
from bot.feeds import answer
from bot.feeds.answer import Aware
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://api.coinbase.com"
STREAM_URL = "wss://advanced-trade-ws.coinbase.com"


class _Trade(msgspec.Struct):
    product_id: str
    price: Decimal | None = None
    time: Aware | None = None


class _Trades(msgspec.Struct):
    trades: list[msgspec.Raw] | None = None
    message: str = ""


class _Ticker(msgspec.Struct):
    product_id: str
    price: Decimal | None = None


class _Told(msgspec.Struct):
    type: str = ""
    tickers: tuple[msgspec.Raw, ...] = ()


class _Frame(msgspec.Struct):
    channel: str = ""
    type: str = ""
    message: str = ""
    timestamp: Aware | None = None
    sequence_num: int | None = None
    events: tuple[_Told, ...] = ()


class Coinbase:
    """Tells each trade as it happens; asked, it tells the last.

    It counts its frames on each line, heartbeats among them, so a frame that was lost is noticed.
    """

    name = "coinbase"
    batch = 1
    resubscribe_every: timedelta | None = None

    def __init__(self, *, url: str = URL, stream_url: str = "") -> None:
        self.stream_url = stream_url or STREAM_URL
        self._url = url.rstrip("/")
        self._heard: int | None = None

    def request(self, symbols: Sequence[Symbol]) -> Request:
        product = quote(symbols[0], safe="")
        return Request(f"{self._url}/api/v3/brokerage/market/products/{product}/ticker?limit=1")

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        told = answer.whole(body, _Trades, self.name)
        if told.trades is None:
            raise FeedError(f"{self.name} answered: {answer.said(told.message) or 'no trades'}")
        return answer.newest(answer.each(told.trades, self._traded))

    def subscribe(self, symbols: Sequence[Symbol]) -> list[str]:
        """Write the frames that begin a line: it closes after a while in which nothing beats."""
        asks = (
            {"type": "subscribe", "channel": "heartbeats"},
            {"type": "subscribe", "channel": "ticker", "product_ids": list(symbols)},
        )
        return [msgspec.json.encode(ask).decode() for ask in asks]

    def heard(self, frame: str | bytes) -> list[Reading | Refusal]:
        told = answer.whole(frame, _Frame, self.name)
        if told.type == "error":
            raise FeedError(f"{self.name} said: {answer.said(told.message)}")
        rows = self._lost(told.sequence_num)
        for event in told.events if told.channel == "ticker" else ():
            # A ticker is sent as its trade happens; a snapshot's last trade may be of any time.
            at = told.timestamp if event.type == "update" else None
            rows += answer.each(event.tickers, partial(self._ticked, at=at))
        return rows

    def _traded(self, raw: msgspec.Raw) -> Reading:
        row = answer.part(raw, _Trade, "a trade")
        return self._reading(row.product_id, row.price, row.time)

    def _ticked(self, raw: msgspec.Raw, *, at: datetime | None) -> Reading:
        row = answer.part(raw, _Ticker, "a ticker")
        return self._reading(row.product_id, row.price, at)

    def _reading(self, product: str, price: Decimal | None, at: datetime | None) -> Reading:
        return Reading(
            symbol=answer.named(product),
            price=answer.price(price, product),
            at=answer.utc(at, product),
            provider=self.name,
            currency=product.rpartition("-")[2],
        )

    # A line keeps its order, so a number that is no higher is the first of a new one.
    def _lost(self, number: int | None) -> list[Reading | Refusal]:
        last, self._heard = self._heard, number
        if last is None or number is None or number <= last + 1:
            return []
        return [Refusal("gap", f"{self.name} lost its frames between {last} and {number}")]
