"""Parcels, made in as few words as a test needs."""

from datetime import UTC, datetime
from itertools import count

from bot.chat import Destination, Message
from bot.delivery.parcel import Manner, Parcel, Priority, key_of

NOW = datetime(2025, 10, 10, 12, tzinfo=UTC)
_numbers = count()


def to(chat: str = "1", platform: str = "room", thread: str | None = None) -> Destination:
    return Destination(platform=platform, chat=chat, thread=thread)


def a_message(title: str = "a", **more: object) -> Message:
    return Message(**({"at": NOW, "title": title} | more))  # type: ignore[arg-type]  # fields of it


def a_parcel(  # noqa: PLR0913 (what may vary is the point of a builder)
    said: str | Message = "a",
    chat: str | Destination = "1",
    *,
    made: datetime = NOW,
    priority: Priority = Priority.INFO,
    manner: Manner = Manner.NEW,
    incident: str = "",
) -> Parcel:
    """Make a parcel unlike any other; `said` is its title, or all of its message."""
    return Parcel(
        key=key_of(("test", next(_numbers))),
        destination=to(chat) if isinstance(chat, str) else chat,
        message=a_message(said) if isinstance(said, str) else said,
        made=made,
        priority=priority,
        manner=manner,
        incident=incident,
    )
