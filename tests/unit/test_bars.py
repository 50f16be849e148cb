"""Bars: where each begins and ends, what is in it, and what it costs."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.bars import KEPT, Bar, BarSeries, Trade
from bot.market.instruments import Symbol
from bot.market.sessions import DAY, AlwaysOpen, Calendar, ExchangeCalendar
from bot.market.tape import Tape
from tests.builders import a_quote, at
from tests.effort import Counted, spent

MIDNIGHT = at("2025-10-10T04:00Z")  # in New York
FIVE, HOUR = timedelta(minutes=5), timedelta(hours=1)
DECIMALS = st.decimals("0.01", "1000", places=2)


@cache
def exchange() -> Calendar:
    return ExchangeCalendar.load()


def a_tape(symbol: str = "IREN", *, since: datetime = MIDNIGHT) -> Tape:
    calendar = AlwaysOpen() if "-" in symbol else exchange()
    return Tape(Symbol(symbol), calendar, since)


def bars_of(
    span: timedelta, *trades: tuple[str, int, int | None], tape: Tape | None = None
) -> list[Bar]:
    """Make trades of the day, each of a time, a price and the day's volume so far."""
    tape = tape or a_tape()
    series = tape.followers.bars(span, tape.since)
    for when, price, volume in trades:
        tape.trade(a_quote(tape.symbol, price, at=f"2025-10-{when}Z", volume=volume))
    return list(series.bars)


def a_bar(start: str, prices: str, volume: int | None) -> Bar:
    first, high, low, last = map(Decimal, prices.split())
    return Bar(at(f"2025-10-{start}Z"), first, high, low, last, volume)


def test_a_bar_tells_first_highest_lowest_last_and_how_much():
    """Counted from the bell at 09:30; the trade after its end is what finishes it."""
    made = bars_of(
        FIVE,
        ("10T13:30", 100, 10),
        ("10T13:31", 104, 30),
        ("10T13:33", 97, 40),
        ("10T13:34:59", 99, 45),
        ("10T13:35", 105, 50),
    )

    assert [a_bar("10T13:30", "100 104 97 99", 45)] == made


def test_bars_before_the_bell_are_counted_back_from_it():
    """Bars of seven minutes are no part of an hour, and still one of them begins at the bell."""
    made = bars_of(timedelta(minutes=7), ("10T13:20", 1, 1), ("10T13:29", 2, 2), ("10T13:30", 3, 3))

    assert [at("2025-10-10T13:16Z"), at("2025-10-10T13:23Z")] == [b.start for b in made]


def test_a_bar_ends_with_its_session():
    """The last hour before the close is half an hour; after hours begin their own."""
    made = bars_of(HOUR, ("10T19:45", 1, 1), ("10T20:05", 2, 2), ("10T20:35", 3, 3))

    assert [a_bar("10T19:30", "1 1 1 1", 1), a_bar("10T20:00", "2 2 2 2", 1)] == made


def test_a_day_is_its_regular_session():
    """A thin print before the bell is no high of the day, on any chart."""
    made = bars_of(
        DAY,
        ("10T12:00", 150, 5),
        ("10T13:30", 100, 10),
        ("10T19:59", 101, 30),
        ("10T20:01", 50, 40),
    )

    assert [a_bar("10T13:30", "100 101 100 101", 25)] == made


def test_a_day_of_crypto_is_the_utc_day():
    """It has no bell to count from."""
    made = bars_of(
        DAY,
        ("11T00:00", 9, None),
        ("11T23:59", 8, None),
        ("12T00:00", 7, None),
        tape=a_tape("BTC-USD"),
    )

    assert [a_bar("11T00:00", "9 9 8 8", None)] == made


def test_a_stretch_in_which_nothing_traded_has_no_bar():
    """A bar that repeats the last price would calm every average of a thin name."""
    made = bars_of(FIVE, ("10T14:00", 1, 1), ("10T15:00", 2, 2), ("10T16:00", 3, 3))

    assert [at("2025-10-10T14:00Z"), at("2025-10-10T15:00Z")] == [b.start for b in made]


@pytest.mark.parametrize("span", [FIVE, DAY])
def test_a_series_made_late_does_not_count_the_bar_it_came_into(span: timedelta):
    """It has not seen how that one opened, nor how high it went."""
    late = a_tape(since=at("2025-10-10T13:31Z"))

    assert [] == bars_of(span, ("10T13:32", 1, 1), ("10T20:00", 2, 2), tape=late)


def test_a_series_made_on_the_bell_has_missed_nothing():
    """Off by one here, and a bot started in time would wait for tomorrow."""
    prompt = a_tape(since=at("2025-10-10T13:30Z"))

    assert 1 == len(bars_of(DAY, ("10T13:30", 1, 1), ("10T20:00", 2, 2), tape=prompt))


def test_the_same_bars_are_asked_for_twice_and_made_once():
    """Two rules on `sma(20, 5m)` must not cost two series, nor the second forget the first."""
    followers = a_tape().followers

    assert followers.bars(FIVE, MIDNIGHT) is followers.bars(FIVE, at("2025-10-10T18:00Z"))


def test_a_trade_of_a_bar_that_has_finished_changes_nothing():
    """What a rule has fired on must still be there for `/why`."""
    made = bars_of(
        FIVE, ("10T13:31", 5, 1), ("10T13:36", 6, 2), ("10T13:34", 1, 3), ("10T13:41", 7, 4)
    )

    assert ["5 5", "6 6"] == [f"{b.low} {b.close}" for b in made]


@pytest.mark.parametrize(
    ("trades", "volume"),
    [
        (
            [
                ("10T13:31", 5, 9),
                *((f"10T13:3{m}", 5, v) for m, v in ((2, None), (3, 20), (4, 25), (5, 30))),
            ],
            None,
        ),
        ([("10T13:31", 5, 100), ("10T13:32", 5, 90), ("10T13:36", 5, 300)], 100),
        ([("10T12:00", 5, 70), ("10T13:32", 5, 100), ("10T13:36", 5, 300)], 30),
    ],
)
def test_a_bar_counts_the_shares_that_changed_hands_in_it(
    trades: list[tuple[str, int, int | None]], volume: int | None
):
    """Quotes tell the day's volume; one that does not leaves the bar's unknown, not smaller."""
    made = bars_of(FIVE, *trades)

    assert volume == made[-1].volume


def test_the_first_volume_of_a_day_half_seen_is_not_one_trades():
    """A bot started at noon must not take the morning for one print."""
    tape = a_tape(since=at("2025-10-10T14:00Z"))

    made = bars_of(
        FIVE, ("10T14:01", 5, 900), ("10T14:06", 5, 950), ("10T14:11", 5, 960), tape=tape
    )

    assert [None, 50] == [b.volume for b in made]


def test_only_so_many_bars_are_kept():
    """A bot that runs for years must not grow with them."""
    series = BarSeries(FIVE, MIDNIGHT)
    bar = a_bar("10T13:30", "1 1 1 1", 1)

    for _ in range(KEPT + 5):
        series.add(bar)

    assert (KEPT, KEPT + 5) == (len(series.bars), series.finished)


def test_who_comes_late_first_reads_what_is_kept():
    """A second rule on the same bars need not wait for them again."""
    series = BarSeries(FIVE, MIDNIGHT)
    series.add(a_bar("10T13:30", "1 1 1 1", 1))

    read = series.follow("it", Reader).bars

    assert list(series.bars) == read


class Reader:
    """Follows a series and remembers it all."""

    def __init__(self) -> None:
        self.bars: list[Bar] = []

    def add(self, bar: Bar) -> None:
        self.bars.append(bar)


@given(
    st.lists(st.tuples(st.integers(0, 15 * 3600), DECIMALS), min_size=1, max_size=60),
    st.sampled_from([60, 420, 3600]),
)
def test_bars_are_what_grouping_all_trades_would_make(made: list[tuple[int, Decimal]], width: int):
    """The slow way: every trade of the day sorted into its stretch by the wall clock."""
    bell, after_hours = at("2025-10-10T13:30Z"), at("2025-10-10T20:00Z")
    trades = sorted((MIDNIGHT + timedelta(hours=4, seconds=s), p) for s, p in made)
    series = BarSeries(timedelta(seconds=width), MIDNIGHT)

    def stretch(trade: tuple[datetime, Decimal]) -> tuple[bool, bool, int]:
        since = int((trade[0] - bell).total_seconds())
        return trade[0] >= bell, trade[0] >= after_hours, since // width

    for moment, price in trades:
        series.trade(Trade(price, moment, None, None), exchange())

    grouped = [[p for _, p in group] for _, group in groupby(trades, stretch)]
    slow = [(g[0], max(g), min(g), g[-1]) for g in grouped][:-1]
    assert slow == [(b.open, b.high, b.low, b.close) for b in series.bars]


def test_a_trade_costs_the_same_after_a_year_as_on_the_first_day():
    """Two comparisons: is it the highest, is it the lowest."""
    series = BarSeries(FIVE, MIDNIGHT)
    moment = at("2025-10-10T13:30Z")

    def trade() -> None:
        series.trade(Trade(Counted(5), moment, 1, 1), exchange())

    trade()
    early = spent(trade)
    for _ in range(KEPT):
        series.add(a_bar("10T13:30", "1 1 1 1", 1))
    late = spent(trade)

    assert (2, 2) == (early, late)


def test_a_trade_costs_nothing_more_until_somebody_asks_for_bars():
    """Most instruments have no rule on bars, and a million trades a day."""
    tape = a_tape()
    tape.trade(a_quote("IREN", 5, at="2025-10-10T13:30Z"))

    quote = replace(a_quote("IREN", at="2025-10-10T13:31Z"), price=Counted(6))

    idle = spent(lambda: tape.trade(quote))
    tape.followers.bars(DAY, MIDNIGHT)
    tape.trade(quote)
    asked = spent(lambda: tape.trade(quote))

    assert (0, 2) == (idle, asked)
