"""Modifiers: what is said of a rule besides its condition, each read from its text.

Whatever reads one raises ValueError, with what is wrong and what to write.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import figures
from bot.chat import Severity
from bot.market.sessions import Session
from bot.rules.faults import nearest, one_of, quoted
from bot.rules.model import Initial, NoData, Repeat, Trigger
from bot.rules.units import Amount, amount, span

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TRIGGER = re.compile(r"(?P<name>[^()]*)\((?P<bar>[^()]*)\)")
_LABEL = re.compile(r"(?P<name>[a-z_][a-z0-9_]{0,31})=(?P<value>\S+)")
_DAY = timedelta(days=1)
_OF_BARS = {Repeat.ONCE_PER_BAR, Repeat.ONCE_PER_BAR_CLOSE}
_REPEATS = [repeat.value for repeat in Repeat]


Said = tuple[object, object]
"""A modifier as a document has it, and as a rule does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """A modifier: its name in documents, in rules, how it is read at an instant, and an example."""

    key: str
    field: str
    read: Callable[[str, datetime], Said]
    example: str


def name(written: str) -> str:
    """Read what a rule is called."""
    if not _NAME.fullmatch(written):
        hint = "write letters, digits, `-`, `_` and `.`, such as `sector-90B`"
        raise ValueError(f"{quoted(written)} is no name for a rule; {hint}")
    return written


def reset(written: str) -> Amount:
    """Read how far a figure must come back."""
    way = amount(written)
    if way.value <= 0:
        raise ValueError(f"{quoted(written)} is no way back; write a distance such as `1%`")
    return way


def trigger(written: str) -> Trigger:
    """Read how often a rule may fire: `once`, `once_per_bar(5m)`."""
    found = _TRIGGER.fullmatch(written)
    name, bar = (found["name"], found["bar"]) if found else (written, None)
    if name not in _REPEATS:
        close = nearest(name, _REPEATS)
        known = "once, every_time, once_per_session, once_per_bar(5m) or once_per_bar_close(5m)"
        hint = f"did you mean {quoted(close)}?" if close else f"write {known}"
        raise ValueError(f"{quoted(name)} is not known here; {hint}")
    repeat = Repeat(name)
    if repeat in _OF_BARS and bar is None:
        raise ValueError(f"which bars? write `{name}(5m)`")
    if repeat not in _OF_BARS and bar is not None:
        raise ValueError(f"{quoted(name)} knows no bars; write it alone")
    return Trigger(repeat, _bar(bar) if bar is not None else None)


def session(written: str) -> Session:
    """Read one session a rule may fire in."""
    known = {s.value: s for s in Session if s is not Session.CLOSED}
    if written not in known:
        close = nearest(written, known)
        hint = f"did you mean {quoted(close)}?" if close else f"write one of {', '.join(known)}"
        raise ValueError(f"{quoted(written)} is no session to fire in; {hint}")
    return known[written]


def expiry(written: str) -> datetime:
    """Read an instant, or a day whose last second in New York is still within."""
    try:
        if "T" not in written:
            day = date.fromisoformat(written) + _DAY
            return datetime.combine(day, time(), ZoneInfo("America/New_York")).astimezone(UTC)
        instant = datetime.fromisoformat(written)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    message = "no day or instant; write one like `2026-12-31` or `2026-12-31T21:00:00Z`"
    raise ValueError(f"{quoted(written)} is {message}")


def _bar(written: str) -> timedelta:
    bar = span(written)
    if _DAY % bar:
        raise ValueError(f"bars of {quoted(written)} do not fill a day; write one like `5m`")
    return bar


def _span(written: str, _now: datetime) -> Said:
    return written, span(written)


def _reset(written: str, _now: datetime) -> Said:
    return written, reset(written)


def _expires(written: str, now: datetime) -> Said:
    bare = re.sub(r"^(?:in|on|at)\s+", "", written)
    try:
        ends = (now + span(bare)).replace(microsecond=0)
    except ValueError:
        ends = expiry(bare)
    if ends <= now:
        raise ValueError(f"{quoted(written)} is past already; write a time to come such as `2d`")
    return figures.utc(ends), ends


def _during(written: str, _now: datetime) -> Said:
    named = [word for word in re.split(r"[,\s]+", written.lower()) if word not in {"", "and"}]
    read = {session(name): name for name in named}
    return [name for _, name in sorted(read.items(), key=lambda it: it[1])], frozenset(read)


def _trigger(written: str, _now: datetime) -> Said:
    return written, trigger(written)


def _once(written: str, now: datetime) -> Said:
    words = written.lower().split()
    match words:
        case []:
            return _trigger(Repeat.ONCE.value, now)
        case ["per" | "a" | "each", "session"]:
            return _trigger(Repeat.ONCE_PER_SESSION.value, now)
        case ["per", "bar", "close", bar]:
            return _trigger(f"{Repeat.ONCE_PER_BAR_CLOSE.value}({bar})", now)
        case ["per", "bar", bar]:
            return _trigger(f"{Repeat.ONCE_PER_BAR.value}({bar})", now)
    hint = "write `once`, `once per session`, `once per bar 5m` or `once per bar close 5m`"
    raise ValueError(f"`once {' '.join(words)[:30]}` is not known here; {hint}")


def _severity(written: str, _now: datetime) -> Said:
    return written.lower(), one_of(Severity)(written.lower())


def _initial(written: str, _now: datetime) -> Said:
    return written.lower(), one_of(Initial)(written.lower())


def _no_data(written: str, _now: datetime) -> Said:
    return written.lower(), one_of(NoData)(written.lower())


def _message(written: str, _now: datetime) -> Said:
    return (written.strip('"'),) * 2


def _label(written: str, _now: datetime) -> Said:
    found = _LABEL.fullmatch(written)
    if found is None:
        raise ValueError(f"{quoted(written)} is no label; write one like `team=credit`")
    return ({found["name"]: found["value"]},) * 2


_HOLD = Modifier(key="for", field="hold", read=_span, example="for 60s")
_RESET = Modifier(key="reset", field="reset", read=_reset, example="reset 1%")
_KEEP = Modifier(key="keep_firing_for", field="keep_firing_for", read=_span, example="keep 5m")
_COOLDOWN = Modifier(key="cooldown", field="cooldown", read=_span, example="cooldown 1h")
_ONCE = Modifier(key="trigger", field="trigger", read=_once, example="once per session")
_OFTEN = Modifier(key="trigger", field="trigger", read=_trigger, example="trigger once_per_session")
_EXPIRES = Modifier(key="expires_at", field="expires_at", read=_expires, example="expires 2d")
_DURING = Modifier(key="fire_during", field="fire_during", read=_during, example="during pre")
_SEVERITY = Modifier(key="severity", field="severity", read=_severity, example="severity critical")

MODIFIERS: Mapping[str, Modifier] = {
    "for": _HOLD,
    "reset": _RESET,
    "keep": _KEEP,
    "keep_firing_for": _KEEP,
    "cooldown": _COOLDOWN,
    "once": _ONCE,
    "trigger": _OFTEN,
    "expires": _EXPIRES,
    "expires_at": _EXPIRES,
    "during": _DURING,
    "fire_during": _DURING,
    "severity": _SEVERITY,
    "critical": _SEVERITY,
    "warning": _SEVERITY,
    "no_data": Modifier(key="no_data", field="no_data", read=_no_data, example="no_data alert"),
    "initial": Modifier(key="initial", field="initial", read=_initial, example="initial fire"),
    "label": Modifier(key="labels", field="labels", read=_label, example="label team=credit"),
    "message": Modifier(key="message", field="message", read=_message, example="message Look!"),
}
"""What may stand after a condition, by the word it begins with; the file's own names as well."""

ALONE = {"once": "", "critical": "critical", "warning": "warning"}
"""Words that need nothing after them, and what they say."""
