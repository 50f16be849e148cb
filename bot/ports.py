"""What the core asks of the world: feeds that tell it facts, platforms that speak for it."""

from collections.abc import AsyncIterator
from typing import Protocol

from bot.chat import Answer, Destination, Message
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


class Platform(Protocol):
    """Speaks in rooms and listens there."""

    name: str

    async def start(self, answer: Answer) -> None:
        """Begin to listen; each call that comes in is put to `answer`."""
        ...

    async def send(self, destination: Destination, message: Message) -> None:
        """Say `message`; raises DeliveryError or DeliveryRefused where it did not arrive."""
        ...

    async def stop(self) -> None:
        """Stop listening and let go of every resource."""
        ...
