"""Share counts: how many shares of an instrument there are, by whom and as of when."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.market.instruments import Symbol

FROZEN_AFTER = timedelta(days=460)
"""Who files once a year has a newer count by then, with a season to write it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCount:
    """Says how many shares are outstanding; `as_of` is None where the provider tells no day."""

    symbol: Symbol
    shares: int
    as_of: date | None
    provider: str

    def is_frozen(self, on: date) -> bool:
        """Say whether the series this count ends has been left standing, as some were for years."""
        return self.as_of is not None and on - self.as_of > FROZEN_AFTER
