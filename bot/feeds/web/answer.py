"""What a provider answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Holds a body as it was fetched `at`, by our clock; `date` is the provider's own, if told.

    Where nothing is new since the last time it is `unchanged`, and the body is empty. `cookies` are
    those it came with, to be shown nowhere. `fresh_for` is how long it says that it need not be
    asked for again; None where it says nothing of that.
    """

    body: bytes
    at: datetime
    unchanged: bool = False
    date: datetime | None = None
    content_type: str = ""
    fresh_for: timedelta | None = None
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def skew(self) -> timedelta | None:
        """How far our clock is before the provider's; it tells whole seconds only."""
        return self.at - self.date if self.date else None
