"""Beta, slow and obvious: the slope of one's daily returns on another's, in whole fractions."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise


def beta(own: Mapping[date, Fraction], other: Mapping[date, Fraction], n: int) -> Fraction | None:
    """Return covariance ÷ variance of the last `n` returns between days that both have."""
    days = sorted(day for day in own if day in other)[-n - 1 :]
    if len(days) < n + 1:
        return None
    ys, xs = _returns([own[day] for day in days]), _returns([other[day] for day in days])
    mean_x, mean_y = sum(xs, Fraction()) / n, sum(ys, Fraction()) / n
    pairs = [(x - mean_x, y - mean_y) for x, y in zip(xs, ys, strict=True)]
    variance = sum((x * x for x, _ in pairs), Fraction())
    covariance = sum((x * y for x, y in pairs), Fraction())
    return covariance / variance if variance else None


def _returns(closes: Sequence[Fraction]) -> list[Fraction]:
    return [after / before - 1 for before, after in pairwise(closes)]
