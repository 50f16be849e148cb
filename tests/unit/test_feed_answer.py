"""Answers: read exactly, or refused in words, whatever a number or a text may be."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.builders import at

DECIMALS = st.decimals() | st.sampled_from([Decimal("1E+999999"), Decimal("1E-999999")])


class Row(msgspec.Struct):
    price: Decimal


def a_reading(symbol: str = "IREN", *, when: str = "2025-10-10T12:00Z") -> Reading:
    return Reading(symbol=Symbol(symbol), price=Decimal(1), at=at(when), provider="test")


def outcome(read: Callable[[], object]) -> object:
    """Return what was read, or the reason there is for reading nothing."""
    try:
        return read()
    except NoQuote as error:
        return error.reason


@pytest.mark.parametrize("written", ["66.10", '"66.10"', "0.1000000000000000055511151231257827"])
def test_a_price_keeps_every_digit_it_was_written_with(written: str):
    """No float comes near it, quoted or not."""
    row = answer.whole(f'{{"price":{written}}}', Row, "test")

    assert written.strip('"') == str(row.price)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "answered with nothing"),
        (b" \n", "answered with nothing"),
        (b"<!DOCTYPE html><p>Access Denied", "a page of markup in place of JSON"),
        (b"Too Many Requests", "broken text in place of JSON"),
        (b'{"price":', "broken text in place of JSON"),
        (b'{"price":"\xff"}', "broken text in place of JSON"),
        (b'{"x":' + b"[" * 100_000, "broken text in place of JSON"),
        (b"[]", "in a form that is new"),
        ('{"price":"dear"}', "in a form that is new"),
    ],
)
def test_a_body_that_is_no_answer_says_what_came(body: bytes | str, says: str):
    """Trap 10: a page of a guard comes with status 200."""
    with pytest.raises(FeedError, match=says):
        answer.whole(body, Row, "test")


@given(DECIMALS)
def test_what_is_read_as_a_price_is_one(value: Decimal):
    """Not a number, endless or none at all: each is refused in words."""
    price = answer.perhaps(value)

    assert outcome(lambda: answer.price(value, "IREN")) == ("price" if price is None else price)
    assert price is None or price > 0


@given(DECIMALS)
def test_what_is_read_as_a_count_is_one(value: Decimal):
    """A power of ten with a million noughts must not be written out."""
    count = answer.count(value)

    assert count is None or 0 <= count <= value < answer.MOST


@given(DECIMALS, st.sampled_from([1, 10**3, 10**9]))
def test_what_is_read_as_a_time_is_one(value: Decimal, a_second: int):
    """Whatever unit a provider counts in."""
    when = outcome(lambda: answer.since_epoch(value, "IREN", a_second=a_second))

    assert when == "time" or (isinstance(when, datetime) and when.tzinfo is UTC)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (hypothesis adds the zone)
def test_a_time_in_nanoseconds_comes_back_to_the_microsecond(when: datetime):
    """A float of it would be off by hundreds of them."""
    micros = (when - answer.EPOCH) // (datetime.resolution)

    assert when == answer.since_epoch(Decimal(micros * 1000 + 999), "IREN", a_second=10**9)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_time_before_all_times_or_after_them_is_none(text: str):
    """Such a zone leads out of the calendar."""
    with pytest.raises(NoQuote, match="no time"):
        answer.utc(datetime.fromisoformat(text), "IREN")


@pytest.mark.parametrize("text", ["iren", "", "IREN\n", "BINANCE:BTCUSDT", "A" * 500])
def test_what_has_not_the_shape_of_a_symbol_is_none(text: str):
    """It is said briefly, too."""
    with pytest.raises(NoQuote) as raised:
        answer.named(text)

    assert len(str(raised.value)) < 150


def test_the_latest_of_each_instrument_is_kept_after_every_refusal():
    """A provider may tell trades in either order."""
    early, late = a_reading(), a_reading(when="2025-10-10T12:01Z")
    other, refusal = a_reading("WULF"), Refusal("price", "none")

    assert [refusal, late, other] == answer.newest([late, early, refusal, other])


def test_what_a_provider_says_is_quoted_on_one_line_without_secrets():
    """It goes into logs."""
    text = answer.said("no\nkey k3y\x1b[31m " + "x" * 500, without=["k3y", ""])

    assert ("no key …", True, 100) == (text[:8], text.isprintable(), len(text))
