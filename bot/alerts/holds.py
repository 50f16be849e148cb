"""Holds: what keeps news from a room for now, and until when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Keeps something back until then; it is told in the room's digest."""

    reason: str
    until: datetime
