"""Figures that rest on days seen: what they come to, and what is said until there are enough."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

import pytest

from bot.market.instruments import Symbol
from bot.market.sessions import DAY, ExchangeCalendar
from bot.market.state import Market
from bot.market.tape import Tape
from bot.rules import metrics
from bot.rules.measure import Measure, Scope
from tests.builders import a_market, a_quote, a_reference, at
from tests.effort import Counted, spent

FIRST = at("2025-09-02T00:00Z")  # a Tuesday, before anything trades, crypto included
FIVE = timedelta(minutes=5)


@cache
def exchange() -> ExchangeCalendar:
    return ExchangeCalendar.load()


def measured(market: Market, name: str, *arguments: object, symbol: str = "IREN") -> Measure:
    metric = metrics.find(name, Scope.INSTRUMENT)
    assert metric is not None
    return metric.read(market.tape(Symbol(symbol)), market.now, *arguments)


def trades(market: Market, when: str | datetime, price: object, volume: int | None = 1000) -> None:
    quote = a_quote("IREN", Decimal(str(price)), at=when, volume=volume)
    market.turn_to(quote.seen)
    market.take(quote)


def mornings(count: int) -> list[datetime]:
    """List 10:00 in New York on the first session days."""
    days = [FIRST + timedelta(days=k, hours=14) for k in range(2 * count + 4)]
    return [d for d in days if exchange().trades_on(d.date())][:count]


def days_of(market: Market, symbol: str, closes: Sequence[int | Decimal]) -> list[datetime]:
    """Trade a symbol once a session day, at 10:00 in New York; of crypto, on the same days."""
    moments = mornings(len(closes))
    for price, moment in zip(closes, moments, strict=True):
        market.take(a_quote(symbol, price, at=moment))
    return moments


def asked(name: str, *arguments: object) -> Market:
    """Make a market in which a figure was asked for before anything traded."""
    market = a_market(at=FIRST)
    measured(market, name, *arguments)
    return market


@pytest.mark.parametrize(
    ("name", "n", "value"),
    [
        ("high", 3, "14"),
        ("low", 3, "10"),
        ("sma", 3, "12"),
        ("sma", 5, "11.4"),
        ("ema", 3, "12.25"),
        ("rsi", 4, "77.777"),
        ("atr", 2, "2.6875"),
    ],
)
def test_a_figure_of_the_last_days(name: str, n: int, value: str):
    """Closes of 9, 12, 12, 10, 14; the day that is on, at 99, is not among them."""
    market = asked(name, n)

    days_of(market, "IREN", [9, 12, 12, 10, 14, 99])

    known = measured(market, name, n).value
    assert known is not None
    assert Decimal(value) == known.quantize(Decimal(value), "ROUND_DOWN")


def test_bars_may_be_as_short_as_a_rule_wants():
    """`sma(2, 5m)` of 101 and 105, while the third bar forms."""
    market = asked("sma", 2, FIVE)

    for minute, price in ((30, 100), (34, 101), (35, 105), (41, 200)):
        trades(market, f"2025-09-02T13:{minute}Z", price)

    assert Decimal(103) == measured(market, "sma", 2, FIVE).value


@pytest.mark.parametrize(
    ("name", "arguments", "note"),
    [
        ("sma", (20,), "only 3 of the 20 bars of a day that it takes have been seen of IREN"),
        ("rsi", (14,), "only 3 of the 15 bars of a day that it takes have been seen of IREN"),
        ("high", (9, FIVE), "only 3 of the 9 bars of 5 min that it takes have been seen of IREN"),
        ("sma", (0,), "no figure is kept of 0 bars of a day"),
        ("sma", (5000,), "no figure is kept of 5000 bars of a day"),
        ("sma", (5, 7 * DAY), "no figure is kept of 5 bars of 7 d"),
        ("rsi", (2,), "IREN has not moved from one bar to the next"),
    ],
)
def test_a_figure_without_its_history_says_how_much_is_missing(
    name: str, arguments: tuple[object, ...], note: str
):
    """Never an average of what happens to be there, and never 0."""
    market = asked(name, *arguments)

    days_of(market, "IREN", [10, 10, 10, 10])

    assert (None, note) == (
        measured(market, name, *arguments).value,
        measured(market, name, *arguments).note,
    )


def test_a_figure_asked_for_late_knows_nothing_of_before():
    """Nobody kept what nobody had asked for."""
    market = a_market(at=FIRST)
    days_of(market, "IREN", [10, 11, 12])

    assert "only 0 of the 2 bars" in measured(market, "sma", 2).note


def test_asking_changes_no_figure():
    """`/why` at noon must not make the rule read otherwise than without it."""
    quiet, curious = asked("ema", 2), asked("ema", 2)
    for day, price in enumerate([10, 12, 11, 13]):
        for market in (quiet, curious):
            trades(market, mornings(4)[day], price)
        measured(curious, "ema", 2)
        measured(curious, "ema", 3)

    assert measured(quiet, "ema", 2) == measured(curious, "ema", 2)


def test_the_average_price_weighs_each_trade_by_its_shares():
    """100 shares at 10 and 300 at 14 are 400 at 13; what went before the bell is another's."""
    market = asked("vwap")

    trades(market, "2025-09-02T12:00Z", 50, 900)
    trades(market, "2025-09-02T13:30Z", 10, 1000)
    market.take(a_quote("IREN", 50, at="2025-09-02T13:29Z", seen=market.now, volume=1100))
    trades(market, "2025-09-02T13:31Z", 14, 1400)

    assert 13 == measured(market, "vwap").value


@pytest.mark.parametrize(("name", "value"), [("vwap", [10, 10]), ("rvol", [None, 2])])
def test_who_begins_with_the_pre_market_has_missed_no_share(name: str, value: list[int | None]):
    """The day begins at 04:00 in New York; a bot started on the dot counts it whole."""
    market = a_market(at="2025-09-02T08:00Z")
    measured(market, name)

    told = []
    for day, volume in ((2, 100), (3, 200)):
        trades(market, f"2025-09-0{day}T14:00Z", 10, volume)
        told.append(measured(market, name).value)

    assert value == told


@pytest.mark.parametrize(
    ("begun", "heard", "now", "note"),
    [
        ("06:00", [], "13:31", "IREN has not traded in this session"),
        ("06:00", [("12:00", 9)], "13:31", "IREN has not traded in this session"),
        ("13:31", [("13:32", 9)], "13:32", "IREN was not yet followed when this session began"),
        ("06:00", [("13:30", None)], "13:31", "not all trades of IREN in this session told their"),
        ("06:00", [("13:30", 9), ("13:31", None), ("13:32", 20)], "13:33", "not all trades"),
        ("09:00", [("13:30", 9)], "13:31", "not all trades of IREN in this session told their"),
        ("06:00", [("13:30", 0)], "13:31", "not all trades of IREN in this session told their"),
    ],
)
def test_an_average_that_misses_trades_is_unknown(
    begun: str, heard: list[tuple[str, int | None]], now: str, note: str
):
    """The opening auction is the largest print of the day; an average without it is no VWAP."""
    market = a_market(at=f"2025-09-02T{begun}Z")
    measured(market, "vwap")
    for when, volume in heard:
        trades(market, f"2025-09-02T{when}Z", 10, volume)
    market.turn_to(at(f"2025-09-02T{now}Z"))

    measure = measured(market, "vwap")

    assert (None, False, True) == (measure.value, measure.outside, note in measure.note)


def test_a_closed_market_has_no_average():
    """A rule on it reads False at night, as with every figure of a session."""
    assert measured(asked("vwap"), "vwap").outside


def test_volume_is_set_against_the_same_minute_of_the_days_before():
    """3,000 by 10:00, where the two days before had 1,000 and 2,000: twice what is usual."""
    market = asked("rvol")

    for day, volume in ((2, 1000), (3, 2000), (4, 3000)):
        trades(market, f"2025-09-0{day}T14:00Z", 10, volume)
        trades(market, f"2025-09-0{day}T19:00Z" if day < 4 else "2025-09-04T14:00:30Z", 10, 9000)

    assert 6 == measured(market, "rvol").value


def test_only_the_last_twenty_days_are_usual():
    """The first day's million must not calm the alerts of the autumn."""
    market = asked("rvol")

    for day, moment in enumerate(mornings(22)):
        trades(market, moment, 10, {0: 1_000_000, 21: 750}.get(day, 500))

    assert Decimal("1.5") == measured(market, "rvol").value


@pytest.mark.parametrize(
    ("begun", "heard", "note"),
    [
        ("02T06:00", [("03T14:00", 9)], "no full day of IREN's volume has been seen before today"),
        ("02T09:00", [("02T14:00", 9), ("03T14:00", 9)], "no full day of IREN's volume"),
        ("02T06:00", [("02T14:00", 9), ("03T14:00", None)], "no volume of IREN is told"),
        ("02T06:00", [("02T15:00", 9), ("03T14:00", 9)], "IREN had traded nothing by this time"),
    ],
)
def test_volume_without_a_day_to_set_it_against_is_unknown(
    begun: str, heard: list[tuple[str, int | None]], note: str
):
    """Half a day seen is no day: it would make the next one look busy."""
    market = a_market(at=f"2025-09-{begun}Z")
    measured(market, "rvol")
    for when, volume in heard:
        trades(market, f"2025-09-{when}Z", 10, volume)

    measure = measured(market, "rvol")

    assert (None, True) == (measure.value, note in measure.note)


def btc(market: Market) -> Tape:
    return market.tape(Symbol("BTC-USD"))


def beside(own: Sequence[int | Decimal], other: Sequence[int | Decimal], n: int) -> Market:
    market = a_market(at=FIRST)
    measured(market, "beta", btc(market), n)
    days_of(market, "BTC-USD", other)
    moments = days_of(market, "IREN", own)
    market.turn_to(moments[-1])
    return market


def test_beta_is_how_far_it_moves_for_each_percent_of_another():
    """+10 % then −10 % of one, beside +20 % then −20 % of the other."""
    market = beside([100, 120, 96, 96], [100, 110, 99, 99], 2)

    assert 2 == measured(market, "beta", btc(market), 2).value


def test_beta_forgets_what_is_further_back():
    """It moved against the other once; the last two days are as above."""
    market = beside([300, 100, 120, 96, 96], [50, 100, 110, 99, 99], 2)

    assert 2 == measured(market, "beta", btc(market), 2).value


def test_there_is_a_beta_to_each_other():
    """Twice as far as one, and half as far as the next."""
    market, wulf = a_market(at=FIRST), Symbol("WULF")
    measured(market, "beta", btc(market), 2)
    measured(market, "beta", market.tape(wulf), 2)
    days_of(market, "BTC-USD", [100, 110, 99, 99])
    days_of(market, wulf, [100, 140, 84, 84])
    days_of(market, "IREN", [100, 120, 96, 96])

    betas = [measured(market, "beta", other, 2).value for other in (btc(market), market.tape(wulf))]

    assert [2, Decimal("0.5")] == betas


def test_a_weekend_of_another_is_one_return():
    """Crypto trades on Saturday; the move it made by Monday is what a stock answers to."""
    market = a_market(at="2025-09-04T00:00Z")
    measured(market, "beta", btc(market), 2)
    for day, price in ((4, 100), (5, 110), (6, 500), (7, 900), (8, 99), (9, 99)):
        market.take(a_quote("BTC-USD", price, at=f"2025-09-0{day}T14:00Z"))
    for day, price in ((4, 100), (5, 120), (8, 96), (9, 96)):
        trades(market, f"2025-09-0{day}T14:00Z", price)

    assert 2 == measured(market, "beta", btc(market), 2).value


@pytest.mark.parametrize(
    ("own", "other", "n", "note"),
    [
        ([10, 11, 12], [10, 11, 12], 2, "only 2 of the 3 days that it takes have been seen of"),
        ([1, 2, 1, 2], [1, 2, 1, 2], 3, "only 3 of the 4 days that it takes have been seen of"),
        ([10, 11, 12, 13], [5, 5, 5, 5], 2, "BTC-USD did not move in those 2 days"),
        ([10], [10], 1, "a beta is taken from 2 to 500 daily returns, not from 1"),
    ],
)
def test_a_beta_that_cannot_be_told_says_why(own: list[int], other: list[int], n: int, note: str):
    """A slope through too few points is noise with a decimal point."""
    market = beside(own, other, n)

    measure = measured(market, "beta", btc(market), n)

    assert (None, True) == (measure.value, note in measure.note)


def test_beta_is_worked_out_once_a_day():
    """A tick that ends no day costs the look at two counters."""
    market = a_market(at=FIRST)
    measured(market, "beta", btc(market), 20)
    for number, moment in enumerate(mornings(30)):
        for symbol in ("IREN", "BTC-USD"):
            price = Counted(100 + number % 7)
            market.take(replace(a_quote(symbol, at=moment), price=price))

    first, second = (spent(lambda: measured(market, "beta", btc(market), 20)) for _ in range(2))

    assert (True, 0) == (first > 20, second)


def test_a_residual_is_what_beta_leaves_of_the_day():
    """+10 % today with a beta of 2 to something that rose 3 %: 4 points are its own."""
    market = beside([100, 120, 96, 96], [100, 110, 99, 99], 2)
    day = market.tape(Symbol("IREN")).calendar.trading_day(market.now)
    before = market.calendars["US"].previous_day(day).isoformat()
    market.take(a_reference("IREN", at=market.now, previous_close_date=before))
    market.take(a_reference("BTC-USD", at=market.now, previous_close_date="2025-09-04"))
    market.take(a_quote("IREN", 110, at=market.now))
    market.take(a_quote("BTC-USD", 103, at=market.now))

    measure = measured(market, "residual", btc(market), 2)

    assert measure.baseline is not None
    assert (Decimal(4), f"the close of {before}, less 2.00 × BTC-USD's +3.00%") == (
        measure.value,
        measure.baseline.name,
    )


def test_a_residual_without_a_beta_says_what_the_beta_lacks():
    """Not the change itself, as if the other had no part in it."""
    market = beside([10, 11], [10, 11], 60)

    assert "only 1 of the 61 days" in measured(market, "residual", btc(market)).note
