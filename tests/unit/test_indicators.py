"""Indicators: the figures textbooks print, and the same as working them out anew each time."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.bars import Bar
from bot.market.indicators import Atr, Ema, Extreme, Indicator, Rsi, Sma
from tests.builders import at
from tests.effort import Counted, spent

START = at("2025-10-10T13:30Z")
PRICES = st.decimals("0.01", "1000", places=2)
KINDS: dict[str, Callable[[int], Indicator]] = {
    "sma": Sma,
    "ema": Ema,
    "rsi": Rsi,
    "atr": Atr,
    "high": lambda n: Extreme(n, high=True),
    "low": lambda n: Extreme(n, high=False),
}


def a_bar(high: Decimal, low: Decimal, close: Decimal) -> Bar:
    return Bar(START, close, high, low, close, None)


def after(kind: str, n: int, bars: Sequence[Bar]) -> Decimal | None:
    indicator = KINDS[kind](n)
    for bar in bars:
        indicator.add(bar)
    return indicator.value


def closes(text: str) -> list[Bar]:
    return [a_bar(*[Decimal(word)] * 3) for word in text.split()]


@pytest.mark.parametrize(
    ("kind", "n", "text", "value"),
    [
        ("sma", 3, "1 2 3 7", "4"),
        ("sma", 1, "1 2", "2"),
        ("ema", 3, "1 2 3", "2"),
        ("ema", 3, "1 2 3 6 8", "6"),
        ("ema", 1, "1 2", "2"),
        ("high", 2, "9 2 3", "3"),
        ("low", 2, "1 2 3", "2"),
        ("rsi", 2, "10 12 11", "66.666666666667"),
        ("rsi", 2, "10 12 11 11", "66.666666666667"),
        ("rsi", 2, "1 2 3", "100"),
        ("rsi", 2, "3 2 1", "0"),
        ("atr", 2, "10 12 9", "2"),
    ],
)
def test_a_figure_worked_out_by_hand(kind: str, n: int, text: str, value: str):
    """Small enough to be checked on paper."""
    assert Decimal(value) == after(kind, n, closes(text))


def test_the_relative_strength_of_the_textbook():
    """StockCharts' worked example of Wilder's fourteen: 70.53, and 66.32 on the day after."""
    text = (
        "44.3389 44.0902 44.1497 43.6124 44.3278 44.8264 45.0955 45.4245 45.8433 46.0826 45.8931"
        " 46.0328 45.6140 46.2820 46.2820"
    )

    found = [after("rsi", 14, closes(t)) for t in (text, f"{text} 46.0028")]

    assert ["70.53", "66.32"] == [f"{value:.2f}" for value in found]


@pytest.mark.parametrize("n", [2, 3, 7, 14])
def test_a_bar_that_did_not_move_leaves_the_relative_strength_as_it_was(n: int):
    """Not even by its last digit, which would be a new low."""
    bars = closes(" ".join(map(str, [*range(10, 10 + n), 11, 12.7, *[12.3] * 20])))

    assert 1 == len({after("rsi", n, bars[:count]) for count in range(len(bars) - 19, len(bars))})


def test_the_true_range_reaches_back_over_a_gap():
    """5 on the first bar; then from 20 down to the close before at 12, which is 8: (5 + 8) ÷ 2."""
    first, gapped = a_bar(*map(Decimal, (15, 10, 12))), a_bar(*map(Decimal, (20, 18, 19)))

    assert Decimal("6.5") == after("atr", 2, [first, gapped])


@pytest.mark.parametrize(
    ("kind", "takes"), [("sma", 3), ("ema", 3), ("high", 3), ("low", 3), ("atr", 3), ("rsi", 4)]
)
def test_a_figure_is_unknown_until_it_has_every_bar(kind: str, takes: int):
    """An average of two where three were asked for is another average."""
    bars = closes("1 2 3 4 5")

    known = [after(kind, 3, bars[:count]) is not None for count in range(6)]

    assert takes == known.index(True) == KINDS[kind](3).takes
    assert all(known[takes:])


def test_where_nothing_moves_there_is_no_relative_strength():
    """0 ÷ 0 is neither overbought nor oversold, and a rule must not fire on it."""
    indicator = Rsi(2)
    for bar in closes("5 5 5"):
        indicator.add(bar)

    assert (None, True) == (indicator.value, indicator.flat)


def _smoothed(figures: Sequence[Decimal], n: int, weight: Decimal) -> Decimal:
    mean = sum(figures[:n], Decimal(0)) / n
    for figure in figures[n:]:
        mean += (figure - mean) * weight
    return mean


def _slow_rsi(bars: Sequence[Bar], n: int) -> Decimal | None:
    moves = [b.close - a.close for a, b in pairwise(bars)]
    up, down = ([max(sign * m, Decimal(0)) for m in moves] for sign in (1, -1))
    gain, loss = (_smoothed(side, n, Decimal(1) / n) for side in (up, down))
    share = 100 * gain / (gain + loss) if gain + loss else None
    return share and share.quantize(Decimal("1e-12"))


def _slow_atr(bars: Sequence[Bar], n: int) -> Decimal:
    ranges = [bars[0].high - bars[0].low]
    ranges += [max(b.high, a.close) - min(b.low, a.close) for a, b in pairwise(bars)]
    return _smoothed(ranges, n, Decimal(1) / n)


SLOW: dict[str, Callable[[Sequence[Bar], int], Decimal | None]] = {
    "sma": lambda bars, n: sum((b.close for b in bars[-n:]), Decimal(0)) / n,
    "ema": lambda bars, n: _smoothed([b.close for b in bars], n, Decimal(2) / (n + 1)),
    "rsi": _slow_rsi,
    "atr": _slow_atr,
    "high": lambda bars, n: max(b.high for b in bars[-n:]),
    "low": lambda bars, n: min(b.low for b in bars[-n:]),
}


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(st.tuples(PRICES, PRICES, PRICES), min_size=10, max_size=40), st.integers(1, 9))
def test_keeping_it_is_the_same_as_working_it_out_anew(
    kind: str, prices: list[tuple[Decimal, Decimal, Decimal]], n: int
):
    """To the last digit, or a threshold would fire on the way it was added up."""
    bars = [a_bar(max(p), min(p), p[0]) for p in prices]

    assert SLOW[kind](bars, n) == after(kind, n, bars)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bar_costs_the_same_however_many_are_looked_back_on(kind: str):
    """Of 500 as of 5, and in the worst order for an extreme too: every bar lower, then one high."""
    prices = [Counted(2000 - k) for k in range(1000)] + [Counted(5000)]
    bars = [a_bar(price, price, price) for price in prices]

    few = spent(lambda: after(kind, 5, bars))
    many = spent(lambda: after(kind, 500, bars))

    assert max(few, many) < 12 * len(bars)
