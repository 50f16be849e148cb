"""Rules as people make them, and the three-valued readings they come to."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from bot.chat import Severity
from bot.rules.units import Amount


class Initial(Enum):
    """What a rule does that already holds when it is first read."""

    WAIT = "wait"
    FIRE = "fire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Says what to watch for, in the words it was written in.

    `for_each` names a watchlist whose every member is a subject of its own; `subject` names one
    symbol or watchlist. With neither, the condition itself must say whose metrics it reads.
    `reset` is how far the value must come back before the rule is over: points on a percent
    metric; relative (`1%`) or absolute (`2B`) on the others. `hold` is the `for` of the file.
    """

    name: str
    when: str
    for_each: str | None = None
    subject: str | None = None
    hold: timedelta = timedelta()
    reset: Amount | None = None
    initial: Initial = Initial.WAIT
    severity: Severity = Severity.INFO
    message: str | None = None
    labels: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, str] = field(default_factory=dict)
