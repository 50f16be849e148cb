"""Volatility of a sector: how far its own past days have moved it, and where that could lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

from bot.market.instruments import Symbol
from bot.market.tape import Tape

LEAST_DAYS = 20
MOST_DAYS = 61
"""Closes it is taken from: from about a month to about a quarter."""

Z80 = Decimal("1.2815515655446")  # the normal quantile at 0.9: 80 % lie within it on both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Volatility:
    """How much a series varied: the variance of a calendar day, from `closes` daily closes.

    `a_day` is the realised volatility of a session day, as a fraction: the root of the mean
    squared log return, no drift taken off (T. G. Andersen, T. Bollerslev, Answering the skeptics,
    International Economic Review 39 (1998)).
    """

    closes: int
    variance: Decimal
    a_day: Decimal

    def band(self, centre: Decimal, days: int) -> tuple[Decimal, Decimal]:
        """Return what 80 % of zero-drift paths end between after so many calendar days."""
        reach = (Z80 * (self.variance * days).sqrt()).exp()
        return centre / reach, centre * reach


class History:
    """The cap of a sector at the end of each day of which every member's close is known.

    At today's share counts and on today's scale, so that neither an issue of shares nor a split is
    a move. Worked out anew only once a day has ended, a close was told or a count has changed.
    """

    def __init__(self, members: Sequence[Symbol], tapes: Mapping[Symbol, Tape]) -> None:
        self.closes: dict[date, Decimal] = {}
        self._members = members
        self._tapes = tapes
        self._known: object = None
        self._volatility: Volatility | None = None

    def volatility(self, now: datetime) -> Volatility | None:
        """Return how much it varied; None before there is enough of it, see `closes`."""
        tapes = [self._tapes[symbol] for symbol in self._members]
        last = tapes[0].calendar.last_finished(now)
        known = (last, [(t.shares, t.bells.closes.told, t.bells.of(last)) for t in tapes])
        if known != self._known:
            self._known = known
            self.closes = _added_up(tapes, last)
            enough = len(self.closes) >= LEAST_DAYS
            self._volatility = realised(self.closes) if enough else None
        return self._volatility


def _added_up(tapes: Sequence[Tape], last: date) -> dict[date, Decimal]:
    worth = [(tape.shares or 0, tape.bells.by_day(last)) for tape in tapes]
    shared = sorted(set.intersection(*(set(closes) for _, closes in worth)))[-MOST_DAYS:]
    return {day: sum((s * c[day] for s, c in worth), Decimal(0)) for day in shared}


def realised(closes: dict[date, Decimal]) -> Volatility:
    """Measure how much a series of daily closes, in order, has varied."""
    days = list(closes)
    squared = sum((move**2 for move in _log_returns(list(closes.values()))), Decimal(0))
    return Volatility(
        closes=len(days),
        variance=squared / (days[-1] - days[0]).days,
        a_day=(squared / (len(days) - 1)).sqrt(),
    )


def _log_returns(closes: Sequence[Decimal]) -> list[Decimal]:
    return [(after / before).ln() for before, after in pairwise(closes)]
