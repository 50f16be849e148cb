"""Massive: a snapshot is its last trade, or its last minute; before the open its day is nought."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from bot.errors import FeedError, FeedRefused
from bot.feeds.providers.base import Provider
from bot.feeds.providers.massive import Massive
from bot.feeds.reading import Reading
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, refuses, strange, survives
from tests.builders import at

KEY = "a-key-that-nobody-sees"
IREN, WULF = Symbol("IREN"), Symbol("WULF")
SNAPSHOTS = made("massive_snapshots.json")
NOUGHTS = {"c": 0, "h": 0, "l": 0, "o": 0, "v": 0, "vw": 0}


def parsed(body: bytes) -> list[Reading | Refusal]:
    return Massive(KEY).parse(body)


def a_snapshot(**changed: object) -> bytes:
    row = json.loads(SNAPSHOTS)["tickers"][0] | changed
    return json.dumps({"status": "OK", "tickers": [row]}).encode()


def only(body: bytes) -> Reading:
    [reading] = parsed(body)
    assert isinstance(reading, Reading)
    return reading


def reasons(told: list[Reading | Refusal]) -> list[str]:
    return [row.reason for row in told if isinstance(row, Refusal)]


def test_it_asks_for_many_at_once_with_its_key_in_a_header():
    """What stands in a URL stands in every log on the way."""
    provider: Provider = Massive(KEY, url="https://x.test/")
    request = provider.request([IREN, Symbol("BRK.B")])

    path = "/v2/snapshot/locale/us/markets/stocks/tickers?tickers=IREN,BRK.B"
    assert (f"https://x.test{path}", {"Authorization": f"Bearer {KEY}"}) == (
        request.url,
        request.headers,
    )


def test_before_the_open_the_day_is_nought_and_the_last_trade_counts():
    """Trap 8: a price of 0 would be a fall of a hundred percent."""
    expected = Reading(
        symbol=IREN,
        price=Decimal("66.40"),
        at=at("2025-10-10T12:52:07.123456Z"),
        provider="massive",
        volume=31_000,
        base=Decimal("63.85"),
    )

    assert expected == parsed(SNAPSHOTS)[0]


def test_without_a_last_trade_the_last_minute_stands_in():
    """Trap 8: the cheaper plans have none. It is dated by the minute's beginning."""
    told = parsed(SNAPSHOTS)[1]

    assert isinstance(told, Reading)
    assert (WULF, Decimal("14.27"), at("2025-10-10T12:51Z")) == (told.symbol, told.price, told.at)


def test_where_nothing_has_traded_nothing_is_told():
    """Trap 8: between 03:30 and 04:00 all of it is nought."""
    body = a_snapshot(min=NOUGHTS | {"t": 0, "av": 0}, lastTrade=None, prevDay=NOUGHTS)

    assert ["price"] == reasons(parsed(body))


@pytest.mark.parametrize("close", [0, None])
def test_a_close_of_nought_is_no_base(close: object):
    """A newly listed symbol has none, and every move from 0 would be endless."""
    assert only(a_snapshot(prevDay={"c": close})).base is None


@pytest.mark.parametrize(
    ("minute", "day", "volume"),
    [
        ({"av": 31_000}, {"v": 0}, 31_000),
        ({"av": 31_000.75}, {"v": 30_000}, 31_000),
        ({"av": 0}, {"v": 52_000_000}, 52_000_000),
        ({}, {"v": 52_000_000}, 52_000_000),
        ({"av": 0}, {"v": 0}, None),
        ({"av": -5}, None, None),
        (None, {"v": 1e30}, None),
    ],
)
def test_the_volume_of_the_day_is_the_minute_s_tally(
    minute: object, day: object, volume: int | None
):
    """Before the open it stands nowhere else; a nought is not known to be none."""
    assert volume == only(a_snapshot(min=minute, day=day)).volume


@pytest.mark.parametrize(("condition", "price"), [(2, "66.39"), (22, "66.39"), (37, "66.40")])
def test_a_trade_that_is_not_at_the_price_of_the_moment_is_passed_over(condition: int, price: str):
    """Trap 4: an average is no trade of now; what is only small is one."""
    trade = json.loads(SNAPSHOTS)["tickers"][0]["lastTrade"] | {"c": [condition], "p": "66.40"}

    assert Decimal(price) == only(a_snapshot(lastTrade=trade)).price


def test_late_is_no_error():
    """The cheaper plans say so; each reading has its own time."""
    assert 2 == len(parsed(SNAPSHOTS.replace(b'"OK"', b'"DELAYED"')))


@pytest.mark.parametrize("rows", ["[]", "null"])
def test_an_answer_without_rows_says_nothing(rows: str):
    """It leaves out what it does not know."""
    assert [] == parsed(f'{{"status":"OK","tickers":{rows}}}'.encode())


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"status": "ERROR", "error": "Unknown API Key"}, FeedRefused),
        ({"status": "NOT_AUTHORIZED", "message": "Please upgrade your plan"}, FeedRefused),
        ({"status": "ERROR", "error": "You've exceeded the maximum requests"}, FeedError),
        ({"tickers": []}, FeedError),
    ],
)
def test_an_error_is_sorted_by_who_must_act(answer: dict[str, object], error: type[FeedError]):
    """A plan is the operator's, a burst is nobody's."""
    with pytest.raises(FeedError) as raised:
        parsed(json.dumps(answer).encode())

    assert error is raised.type


def test_no_error_repeats_the_key():
    """A provider may say back what it was given, and errors are logged."""
    with pytest.raises(FeedRefused) as raised:
        parsed(json.dumps({"status": "ERROR", "error": f"Unknown API Key {KEY}"}).encode())

    assert KEY not in str(raised.value)


def test_one_strange_row_costs_none_of_the_others():
    """A provider mends one symbol at a time."""
    good = json.loads(SNAPSHOTS)["tickers"]
    rows = [good[0] | {"ticker": "no symbol"}, good[0] | {"min": 5}, None, *good]

    told = parsed(json.dumps({"status": "OK", "tickers": rows}).encode())

    assert (["symbol", "field", "field"], 5) == (reasons(told), len(told))


def test_a_body_cut_at_any_byte_is_no_answer():
    """Trap 10 and its kin: nothing but FeedError, however little came."""
    assert all(refuses(parsed, cut) for cut in cuts(SNAPSHOTS.strip()))


@given(strange(SNAPSHOTS))
def test_no_answer_whatever_breaks_it(body: bytes):
    """What cannot be read is said, never raised as something else."""
    assert survives(parsed, body)
