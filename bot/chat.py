"""A conversation without a platform: what is said, to whom, and how it was asked."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum, StrEnum

ACTION_LIMIT = 64
"""Bytes of an action's text in UTF-8: what a button may carry on every platform.

https://core.telegram.org/bots/api#inlinekeyboardbutton
"""


class Severity(StrEnum):
    """How much an alert matters, least first."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Audience(StrEnum):
    """Whom a message is for; operators hear what members do as well."""

    MEMBERS = "members"
    OPERATORS = "operators"


class Right(IntEnum):
    """What a person may do where they ask; each may do what those before it may."""

    READ = 0
    CHANGE = 1
    """Change what the room owns, and act on its incidents."""
    OPERATE = 2
    """Look after the bot itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its name, ready to be shown side by side with others."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; every row is as long as the headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A button: pressing it asks `text`, a command, as whoever presses it.

    A text has at most ACTION_LIMIT bytes, and holds all there is to know: buttons outlive restarts.
    """

    label: str
    text: str


class Drawing(StrEnum):
    """What a picture shows."""

    SESSION = "session"
    """An instrument's price over its trading day."""
    CAP = "cap"
    """A sector's cap over the trading day, with its milestones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Names a picture that can be drawn: of a symbol or a watchlist, as it was at an instant.

    `level` is what a rule watched there, in USD; `marked` whether its moment is to be seen.
    `question` asks for it alone: where words leave it no room, a button that asks that is enough.
    """

    drawing: Drawing
    subject: str
    at: datetime
    level: Decimal | None = None
    marked: bool = False
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to go with an answer."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Says one thing to a room, whole, before any platform's markup.

    `reason` says why it left now (`first`, `confirmed`, `resolved`, `notice`); `fingerprints` name
    the alerts it is about. `mention` asks for the room's own people to be called, where it has said
    whom.
    """

    at: datetime
    title: str
    body: str = ""
    facts: tuple[Fact, ...] = ()
    severity: Severity = Severity.INFO
    reason: str = "first"
    fingerprints: tuple[str, ...] = ()
    link: str | None = None
    audience: Audience = Audience.MEMBERS
    actions: tuple[Action, ...] = ()
    picture: Picture | None = None
    mention: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place a message can be sent to."""

    platform: str
    chat: str
    thread: str | None = None

    @classmethod
    def parse(cls, text: str) -> "Destination":
        """Read a destination as it is written. Raises ValueError."""
        platform, chat, *thread = text.split(":", 2)
        if not platform or not chat:
            raise ValueError(f"{text} is no destination")
        return cls(platform=platform, chat=chat, thread=thread[0] if thread else None)

    def __str__(self) -> str:
        return ":".join(filter(None, (self.platform, self.chat, self.thread)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A question as it reached us: the text, who asked and where.

    `person` is the name they go by, `person_id` (`telegram:42`) who they are for good. `owner` is
    whose things they see and may change: the server or the chat, `discord:123`; "" is the operator,
    who sees everybody's. What they may do there is `right`; `roles` may give them more, where the
    room has said so. With `given` the text is a command's name alone, and these are its words by
    the names of its parameters. `lent` tells that the right is theirs by what the room has set.
    """

    text: str
    person: str
    room: Destination
    person_id: str = ""
    owner: str | None = None
    right: Right = Right.READ
    roles: frozenset[str] = frozenset()
    given: Mapping[str, str] | None = None
    lent: bool = False
    locale: str = "en"
    timezone: str = "America/New_York"

    @property
    def viewer(self) -> str:
        """Whose things are seen: where nobody has said, those of the chat alone."""
        room = self.room
        return f"{room.platform}:{room.chat}" if self.owner is None else self.owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a call; `private` keeps it between us and the person who asked.

    `asks` names the command whose form is to be filled in first.
    """

    title: str
    body: str = ""
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    private: bool = False
    actions: tuple[Action, ...] = ()
    picture: Picture | None = None
    attachment: Attachment | None = None
    asks: str = ""


Answer = Callable[[Call], Awaitable[Reply]]
"""Answers a call; never raises for what a person typed."""
