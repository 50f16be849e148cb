"""Trades told late, after newer ones: they count for what they add, and undo nothing."""

from decimal import Decimal

import pytest

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules import metrics
from bot.rules.measure import Scope
from tests.builders import a_market, a_quote

FIRST = "2025-09-02T06:00Z"


def figure(market: Market, name: str) -> Decimal | None:
    metric = metrics.find(name, Scope.INSTRUMENT)
    assert metric is not None
    return metric.read(market.tape(Symbol("IREN")), market.now).value


def a_day(name: str, *told: tuple[str, str, int, int | None]) -> Decimal | None:
    """Tell trades, each with when it was made and seen, and return what a figure came to."""
    market = a_market(at=FIRST)
    figure(market, name)
    for made, seen, price, volume in told:
        quote = a_quote(
            "IREN", price, at=f"2025-09-{made}Z", seen=f"2025-09-{seen}Z", volume=volume
        )
        market.turn_to(quote.seen)
        market.take(quote)
    return figure(market, name)


@pytest.mark.parametrize(
    ("late", "average"),
    [
        (100, "12"),  # an old count is no correction: nothing is counted twice
        (None, "12"),
        (600, "18"),  # the count grew by 200 that went at 30
    ],
)
def test_an_average_counts_no_share_twice_for_a_trade_told_late(late: int | None, average: str):
    """200 shares at 10, and 200 at 14; the trade between them is heard of in the end."""
    assert Decimal(average) == a_day(
        "vwap",
        ("02T13:30", "02T13:30", 10, 200),
        ("02T13:32", "02T13:32", 14, 400),
        ("02T13:31", "02T13:33", 30, late),
        ("02T13:34", "02T13:34", 99, max(400, late or 0)),
    )


def test_a_trade_of_yesterday_told_today_does_not_begin_the_day_anew():
    """The next count would else be taken for the shares of one trade."""
    assert Decimal(12) == a_day(
        "vwap",
        ("02T19:00", "02T19:00", 10, 900),
        ("03T13:30", "03T13:30", 10, 200),
        ("02T19:30", "03T13:31", 10, 950),
        ("03T13:32", "03T13:32", 14, 400),
    )


def test_what_was_told_late_makes_no_day_look_quieter_than_it_was():
    """By three in the afternoon 1,000 had been traded, whatever is heard of noon after it."""
    assert Decimal(2) == a_day(
        "rvol",
        ("02T15:00", "02T15:00", 10, 1000),
        ("02T12:00", "02T16:00", 10, 400),
        ("03T15:00", "03T15:00", 10, 2000),
    )
