"""Witnesses: who told which price of an instrument when, whether or not their word counts.

On 3 June 2024 one feed had Berkshire's A shares at 185.10, from 620,000, for nearly two hours. So
nothing that a source says again makes its own price truer; what another source says does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.market.instruments import Symbol

ALIKE = Decimal("0.0075")
"""Two sources this near to each other mean the same price; a moving one is told a bit apart."""

FRESH = timedelta(minutes=5)
"""How long a source's word can be matched by another's, and how far apart their trades may be."""


@dataclass(slots=True)
class _Word:
    """What one source last told of one instrument: a price, its trade's time, and when."""

    price: Decimal
    at: datetime
    seen: datetime


class Witnesses:
    """Holds the newest word of every source on each instrument.

    `heard` are told of each word on an instrument that is `awaited`, and when it was said.
    """

    def __init__(self) -> None:
        self.awaited: set[Symbol] = set()
        self.heard: list[Callable[[Symbol, datetime], None]] = []
        self._words: dict[Symbol, dict[str, _Word]] = {}

    def hear(
        self, symbol: Symbol, source: str, price: Decimal, *, at: datetime, seen: datetime
    ) -> None:
        """Take a source's newest word on an instrument in place of its last."""
        words = self._words.get(symbol)
        if words is None:
            words = self._words[symbol] = {}
        word = words.get(source)
        if word is None:
            words[source] = _Word(price, at, seen)
        else:
            word.price, word.at, word.seen = price, at, seen
        if symbol in self.awaited:
            for listener in self.heard:
                listener(symbol, seen)

    def others(
        self, symbol: Symbol, price: Decimal, now: datetime, *, source: str, at: datetime
    ) -> list[str]:
        """Return who else than `source` has told nearly that price of a trade `at` that time.

        Who said so minutes ago, or says so still of an older trade, is no witness.
        """
        return [
            name
            for name, word in self._words.get(symbol, {}).items()
            if name != source
            and now - word.seen <= FRESH
            and at - word.at <= FRESH
            and is_alike(word.price, price)
        ]


def is_alike(one: Decimal, other: Decimal) -> bool:
    """Tell whether two sources mean the same price."""
    return abs(one - other) <= ALIKE * other
