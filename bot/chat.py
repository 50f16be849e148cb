"""A conversation without a platform: what is said, to whom, and how it was asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How much an alert matters, least first."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class Audience(StrEnum):
    """Whom a message is for; operators hear what members do as well."""

    MEMBERS = "members"
    OPERATORS = "operators"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Says one thing to a room, whole, before any platform's markup.

    `reason` says why it left now (`first`, `confirmed`, `resolved`, `notice`); `fingerprints` name
    the alerts it is about.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place a message can be sent to."""

    platform: str
    chat: str
    thread: str | None = None

    def __str__(self) -> str:
        return ":".join(filter(None, (self.platform, self.chat, self.thread)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A question as it reached us: the text, who asked and where."""

    text: str
    person: str
    room: Destination
    locale: str = "en"
    timezone: str = "America/New_York"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a call; `private` keeps it between us and the person who asked."""

    title: str
    body: str = ""
    facts: tuple[Fact, ...] = ()
    table: Table | None = None
    private: bool = False


Answer = Callable[[Call], Awaitable[Reply]]
"""Answers a call; never raises for what a person typed."""
