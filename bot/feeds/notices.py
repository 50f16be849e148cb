"""Notices: what a venue says of trading itself, beside its prices."""

from dataclasses import dataclass
from datetime import datetime

from bot.market.instruments import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class HaltNotice:
    """Says that trading in `symbol` stopped at `halted_at`, and when it goes on.

    `resumes_at` is None while nobody has said. A halt of the whole market has no symbol.
    """

    symbol: Symbol | None
    halted_at: datetime
    reason: str
    resumes_at: datetime | None = None
