"""Yahoo's stream: protobuf by hand, float32 prices, and frames that say nothing."""

import base64
import json
import struct
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import protobuf
from bot.feeds.providers.base import Streamer
from bot.feeds.providers.yahoo_stream import YahooStream
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import JSON, cuts, refuses, survives
from tests.builders import at

AT = 1760106600123  # 2025-10-10 at 10:30 in New York
EQUITY, CRYPTO, HEARTBEAT = 8, 41, 7
PRE, REGULAR = 0, 1


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value) if value else b""  # a nought is left out


def signed(field: int, value: int) -> bytes:
    return number(field, value << 1 if value >= 0 else (-value << 1) - 1)


def text(field: int, value: str) -> bytes:
    return varint(field << 3 | 2) + varint(len(value.encode())) + value.encode()


def price(field: int, value: float) -> bytes:
    return varint(field << 3 | 5) + struct.pack("<f", value)


def a_message(  # noqa: PLR0913 (what may vary is the point of a builder)
    symbol: str = "IREN",
    worth: float = 104.08,
    *,
    when: int = AT,
    kind: int = EQUITY,
    hours: int = REGULAR,
    currency: str = "USD",
) -> bytes:
    return (
        text(1, symbol)
        + price(2, worth)
        + signed(3, when)
        + text(4, currency)
        + number(6, kind)
        + number(7, hours)
        + price(8, 4.08)
        + signed(9, 120_500)
        + signed(27, 2)
        + varint(33 << 3 | 1)
        + struct.pack("<d", 1e9)
    )


def a_frame(message: bytes) -> str:
    return json.dumps({"type": "pricing", "message": base64.b64encode(message).decode()})


def reading(message: bytes) -> Reading:
    (row,) = YahooStream().heard(a_frame(message))
    assert isinstance(row, Reading)
    return row


def test_it_is_a_streamer():
    """What follows it follows any."""
    streamer: Streamer = YahooStream()

    assert streamer.stream_url.startswith("wss://")


def test_it_asks_again_every_fifteen_seconds_in_yahoos_spelling():
    """It forgets what it was asked for."""
    stream = YahooStream()

    assert ['{"subscribe":["BRK-B","BTC-USD"]}'] == stream.subscribe(
        [Symbol("BRK.B"), Symbol("BTC-USD")]
    )
    assert timedelta(seconds=15) == stream.resubscribe_every


def test_a_trade_is_read_with_its_time_and_the_days_volume():
    """Every figure from its field."""
    expected = Reading(
        symbol=Symbol("IREN"),
        price=Decimal("104.08"),
        at=at("2025-10-10T14:30:00.123Z"),
        provider="yahoo",
        volume=120_500,
    )

    assert expected == reading(a_message())


@pytest.mark.parametrize("worth", ["94745.08", "122040.13", "1.005", "0.1234", "66.41", "748123.4"])
def test_a_price_is_the_one_that_was_meant(worth: str):
    """Trap 15: 94745.08 comes as 94745.078125."""
    assert Decimal(worth) == reading(a_message(worth=float(worth))).price


@given(st.decimals("0.01", "9999.99", places=2))
def test_every_price_in_cents_comes_through_whole(worth: Decimal):
    """A float32 holds six digits without a doubt."""
    assert worth == reading(a_message(worth=float(worth))).price


@pytest.mark.parametrize(("kind", "hours"), [(EQUITY, PRE), (CRYPTO, REGULAR)])
def test_the_volume_is_told_only_where_it_is_the_days(kind: int, hours: int):
    """Before the bell it is not known whose it is, and of a coin it is of 24 hours."""
    assert reading(a_message(kind=kind, hours=hours)).volume is None


@pytest.mark.parametrize(
    "frame",
    ['{"type":"heartbeat"}', "{}", a_frame(b""), a_frame(a_message(kind=HEARTBEAT))],
)
def test_a_heartbeat_says_nothing(frame: str):
    """It is for the line, not for the market."""
    assert [] == YahooStream().heard(frame)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (a_message("no symbol"), "symbol"),
        (a_message(worth=0), "price"),
        (a_message(worth=float("nan")), "price"),
        (a_message(worth=float("inf")), "price"),
        (a_message(when=0), "time"),
        (a_message(when=-AT), "time"),
        (a_message(currency=""), "currency"),
        (text(2, "not four bytes") + text(1, "IREN") + text(4, "USD"), "price"),
        (number(1, 5), "symbol"),
    ],
)
def test_a_message_that_is_no_quote_says_why(message: bytes, reason: str):
    """Counted by its reason."""
    (row,) = YahooStream().heard(a_frame(message))

    assert isinstance(row, Refusal)
    assert reason == row.reason


@pytest.mark.parametrize("frame", ["", "<html>", '{"message":"%%%"}', '{"message":1}', b"\xff"])
def test_what_is_no_frame_is_an_error_of_the_feed(frame: str | bytes):
    """The line is begun anew."""
    stream = YahooStream()

    assert refuses(lambda _: stream.heard(frame), b"")


def test_a_frame_cut_at_any_byte_is_none():
    """Nothing but FeedError, however little came."""
    assert all(refuses(YahooStream().heard, cut) for cut in cuts(a_frame(a_message()).encode()))


def test_a_message_cut_at_any_byte_never_is_another_price():
    """A field is whole or is an error; those after the cut are missing."""
    prices = {
        row.price
        for cut in cuts(a_message())
        if not refuses(protobuf.fields, cut)
        for row in YahooStream().heard(a_frame(cut))
        if isinstance(row, Reading)
    }

    assert {Decimal("104.08")} == prices


@given(st.binary(max_size=80))
def test_no_message_whatever_breaks_it(message: bytes):
    """Bytes are read, or refused in the one way there is."""
    assert survives(YahooStream().heard, a_frame(message).encode())


@given(JSON)
def test_no_frame_whatever_breaks_it(frame: object):
    """Nor any JSON."""
    assert survives(YahooStream().heard, json.dumps(frame).encode())


@given(st.floats(width=32, allow_nan=False))
def test_what_was_meant_is_the_same_float(value: float):
    """The shortest number is never another one."""
    found = protobuf.float32(struct.pack("<f", value))

    assert found is not None
    assert struct.pack("<f", value) == struct.pack("<f", float(found))
