"""Rules as people make them, and the three-valued readings they come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.chat import Severity
from bot.market.sessions import Session
from bot.rules.units import Amount


class Initial(Enum):
    """What a rule does that already holds when it is first read."""

    WAIT = "wait"
    FIRE = "fire"


class Repeat(Enum):
    """How often a rule may fire."""

    ONCE = "once"
    EVERY_TIME = "every_time"
    ONCE_PER_SESSION = "once_per_session"
    ONCE_PER_BAR = "once_per_bar"
    ONCE_PER_BAR_CLOSE = "once_per_bar_close"


@dataclass(frozen=True, slots=True)
class Trigger:
    """How often a rule may fire; `bar` is the span of a bar, counted from midnight UTC.

    `once_per_bar(5m)` fires at most once in each bar; `once_per_bar_close(5m)` looks only when a
    bar ends.
    """

    repeat: Repeat = Repeat.EVERY_TIME
    bar: timedelta | None = None


EVERY_TIME = Trigger()
_NONE: Mapping[str, str] = {}  # one for all the rules that have none, and nobody may write in it


class NoData(Enum):
    """What becomes of a living alert while its rule cannot be told."""

    KEEP = "keep"
    ALERT = "alert"
    OK = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Says what to watch for, in the words it was written in.

    `for_each` names a watchlist whose every member is a subject of its own; `subject` names one
    symbol or watchlist. With neither, the condition itself must say whose metrics it reads.
    `reset` is how far the value must come back before the rule is over: points on a percent
    metric; relative (`1%`) or absolute (`2B`) on the others. `hold` is the `for` of the file.
    `keep_firing_for` lets an alert stand that long after its condition ended; `cooldown` is the
    least time between two firings; `fire_during` the sessions in which it may fire.
    """

    name: str
    when: str
    for_each: str | None = None
    subject: str | None = None
    hold: timedelta = timedelta()
    reset: Amount | None = None
    initial: Initial = Initial.WAIT
    keep_firing_for: timedelta = timedelta()
    trigger: Trigger = EVERY_TIME
    cooldown: timedelta = timedelta()
    expires_at: datetime | None = None
    fire_during: frozenset[Session] | None = None
    no_data: NoData = NoData.KEEP
    severity: Severity = Severity.INFO
    message: str | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: _NONE)
    annotations: Mapping[str, str] = field(default_factory=lambda: _NONE)
