"""Nasdaq: the quote of one symbol as its page shows it, slow and good for a second opinion."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec

from bot.errors import FeedError
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.feeds.written import figure
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://api.nasdaq.com"
HEADERS = {  # without those of a browser it refuses the connection, or sends a page of HTML
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "application/json",
    "Accept-Language": "en-US,en;q=0.9",
    "Referer": "https://www.nasdaq.com/",
}

_DAY = re.compile(r"\b([A-Z][a-z]{2}) ([0-9]{1,2}), ([0-9]{4})\b")
_TIME = re.compile(r"\b([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))? ([AP])M ET\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIGNS = {"up": 1, "down": -1}
_UNCHANGED = "UNCH"
_GOOD = 200
_UNKNOWN = 400


class Nasdaq:
    """Reads one symbol at a time; it has to be told which of them are `funds`."""

    name = "nasdaq"
    batch = 1

    def __init__(self, *, url: str = URL, funds: Collection[Symbol] = ()) -> None:
        self._url = url.rstrip("/")
        self._funds = frozenset(funds)

    def request(self, symbols: Sequence[Symbol]) -> Request:
        (symbol,) = symbols
        kind = "etf" if symbol in self._funds else "stocks"
        path = f"/api/quote/{quote(symbol, safe='')}/info?assetclass={kind}"
        return Request(self._url + path, HEADERS)

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        told = answer.whole(body, _Answer, self.name)
        code = told.status.code if told.status else None
        if told.data is not None:
            return answer.each([told.data], _reading)
        if code in {_GOOD, _UNKNOWN}:
            return [Refusal("symbol", f"{self.name} does not know the symbol it was asked for")]
        raise FeedError(f"{self.name} answered without a quote, with code {code}")


class _Side(msgspec.Struct, rename="camel"):
    last_sale_price: str | None = None
    net_change: str | None = None
    delta_indicator: str | None = None
    last_trade_timestamp: str | None = None
    volume: str | None = None

    @property
    def price(self) -> Decimal | None:
        return answer.perhaps(figure(self.last_sale_price))

    @property
    def day(self) -> date | None:
        return _day(self.last_trade_timestamp or "")

    @property
    def closed(self) -> bool:
        return "CLOSED" in (self.last_trade_timestamp or "").upper()


class _Data(msgspec.Struct, rename="camel"):
    symbol: str
    company_name: str | None = None
    primary_data: _Side | None = None
    secondary_data: _Side | None = None


class _Status(msgspec.Struct):
    code: int | None = msgspec.field(default=None, name="rCode")


class _Answer(msgspec.Struct):
    data: _Data | None = None
    status: _Status | None = None


def _reading(data: _Data) -> Reading:
    symbol = answer.named(data.symbol.strip().upper().replace("/", "."))
    sides = (data.primary_data, data.secondary_data)
    quoted = [side for side in sides if side is not None and side.price is not None]
    if not quoted:
        raise NoQuote("price", f"{symbol} has no price")
    newest, close = quoted[0], quoted[-1]
    # Where there are two, the second is the close that the first is measured from.
    dated = close is not newest or close.closed
    return Reading(
        symbol=symbol,
        price=answer.price(newest.price, symbol),
        at=answer.utc(_instant(newest.last_trade_timestamp or ""), symbol),
        provider=Nasdaq.name,
        volume=answer.count(figure(newest.volume)),
        base=close.price if dated else _before(newest),
        base_day=close.day if dated else None,
        name=answer.said(data.company_name or ""),
    )


# The change may have lost its sign; the indicator beside it has not.
def _before(side: _Side) -> Decimal | None:
    change = Decimal(0) if side.net_change == _UNCHANGED else figure(side.net_change)
    sign = _SIGNS.get(side.delta_indicator or "", 0)
    if side.price is None or change is None or (change and not sign):
        return None
    return answer.perhaps(side.price - sign * abs(change))


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None or found[1] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[1]) + 1, int(found[2]))
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    day, found = _day(text), _TIME.search(text)
    if day is None or found is None:
        return None
    try:
        hour = int(found[1]) % 12 + (12 if found[4] == "P" else 0)
        wall = time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None
    return datetime.combine(day, wall, ZoneInfo("America/New_York"))
