"""Yahoo's quotes: fifty in an answer for a crumb, which is none now and then."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from bot.errors import FeedError, FeedRefused, SetupError
from bot.feeds.providers.yahoo import Yahoo, crumb_in
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives

QUOTES = made("yahoo_quotes.json")
YAHOO = Yahoo(crumb="a/b.C1", cookie="A1=x")
IREN = Symbol("IREN")
THURSDAY = date(2025, 10, 9)
BELL = 1760103000


def a_quote(**row: object) -> bytes:
    body = json.loads(QUOTES)
    body["quoteResponse"]["result"] = [body["quoteResponse"]["result"][0] | row]
    return json.dumps(body).encode()


def reading(body: bytes) -> Reading:
    (row,) = YAHOO.parse(body)
    assert isinstance(row, Reading)
    return row


def recorded(name: str) -> bytes:
    """Take the answer out of what was recorded around it."""
    kept = json.loads(real(f"yahoo/{name}"))
    return json.dumps(kept["response"]["bodyJson"]).encode()


def test_with_a_crumb_it_asks_for_fifty_quotes_at_once():
    """The crumb belongs to a cookie, which goes with it."""
    yahoo = Yahoo(url="https://x.test", crumb="a/b.C1", cookie="A1=x")

    request = yahoo.request([IREN, Symbol("BTC-USD"), Symbol("^GSPC")])

    assert (50, "A1=x") == (yahoo.batch, request.headers["Cookie"])
    assert "https://x.test/v7/finance/quote?symbols=IREN%2CBTC-USD%2C%5EGSPC&crumb=a%2Fb.C1" == (
        request.url
    )


@pytest.mark.parametrize("text", ["Too Many Requests", "", "<!DOCTYPE html>", '{"error":1}'])
def test_what_is_no_crumb_is_not_taken_for_one(text: str):
    """Trap 9: it comes with status 200, and every request made with it fails."""
    with pytest.raises(FeedError, match="no crumb"):
        crumb_in(text.encode())
    with pytest.raises(SetupError, match="crumb"):
        Yahoo(crumb=text)


def test_a_crumb_is_read_as_it_is():
    """A line's end is none of it."""
    assert "Xvxf4hA/.b1" == crumb_in(b"Xvxf4hA/.b1\n")


def test_a_crumb_that_is_not_taken_is_for_the_operator():
    """Asking again will not help."""
    body = (
        b'{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}'
    )

    with pytest.raises(FeedRefused, match="Invalid Crumb"):
        YAHOO.parse(body)


def test_quotes_tell_the_newest_trade_of_each_and_what_is_none():
    """Trap 1 again: without a pre-market trade the last regular one is the reading."""
    told = YAHOO.parse(QUOTES)

    assert [
        (IREN, Decimal("104.08"), Decimal(100), THURSDAY),
        ("WULF", Decimal("13.59"), Decimal("13.59"), THURSDAY),
        ("BTC-USD", Decimal("121621.5"), Decimal("121000.25"), None),
    ] == [(r.symbol, r.price, r.base, r.base_day) for r in told if isinstance(r, Reading)]
    assert ["price"] == [r.reason for r in told if isinstance(r, Refusal)]


@pytest.mark.parametrize(("count", "shares"), [(10_000_000, 10_000_000), (0, None), (None, None)])
def test_shares_are_told_where_they_are_known(count: int | None, shares: int | None):
    """A nought is an unknown count, never 0."""
    assert shares == reading(a_quote(sharesOutstanding=count)).shares


def test_a_trade_after_hours_is_newer_than_the_close():
    """Whatever the state is called at that hour."""
    told = reading(a_quote(marketState="POSTPOST", preMarketPrice=None))

    assert (Decimal("101.5"), Decimal(100)) == (told.price, told.base)


def test_within_the_session_quotes_are_measured_from_the_close_before():
    """The fields of this morning's pre-market linger, and are older."""
    told = reading(
        a_quote(marketState="REGULAR", regularMarketPrice=106, regularMarketTime=BELL + 1)
    )

    assert (Decimal(106), Decimal(80), None, 5_000_000) == (
        told.price,
        told.base,
        told.base_day,
        told.volume,
    )


def test_a_body_cut_at_any_byte_is_no_answer():
    """Nothing but FeedError, however little came."""
    assert all(refuses(YAHOO.parse, cut) for cut in cuts(QUOTES.strip()))


@given(strange(QUOTES))
def test_no_quotes_whatever_break_it(body: bytes):
    """Likewise in a batch."""
    assert survives(YAHOO.parse, body)


def test_the_recorded_quote_of_a_pre_market_has_its_base():
    """Trap 1 as it was: 136.11 against 135.37 of the Friday before a Monday off."""
    told = reading(recorded("quote_v7_AAPL_2021-02-16_PRE.json"))

    assert (Decimal("136.11"), Decimal("135.37"), date(2021, 2, 12)) == (
        told.price,
        told.base,
        told.base_day,
    )


def test_the_recorded_quote_of_a_coin_keeps_its_name():
    """A coin is no class of shares."""
    told = reading(recorded("quote_v7_BTC-USD_2025-02-17.json"))

    assert (Symbol("BTC-USD"), Decimal("96077.45")) == (told.symbol, told.price)


def test_an_error_that_repeats_the_crumb_does_not_show_it():
    """It opens the session of whoever has it."""
    fault = {"code": "Unauthorized", "description": "Invalid Crumb a/b.C1"}
    body = json.dumps({"finance": {"result": None, "error": fault}}).encode()

    with pytest.raises(FeedRefused, match=r"Invalid Crumb …$"):
        YAHOO.parse(body)
