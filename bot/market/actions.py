"""Corporate actions: each counted once, however many feeds tell of it, and at its own instant."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from bot.market.events import CorporateAction
from bot.market.instruments import Symbol

_ONE = timedelta(days=4)
"""Feeds date one split by the day it was declared for, in whatever zone, over a weekend too."""


class Actions:
    """Holds what was told of splits and renames, and which splits are still to come."""

    def __init__(self) -> None:
        self._splits: dict[Symbol, list[CorporateAction]] = {}
        self._renames: dict[Symbol, list[CorporateAction]] = {}
        self._coming: list[CorporateAction] = []

    def splits_of(self, symbol: Symbol) -> Sequence[CorporateAction]:
        """Return the splits known of an instrument, those to come too."""
        return self._splits.get(symbol, ())

    def hear(self, action: CorporateAction) -> None:
        """Take an action; of two that can only be one and the same, the first word counts."""
        if action.successor is not None:
            named = self._renames.setdefault(action.symbol, [])
            if not _is_told(action, (a for a in named if a.successor == action.successor)):
                named.append(action)
        known = self._splits.setdefault(action.symbol, [])
        if action.ratio != 1 and not _is_told(action, known):
            known.append(action)
            self._coming.append(action)

    def due(self, now: datetime) -> list[CorporateAction]:
        """Return the splits that took effect by `now` and were not returned before, in order."""
        if not self._coming:
            return []
        due = sorted((a for a in self._coming if a.effective <= now), key=lambda a: a.effective)
        self._coming = [a for a in self._coming if a.effective > now]
        return due

    def coming_by(self, symbol: Symbol, at: datetime) -> Decimal:
        """Return what a share will have been cut into by an instant that has not come yet."""
        ratio = Decimal(1)
        for action in self._coming:
            if action.symbol == symbol and action.effective <= at:
                ratio *= action.ratio
        return ratio

    def next(self) -> datetime | None:
        """Return when the next split takes effect."""
        return min((a.effective for a in self._coming), default=None)

    def alias(self, symbol: Symbol, now: datetime) -> Symbol | None:
        """Return the name an instrument goes by now; None where it was never renamed."""
        found, seen = symbol, {symbol}
        while (name := self._successor(found, now)) is not None and name not in seen:
            found = name
            seen.add(name)
        return None if found == symbol else found

    def _successor(self, symbol: Symbol, now: datetime) -> Symbol | None:
        told = [a for a in self._renames.get(symbol, ()) if a.effective <= now]
        return max(told, key=lambda a: a.effective).successor if told else None


def _is_told(action: CorporateAction, known: Iterable[CorporateAction]) -> bool:
    return any(abs(action.effective - other.effective) < _ONE for other in known)
