"""Yahoo: a chart of one symbol with its extended hours, or quotes of fifty for a crumb."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec

from bot.errors import FeedError, FeedRefused, SetupError
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.protobuf import meant
from bot.feeds.reading import Reading
from bot.feeds.spelling import dashed, dotted
from bot.feeds.web.request import OK, Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://query2.finance.yahoo.com"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""Whoever does not say that they are a browser is told to come back later, each time."""

MOST_QUOTES = 50
"""Symbols a request for quotes may name; over 99 have failed."""

_NOT_FOUND = 404  # an unknown symbol is explained under this status
_CRUMB = re.compile(r"[\w./~%+=-]{5,40}", re.ASCII)

Seconds = int | None
Offset = Annotated[int, msgspec.Meta(ge=-86_400, le=86_400)]


class Yahoo:
    """Reads charts, or quotes where it was given a crumb and the cookie it belongs to."""

    name = "yahoo"

    def __init__(self, *, url: str = URL, crumb: str | None = None, cookie: str = "") -> None:
        if crumb is not None and not _CRUMB.fullmatch(crumb):
            raise SetupError("the crumb for Yahoo is none; leave it out to read charts instead")
        self.batch = 1 if crumb is None else MOST_QUOTES
        self._url = url.rstrip("/")
        self._crumb = crumb
        self._cookie = cookie

    def request(self, symbols: Sequence[Symbol]) -> Request:
        names = [dashed(symbol) for symbol in symbols]
        headers = {"User-Agent": BROWSER, "Accept": "application/json"}
        if self._crumb is not None:
            query = urlencode({"symbols": ",".join(names), "crumb": self._crumb})
            headers |= {"Cookie": self._cookie} if self._cookie else {}
            return Request(f"{self._url}/v7/finance/quote?{query}", headers)
        (name,) = names
        query = urlencode(
            {"range": "1d", "interval": "1m", "includePrePost": "true", "events": "div|split"}
        )
        url = f"{self._url}/v8/finance/chart/{quote(name, safe='')}?{query}"
        return Request(url, headers, statuses=frozenset({OK, _NOT_FOUND}))

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        told = answer.whole(body, _Answer, self.name)
        part = told.chart or told.quotes or told.finance
        if part is None:
            raise FeedError("Yahoo answered neither with a chart nor with quotes")
        if part.error is not None:
            return [_fault(part.error, self._crumb or "")]
        return answer.each(part.result or (), _chart if told.chart else _quote)


def crumb_in(body: bytes) -> str:
    """Read the answer to a request for a crumb; raises FeedError where it is another text.

    Yahoo says `Too Many Requests` there too, with status 200, and takes it for no crumb later.
    """
    text = body.decode(errors="replace").strip()
    if not _CRUMB.fullmatch(text):
        raise FeedError("Yahoo gave no crumb")
    return text


class _Fault(msgspec.Struct):
    code: str | None = None
    description: str | None = None


class _Part(msgspec.Struct):
    result: list[msgspec.Raw] | None = None
    error: _Fault | None = None


class _Answer(msgspec.Struct):
    chart: _Part | None = None
    quotes: _Part | None = msgspec.field(default=None, name="quoteResponse")
    finance: _Part | None = None


class _Instrument(msgspec.Struct, rename="camel", kw_only=True):
    """What a chart and a quote tell in the same words."""

    symbol: str
    currency: str | None = None
    short_name: str | None = None
    long_name: str | None = None
    regular_market_price: Decimal | None = None
    regular_market_time: Seconds = None
    regular_market_volume: Decimal | None = None


class _Span(msgspec.Struct):
    start: int
    end: int


class _Periods(msgspec.Struct):
    regular: _Span


class _Meta(_Instrument, rename="camel", kw_only=True):
    instrument_type: str | None = None
    previous_close: Decimal | None = None
    gmtoffset: Offset = 0
    current_trading_period: _Periods | None = None


class _Bars(msgspec.Struct):
    close: list[Decimal | None] = []


class _Indicators(msgspec.Struct):
    quote: list[_Bars] = []


class _Chart(msgspec.Struct):
    meta: _Meta
    timestamp: list[Seconds] = []
    indicators: _Indicators = msgspec.field(default_factory=_Indicators)


class _Quote(_Instrument, rename="camel", kw_only=True):
    quote_type: str | None = None
    market_state: str | None = None
    pre_market_price: Decimal | None = None
    pre_market_time: Seconds = None
    post_market_price: Decimal | None = None
    post_market_time: Seconds = None
    regular_market_previous_close: Decimal | None = None
    gmt_off_set_milliseconds: Annotated[int, msgspec.Meta(ge=-86_400_000, le=86_400_000)] = 0
    shares_outstanding: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Trade:
    price: Decimal
    at: datetime


def _fault(fault: _Fault, crumb: str) -> Refusal:
    said = fault.description or fault.code or "an error without a reason"
    why = answer.said(said, without=[crumb])
    if fault.code == "Not Found":
        return Refusal("symbol", f"Yahoo: {why}")
    if fault.code == "Unauthorized":
        raise FeedRefused(f"Yahoo refuses: {why}")
    raise FeedError(f"Yahoo answered with an error: {why}")


def _chart(raw: msgspec.Raw) -> Reading:
    chart = answer.part(raw, _Chart, "a chart")
    meta = chart.meta
    regular = _regular(meta)
    newest = _newest(meta, regular, _last_bar(chart))
    coin, hours = meta.instrument_type == "CRYPTOCURRENCY", meta.current_trading_period
    within = coin or (
        hours is not None and hours.regular.start <= newest.at.timestamp() < hours.regular.end
    )
    offset = timedelta(seconds=meta.gmtoffset)
    # Where nobody said when the session was, nor is told what it closed at.
    close = regular if hours else None
    return _reading(
        meta,
        newest,
        base=_base(within, meta.previous_close, close, offset),
        crypto=coin,
        offset=offset,
    )


def _quote(raw: msgspec.Raw) -> Reading:
    row = answer.part(raw, _Quote, "a quote")
    regular = _regular(row)
    before = _trade(row.pre_market_price, row.pre_market_time, row.symbol)
    after = _trade(row.post_market_price, row.post_market_time, row.symbol)
    newest = _newest(row, regular, before, after)
    within = row.market_state == "REGULAR" and newest is regular
    offset = timedelta(milliseconds=row.gmt_off_set_milliseconds)
    return _reading(
        row,
        newest,
        base=_base(within, row.regular_market_previous_close, regular, offset),
        crypto=row.quote_type == "CRYPTOCURRENCY",
        offset=offset,
        shares=answer.count(row.shares_outstanding) or None,  # a nought is an unknown count
    )


def _reading(  # noqa: PLR0913 (a chart and a quote differ in each of these)
    told: _Instrument,
    newest: _Trade,
    *,
    base: tuple[Decimal | None, date | None],
    crypto: bool,
    offset: timedelta,
    shares: int | None = None,
) -> Reading:
    if not told.currency:
        raise NoQuote("currency", f"{answer.said(told.symbol)} has a price in no currency")
    regular = _regular(told)
    # Of crypto Yahoo tells the volume of 24 hours, and before the bell that of the day before.
    today = regular is not None and _day(regular.at, offset) == _day(newest.at, offset)
    return Reading(
        symbol=answer.named(dotted(told.symbol)),
        price=newest.price,
        at=newest.at,
        provider=Yahoo.name,
        volume=answer.count(told.regular_market_volume) if today and not crypto else None,
        currency=told.currency,
        base=base[0],
        base_day=base[1],
        shares=shares,
        name=answer.said(told.long_name or told.short_name or ""),
    )


# Outside the session the last regular price is the close, and its time says of which day. What is
# called the previous close is one session older then; within the session it is the right one, but
# nothing tells its day.
def _base(
    within: bool, previous: Decimal | None, regular: _Trade | None, offset: timedelta
) -> tuple[Decimal | None, date | None]:
    if within:
        return answer.perhaps(previous), None
    return (regular.price, _day(regular.at, offset)) if regular else (None, None)


def _regular(told: _Instrument) -> _Trade | None:
    return _trade(told.regular_market_price, told.regular_market_time, told.symbol)


def _trade(price: Decimal | None, at: Seconds, of: str) -> _Trade | None:
    known = answer.perhaps(price)
    if known is None or at is None:
        return None
    return _Trade(meant(known), answer.since_epoch(Decimal(at), answer.said(of), a_second=1))


def _newest(told: _Instrument, *trades: _Trade | None) -> _Trade:
    made = [trade for trade in trades if trade is not None]
    if not made:
        of = answer.said(told.symbol)
        answer.price(told.regular_market_price, of)
        raise NoQuote("time", f"{of} has no time of its trade")
    return max(made, key=lambda trade: trade.at)  # of two at one time the first: the regular one


# A bar is named by its beginning, and the last one by its trade. Where there are not as many prices
# as times nobody can tell which belong together.
def _last_bar(chart: _Chart) -> _Trade | None:
    closes = chart.indicators.quote[0].close if chart.indicators.quote else []
    if len(closes) != len(chart.timestamp):
        return None
    pairs = zip(chart.timestamp, closes, strict=True)
    bars = [(at, close) for at, close in pairs if at is not None and answer.perhaps(close)]
    if not bars:
        return None
    at, close = max(bars, key=lambda bar: bar[0])
    return _trade(close, at, chart.meta.symbol)


def _day(at: datetime, offset: timedelta) -> date:
    return (at + offset).date()
