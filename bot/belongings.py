"""Belongings: what rooms own and people change, each a document by its owner, kind and name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a room may own."""

    WATCHLIST = "watchlist"
    RULE = "rule"
    ROUTE = "route"
    RECEIVER = "receiver"
    QUIET_HOURS = "quiet hours"
    SUBSCRIPTION = "subscription"
    PREFERENCES = "preferences"
    SHARE = "share"
    FEED = "feed"


PAUSED = "paused"
"""Says in a rule's document that it is left unread."""

ROOM = "room"
"""Says in a rule's document where it was made."""

BESIDES = frozenset((PAUSED, ROOM))
"""What a rule's document says besides what the settings file would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """A document, as JSON, with who made it and when it last changed.

    `owner` is a server or a chat, as text; "" is everybody's. One without a body is gone.
    """

    owner: str
    kind: Kind
    name: str
    body: str
    made: datetime
    made_by: str
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Says what a person did in a room: the `action`, what it was `about`, and what came of it.

    `person` is the name they went by then, `person_id` who they are for good, where that is known.
    """

    at: datetime
    person: str
    room: str
    action: str
    about: str
    body: str = ""
    person_id: str = ""
