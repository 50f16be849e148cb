"""Confirmation: whether a second source stands behind a large move, or a reason explains it."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from bot.market.events import CorporateAction, Event, Halt, Quote
from bot.market.instruments import Symbol
from bot.market.jumps import FRESH, is_alike
from bot.market.lull import JUMP

EXPLAINS = timedelta(days=1)
"""How long after a halt or a split has ended a large move may be what it left behind."""


class Verdict(Enum):
    """What becomes of a move; its value is the word people are told."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    SUSPICIOUS = "suspicious"


class Confirmation:
    """Remembers the newest quote of every source, and the halts and splits, of each instrument.

    It should hear what the door withheld as well: that may be what the second source said first.
    """

    def __init__(self) -> None:
        self._quotes: dict[Symbol, dict[str, Quote]] = {}
        self._until: dict[Symbol, datetime | None] = {}

    def hear(self, event: Event) -> None:
        """Remember what may confirm or explain a move."""
        match event:
            case Quote():
                self._quotes.setdefault(event.symbol, {})[event.source] = event
            case Halt():
                over = event.resumes
                self._until[event.symbol] = None if over is None else over + EXPLAINS
            case CorporateAction():
                self._until[event.symbol] = event.effective + EXPLAINS

    def verdict(
        self, symbol: Symbol, price: Decimal, now: datetime, *, move: Decimal, over: Decimal
    ) -> Verdict:
        """Say whether a `move` (in percent) to a price may be told as it is.

        One of at most `over` percent needs nobody's word.
        """
        if abs(move) <= over or self._explained(symbol, now):
            return Verdict.CONFIRMED
        if len(self.sources(symbol, price, now)) > 1:
            return Verdict.CONFIRMED
        return Verdict.SUSPICIOUS if abs(move) > JUMP * 100 else Verdict.UNCONFIRMED

    def sources(self, symbol: Symbol, price: Decimal, now: datetime) -> list[str]:
        """Return who has told that price, or nearly that, within the last few minutes."""
        told = self._quotes.get(symbol, {}).values()
        return [q.source for q in told if now - q.seen <= FRESH and is_alike(q.price, price)]

    def _explained(self, symbol: Symbol, now: datetime) -> bool:
        if symbol not in self._until:
            return False
        until = self._until[symbol]
        return until is None or now < until
