"""Quiet hours as people type them: `22:00-07:00`, `22-7 mon-fri Berlin`, `sat sun`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.alerts.quiet import EVERY_DAY
from bot.errors import UserError
from bot.texts import said, unsaid
from handlers.zones import Zone, zone

DAYS = (
    unsaid("mon"),
    unsaid("tue"),
    unsaid("wed"),
    unsaid("thu"),
    unsaid("fri"),
    unsaid("sat"),
    unsaid("sun"),
)
EXAMPLE = "22:00-07:00 mon-fri Berlin"

_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?", re.ASCII)
_SOME = {
    "weekdays": frozenset(range(5)),
    "weekends": frozenset({5, 6}),
    "weekend": frozenset({5, 6}),
    "daily": EVERY_DAY,
}
_WHOLE = {
    "mon": "mondays",
    "tue": "tuesdays",
    "wed": "wednesdays",
    "thu": "thursdays",
    "fri": "fridays",
    "sat": "saturdays",
    "sun": "sundays",
}
_STRICT = "strict"
_LAST_HOUR, _LAST_MINUTE = 23, 59


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """Begins and ends at times of day, on some days; `strict` ones hold what is critical too.

    Without a zone they go by the room's own clock.
    """

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY
    zone: Zone | None = None
    strict: bool = False


def night(text: str) -> Night:
    """Read hours, and the days, a zone and `strict` where they are said. Raises UserError."""
    found = _HOURS.match(text.strip())
    if found is None:
        raise UserError(said("Say from when to when, such as {example}.", example=EXAMPLE))
    start, end = _time(found[1], found[2]), _time(found[3], found[4])
    words = text.strip()[found.end() :].replace(",", " ").split()
    strict = any(word.lower() == _STRICT for word in words)
    words = [word for word in words if word.lower() != _STRICT]
    named = next((place for place, word in enumerate(words) if _days(word) is None), len(words))
    days = frozenset[int]().union(*(_days(word) or () for word in words[:named]))
    where = _zone(words[named:])
    return Night(start=start, end=end, days=days or EVERY_DAY, zone=where, strict=strict)


def shown_days(days: frozenset[int]) -> str:
    """Say on which days: `every day`, `mon to fri`, `sat, sun`."""
    if days == EVERY_DAY:
        return said("every day")
    if days == _SOME["weekdays"]:
        return said("mon to fri")
    return ", ".join(said(DAYS[day]) for day in sorted(days))


def _time(hour: str, minute: str | None) -> time:
    hours, minutes = int(hour), int(minute or 0)
    if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
        typed = hour if minute is None else f"{hour}:{minute}"
        raise UserError(said("{typed} is no time of day; write one like 22:00.", typed=typed))
    return time(hours, minutes)


# A day, days that follow one another, or a word for some of them; None is no day at all.
def _days(word: str) -> frozenset[int] | None:
    if (some := _SOME.get(word.lower())) is not None:
        return some
    begin, _, end = word.lower().replace("–", "-").partition("-")
    first, last = _day(begin), _day(end or begin)
    if first is None or last is None:
        return None
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day(word: str) -> int | None:
    names = (name for name in DAYS if word.startswith(name) and _WHOLE[name].startswith(word))
    return next((DAYS.index(name) for name in names), None)


def _zone(words: Sequence[str]) -> Zone | None:
    return zone(" ".join(words)) if words else None
