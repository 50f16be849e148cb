"""Beta: how far an instrument has moved for each percent that another did."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.market.bars import Bar, BarSeries
from bot.market.sessions import Calendar


class Beta:
    """The slope of one's daily returns on another's: covariance ÷ variance, over `n` of them.

    W. F. Sharpe, A simplified model for portfolio analysis, Management Science 9 (1963). Returns
    lie between the days on which both have a close, so a weekend of crypto is one return. It is
    worked out anew only once a day has ended.
    """

    def __init__(self, own: "Closes", other: "Closes", n: int) -> None:
        self.n = n
        self.value: Decimal | None = None
        self.shared = 0
        self._own, self._other = own, other
        self._known = (-1, -1)

    def add(self, bar: Bar) -> None:
        """Take note of nothing: `look` sees for itself whether a day has ended."""

    def look(self) -> Decimal | None:
        """Return the slope; None before there are enough days, and where the other stood still."""
        known = (self._own.series.finished, self._other.series.finished)
        if known != self._known:
            self._known = known
            self.value = self._worked_out()
        return self.value

    def _worked_out(self) -> Decimal | None:
        own, other = self._own.by_day(), self._other.by_day()
        days = sorted(own.keys() & other.keys())[-self.n - 1 :]
        self.shared = len(days)
        if len(days) <= self.n:
            return None
        return slope(returns([other[d] for d in days]), returns([own[d] for d in days]))


class Closes:
    """The closes of an instrument's daily bars, by the venue's own date."""

    def __init__(self, series: BarSeries, calendar: Calendar) -> None:
        self.series = series
        self._zone = calendar.zone

    def by_day(self) -> dict[date, Decimal]:
        return {b.start.astimezone(self._zone).date(): b.close for b in self.series.bars}


def returns(closes: Sequence[Decimal]) -> list[Decimal]:
    """Return what each close made of the one before it, as fractions."""
    return [after / before - 1 for before, after in pairwise(closes)]


def slope(xs: Sequence[Decimal], ys: Sequence[Decimal]) -> Decimal | None:
    """Return the least-squares slope of `ys` on `xs`; None where `xs` do not vary."""
    mean_x, mean_y = sum(xs) / Decimal(len(xs)), sum(ys) / Decimal(len(ys))
    varied = sum((x - mean_x) ** 2 for x in xs)
    together = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return Decimal(together) / varied if varied else None
