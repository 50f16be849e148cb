"""What a provider answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Holds a body as it was fetched `at`, by our clock; `date` is the provider's own, if told.

    Where nothing is new since the last time it is `unchanged`, and the body is empty.
    """

    body: bytes
    at: datetime
    unchanged: bool = False
    date: datetime | None = None

    @property
    def skew(self) -> timedelta | None:
        """How far our clock is before the provider's; it tells whole seconds only."""
        return self.at - self.date if self.date else None
