"""How each provider is asked on loopback, and what it tells, good, stale and strange."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.market.instruments import Symbol
from tests.contracts.told import (
    BITCOIN,
    IREN,
    NOON,
    WEDNESDAY,
    WRONG,
    Told,
    alpaca,
    alpaca_frame,
    cnbc,
    coinbase,
    coinbase_frame,
    finnhub_frame,
    kraken,
    kraken_frame,
    massive,
    nasdaq,
    nasdaq_alone,
    yahoo,
    yahoo_frame,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Says how a provider is asked and what it tells: `told(price, at)` is a good answer.

    `stale` is one whose base is not of the last session to finish; `strange` are those in which a
    row is no quote, by what is wrong with them and the reason for which they are refused, "" where
    the rest of the row still tells something true.
    """

    path: str
    told: Told
    symbol: Symbol = IREN
    stale: str = ""
    strange: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def _rows(told: Told) -> dict[str, tuple[str, str]]:
    return {
        "a null close": (told(None, NOON), "price"),
        "a nought": (told("0", NOON), "price"),
        "a lost sign": (told("-" + WRONG, NOON), "price"),
    }


_RAGGED = json.dumps({"error": [], "result": {"XXBTZUSD": [[WRONG, "1"]], "last": "1"}})

ASKED: Mapping[str, Case] = {
    "yahoo": Case(
        path="/v8/finance/chart/IREN",
        told=yahoo,
        stale=yahoo(WRONG, NOON, close=WEDNESDAY),
        strange={
            **{
                what: (yahoo(p, NOON), "")
                for what, p in (("a null close", None), ("a nought", "0"))
            },
            "a lost sign": (yahoo("-" + WRONG, NOON), ""),
            "ragged arrays": (yahoo(WRONG, NOON, closes=[float(WRONG)]), ""),
        },
    ),
    "cnbc": Case(
        path="/quote-html-webservice/restQuote/symbolType/symbol",
        told=cnbc,
        stale=cnbc(WRONG, NOON, close=WEDNESDAY),
        strange={what: (body, "") for what, (body, _) in _rows(cnbc).items()},
    ),
    "nasdaq": Case(
        path="/api/quote/IREN/info",
        told=nasdaq,
        stale=nasdaq(WRONG, NOON, close=WEDNESDAY),
        strange={"no time": (nasdaq_alone(WRONG, NOON, lastTradeTimestamp=""), "time")},
    ),
    "alpaca": Case(
        path="/v2/stocks/snapshots",
        told=alpaca,
        stale=alpaca(WRONG, NOON, close=WEDNESDAY),
        strange=_rows(alpaca),
    ),
    "massive": Case(
        path="/v2/snapshot/locale/us/markets/stocks/tickers", told=massive, strange=_rows(massive)
    ),
    "coinbase": Case(
        path="/api/v3/brokerage/market/products/BTC-USD/ticker",
        told=coinbase,
        symbol=BITCOIN,
        strange=_rows(coinbase),
    ),
    "kraken": Case(
        path="/0/public/Trades",
        told=kraken,
        symbol=BITCOIN,
        strange={"a nought": (kraken("0", NOON), "price"), "a ragged row": (_RAGGED, "field")},
    ),
}

HEARD: Mapping[str, Case] = {
    "yahoo": Case(path="/yahoo/", told=yahoo_frame, strange=_rows(yahoo_frame)),
    "finnhub": Case(path="/finnhub", told=finnhub_frame, strange=_rows(finnhub_frame)),
    "alpaca": Case(path="/alpaca/iex", told=alpaca_frame, strange=_rows(alpaca_frame)),
    "coinbase": Case(
        path="/coinbase", told=coinbase_frame, symbol=BITCOIN, strange=_rows(coinbase_frame)
    ),
    "kraken": Case(path="/kraken", told=kraken_frame, symbol=BITCOIN, strange=_rows(kraken_frame)),
}
