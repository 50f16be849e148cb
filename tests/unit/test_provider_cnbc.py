"""CNBC: rows of texts, each in its own session."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from bot.feeds.providers.base import Provider
from bot.feeds.providers.cnbc import Cnbc
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

QUOTES = made("cnbc_quotes.json")
ROWS = {row["symbol"]: row for row in json.loads(QUOTES)["FormattedQuoteResult"]["FormattedQuote"]}


def told(of: str, **changed: object) -> Reading | Refusal:
    body = {"FormattedQuoteResult": {"FormattedQuote": [ROWS[of] | changed]}}
    (row,) = Cnbc().parse(json.dumps(body).encode())
    return row


def reading(of: str, **changed: object) -> Reading:
    row = told(of, **changed)
    assert isinstance(row, Reading)
    return row


def test_it_is_a_provider():
    """What follows it follows any."""
    provider: Provider = Cnbc()

    assert ("cnbc", 40) == (provider.name, provider.batch)


def test_it_asks_for_all_symbols_at_once_in_its_own_spelling():
    """One request, however long the watchlist."""
    names = ["IREN", "BRK.B", "BTC-USD", "^GSPC"]

    url = Cnbc(url="https://x.test/").request([Symbol(name) for name in names]).url

    assert (
        "https://x.test/quote-html-webservice/restQuote/symbolType/symbol"
        "?symbols=IREN%7CBRK.B%7CBTC.CM%3D%7C.SPX&"
    ) in url
    assert "exthrs=1" in url


def test_before_the_bell_the_extended_trade_is_measured_from_the_last_close():
    """The row's own last is that close, and its time says of which day."""
    expected = Reading(
        symbol=Symbol("IREN"),
        price=Decimal("104.08"),
        at=at("2025-10-10T12:51Z"),
        provider="cnbc",
        volume=120_500,
        base=Decimal("100.00"),
        base_day=date(2025, 10, 9),
        name="IREN Ltd",
    )

    assert expected == reading("IREN")


def test_a_row_without_an_extended_trade_is_of_yesterdays_session():
    """Trap 6: its +10.49 % is yesterday's, and no pre-market move."""
    row = reading("WULF")

    assert (Decimal("13.59"), at("2025-10-09T20:00Z"), Decimal("12.30"), None) == (
        row.price,
        row.at,
        row.base,
        row.base_day,
    )


def test_within_the_session_this_mornings_extended_trade_is_old():
    """It stays in the row all day."""
    row = reading(
        "IREN",
        curmktstatus="REG_MKT",
        last="106.00",
        last_time="2025-10-10T10:00:00.000-0400",
    )

    assert (Decimal("106.00"), Decimal("100.00"), 5_000_000) == (row.price, row.base, row.volume)


def test_an_extended_trade_of_an_open_session_has_no_base():
    """The row's last moves by then, and is no close."""
    assert reading("IREN", curmktstatus="REG_MKT").base is None


@pytest.mark.parametrize("close", ["13:00", "16:00"])
def test_after_the_bell_the_base_is_todays_close(close: str):
    """Trap 5: the row says what session it is, on a half day too."""
    extended = {"type": "POST_MKT", "last": "99.50", "last_time": "2025-10-10T16:30:00.000-0400"}

    row = reading(
        "IREN",
        curmktstatus="POST_MKT",
        last_time=f"2025-10-10T{close}:00.000-0400",
        ExtendedMktQuote=extended,
    )

    assert (Decimal("99.50"), Decimal("100.00"), date(2025, 10, 10), 5_000_000) == (
        row.price,
        row.base,
        row.base_day,
        row.volume,
    )


def test_a_coin_keeps_its_name_and_has_no_volume_of_the_day():
    """Its volume is of 24 hours."""
    row = reading("BTC.CM=")

    assert (Symbol("BTC-USD"), Decimal("121621.50"), None) == (row.symbol, row.price, row.volume)


@pytest.mark.parametrize(
    ("symbol", "changed", "reason"),
    [
        ("GONE", {}, "symbol"),
        ("CLSK", {}, "price"),
        (".VIX", {}, "time"),
        ("WULF", {"last": "4.938%"}, "price"),
        ("WULF", {"last": "--"}, "price"),
        ("WULF", {"last": "0.00"}, "price"),
        ("WULF", {"last": 13.59}, "field"),
        ("WULF", {"last_time": "2025-10-09T16:00:00"}, "time"),
        ("WULF", {"last_time": "0001-01-01T00:00:00+05:00"}, "time"),
        ("WULF", {"symbol": "@LCO.1"}, "symbol"),
    ],
)
def test_a_row_that_is_no_quote_says_why(symbol: str, changed: dict[str, object], reason: str):
    """An index that has closed has a day and no time; a yield is no price."""
    row = told(symbol, **changed)

    assert isinstance(row, Refusal)
    assert reason == row.reason


def test_one_strange_row_costs_none_of_the_others():
    """Three quotes and three that are none."""
    kinds = [type(row) for row in Cnbc().parse(QUOTES)]

    assert [Reading, Reading, Refusal, Refusal, Reading, Refusal] == kinds


@pytest.mark.parametrize("rows", [ROWS["IREN"], [ROWS["IREN"]]])
def test_one_quote_may_come_without_its_list(rows: object):
    """What is asked for alone is answered alone, some days."""
    body = json.dumps({"FormattedQuoteResult": {"FormattedQuote": rows}}, indent=1).encode()

    assert [Decimal("104.08")] == [
        row.price for row in Cnbc().parse(body) if isinstance(row, Reading)
    ]


def test_quotes_may_come_under_their_other_name():
    """Both are in use."""
    body = json.dumps({"ITVQuoteResult": {"ITVQuote": [ROWS["IREN"]]}}).encode()

    assert [Reading] == [type(row) for row in Cnbc().parse(body)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Access Denied</body></html>",
        b"{}",
        b"null",
        b'{"FormattedQuoteResult":{}}',
        b'{"FormattedQuoteResult":null}',
        b'{"FormattedQuoteResult":{"FormattedQuote":null}}',
        b'{"FormattedQuoteResult":{"FormattedQuote":7}}',
    ],
)
def test_what_is_no_answer_is_an_error_of_the_feed(body: bytes):
    """Trap 10: with status 200."""
    assert refuses(Cnbc().parse, body)


def test_a_body_cut_at_any_byte_is_no_answer():
    """Nothing but FeedError, however little came."""
    assert all(refuses(Cnbc().parse, cut) for cut in cuts(QUOTES.strip()))


@given(strange(QUOTES))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(Cnbc().parse, body)


def test_the_recorded_batch_is_read():
    """Trap 6 as it was: AVGO had not traded, and the trimmed row does not say when it last did."""
    rows = Cnbc().parse(real("cnbc/quote_batch_PRE_MKT_2026-06-17.json"))

    assert [
        ("NVDA", "208.47", "207.41"),
        ("GOOGL", "371.34", "373.25"),
        ("GOOG", "370.00", "372.00"),
    ] == [(r.symbol, str(r.price), str(r.base)) for r in rows if isinstance(r, Reading)]
    assert [Refusal("time", "AVGO has no time of its trade")] == [
        r for r in rows if isinstance(r, Refusal)
    ]


def asked_again(first: dict[str, object], then: dict[str, object]) -> Reading | Refusal:
    """Return what the second answer about one symbol says, read by who has read the first."""
    provider = Cnbc()
    told: list[Reading | Refusal] = []
    for changed in (first, then):
        body = {"FormattedQuoteResult": {"FormattedQuote": [ROWS["IREN"] | changed]}}
        told = provider.parse(json.dumps(body).encode())
    return told[0]


@pytest.mark.parametrize(
    "then", [{}, {"last": "101.00"}, {"name": "Iren"}, {"currencyCode": "GBp"}]
)
def test_an_answer_is_read_as_it_is_whatever_was_answered_before(then: dict[str, object]):
    """Most rows say what they said last time, and are not read twice; one that does not, is."""
    assert reading("IREN", **then) == asked_again({}, then)


def test_what_is_no_quote_says_why_each_time():
    """A refusal is counted as often as it is told."""
    unknown: dict[str, object] = {"code": "1"}

    assert told("IREN", **unknown) == asked_again(unknown, unknown)
