"""Coinbase: the last trade, each trade as it happens, and what was lost on the line."""

import json
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.providers.base import Provider, Streamer
from bot.feeds.providers.coinbase import Coinbase
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

BTC = Symbol("BTC-USD")
TRADES, TICKER = made("coinbase_trades.json"), made("coinbase_ticker.json")


def a_frame(**changed: object) -> str:
    return json.dumps(json.loads(TICKER) | changed)


def test_it_is_a_provider_and_a_streamer():
    """What follows it follows any."""
    provider: Provider = Coinbase()
    streamer: Streamer = Coinbase()

    assert ("coinbase", "coinbase") == (provider.name, streamer.name)


def test_it_asks_for_the_last_trade_of_a_product():
    """The path that needs no key."""
    expected = "https://x.test/api/v3/brokerage/market/products/BTC-USD/ticker?limit=1"

    assert expected == Coinbase(url="https://x.test/").request([BTC]).url


def test_the_latest_trade_is_the_reading_with_its_own_time():
    """Not the first of the list, should more than one come."""
    expected = Reading(
        symbol=BTC,
        price=Decimal("91001.50"),
        at=at("2026-03-02T14:29:59.5Z"),
        provider="coinbase",
    )

    assert [expected] == Coinbase().parse(TRADES)


def test_a_product_that_has_never_traded_says_nothing():
    """It is no fault of the provider's."""
    assert [] == Coinbase().parse(b'{"trades":[]}')


def test_an_error_in_the_place_of_trades_is_told_on_one_line():
    """Operators read it in a log."""
    body = b'{"error":"NOT_FOUND","message":"valid product_id\\nis required"}'

    with pytest.raises(FeedError, match="valid product_id is required"):
        Coinbase().parse(body)


def test_it_asks_for_heartbeats_and_for_every_product():
    """Without a beat the line closes while nothing trades."""
    asked = [json.loads(frame) for frame in Coinbase().subscribe([BTC, Symbol("ETH-USD")])]

    assert [("heartbeats", None), ("ticker", ["BTC-USD", "ETH-USD"])] == [
        (ask["channel"], ask.get("product_ids")) for ask in asked
    ]


def test_a_ticker_is_a_trade_of_each_product_in_it():
    """Every digit stays."""
    told = Coinbase().heard(TICKER)

    assert [(BTC, "91002.75"), ("ETH-USD", "3100.10")] == [
        (r.symbol, str(r.price)) for r in told if isinstance(r, Reading)
    ]


def test_the_snapshot_a_line_begins_with_is_refused():
    """Its trade may be of any time, and its frame is of now."""
    event = {"type": "snapshot", "tickers": [{"product_id": "BTC-USD", "price": "1"}]}

    told = Coinbase().heard(a_frame(events=[event]))

    assert ["time"] == [r.reason for r in told if isinstance(r, Refusal)]


@pytest.mark.parametrize("channel", ["heartbeats", "subscriptions", "status", ""])
def test_what_is_no_ticker_says_nothing(channel: str):
    """A heartbeat is for the line, not for the market."""
    assert [] == Coinbase().heard(a_frame(channel=channel))


def test_a_frame_that_was_lost_is_noticed():
    """The prices in it are gone, and an extreme may have been among them."""
    coinbase = Coinbase()
    coinbase.heard(a_frame(sequence_num=7))

    told = coinbase.heard(a_frame(sequence_num=10, channel="heartbeats"))

    assert [Refusal("gap", "coinbase lost its frames between 7 and 10")] == told


@given(st.lists(st.integers(0, 30), max_size=12))
def test_a_gap_is_told_where_a_number_was_left_out_and_nowhere_else(numbers: list[int]):
    """A number that is no higher is of a new line, which counts from the start."""
    coinbase = Coinbase()
    frames = [a_frame(sequence_num=number, channel="heartbeats") for number in numbers]

    told = [gap for frame in frames for gap in coinbase.heard(frame)]

    assert sum(after > before + 1 for before, after in pairwise(numbers)) == len(told)


def test_an_error_frame_is_an_error():
    """The line will bring nothing after it."""
    with pytest.raises(FeedError, match="rate limit"):
        Coinbase().heard('{"type":"error","message":"rate limit exceeded"}')


def test_one_strange_row_costs_none_of_the_others():
    """A provider mends one product at a time."""
    rows = [{"product_id": "BTC-USD", "price": {}}, {"product_id": "ETH-USD", "price": "3100"}]

    told = Coinbase().heard(a_frame(events=[{"type": "update", "tickers": rows}]))

    assert [Refusal, Reading] == [type(row) for row in told]


@pytest.mark.parametrize("read", [Coinbase().parse, Coinbase().heard])
@pytest.mark.parametrize("body", [TRADES, TICKER])
def test_a_body_cut_at_any_byte_is_no_answer(read, body: bytes):  # noqa: ANN001 (either reader)
    """Trap 10 and its kin: nothing but FeedError, however little came."""
    assert all(refuses(read, cut) for cut in cuts(body.strip()))


@given(strange(TRADES))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(Coinbase().parse, body)


@given(strange(TICKER))
def test_no_frame_whatever_breaks_it(frame: bytes):
    """Likewise on the line, where one frame must not end it."""
    assert survives(Coinbase().heard, frame)


def test_a_recorded_answer_is_read():
    """Three trades of one second; the last counts."""
    told = Coinbase().parse(real("coinbase/advtrade_http_ticker.json"))

    assert [(BTC, Decimal("68923.67"), at("2026-04-07T00:28:58.544778Z"))] == [
        (r.symbol, r.price, r.at) for r in told if isinstance(r, Reading)
    ]


@pytest.mark.parametrize(
    ("file", "reasons"), [("heartbeats", []), ("subscriptions", []), ("ticker", ["time"])]
)
def test_recorded_frames_are_understood(file: str, reasons: list[str]):
    """The recorded ticker is a snapshot, which has no time of its own."""
    told = Coinbase().heard(real(f"coinbase/advtrade_ws_{file}.json"))

    assert reasons == [r.reason for r in told if isinstance(r, Refusal)]
