"""Parcels: a message on its way to one destination, and what became of it."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from hashlib import sha256

from bot.chat import Destination, Message

KEY = 24
"""How many characters a key has; a nonce of Discord's may have 25."""


class Priority(IntEnum):
    """What goes first where not all can go at once."""

    CRITICAL = 0
    WARNING = 1
    INFO = 2
    DIGEST = 3


class Manner(StrEnum):
    """How a message is said: what must ping is new; what follows edits it, or answers it."""

    NEW = "new"
    EDIT = "edit"
    REPLY = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message for one destination.

    `key` names it for ever: the same one said again is no other message. `incident` is whose face
    it is, and which face an edit or a reply is about; "" is nobody's. `made` is when that was.
    """

    key: str
    destination: Destination
    message: Message
    made: datetime
    priority: Priority = Priority.INFO
    manner: Manner = Manner.NEW
    incident: str = ""


class Fate(StrEnum):
    """What became of an alert in a room, or of a parcel on its way there."""

    SENT = "sent"
    HELD = "held"
    """Kept back for a while: quiet hours, a group that waits, a budget; it comes later."""
    MUTED = "muted"
    """Not told, for somebody or some rule of theirs said so."""
    MERGED = "merged"
    """Told within another parcel."""
    UNSURE = "unsure"
    """It left and no answer came, and it may not be said twice."""
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Records a fate, with its reason in words.

    `fingerprints` are the alerts it was about; `key` the parcel, "" where there was none. `ref` is
    the platform's name of what was said.
    """

    at: datetime
    destination: Destination | None
    fate: Fate
    reason: str
    fingerprints: tuple[str, ...] = ()
    key: str = ""
    ref: str = ""
    attempts: int = 0


def key_of(parts: Iterable[object]) -> str:
    """Name a parcel by what it is: the same parts give the same key in every run."""
    digest = sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return urlsafe_b64encode(digest).decode()[:KEY]
