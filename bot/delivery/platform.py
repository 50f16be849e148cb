"""What the courier asks of a platform: to say a parcel, and to tell what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

from bot.chat import Answer, Message
from bot.delivery.limits import Limits
from bot.delivery.parcel import Parcel


class Platform(Protocol):
    """Speaks in rooms and listens there.

    It is `keyed` where the same key said twice is seen once: then nobody has to know whether a
    message whose answer was lost has arrived.
    """

    name: str
    limits: Limits
    keyed: bool

    async def start(self, answer: Answer) -> None:
        """Begin to listen; each call that comes in is put to `answer`."""
        ...

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        """Say a parcel, and return the platform's name of what was said; "" where it has none.

        `face` names what an edit or a reply is about; without one it is said as new. One that may
        `repeat` what was said says so. Raises DeliveryError, or the kind of it that tells more.
        """
        ...

    async def stop(self) -> None:
        """Stop listening and let go of every resource."""
        ...


@runtime_checkable
class Telling(Protocol):
    """Tells of its connection: since when it hears, or why it does not."""

    def details(self) -> Sequence[str]:
        """Return a line on each thing operators would want to know."""
        ...


def marked(message: Message, *, repeat: bool) -> Message:
    """Say of a message that people may have seen it already, where they may."""
    return replace(message, title=f"{message.title} (may repeat)") if repeat else message
