"""CNBC: many symbols in one answer, each with its extended trade where there was one."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

import msgspec

from bot.errors import FeedError
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.feeds.written import figure
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://quote.cnbc.com"
PATH = "/quote-html-webservice/restQuote/symbolType/symbol"
ASKED = {
    "requestMethod": "itv",
    "noform": "1",
    "partnerId": "2",
    "fund": "1",
    "exthrs": "1",
    "output": "json",
    "events": "1",
}

_INDICES = {"^GSPC": ".SPX", "^IXIC": ".IXIC", "^DJI": ".DJI", "^RUT": ".RUT", "^VIX": ".VIX"}
_OURS = {theirs: ours for ours, theirs in _INDICES.items()}
_COIN, _PAIR = ".CM=", "-USD"
_UNKNOWN = "1"
MOST = 20_000
"""Symbols whose last row is kept: more than there are in the US, lest made-up ones fill memory."""


class Cnbc:
    """Reads quotes as its pages show them: every figure is a text."""

    name = "cnbc"
    batch = 40

    def __init__(self, *, url: str = URL) -> None:
        self._url = url.rstrip("/")
        self._known: dict[str, tuple[_Row, Reading]] = {}

    def request(self, symbols: Sequence[Symbol]) -> Request:
        query = urlencode({"symbols": "|".join(map(_theirs, symbols)), **ASKED})
        return Request(f"{self._url}{PATH}?{query}")

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        try:
            if usual := _USUAL.decode(body).formatted.rows:
                return answer.each(usual, self._read)
        except answer.WRONG:  # a strange row costs none of the others
            pass
        told = answer.whole(body, _Answer, self.name)
        rows = bytes(told.formatted.rows) or bytes(told.itv.rows)
        if not rows:
            raise FeedError(f"{self.name} answered without quotes")
        if rows.lstrip().startswith(b"{"):  # one symbol may come without its list
            return answer.each([msgspec.Raw(rows)], self._read_raw)
        return answer.each(answer.whole(rows, list[msgspec.Raw], self.name), self._read_raw)

    def _read_raw(self, raw: msgspec.Raw) -> Reading:
        return self._read(answer.part(raw, _Row, "a quote"))

    # Most say what they said when asked last, and that was read then.
    def _read(self, row: "_Row") -> Reading:
        row_before, reading = self._known.get(row.symbol, _NEVER)
        if row_before == row and reading is not None:
            return reading
        reading = _reading(row)
        if len(self._known) < MOST:
            self._known[row.symbol] = (row, reading)
        return reading


class _Formatted(msgspec.Struct):
    rows: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw, name="FormattedQuote")


class _Itv(msgspec.Struct):
    rows: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw, name="ITVQuote")


class _Answer(msgspec.Struct):
    """Quotes under one name or the other, as it pleases."""

    formatted: _Formatted = msgspec.field(default_factory=_Formatted, name="FormattedQuoteResult")
    itv: _Itv = msgspec.field(default_factory=_Itv, name="ITVQuoteResult")


class _Extended(msgspec.Struct, gc=False):
    type: str | None = None
    last: str | None = None
    last_time: str | None = None
    volume: str | None = None


class _Row(msgspec.Struct, gc=False):
    symbol: str
    code: int | str | None = None
    name: str | None = None
    last: str | None = None
    last_time: str | None = None
    volume: str | None = None
    previous: str | None = msgspec.field(default=None, name="previous_day_closing")
    status: str | None = msgspec.field(default=None, name="curmktstatus")
    currency: str | None = msgspec.field(default=None, name="currencyCode")
    extended: _Extended | None = msgspec.field(default=None, name="ExtendedMktQuote")


class _Trade(msgspec.Struct, gc=False):
    price: Decimal
    at: datetime
    volume: int | None


class _Listed(msgspec.Struct, gc=False):
    rows: list[_Row] = msgspec.field(default_factory=list, name="FormattedQuote")


class _Usual(msgspec.Struct, gc=False):
    """An answer as it nearly always is, read in one go."""

    formatted: _Listed = msgspec.field(default_factory=_Listed, name="FormattedQuoteResult")


_USUAL = msgspec.json.Decoder(_Usual)
_NEVER: tuple[None, None] = (None, None)


def _reading(row: _Row) -> Reading:
    symbol = answer.named(_named(row.symbol))
    if str(row.code) == _UNKNOWN:
        raise NoQuote("symbol", f"{symbol} is not known there")
    regular, extended = _regular(row, symbol), _extended(row, symbol)
    made = [trade for trade in (regular, extended) if trade]
    if not made:
        answer.price(figure(row.last), symbol)
        raise NoQuote("time", f"{symbol} has no time of its trade")
    newest = max(made, key=lambda trade: trade.at)
    base, base_day = _base(row, within=newest is regular)
    return Reading(
        symbol=symbol,
        price=newest.price,
        at=newest.at,
        provider=Cnbc.name,
        volume=newest.volume,
        currency=row.currency or "USD",
        base=base,
        base_day=base_day,
        name=answer.said(row.name or ""),
    )


# A row whose symbol has not traded before the bell is still in yesterday's session, and has its
# change: what it was measured from then is no close to measure a pre-market trade from.
def _base(row: _Row, *, within: bool) -> tuple[Decimal | None, date | None]:
    if row.status != "REG_MKT":
        return answer.perhaps(figure(row.last)), _day(row.last_time)
    return (answer.perhaps(figure(row.previous)) if within else None), None


def _regular(row: _Row, symbol: Symbol) -> _Trade | None:
    return _trade(row.last, row.last_time, None if _PAIR in symbol else row.volume, symbol)


def _extended(row: _Row, symbol: Symbol) -> _Trade | None:
    if row.extended is None:
        return None
    # After the bell the day's shares stand in the row, before it those of the day before do.
    volume = row.extended.volume if row.extended.type == "PRE_MKT" else row.volume
    return _trade(row.extended.last, row.extended.last_time, volume, symbol)


def _trade(last: str | None, time: str | None, volume: str | None, symbol: Symbol) -> _Trade | None:
    price, at = answer.perhaps(figure(last)), _instant(time)
    if price is None or at is None:
        return None
    return _Trade(price, answer.utc(at, symbol), answer.count(figure(volume)))


# Of an index that has closed only the day is told.
def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at if at.tzinfo else None


def _day(text: str | None) -> date | None:
    try:
        return datetime.fromisoformat(text or "").date()
    except ValueError:
        return None


def _theirs(symbol: Symbol) -> str:
    if symbol.endswith(_PAIR):
        return symbol.removesuffix(_PAIR) + _COIN
    return _INDICES.get(symbol, symbol)


def _named(text: str) -> str:
    if text.endswith(_COIN):
        return text.removesuffix(_COIN) + _PAIR
    return _OURS.get(text, text)
