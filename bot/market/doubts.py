"""Doubts: what was told and is not believed, until somebody who can look it up has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.market.instruments import Symbol


class About(Enum):
    """What is in doubt; its value is the word people are told."""

    PRICE = "price"
    MOVE = "move"
    SHARES = "share count"
    CLOSE = "close"
    NAME = "name"
    UNKNOWN = "symbol"
    LEVELS = "levels of rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Says what is not believed of an instrument, in words for the operator, and since when."""

    symbol: Symbol
    about: About
    text: str
    since: datetime


class Doubts:
    """Holds one doubt of a kind for each instrument: the first, until it is settled.

    `noted` hear of each doubt once, as it is noted.
    """

    def __init__(self) -> None:
        self.noted: list[Callable[[Doubt], None]] = []
        self._held: dict[tuple[Symbol, About], Doubt] = {}

    def __iter__(self) -> Iterator[Doubt]:
        return iter(self._held.values())

    def __len__(self) -> int:
        return len(self._held)

    def note(self, doubt: Doubt) -> None:
        """Note a doubt, unless it was noted already: a feed repeats what it is wrong about."""
        if self.holds(doubt.symbol, doubt.about):
            return
        self._held[doubt.symbol, doubt.about] = doubt
        for listener in self.noted:
            listener(doubt)

    def holds(self, symbol: Symbol, about: About) -> bool:
        """Tell whether such a doubt is held of an instrument."""
        return (symbol, about) in self._held

    def settle(self, symbol: Symbol, about: About) -> None:
        """Forget a doubt; what was doubted is over, or was confirmed."""
        self._held.pop((symbol, about), None)
