"""Figures of bars, slow and obvious: all bars are cut anew, in fractions that are never rounded."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bot.market.sessions import Calendar, Session
from bot.rules.measure import Measure, unknown
from tests.reference_trades import Trade

DAY = timedelta(days=1)

Stretch = tuple[datetime, datetime, bool]


@dataclass(frozen=True, slots=True)
class Bar:
    """What was traded in a stretch of time."""

    start: datetime
    high: Fraction
    low: Fraction
    close: Fraction


Figure = Callable[[Sequence[Bar], int], Fraction | None]


def finished(
    trades: Iterable[Trade], span: timedelta, calendar: Calendar, watched: datetime
) -> list[Bar]:
    """Cut trades into bars, but for the last; one that began before we `watched` is none."""
    stretches: dict[Stretch, list[Fraction]] = {}
    for trade in trades:
        stretch = _stretch(trade.at, span, calendar)
        if not stretches or stretch >= next(reversed(stretches)):  # else it comes too late to count
            stretches.setdefault(stretch, []).append(Fraction(trade.price))
    return [
        Bar(start, max(prices), min(prices), prices[-1])
        for (start, _, counts), prices in list(stretches.items())[:-1]
        if counts and start >= watched
    ]


# When it began and ended, and whether there is a bar of it. Of days the regular session is.
def _stretch(at: datetime, span: timedelta, calendar: Calendar) -> Stretch:
    part = calendar.span(at)
    if span == DAY:
        return part.start, part.end, part.session is Session.REGULAR
    hours = calendar.hours(part.day)
    assert hours is not None
    start = hours.open + (at - hours.open) // span * span
    return max(start, part.start), min(start + span, part.end), True


def high(bars: Sequence[Bar], n: int) -> Fraction | None:
    return max(bar.high for bar in bars[-n:]) if len(bars) >= n else None


def low(bars: Sequence[Bar], n: int) -> Fraction | None:
    return min(bar.low for bar in bars[-n:]) if len(bars) >= n else None


def sma(bars: Sequence[Bar], n: int) -> Fraction | None:
    return sum((bar.close for bar in bars[-n:]), Fraction()) / n if len(bars) >= n else None


def ema(bars: Sequence[Bar], n: int) -> Fraction | None:
    return _smoothed([bar.close for bar in bars], n, Fraction(2, n + 1))


def atr(bars: Sequence[Bar], n: int) -> Fraction | None:
    ranges = [bar.high - bar.low for bar in bars[:1]]
    for before, bar in pairwise(bars):
        ranges.append(max(bar.high, before.close) - min(bar.low, before.close))
    return _smoothed(ranges, n, Fraction(1, n))


def rsi(bars: Sequence[Bar], n: int) -> Fraction | None:
    moves = [bar.close - before.close for before, bar in pairwise(bars)]
    gain = _smoothed([max(move, Fraction()) for move in moves], n, Fraction(1, n))
    loss = _smoothed([max(-move, Fraction()) for move in moves], n, Fraction(1, n))
    if gain is None or loss is None or not gain + loss:
        return None
    return 100 * gain / (gain + loss)


# The mean of the first n, which each further figure draws nearer to itself.
def _smoothed(figures: Sequence[Fraction], n: int, weight: Fraction) -> Fraction | None:
    if len(figures) < n:
        return None
    mean = sum(figures[:n], Fraction()) / n
    for figure in figures[n:]:
        mean += (figure - mean) * weight
    return mean


def by_day(bars: Iterable[Bar], calendar: Calendar) -> dict[date, Fraction]:
    """Return the closes of daily bars by the venue's own date."""
    return {bar.start.astimezone(calendar.zone).date(): bar.close for bar in bars}


def measured(figure: Fraction | None) -> Measure:
    """Take a figure for what the engine compares; none cannot be told."""
    if figure is None:
        return unknown("")
    return Measure(value=Decimal(figure.numerator) / Decimal(figure.denominator))
