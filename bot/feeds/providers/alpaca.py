"""Alpaca: trades and snapshots of US stocks for a key; on the free plan those of IEX alone.

IEX sees about one trade in fifty. Its prices are real, its volume is not the day's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NoReturn
from urllib.parse import urlencode

import msgspec

from bot.errors import FeedError, FeedRefused
from bot.feeds import answer
from bot.feeds.answer import Aware, NoQuote
from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://data.alpaca.markets"
STREAM_URL = "wss://stream.data.alpaca.markets/v2"
IEX = "iex"
DAY = timedelta(days=1)

_FOR_GOOD = {402, 405, 409}  # no such key · more symbols than the plan has · not in the plan
_FORBIDDEN = ("forbidden", "not permit", "unauthorized", "subscription")
_TAKEN_BACK = {"c": "corrected", "x": "cancelled"}
_AVERAGE = "B"  # on tapes A and B; on tape C that is a bunched trade
# Printed, and not at the price of the moment: averaged, derived, contingent, settled otherwise,
# out of sequence. What is no round lot stays: before the bell there is little else.
_ASIDE = frozenset("47CGHNPRUVWZ")


class _Trade(msgspec.Struct):
    p: Decimal | None = None
    t: Aware | None = None
    c: tuple[str, ...] | None = None
    z: str = ""

    @property
    def aside(self) -> str:
        """The condition by which it tells no price of the moment; "" where it has none."""
        aside = _ASIDE if self.z == "C" else _ASIDE | {_AVERAGE}
        return next((condition for condition in self.c or () if condition in aside), "")


class _Bar(msgspec.Struct):
    t: Aware
    c: Decimal | None = None
    v: Decimal | None = None


class _Snapshot(msgspec.Struct, rename="camel"):
    latest_trade: _Trade | None = None
    daily_bar: _Bar | None = None
    prev_daily_bar: _Bar | None = None


class _Told(_Trade):
    kind: str = msgspec.field(default="", name="T")
    symbol: str = msgspec.field(default="", name="S")
    code: int = 0
    msg: str = ""


class Alpaca:
    """Tells the trades of one feed: `iex`, or `sip` where the plan has it."""

    name = "alpaca"
    batch = 100
    resubscribe_every: timedelta | None = None

    def __init__(
        self,
        key: str,
        secret: str,
        *,
        feed: str = IEX,
        url: str = URL,
        stream_url: str = "",
    ) -> None:
        self.stream_url = f"{(stream_url or STREAM_URL).rstrip('/')}/{feed}"
        self._url = url.rstrip("/")
        self._key, self._secret, self._feed = key, secret, feed

    def request(self, symbols: Sequence[Symbol]) -> Request:
        query = urlencode({"symbols": ",".join(symbols), "feed": self._feed}, safe=",")
        headers = {"APCA-API-KEY-ID": self._key, "APCA-API-SECRET-KEY": self._secret}
        return Request(f"{self._url}/v2/stocks/snapshots?{query}", headers=headers)

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        rows = answer.whole(body, dict[str, msgspec.Raw], self.name)
        if "message" in rows:
            self._refused(bytes(rows["message"]).decode(errors="replace").strip('"'))
        return answer.each(rows.items(), self._snapped)

    def subscribe(self, symbols: Sequence[Symbol]) -> list[str]:
        """Write the frames that show the key and ask; it hears the first within ten seconds."""
        asks: tuple[dict[str, object], ...] = (
            {"action": "auth", "key": self._key, "secret": self._secret},
            {"action": "subscribe", "trades": list(symbols)},
        )
        return [msgspec.json.encode(ask).decode() for ask in asks]

    def heard(self, frame: str | bytes) -> list[Reading | Refusal]:
        rows = answer.whole(frame, list[msgspec.Raw], self.name)
        return answer.each(rows, self._told)

    def _told(self, raw: msgspec.Raw) -> Reading | None:
        row = answer.part(raw, _Told, "a message")
        if row.kind == "error":
            self._refused(row.msg, row.code)
        if row.kind in _TAKEN_BACK:
            raise NoQuote(
                "withdrawn", f"{answer.said(row.symbol)}: a trade was {_TAKEN_BACK[row.kind]}"
            )
        return self._reading(row.symbol, row) if row.kind == "t" else None

    def _snapped(self, named: tuple[str, msgspec.Raw]) -> Reading:
        name, raw = named
        unknown = bytes(raw) == b"null"
        row = _Snapshot() if unknown else answer.part(raw, _Snapshot, answer.said(name))
        if row.latest_trade is None:
            raise NoQuote("price", f"{answer.said(name)} has no trade at {self.name}")
        reading = self._reading(name, row.latest_trade)
        base = _base(row, reading.at)
        return msgspec.structs.replace(
            reading,
            volume=None if self._feed == IEX else _volume(row, reading.at),
            base=answer.perhaps(base.c) if base else None,
            base_day=base.t.date() if base and answer.perhaps(base.c) else None,
        )

    def _reading(self, symbol: str, trade: _Trade) -> Reading:
        if trade.aside:
            raise NoQuote("condition", f"{answer.said(symbol)}: a trade of condition {trade.aside}")
        return Reading(
            symbol=answer.named(symbol),
            price=answer.price(trade.p, symbol),
            at=answer.utc(trade.t, symbol),
            provider=self.name,
        )

    def _refused(self, text: str, code: int = 0) -> NoReturn:
        quoted = answer.said(text, without=[self._key, self._secret])
        sentence = f"{self.name} answered: {quoted}"
        if code in _FOR_GOOD or any(word in text.lower() for word in _FORBIDDEN):
            raise FeedRefused(sentence)
        raise FeedError(sentence)


# A day's bar begins at midnight in New York. Before the bell the newest one may be of today or of
# the day before, whatever its name; the base is the newest that was over when the trade was made.
def _base(row: _Snapshot, at: datetime) -> _Bar | None:
    bars = [bar for bar in (row.daily_bar, row.prev_daily_bar) if bar and at - bar.t >= DAY]
    return max(bars, key=lambda bar: bar.t, default=None)


def _volume(row: _Snapshot, at: datetime) -> int | None:
    bar = row.daily_bar
    return answer.count(bar.v) if bar and timedelta(0) <= at - bar.t < DAY else None
