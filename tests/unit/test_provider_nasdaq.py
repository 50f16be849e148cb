"""Nasdaq: one page's figures, with their times in New York and signs that get lost."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from bot.feeds.providers.base import Provider
from bot.feeds.providers.nasdaq import Nasdaq
from bot.feeds.reading import Reading
from bot.feeds.written import figure
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

INFO = made("nasdaq_info.json")


def told(*, secondary: object = ..., symbol: str = "IREN", **primary: object) -> Reading | Refusal:
    body = json.loads(INFO)
    body["data"]["symbol"] = symbol
    body["data"]["primaryData"] |= primary
    if secondary is not ...:
        body["data"]["secondaryData"] = secondary
    (row,) = Nasdaq().parse(json.dumps(body).encode())
    return row


def reading(*, secondary: object = ..., symbol: str = "IREN", **primary: object) -> Reading:
    row = told(secondary=secondary, symbol=symbol, **primary)
    assert isinstance(row, Reading)
    return row


def test_it_is_a_provider():
    """What follows it follows any."""
    provider: Provider = Nasdaq()

    assert ("nasdaq", 1) == (provider.name, provider.batch)


@pytest.mark.parametrize(("symbol", "kind"), [("IREN", "stocks"), ("WGMI", "etf")])
def test_it_has_to_say_what_is_a_fund(symbol: str, kind: str):
    """A fund asked for as a stock does not exist."""
    nasdaq = Nasdaq(url="https://x.test/", funds=[Symbol("WGMI")])

    assert f"https://x.test/api/quote/{symbol}/info?assetclass={kind}" == (
        nasdaq.request([Symbol(symbol)]).url
    )


def test_before_the_bell_the_second_price_is_the_close_with_its_day():
    """And the first the trade, to the minute."""
    expected = Reading(
        symbol=Symbol("IREN"),
        price=Decimal("104.0805"),
        at=at("2025-10-10T12:51Z"),
        provider="nasdaq",
        volume=120_500,
        base=Decimal("100.00"),
        base_day=date(2025, 10, 9),
        name="IREN Limited Ordinary Shares",
    )

    assert expected == reading()


@pytest.mark.parametrize(
    ("change", "indicator", "base"),
    [
        ("0.318", "down", "104.3985"),
        ("-0.318", "down", "104.3985"),
        ("+0.318", "up", "103.7625"),
        ("-0.318", "up", "103.7625"),
        ("UNCH", "", "104.0805"),
        ("0.00", "", "104.0805"),
        ("0.318", "", None),
        ("N/A", "down", None),
        ("200", "up", None),
    ],
)
def test_the_indicator_says_which_way_it_went(change: str, indicator: str, base: str | None):
    """Trap 7: the change may have lost its sign; without either there is no base."""
    row = reading(secondary=None, netChange=change, deltaIndicator=indicator)

    assert (Decimal(base) if base else None, None) == (row.base, row.base_day)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Oct 10, 2025 8:51 AM ET", "2025-10-10T12:51Z"),
        ("DATA AS OF Nov 19, 2019 9:27 AM ET - PRE-MARKET", "2019-11-19T14:27Z"),
        ("CLOSED AT 4:00 PM ET ON Feb 23, 2023", "2023-02-23T21:00Z"),
        ("Closed at Oct 9, 2025 4:00 PM ET", "2025-10-09T20:00Z"),
        ("Jul 3, 2025 12:05:09 PM ET", "2025-07-03T16:05:09Z"),
        ("Mar 9, 2026 12:30 AM ET", "2026-03-09T04:30Z"),
    ],
)
def test_every_way_it_writes_a_time_is_read_in_new_york(text: str, when: str):
    """Trap 20: summer and winter, noon and midnight."""
    assert at(when) == reading(lastTradeTimestamp=text).at


@pytest.mark.parametrize(
    "text",
    [
        "DATA AS OF Jul 28, 2020",
        "Feb 30, 2025 9:27 AM ET",
        "Foo 3, 2025 9:27 AM ET",
        "Oct 10, 2025 9:77 AM ET",
        "Oct 10, 2025",
        "Jan 1, 0001 9:27 AM ET1",
        "",
        None,
    ],
)
def test_a_price_without_a_time_is_refused(text: str | None):
    """Of a day alone, it may be of any hour of it."""
    row = told(lastTradeTimestamp=text)

    assert isinstance(row, Refusal)
    assert "time" == row.reason


def test_a_half_day_closes_when_it_says():
    """Trap 5: nothing here knows at which hour a session ends."""
    row = reading(
        lastTradeTimestamp="Nov 28, 2025 1:30 PM ET",
        secondary={
            "lastSalePrice": "$100.00",
            "lastTradeTimestamp": "Closed at Nov 28, 2025 1:00 PM ET",
        },
    )

    assert (at("2025-11-28T18:30Z"), date(2025, 11, 28)) == (row.at, row.base_day)


def test_a_closed_market_is_its_own_close():
    """There is one price, and it says that it is the close."""
    row = reading(secondary=None, lastTradeTimestamp="Closed at Oct 9, 2025 4:00 PM ET")

    assert (row.price, date(2025, 10, 9)) == (row.base, row.base_day)


def test_without_a_first_price_the_close_is_the_reading():
    """Before anybody has traded the first is empty."""
    row = reading(lastSalePrice="")

    assert (Decimal("100.00"), at("2025-10-09T20:00Z")) == (row.price, row.at)


@pytest.mark.parametrize("theirs", ["BRK/B", "BRK.B", " brk.b "])
def test_a_class_of_shares_is_read_as_we_write_it(theirs: str):
    """With a slash in its lists, with a dot in its addresses."""
    assert "BRK.B" == reading(symbol=theirs).symbol


@pytest.mark.parametrize("price", ["N/A", "", "$0.00", None, "$1e5"])
def test_a_row_without_any_price_is_refused(price: str | None):
    """A nought is no price."""
    row = told(lastSalePrice=price, secondary={})

    assert isinstance(row, Refusal)
    assert "price" == row.reason


@pytest.mark.parametrize("code", [200, 400])
def test_a_symbol_that_is_not_known_is_refused(code: int):
    """It says so in an answer like any other."""
    body = {"data": None, "status": {"rCode": code, "bCodeMessage": [{"code": 1001}]}}

    (row,) = Nasdaq().parse(json.dumps(body).encode())

    assert isinstance(row, Refusal)
    assert "symbol" == row.reason


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD></HTML>",
        b"{}",
        b"[]",
        b'{"data":null,"status":{"rCode":500}}',
        b'{"data":[]}',
    ],
)
def test_what_is_no_answer_is_an_error_of_the_feed(body: bytes):
    """Trap 10: with status 200."""
    assert refuses(Nasdaq().parse, body)


def test_a_body_cut_at_any_byte_is_no_answer():
    """Nothing but FeedError, however little came."""
    assert all(refuses(Nasdaq().parse, cut) for cut in cuts(INFO.strip()))


@given(strange(INFO))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(Nasdaq().parse, body)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1,267.10", "1267.10"),
        ("+0.81", "0.81"),
        ("-$0.81", "-0.81"),
        (".5", "0.5"),
        (" 7 ", "7"),
        ("102,457.094026", "102457.094026"),
        *(
            (text, None)
            for text in ("N/A", "UNCH", "4.9%", "", None, "1e5", "--", "1.2.3", "\u0667")
        ),
    ],
)
def test_a_figure_is_read_as_it_is_written(text: str | None, number: str | None):
    """Digits as they stand, or nothing."""
    assert (None if number is None else Decimal(number)) == figure(text)


@pytest.mark.parametrize(
    ("file", "price", "when", "base", "day"),
    [
        ("pre", "267.85", "2019-11-19T14:27Z", "267.10", date(2019, 11, 18)),
        ("after", "267.10", "2019-11-19T21:31Z", "266.29", date(2019, 11, 19)),
    ],
)
def test_recorded_answers_are_read(file: str, price: str, when: str, base: str, day: date):
    """The second is the one whose close had lost the sign of its change."""
    (row,) = Nasdaq().parse(real(f"nasdaq/info_AAPL_{file}_2019-11-19.json"))

    assert isinstance(row, Reading)
    assert (Decimal(price), at(when), Decimal(base), day) == (
        row.price,
        row.at,
        row.base,
        row.base_day,
    )
