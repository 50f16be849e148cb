"""What each provider answers, at a price and a time of the test's choosing, good or strange.

The answers are those written by hand for the readers' own tests, with these figures put in.
"""

import json
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.market.instruments import Symbol
from tests.answers import made
from tests.builders import at
from tests.unit.test_provider_yahoo_stream import PRE, a_frame, a_message

IREN, BITCOIN = Symbol("IREN"), Symbol("BTC-USD")
NEW_YORK = ZoneInfo("America/New_York")
THURSDAY, WEDNESDAY = at("2025-10-09T20:00Z"), at("2025-10-08T20:00Z")
"""The bells that closed the last session before the day of these tests, and the one before it."""

Price = str | None
Told = Callable[..., str]

NOON = at("2025-10-10T10:00Z")
RIGHT, LATER = "104.08", "105.16"
WRONG = "66.66"


def yahoo(price: Price, when: datetime, *, close: datetime = THURSDAY, **bars: object) -> str:
    body = json.loads(made("yahoo_chart.json"))
    chart = body["chart"]["result"][0]
    chart["meta"]["regularMarketTime"] = _seconds(close)
    chart["timestamp"] = [_seconds(when - timedelta(minutes=1)), _seconds(when)]
    chart["indicators"]["quote"] = [{"close": bars.get("closes", [None, _number(price)])}]
    return json.dumps(body)


def yahoo_frame(price: Price, when: datetime) -> str:
    worth = math.nan if price is None else float(price)
    return a_frame(a_message("IREN", worth, when=_seconds(when) * 1000, hours=PRE))


def yahoo_quotes(price: Price, when: datetime, *, close: datetime = THURSDAY) -> str:
    body = json.loads(made("yahoo_quotes.json"))
    row = next(r for r in body["quoteResponse"]["result"] if r["symbol"] == "IREN")
    row |= {"preMarketPrice": _number(price), "preMarketTime": _seconds(when)}
    row |= {"regularMarketTime": _seconds(close), "regularMarketPrice": 100.0}
    return json.dumps({"quoteResponse": {"result": [row], "error": None}})


def cnbc(price: Price, when: datetime, *, close: datetime = THURSDAY) -> str:
    rows = json.loads(made("cnbc_quotes.json"))["FormattedQuoteResult"]["FormattedQuote"]
    row = rows[0] | {"last_time": _theirs(close)}
    row["ExtendedMktQuote"] |= {"last": price, "last_time": _theirs(when)}
    return json.dumps({"FormattedQuoteResult": {"FormattedQuote": [row]}})


def nasdaq(price: Price, when: datetime, *, close: datetime = THURSDAY, **changed: object) -> str:
    body = json.loads(made("nasdaq_info.json"))
    said = when.astimezone(NEW_YORK).strftime("%b %d, %Y %I:%M %p ET")
    body["data"]["primaryData"] |= {"lastSalePrice": price, "lastTradeTimestamp": said}
    day = close.astimezone(NEW_YORK).strftime("Closed at %b %d, %Y 4:00 PM ET")
    body["data"]["secondaryData"]["lastTradeTimestamp"] = day
    body["data"] |= changed
    return json.dumps(body)


def nasdaq_alone(price: str, when: datetime, **changed: str) -> str:
    """Tell one side only, whose base is told by its change."""
    side = json.loads(nasdaq(price, when))["data"]["primaryData"] | changed
    return nasdaq(price, when, primaryData=side, secondaryData=None)


def alpaca(price: Price, when: datetime, *, close: datetime = THURSDAY) -> str:
    row = json.loads(made("alpaca_snapshots.json"))["IREN"]
    row["latestTrade"] |= {"p": _number(price), "t": when.isoformat()}
    row["dailyBar"] |= {"t": _midnight(close), "c": 100}
    row["prevDailyBar"]["t"] = _midnight(close - timedelta(days=1))
    return json.dumps({"IREN": row})


def alpaca_frame(price: Price, when: datetime) -> str:
    trade = json.loads(made("alpaca_trades.json"))[0]
    return json.dumps([trade | {"p": _number(price), "t": when.isoformat()}])


def massive(price: Price, when: datetime) -> str:
    body = json.loads(made("massive_snapshots.json"))
    row = body["tickers"][0]
    row["lastTrade"] |= {"p": _number(price), "t": _seconds(when) * 10**9}
    row["min"] = None
    return json.dumps(body | {"tickers": [row]})


def finnhub_frame(price: Price, when: datetime) -> str:
    frame = json.loads(made("finnhub_trades.json"))
    trade = frame["data"][0] | {"p": _number(price), "t": _seconds(when) * 1000}
    return json.dumps(frame | {"data": [trade]})


def coinbase(price: Price, when: datetime) -> str:
    trade = json.loads(made("coinbase_trades.json"))["trades"][0]
    return json.dumps({"trades": [trade | {"price": price, "time": when.isoformat()}]})


def coinbase_frame(price: Price, when: datetime) -> str:
    frame = json.loads(made("coinbase_ticker.json")) | {"timestamp": when.isoformat()}
    frame["events"][0]["tickers"] = [frame["events"][0]["tickers"][0] | {"price": price}]
    return json.dumps(frame)


def kraken(price: Price, when: datetime) -> str:
    trade = [price, "0.01", _seconds(when), "b", "m", "", 71]
    return json.dumps({"error": [], "result": {"XXBTZUSD": [trade], "last": "1"}})


def kraken_frame(price: Price, when: datetime) -> str:
    frame = json.loads(made("kraken_ticker.json"))
    row = frame["data"][0] | {"last": _number(price), "timestamp": when.isoformat()}
    return json.dumps(frame | {"data": [row]})


def _number(price: Price) -> Any:  # noqa: ANN401 (JSON knows numbers, and null)
    return None if price is None else float(Decimal(price))


def _seconds(when: datetime) -> int:
    return int(when.timestamp())


def _theirs(when: datetime) -> str:
    return when.astimezone(NEW_YORK).strftime("%Y-%m-%dT%H:%M:%S.000%z")


def _midnight(when: datetime) -> str:
    day = when.astimezone(NEW_YORK).replace(hour=0)
    return day.astimezone(at("2025-10-09T20:00Z").tzinfo).isoformat()
