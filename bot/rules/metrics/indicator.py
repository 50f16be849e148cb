"""Indicators: figures of an instrument's last finished bars."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot import figures
from bot.market.bars import KEPT, SHORTEST
from bot.market.indicators import Atr, Ema, Extreme, Indicator, Rsi, Sma
from bot.market.sessions import DAY
from bot.market.tape import Tape
from bot.rules.measure import Kind, Measure, Metric, Parameter, Scope, unknown
from bot.rules.units import Unit

WILDER = 14
"""Bars that Wilder himself averaged over, and so does everybody."""

_highest = partial(Extreme, high=True)
_lowest = partial(Extreme, high=False)


def _measured(
    tape: Tape, now: datetime, n: int, bar: timedelta, make: Callable[[int], Indicator]
) -> Measure:
    if not (1 <= n <= KEPT and SHORTEST <= bar <= DAY):
        return unknown(f"no figure is kept of {n} bars of {_length(bar)}")
    found = tape.followers.bars(bar, now).follow((make, n), lambda: make(n))
    if found.value is not None:
        return Measure(value=found.value, source=tape.quote.source if tape.quote else "")
    if isinstance(found, Rsi) and found.flat:
        return unknown(f"{tape.symbol} has not moved from one bar to the next")
    return unknown(
        f"only {found.seen} of the {found.takes} bars of {_length(bar)} that it takes have been"
        f" seen of {tape.symbol}"
    )


def _length(bar: timedelta) -> str:
    return "a day" if bar == DAY else figures.age(bar)


def _high(tape: Tape, now: datetime, n: int, bar: timedelta = DAY) -> Measure:
    return _measured(tape, now, n, bar, _highest)


def _low(tape: Tape, now: datetime, n: int, bar: timedelta = DAY) -> Measure:
    return _measured(tape, now, n, bar, _lowest)


def _sma(tape: Tape, now: datetime, n: int, bar: timedelta = DAY) -> Measure:
    return _measured(tape, now, n, bar, Sma)


def _ema(tape: Tape, now: datetime, n: int, bar: timedelta = DAY) -> Measure:
    return _measured(tape, now, n, bar, Ema)


def _rsi(tape: Tape, now: datetime, n: int = WILDER, bar: timedelta = DAY) -> Measure:
    return _measured(tape, now, n, bar, Rsi)


def _atr(tape: Tape, now: datetime, n: int = WILDER, bar: timedelta = DAY) -> Measure:
    return _measured(tape, now, n, bar, Atr)


def _over(default: int | None = None) -> tuple[Parameter, ...]:
    return (
        Parameter("n", Kind.COUNT, default, least=1, most=KEPT),
        Parameter("bar", Kind.SPAN, DAY, least=SHORTEST, most=DAY),
    )


high = Metric(
    name="high",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The highest price of the last n finished bars; the bar that is forming is not in it.",
    formula="max of the highs of n bars",
    needs="n finished bars, seen from their start",
    example="IREN.price > IREN.high(20)",
    read=_high,
    parameters=_over(),
)
low = Metric(
    name="low",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The lowest price of the last n finished bars; the bar that is forming is not in it.",
    formula="min of the lows of n bars",
    needs="n finished bars, seen from their start",
    example="IREN.price < IREN.low(20)",
    read=_low,
    parameters=_over(),
)
sma = Metric(
    name="sma",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The simple mean of the closes of the last n finished bars.",
    formula="Σ close ÷ n",
    needs="n finished bars, seen from their start",
    example="IREN.price crosses above IREN.sma(50)",
    read=_sma,
    parameters=_over(),
)
ema = Metric(
    name="ema",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The exponential mean of closes, begun with the simple mean of the first n bars seen.",
    formula="mean before + (close − mean before) × 2 ÷ (n + 1)",
    needs="n finished bars, seen from their start",
    example="IREN.price crosses above IREN.ema(20, 5m)",
    read=_ema,
    parameters=_over(),
)
rsi = Metric(
    name="rsi",
    unit=Unit.PERCENT,
    is_move=False,
    scope=Scope.INSTRUMENT,
    meaning="Wilder's relative strength index of closes, from 0% to 100%.",
    formula="100 × gain ÷ (gain + loss), each smoothed as Wilder did",
    needs="n + 1 finished bars, seen from their start",
    example="IREN.rsi(14) < 30%",
    read=_rsi,
    parameters=_over(WILDER),
)
atr = Metric(
    name="atr",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="Wilder's average true range: how far the price travels in a bar, gaps included.",
    formula="true range, smoothed as Wilder did; max(high, close before) − min(low, close before)",
    needs="n finished bars, seen from their start",
    example="IREN.atr(14) > $3",
    read=_atr,
    parameters=_over(WILDER),
)
