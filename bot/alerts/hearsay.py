"""Hearsay: what another program says, read strictly and made harmless before anything sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import msgspec

from bot.chat import Severity
from bot.errors import UserError

TITLE = 200
TEXT = 2000
SUBJECT = 64
ID = 128
LABEL = 200
LABELS = 16

EXAMPLE = '{"id": "ETH-7", "title": "ETH over 5,000", "state": "firing"}'

_LabelName = Annotated[str, msgspec.Meta(pattern=r"^[a-z_][a-z0-9_]{0,31}\Z")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Names a program that is listened to, and what its alerts are where it does not say.

    An alert that nobody ends is over once it has stood for as long as it `lasts`.
    """

    name: str
    severity: Severity = Severity.INFO
    lasts: timedelta = timedelta(hours=4)
    labels: Mapping[str, str] = field(default_factory=dict)


class _Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Is what is sent, as it is sent."""

    id: str
    title: str = ""
    body: str = ""
    subject: str = ""
    severity: Severity | None = None
    state: Literal["firing", "resolved"] = "firing"
    at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    labels: Annotated[dict[_LabelName, str], msgspec.Meta(max_length=LABELS)] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearsay:
    """Says that something fires, or is over, under an `id` of the sender's own.

    Every text is one line of plain characters, and short. `at` is when it happened by the sender's
    clock, None where it does not say.
    """

    id: str
    title: str
    body: str = ""
    subject: str = ""
    severity: Severity | None = None
    over: bool = False
    at: datetime | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


_decoder = msgspec.json.Decoder(_Words)


def read(body: bytes) -> Hearsay:
    """Read what was sent. Raises UserError with what is wrong and what to send."""
    try:
        words = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        what = "this is not UTF-8" if isinstance(error, UnicodeError) else str(error)
        raise UserError(f"{harmless(what, TITLE)}; send JSON such as {EXAMPLE}") from None
    over = words.state == "resolved"
    return Hearsay(
        id=_id(words.id),
        title=_title(words.title, over=over),
        body=harmless(words.body, TEXT),
        subject=harmless(words.subject, SUBJECT),
        severity=words.severity,
        over=over,
        at=_moment(words.at),
        labels={name: harmless(value, LABEL) for name, value in words.labels.items()},
    )


def harmless(text: str, most: int) -> str:
    """Make one line of plain characters of a text, cut to a length: better short than not told.

    A line break could forge a line of ours; what turns the direction of writing, or takes no room,
    shows people something else than what is there.
    """
    plain = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    line = " ".join(plain.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _id(text: str) -> str:
    # It is a name and no prose: one that is cut or cleaned could be another one's.
    if not 0 < len(text) <= ID or not text.isprintable():
        raise UserError(f"`id` is no name; send 1 to {ID} characters that can be printed")
    return text


def _title(text: str, *, over: bool) -> str:
    title = harmless(text, TITLE)
    if not title and not over:
        raise UserError("`title` says nothing; send what people are to read")
    return title


def _moment(at: datetime | None) -> datetime | None:
    try:
        return at and at.astimezone(UTC)
    except OverflowError:
        raise UserError("`at` is no moment of ours; send one like 2025-10-10T12:52:00Z") from None
