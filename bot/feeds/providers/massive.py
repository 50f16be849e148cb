"""Massive, which was Polygon: snapshots of US stocks for a key, all of them in one request.

Before the open `day` is all noughts, and the cheaper plans have no last trade: the minute's bar
stands in for it. They are also a quarter of an hour late, which their times say.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NoReturn
from urllib.parse import urlencode

import msgspec

from bot.errors import FeedError, FeedRefused
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://api.massive.com"
ANSWERS = {"OK", "DELAYED"}

_FOR_GOOD = ("api key", "not authorized", "not entitled", "upgrade", "not_authorized")
_NANOS, _MILLIS = 10**9, 10**3
# Averaged, for cash, next day, price variation, prior reference, seller, out of sequence,
# contingent: printed, and not at the price of the moment.
_ASIDE = frozenset({2, 7, 13, 20, 21, 22, 29, 33, 52, 53})


class _Trade(msgspec.Struct):
    p: Decimal | None = None
    t: Decimal | None = None
    c: tuple[int, ...] | None = None


class _Bar(msgspec.Struct):
    c: Decimal | None = None
    v: Decimal | None = None
    av: Decimal | None = None
    t: Decimal | None = None


class _Snapshot(msgspec.Struct, rename="camel"):
    ticker: str
    day: _Bar | None = None
    min: _Bar | None = None
    last_trade: _Trade | None = None
    prev_day: _Bar | None = None


class _Answer(msgspec.Struct):
    status: str = ""
    error: str = ""
    message: str = ""
    tickers: tuple[msgspec.Raw, ...] | None = None


class Massive:
    """Tells the last trade, or the close of the last minute that had one, dated by its beginning.

    The base is the close of the day before as it has it. Nothing in a row says which day that was:
    `prevDay` has no date, and `todaysChange` is measured from it, so that a panel of the day before
    yesterday looks like one of yesterday. Its base therefore counts for nothing, and `base_day` is
    left out: the close is told by whoever dates it, or was seen by ourselves.
    """

    name = "massive"
    batch = 100

    def __init__(self, key: str, *, url: str = URL) -> None:
        self._url = url.rstrip("/")
        self._key = key

    def request(self, symbols: Sequence[Symbol]) -> Request:
        query = urlencode({"tickers": ",".join(symbols)}, safe=",")
        path = "/v2/snapshot/locale/us/markets/stocks/tickers"
        headers = {"Authorization": f"Bearer {self._key}"}
        return Request(f"{self._url}{path}?{query}", headers=headers)

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        told = answer.whole(body, _Answer, self.name)
        if told.status not in ANSWERS:
            self._refused(f"{told.status} {told.error or told.message}")
        return answer.each(told.tickers or (), self._snapped)

    def _snapped(self, raw: msgspec.Raw) -> Reading:
        row = answer.part(raw, _Snapshot, "a snapshot")
        symbol = answer.named(row.ticker)
        price, at = _last(row, symbol)
        return Reading(
            symbol=symbol,
            price=price,
            at=at,
            provider=self.name,
            volume=_volume(row),
            base=answer.perhaps(row.prev_day.c) if row.prev_day else None,
        )

    def _refused(self, text: str) -> NoReturn:
        sentence = f"{self.name} answered: {answer.said(text, without=[self._key])}"
        if any(word in text.lower() for word in _FOR_GOOD):
            raise FeedRefused(sentence)
        raise FeedError(sentence)


def _last(row: _Snapshot, symbol: Symbol) -> tuple[Decimal, datetime]:
    trade, minute = row.last_trade, row.min
    if trade and answer.perhaps(trade.p) and not _ASIDE.intersection(trade.c or ()):
        at = answer.since_epoch(trade.t, symbol, a_second=_NANOS)
        return answer.price(trade.p, symbol), at
    if minute and answer.perhaps(minute.c):
        at = answer.since_epoch(minute.t, symbol, a_second=_MILLIS)
        return answer.price(minute.c, symbol), at
    raise NoQuote("price", f"{symbol} has not traded today, as far as massive tells")


def _volume(row: _Snapshot) -> int | None:
    """Read the day's volume, which before the open is in the minute's bar alone."""
    told = (row.min.av if row.min else None, row.day.v if row.day else None)
    return next((shares for shares in map(answer.count, told) if shares), None)
