"""Confirmation: whether a second source stands behind a large move, or a reason explains it."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.lull import JUMP
from bot.market.state import Market

EXPLAINS = timedelta(days=1)
"""How long after a halt has ended, and how near to a split, a large move may be what it left."""

_FARTHEST = JUMP * 100


class Verdict(StrEnum):
    """What becomes of a move; its value is the word people are told."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    SUSPICIOUS = "suspicious"


class Found(NamedTuple):
    """Says what a move is to be taken for, and `by` whom or what it was confirmed.

    Nobody confirms a move that needs nobody's word.
    """

    verdict: Verdict
    by: str = ""


class Confirmation:
    """Judges moves by what a market has heard from all sources, of halts and of splits."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def of(self, quote: Quote, move: Decimal, now: datetime) -> Found:
        """Say whether a `move` (in percent) to the price of a quote may be told as it is."""
        others = self._market.witnesses.others(
            quote.symbol, quote.price, now, source=quote.source, at=quote.at
        )
        by = ", ".join(others) or self._reason(quote.symbol, now)
        if by or abs(move) <= self._market.confirm_over(quote.symbol):
            return Found(Verdict.CONFIRMED, by)
        far = abs(move) > _FARTHEST
        return Found(Verdict.SUSPICIOUS if far else Verdict.UNCONFIRMED)

    def _reason(self, symbol: Symbol, now: datetime) -> str:
        halt = self._market.tape(symbol).trading.halt
        over = halt.resumes if halt is not None else None
        if halt is not None and halt.at <= now and (over is None or now < over + EXPLAINS):
            return "a halt"
        splits = self._market.actions.splits_of(symbol)
        return "a split" if any(abs(now - s.effective) < EXPLAINS for s in splits) else ""
