"""What CNBC and Coinbase answer, in the forms they have: many fields, of which few are needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from bot.market.sessions import Calendar, Session

NEW_YORK = ZoneInfo("America/New_York")

_ASIDE = {
    "symbolType": "symbol",
    "exchange": "NASDAQ",
    "source": "NASDAQ Real Time",
    "open": "61.20",
    "high": "64.95",
    "low": "60.12",
    "change": "+1.04",
    "change_pct": "+1.65%",
    "changetype": "UP",
    "volume_alt": "31.2M",
    "provider": "CNBC QUOTE CACHE",
    "altSymbol": "",
    "realTime": "true",
    "assetType": "STOCK",
    "assetSubType": "Common Stock",
    "countryCode": "US",
    "timeZone": "EST",
    "yrhiprice": "76.87",
    "yrhidate": "11/05/25",
    "yrloprice": "5.12",
    "yrlodate": "04/07/25",
    "mktcapView": "17.24B",
    "pe": "33.10",
    "eps": "1.93",
    "beta": "4.32",
    "tendayavgvol": "44.81M",
    "sharesout": "271.9M",
    "dividend": "0.00",
    "dividendyield": "0.00%",
    "streamable": "1",
    "issue_id": "40012345",
}
_QUOTED_ASIDE = {
    "type": "ticker",
    "volume_24_h": "15328.12345678",
    "low_24_h": "67500.00",
    "high_24_h": "69200.00",
    "low_52_w": "25000.00",
    "high_52_w": "73800.00",
    "price_percent_chg_24_h": "1.85",
    "best_bid": "68900.00",
    "best_bid_quantity": "1.50000000",
    "best_ask": "68901.00",
    "best_ask_quantity": "0.50000000",
}


@dataclass(frozen=True, slots=True)
class Trade:
    """Says at which price a share traded, when, how many did that day, and what it closed at."""

    symbol: str
    price: Decimal
    at: datetime
    volume: int
    close: Decimal


def cnbc(trades: Iterable[Trade], calendar: Calendar) -> bytes:
    """Write its answer about shares: outside the session the close, and beside it what came."""
    rows = [_row(trade, calendar) for trade in trades]
    return msgspec.json.encode({"FormattedQuoteResult": {"FormattedQuote": rows}})


def coinbase(pair: str, price: Decimal, at: datetime, number: int) -> str:
    """Write a frame of its stream, which tells one trade."""
    ticker = {**_QUOTED_ASIDE, "product_id": pair, "price": str(price)}
    frame = {
        "channel": "ticker",
        "client_id": "",
        "timestamp": at,
        "sequence_num": number,
        "events": [{"type": "update", "tickers": [ticker]}],
    }
    return msgspec.json.encode(frame).decode()


def coinbase_last(pair: str, price: Decimal, at: datetime) -> bytes:
    """Write its answer about a coin."""
    trade = {"product_id": pair, "price": str(price), "size": "0.01", "time": at, "side": "BUY"}
    return msgspec.json.encode({"trades": [trade], "best_bid": "1", "best_ask": "2"})


def batches(trades: Sequence[Trade], size: int) -> list[Sequence[Trade]]:
    """Cut trades as a provider is asked: so many in one answer."""
    return [trades[start : start + size] for start in range(0, len(trades), size)]


def _row(trade: Trade, calendar: Calendar) -> dict[str, object]:
    session = calendar.session(trade.at)
    row: dict[str, object] = {
        "symbol": trade.symbol,
        "code": "0",
        "name": f"{trade.symbol} Holdings Inc",
        "currencyCode": "USD",
        "volume": f"{trade.volume:,}",
        "previous_day_closing": str(trade.close),
        **_ASIDE,
    }
    if session is Session.REGULAR:
        row["curmktstatus"] = "REG_MKT"
        return row | {"last": str(trade.price), "last_time": _time(trade.at)}
    kind = "PRE_MKT" if session is Session.PRE else "POST_MKT"
    bell = calendar.last_bell(trade.at)
    extended = {
        "type": kind,
        "last": str(trade.price),
        "last_time": _time(trade.at),
        "volume": f"{trade.volume:,}",
    }
    closed = {"last": str(trade.close), "last_time": _time(bell), "curmktstatus": kind}
    return row | closed | {"ExtendedMktQuote": extended}


# It tells whole milliseconds at most, and mostly whole seconds.
def _time(at: datetime) -> str:
    whole = at.astimezone(NEW_YORK) - timedelta(microseconds=at.microsecond % 1000)
    return whole.strftime(f"%Y-%m-%dT%H:%M:%S.{whole.microsecond // 1000:03d}%z")
