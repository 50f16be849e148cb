"""Closes by date, each with when it was first told: a split divides those told before it."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from bot.market.splits import per_share

KEPT = 62
"""Session days whose closes are kept: about a quarter, which is what volatility is taken from."""


class Close(NamedTuple):
    """The price a session day ended at, in USD."""

    price: Decimal
    day: date


class Closes:
    """Keeps the last closes of one instrument; `told` counts how often one of them has changed.

    What is told of a day again is no other price, else it would not have been believed; so it is
    as old as the first word of it.
    """

    __slots__ = ("_heard", "_prices", "_year", "told")

    def __init__(self) -> None:
        self._prices: dict[date, Decimal] = {}
        self._heard: dict[date, datetime] = {}
        self._year: date | None = None
        self.told = 0

    def of(self, day: date) -> Decimal | None:
        return self._prices.get(day)

    def until(self, day: date) -> dict[date, Decimal]:
        """Return those of up to a day."""
        return {known: price for known, price in self._prices.items() if known <= day}

    def keep(self, day: date, price: Decimal, seen: datetime) -> None:
        """Keep the close of a day, in place of the oldest."""
        self.told += self._prices.get(day) != price
        self._prices[day] = price
        self._heard.setdefault(day, seen)
        while len(self._prices) > KEPT:
            oldest = min(self._prices)
            del self._prices[oldest]
            self._forget(oldest)

    def hear_of_year(self, day: date, seen: datetime) -> None:
        """Note when the close of a year, which is not kept here, was first told."""
        self._heard.setdefault(day, seen)
        before, self._year = self._year, day
        if before is not None:
            self._forget(before)

    def _forget(self, day: date) -> None:
        if day != self._year and day not in self._prices:
            self._heard.pop(day, None)

    def heard_before(self, day: date, at: datetime) -> bool:
        """Tell whether the close of a day was first told before an instant."""
        heard = self._heard.get(day)
        return heard is not None and heard < at

    def divide(self, ratio: Decimal, last: date, at: datetime) -> None:
        """Put the closes of up to the day `last`, and told before `at`, on the scale of after."""
        self.told += 1
        for day, price in self._prices.items():
            if day <= last and self.heard_before(day, at):
                self._prices[day] = per_share(price, ratio)
