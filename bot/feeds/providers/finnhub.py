"""Finnhub: trades as they happen, the official close when asked, and share counts, for a key.

Its stream carries extended hours; its quote does not, and is of the last regular session.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import msgspec

from bot.errors import FeedError, FeedRefused
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.reading import Reading
from bot.feeds.share_count import ShareCount
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://finnhub.io"
STREAM_URL = "wss://ws.finnhub.io"
MILLION = 1_000_000

_SATURDAY = 5
_FOR_GOOD = ("api key", "access", "subscrib")  # words of what no second try will mend


class _Quote(msgspec.Struct):
    c: Decimal | None = None
    t: Decimal | None = None
    error: str = ""


class _Profile(msgspec.Struct):
    ticker: str = ""
    error: str = ""
    shares: Decimal | None = msgspec.field(default=None, name="shareOutstanding")


class _Trade(msgspec.Struct):
    s: str
    p: Decimal | None = None
    t: Decimal | None = None


class _Frame(msgspec.Struct):
    type: str = ""
    msg: str = ""
    data: tuple[msgspec.Raw, ...] = ()


class Finnhub:
    """Tells every trade of its stream; asked, it tells the close of the last regular session."""

    name = "finnhub"
    batch = 1
    resubscribe_every: timedelta | None = None

    def __init__(self, key: str, *, url: str = URL, stream_url: str = "") -> None:
        query = urlencode({"token": key})  # it takes no header here
        self.stream_url = f"{stream_url or STREAM_URL}?{query}"
        self._url = url.rstrip("/")
        self._key = key

    def request(self, symbols: Sequence[Symbol]) -> Request:
        return self._asked("quote", symbols[0])

    def parse(self, body: bytes, symbols: Sequence[Symbol] = ()) -> list[Reading | Refusal]:
        """Read a quote of `symbols`: it does not say itself whose it is."""
        told = answer.whole(body, _Quote, self.name)
        self._refused(told.error)
        return answer.each([(told, symbols)], self._quoted)

    def profile(self, symbol: Symbol) -> Request:
        return self._asked("stock/profile2", symbol)

    def shares(self, body: bytes) -> ShareCount | Refusal:
        """Read a profile's share count, which is told in millions and without a day."""
        told = answer.whole(body, _Profile, self.name)
        self._refused(told.error)
        if not told.ticker:
            return Refusal("symbol", f"{self.name} knows no such company")
        try:
            symbol = answer.named(told.ticker)
        except NoQuote as error:
            return Refusal(error.reason, str(error))
        if "." in symbol:
            return Refusal("classes", f"{symbol}: {self.name} gives a class the count of another")
        millions = answer.perhaps(told.shares)
        shares = answer.count(millions * MILLION) if millions else None
        if not shares:
            return Refusal("shares", f"{symbol}: {self.name} does not know how many there are")
        return ShareCount(symbol=symbol, shares=shares, as_of=None, provider=self.name)

    def subscribe(self, symbols: Sequence[Symbol]) -> list[str]:
        asks = ({"type": "subscribe", "symbol": symbol} for symbol in symbols)
        return [msgspec.json.encode(ask).decode() for ask in asks]

    def heard(self, frame: str | bytes) -> list[Reading | Refusal]:
        told = answer.whole(frame, _Frame, self.name)
        if told.type == "error":
            self._refused(told.msg or "an error")
        return answer.each(told.data, self._traded) if told.type == "trade" else []

    def _asked(self, path: str, symbol: Symbol) -> Request:
        query = urlencode({"symbol": symbol})
        return Request(f"{self._url}/api/v1/{path}?{query}", headers={"X-Finnhub-Token": self._key})

    def _refused(self, text: str) -> None:
        if not text:
            return
        sentence = f"{self.name} answered: {answer.said(text, without=[self._key])}"
        if any(word in text.lower() for word in _FOR_GOOD):
            raise FeedRefused(sentence)
        raise FeedError(sentence)

    def _quoted(self, row: tuple[_Quote, Sequence[Symbol]]) -> Reading:
        told, symbols = row
        if not symbols:
            raise NoQuote("symbol", f"a quote of {self.name} does not say whose it is")
        answer.price(told.c, symbols[0])  # all is nought of what it does not know
        at = answer.since_epoch(told.t, symbols[0], a_second=1)
        if at.weekday() >= _SATURDAY:
            raise NoQuote("time", f"{symbols[0]}: {self.name} dates a close to a {at:%A}")
        # What it calls the close before is of no day it tells, so it is no base.
        return self._reading(symbols[0], told.c, at)

    def _traded(self, raw: msgspec.Raw) -> Reading:
        row = answer.part(raw, _Trade, "a trade")
        at = answer.since_epoch(row.t, answer.said(row.s), a_second=1000)
        return self._reading(answer.named(row.s), row.p, at)

    def _reading(self, symbol: Symbol, price: Decimal | None, at: datetime) -> Reading:
        price = answer.price(price, symbol)
        return Reading(symbol=symbol, price=price, at=at, provider=self.name)
