"""Kraken: names of its own, the last trade, and each trade as it happens."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from bot.errors import FeedError
from bot.feeds.providers.base import Provider, Streamer
from bot.feeds.providers.kraken import Kraken
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

BTC = Symbol("BTC-USD")
TRADES, TICKER = made("kraken_trades.json"), made("kraken_ticker.json")
EXPECTED = Reading(
    symbol=BTC, price=Decimal("91003.4"), at=at("2026-03-02T14:29:59.123456Z"), provider="kraken"
)


def an_answer(**result: object) -> bytes:
    return json.dumps({"error": [], "result": result}).encode()


def named(told: list[Reading | Refusal]) -> list[str]:
    return [row.symbol if isinstance(row, Reading) else row.reason for row in told]


def test_it_is_a_provider_and_a_streamer():
    """What follows it follows any."""
    provider: Provider = Kraken()
    streamer: Streamer = Kraken()

    assert ("kraken", "kraken") == (provider.name, streamer.name)


@pytest.mark.parametrize(
    ("symbol", "pair"),
    [("BTC-USD", "XBTUSD"), ("ETH-EUR", "ETHEUR"), ("DOGE-USD", "XDGUSD"), ("XTZ-USD", "XTZUSD")],
)
def test_it_asks_for_a_pair_by_kraken_s_own_name(symbol: str, pair: str):
    """Bitcoin is XBT there."""
    expected = f"https://x.test/0/public/Trades?pair={pair}&count=1"

    assert expected == Kraken(url="https://x.test").request([Symbol(symbol)]).url


def test_the_last_trade_is_the_reading():
    """Its key is not the pair that was asked for, and `last` beside it is no pair."""
    assert [EXPECTED] == Kraken().parse(TRADES)


@pytest.mark.parametrize(
    ("pair", "symbol"),
    [
        ("XXBTZUSD", "BTC-USD"),
        ("XBTUSD", "BTC-USD"),
        ("BTC/USD", "BTC-USD"),
        ("XETHZEUR", "ETH-EUR"),
        ("XTZUSD", "XTZ-USD"),
        ("XDGUSD", "DOGE-USD"),
        ("SOLUSD", "SOL-USD"),
        ("XBTUSDT", "BTC-USDT"),
        ("USDTZUSD", "USDT-USD"),
        ("nonsense", "symbol"),
        ("", "symbol"),
    ],
)
def test_a_pair_is_read_in_either_of_its_spellings(pair: str, symbol: str):
    """XTZUSD ends as an old name does, and is none: Tezos in dollars."""
    told = Kraken().parse(an_answer(**{pair: [["1.5", "1", 1772461799.5]]}))

    assert [symbol] == named(told)


def test_a_pair_in_tether_is_not_in_dollars():
    """A price has the currency it was made in."""
    told = Kraken().parse(an_answer(XBTUSDT=[["91000", "1", 1772461799]]))

    assert ["USDT"] == [row.currency for row in told if isinstance(row, Reading)]


def test_a_ticker_is_no_reading_and_its_open_no_base():
    """It has no time, and `o` is of today at 00:00 UTC, not of 24 hours ago."""
    told = Kraken().parse(an_answer(XXBTZUSD={"c": ["91000", "1"], "o": "90000"}))

    assert [Refusal("time", "BTC-USD: a Ticker tells no time of its trade")] == told


@pytest.mark.parametrize(
    ("trades", "reason"),
    [([], "price"), ([["0", "1", 1.0]], "price"), ([["1", "1", 0]], "time"), ([["1"]], "field")],
)
def test_what_is_no_trade_says_why(trades: object, reason: str):
    """A nought is no price, and no time."""
    assert [reason] == named(Kraken().parse(an_answer(XXBTZUSD=trades)))


def test_an_unknown_pair_is_refused_by_itself():
    """The other instruments are asked about one by one, and still come."""
    told = Kraken().parse(b'{"error":["EQuery:Unknown asset pair"]}')

    assert [Refusal("symbol", "kraken: EQuery:Unknown asset pair")] == told


def test_an_error_is_an_error():
    """Asked too often it says so with status 200."""
    with pytest.raises(FeedError, match="EAPI:Rate limit exceeded"):
        Kraken().parse(b'{"error":["EAPI:Rate limit exceeded"],"result":{}}')


def test_a_warning_is_none():
    """What begins with W comes beside an answer."""
    body = json.dumps(json.loads(TRADES) | {"error": ["WGeneral:Be gentle"]}).encode()

    assert [EXPECTED] == Kraken().parse(body)


@pytest.mark.parametrize(
    ("told", "url"), [("", "wss://ws.kraken.com/v2"), ("ws://x.test/v2", "ws://x.test/v2")]
)
def test_its_line_is_where_it_is_unless_somebody_says_otherwise(told: str, url: str):
    """An operator who says nothing of it means the usual place."""
    assert url == Kraken(stream_url=told).stream_url


def test_it_asks_for_a_ticker_at_every_trade():
    """On its line Bitcoin is BTC."""
    [frame] = Kraken().subscribe([BTC, Symbol("ETH-USD")])

    assert {
        "method": "subscribe",
        "params": {
            "channel": "ticker",
            "symbol": ["BTC/USD", "ETH/USD"],
            "event_trigger": "trades",
        },
    } == json.loads(frame)


def test_a_ticker_of_its_line_is_a_reading():
    """There it has the time of its trade."""
    assert [EXPECTED] == Kraken().heard(TICKER)


@pytest.mark.parametrize(
    "frame",
    [
        '{"channel":"heartbeat"}',
        '{"channel":"status","type":"update","data":[{"system":"online","api_version":"v2"}]}',
        '{"method":"pong","time_in":"2026-03-02T14:29:59Z"}',
        '{"method":"subscribe","success":true,"result":{"channel":"ticker"}}',
    ],
)
def test_what_is_no_ticker_says_nothing(frame: str):
    """A heartbeat is for the line, not for the market."""
    assert [] == Kraken().heard(frame)


def test_a_pair_it_will_not_tell_is_refused_by_itself():
    """The line stands, and the others come on it."""
    frame = '{"method":"subscribe","success":false,"error":"Currency pair not supported X/USD"}'

    assert [Refusal("symbol", "kraken: Currency pair not supported X/USD")] == Kraken().heard(frame)


def test_one_strange_row_costs_none_of_the_others():
    """A ticker without a time is one, and is refused."""
    good = json.loads(TICKER)["data"]
    rows = [good[0] | {"timestamp": None}, good[0] | {"last": []}, 5, *good]

    told = Kraken().heard(json.dumps({"channel": "ticker", "data": rows}))

    assert ["time", "field", "field", "BTC-USD"] == named(told)


@pytest.mark.parametrize("read", [Kraken().parse, Kraken().heard])
@pytest.mark.parametrize("body", [TRADES, TICKER])
def test_a_body_cut_at_any_byte_is_no_answer(read, body: bytes):  # noqa: ANN001 (either reader)
    """Trap 10 and its kin: nothing but FeedError, however little came."""
    assert all(refuses(read, cut) for cut in cuts(body.strip()))


@given(strange(TRADES))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(Kraken().parse, body)


@given(strange(TICKER))
def test_no_frame_whatever_breaks_it(frame: bytes):
    """Likewise on the line, where one frame must not end it."""
    assert survives(Kraken().heard, frame)


def test_a_recorded_ticker_has_no_time():
    """It is why trades are asked for in its place."""
    assert ["time"] == named(Kraken().parse(real("kraken/http_ticker.json")))


@pytest.mark.parametrize(
    ("file", "expected"), [("ticker_snapshot", ["BTC-USD"]), ("subscribe_response", [])]
)
def test_recorded_frames_are_understood(file: str, expected: list[str]):
    """A price as it was sent, beside what only concerns the line."""
    assert expected == named(Kraken().heard(real(f"kraken/ws_{file}.json")))
