"""Yahoo's charts: the last trade of any session, and the close that it is measured from."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from bot.errors import FeedError
from bot.feeds.providers.base import Provider
from bot.feeds.providers.yahoo import BROWSER, Yahoo
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, strange, survives
from tests.builders import at

CHART = made("yahoo_chart.json")
IREN = Symbol("IREN")
THURSDAY = date(2025, 10, 9)
BELL = 1760103000


def a_chart(*, times: object = None, closes: object = None, **meta: object) -> bytes:
    body = json.loads(CHART)
    chart = body["chart"]["result"][0]
    chart["meta"] |= meta
    if times is not None:
        chart["timestamp"] = times
    if closes is not None:
        chart["indicators"]["quote"] = [{"close": closes}]
    return json.dumps(body).encode()


def reading(body: bytes) -> Reading:
    (row,) = Yahoo().parse(body)
    assert isinstance(row, Reading)
    return row


def recorded(name: str) -> bytes:
    """Take the answer out of what was recorded around it."""
    kept = json.loads(real(f"yahoo/{name}"))
    return json.dumps(kept["response"]["bodyJson"]).encode()


def test_it_is_a_provider():
    """What follows it follows any."""
    provider: Provider = Yahoo()

    assert ("yahoo", 1) == (provider.name, provider.batch)


def test_it_asks_for_a_chart_with_the_hours_before_and_after():
    """As a browser: anybody else is told to come back later."""
    request = Yahoo(url="https://x.test/").request([Symbol("BRK.B")])

    assert (
        "https://x.test/v8/finance/chart/BRK-B?range=1d&interval=1m&includePrePost=true"
        "&events=div%7Csplit"
    ) == request.url
    assert BROWSER == request.headers["User-Agent"]


def test_an_unknown_symbol_is_explained_under_404():
    """That answer has to reach the reader."""
    assert {200, 404} == Yahoo().request([IREN]).statuses


def test_before_the_bell_the_newest_bar_is_measured_from_the_last_regular_price():
    """Trap 1: what is called the previous close is one session older then."""
    expected = Reading(
        symbol=IREN,
        price=Decimal("104.08"),
        at=at("2025-10-10T12:51:37Z"),
        provider="yahoo",
        base=Decimal(100),
        base_day=THURSDAY,
        name="IREN Limited",
    )

    assert expected == reading(CHART)


def test_within_the_session_the_previous_close_is_the_base_and_of_no_told_day():
    """A reading says what it was told, and no more."""
    told = reading(a_chart(regularMarketTime=BELL + 60, regularMarketPrice=106.5))

    assert (Decimal("106.5"), Decimal(80), None) == (told.price, told.base, told.base_day)


def test_after_the_bell_the_base_is_todays_close():
    """A late trade is measured from the close that everybody saw."""
    late = 1760130000
    told = reading(a_chart(times=[late], closes=[99.5], regularMarketTime=1760126401))

    assert (Decimal("99.5"), Decimal(100), date(2025, 10, 10)) == (
        told.price,
        told.base,
        told.base_day,
    )


def test_a_half_day_ends_when_its_chart_says():
    """Trap 5: at 13:30 in New York, on the day after Thanksgiving, it is after hours."""
    close, late = 1764352800, 1764354600
    hours = {"regular": {"start": 1764340200, "end": close}}

    told = reading(
        a_chart(
            times=[late],
            closes=[101.25],
            regularMarketTime=close + 1,
            gmtoffset=-18000,
            currentTradingPeriod=hours,
        )
    )

    assert (at("2025-11-28T18:30Z"), Decimal(100), date(2025, 11, 28)) == (
        told.at,
        told.base,
        told.base_day,
    )


def test_minutes_without_a_trade_are_passed_over():
    """Trap 14: a null is no price, and the last row may be one."""
    told = reading(a_chart(times=[1760083200, 1760083260, 1760083320], closes=[102.5, None, None]))

    assert (Decimal("102.5"), at("2025-10-10T08:00Z")) == (told.price, told.at)


@pytest.mark.parametrize("closes", [[102.5], [102.5, None, 103.9, 104.08, 105.0], []])
def test_prices_without_their_times_are_left_alone(closes: list[float | None]):
    """Trap 14: which of them was when nobody can tell; the last regular trade still stands."""
    told = reading(a_chart(closes=closes))

    assert (Decimal(100), at("2025-10-09T20:00:01Z")) == (told.price, told.at)


def test_the_last_row_is_off_the_grid_and_has_the_time_of_its_trade():
    """Trap 14: it is not the bar of a minute."""
    assert 37 == reading(CHART).at.second


def test_rows_out_of_order_are_told_by_their_times():
    """Nothing promises that the last is the newest."""
    told = reading(a_chart(times=[1760100697, 1760083200], closes=[104.0, 102.5]))

    assert Decimal(104) == told.price


def test_a_weekend_has_no_bars():
    """Friday's close is the reading, and its own base."""
    body = json.loads(CHART)
    chart = body["chart"]["result"][0]
    del chart["timestamp"]
    chart["indicators"] = {"quote": [{}]}

    told = reading(json.dumps(body).encode())

    assert (Decimal(100), Decimal(100), THURSDAY) == (told.price, told.base, told.base_day)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [(94745.078125, "94745.08"), (104.08000183105469, "104.08"), (293.6042, "293.6042")],
)
def test_a_price_that_went_through_a_float_is_the_one_it_was_meant_to_be(sent: float, meant: str):
    """Trap 15: and one that did not keeps each of its digits."""
    assert Decimal(meant) == reading(a_chart(times=[1760100697], closes=[sent])).price


def test_before_the_bell_the_volume_is_yesterdays_and_is_not_told():
    """The day so far has none that anybody told."""
    assert reading(CHART).volume is None


def test_within_the_session_the_volume_is_the_days():
    """It is told by the session alone."""
    assert 5_000_000 == reading(a_chart(regularMarketTime=BELL + 60)).volume


def test_a_coin_has_no_volume_of_the_day_and_no_close_of_one():
    """What is told is the volume of 24 hours."""
    told = reading(a_chart(symbol="BTC-USD", instrumentType="CRYPTOCURRENCY", gmtoffset=0))

    assert (Symbol("BTC-USD"), None, None) == (told.symbol, told.volume, told.base_day)


def test_without_hours_there_is_no_base():
    """Which close a trade follows cannot be told."""
    assert reading(a_chart(currentTradingPeriod=None)).base is None


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("BRK-B", "BRK.B"), ("BTC-USD", "BTC-USD"), ("^GSPC", "^GSPC"), ("EURUSD=X", "EURUSD=X")],
)
def test_symbols_are_read_as_we_write_them(theirs: str, ours: str):
    """A dash before one or two letters is a class of shares, before three a currency."""
    assert ours == reading(a_chart(symbol=theirs)).symbol


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ({"symbol": "no symbol"}, "symbol"),
        ({"currency": None}, "currency"),
        ({"regularMarketPrice": 0}, "price"),
        ({"regularMarketTime": None}, "time"),
        ({"regularMarketTime": 10**18}, "time"),
        ({"gmtoffset": 10**9}, "field"),
        ({"regularMarketPrice": "-Infinity"}, "price"),
    ],
)
def test_a_chart_that_is_no_quote_says_why(meta: dict[str, object], reason: str):
    """Counted by its reason."""
    (row,) = Yahoo().parse(a_chart(times=[], closes=[], **meta))

    assert isinstance(row, Refusal)
    assert reason == row.reason


def test_a_symbol_that_is_not_known_is_refused_in_yahoos_words():
    """Whoever owns the rule has to be told."""
    body = (
        b'{"chart":{"result":null,"error":{"code":"Not Found",'
        b'"description":"No data found, symbol may be delisted"}}}'
    )

    assert [Refusal("symbol", "Yahoo: No data found, symbol may be delisted")] == Yahoo().parse(
        body
    )


def test_an_error_is_a_fault_of_this_time():
    """Asking again may help."""
    with pytest.raises(FeedError, match="Unavailable") as raised:
        Yahoo().parse(b'{"chart":{"result":null,"error":{"code":"Unavailable"}}}')

    assert FeedError is raised.type


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"Too Many Requests",
        b"<!DOCTYPE html><html><body>Will be right back</body></html>",
        b"[" * 100_000,
        b'{"chart":{"result":[' + b"[" * 50_000 + b"]" * 50_000 + b"]}}",
    ],
)
def test_what_is_no_answer_is_an_error_of_the_feed(body: bytes):
    """Traps 9 and 10: all of these came, or could come, with status 200."""
    assert refuses(Yahoo().parse, body)


def test_a_body_cut_at_any_byte_is_no_answer():
    """Nothing but FeedError, however little came."""
    assert all(refuses(Yahoo().parse, cut) for cut in cuts(CHART.strip()))


@given(strange(CHART))
def test_no_chart_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(Yahoo().parse, body)


def test_the_recorded_chart_of_a_weekend_is_the_last_close():
    """It was asked for before the bell of the 20th."""
    told = reading(recorded("chart_v8_AAPL_1m_weekend_empty_2025-02-20.json"))

    assert (Decimal("244.87"), at("2025-02-19T21:00:01Z"), date(2025, 2, 19)) == (
        told.price,
        told.at,
        told.base_day,
    )


def test_the_recorded_ragged_chart_is_its_last_regular_trade():
    """Its arrays have five, six, three, four and four rows."""
    told = reading(real("yahoo/chart_v8_AAPL_5m_prepost_2026-06-15_TRUNCATED.json"))

    assert (Decimal("296.61"), at("2026-06-15T14:51:46Z"), Decimal("291.13")) == (
        told.price,
        told.at,
        told.base,
    )


def test_the_recorded_chart_of_a_coin_keeps_its_name():
    """A coin is no class of shares."""
    told = reading(recorded("chart_v8_BTC-USD_1d.json"))

    assert (Symbol("BTC-USD"), Decimal("97208.17")) == (told.symbol, told.price)
