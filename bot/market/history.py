"""History of a sector: what it was worth at the end of each day we have seen."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.sector import Sector

KEPT = 520
"""Days a history remembers: two years of sessions and a little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCap:
    """The cap at a day's closes, with the share counts of that day.

    `coverage` is the fraction of it whose members have a close of that day; the others stand at
    their last price. `rebased` names those whose share count is another than the day before, or
    who came or went since: what they added or took is no move.
    """

    day: date
    cap: Decimal
    coverage: Decimal
    rebased: tuple[Symbol, ...] = ()


class DailyCaps:
    """Keeps the last `KEPT` daily closes of a cap, each written once and never again."""

    def __init__(self) -> None:
        self.days: deque[DayCap] = deque(maxlen=KEPT)
        self._shares: dict[Symbol, int] = {}

    def restore(self, days: Iterable[DayCap], shares: Mapping[Symbol, int]) -> None:
        """Take up the days that were written down before, and the share counts of the last."""
        known = {day.day: day for day in (*self.days, *days)}
        self.days = deque(sorted(known.values(), key=lambda day: day.day), maxlen=KEPT)
        self._shares = dict(shares)

    def close(self, sector: Sector, day: date) -> None:
        """Write down what a sector that is whole was worth at the close of `day`.

        A day of which we know less than that is left out: a member has no close of it, and its
        last price is of a later day.
        """
        if self.days and day <= self.days[-1].day:
            return  # taken up from before
        cap = covered = Decimal(0)
        for symbol, term in sector.terms.items():
            tape = sector.tapes[symbol]
            close = tape.bells.of(day)
            if close is None and term.at is not None and tape.calendar.trading_day(term.at) > day:
                return
            value = term.value if close is None else close.price * term.shares
            cap += value
            covered += value if close is not None else 0
        shares = {symbol: term.shares for symbol, term in sector.terms.items()}
        before, self._shares = self._shares or shares, shares
        rebased = tuple(s for s in {**shares, **before} if before.get(s) != shares.get(s))
        self.days.append(DayCap(day=day, cap=cap, coverage=covered / cap, rebased=rebased))
