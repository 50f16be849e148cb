"""What the core asks of the world: feeds that tell it facts."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.market.events import Event
from bot.market.sanity import Refusal


class Feed(Protocol):
    """Tells events in order of arrival."""

    name: str

    @property
    def where(self) -> str:
        """The place of what was told last, for a person who looks for it."""
        ...

    def events(self) -> AsyncIterator[Event | Refusal]:
        """Tell each event as it comes, or why what came is none; ends where the feed ends."""
        ...
