"""Dates: the days that a text names, as facts that articles share or differ in."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_WEEKDAYS = "mon tue wed thu fri sat sun"
# With a capital: `it may 5 times` is no day.
_MONTH = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    r"|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\b\.?"
)
_BEFORE = re.compile(r"(?<![\d.,:$])(\d{1,2})(?:st|nd|rd|th)? (?:of )?$")
_AFTER = re.compile(r" (\d{1,2})(?:st|nd|rd|th)?\b(?![.,:]?\d)")
_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)
_NEAR = len("31st of ")
_LETTERS = 4  # of each in the lists above, with its blank
_LAST = 31
_WEEK = 7


class Day(NamedTuple):
    """A day of some year, named at a character of a text."""

    month: int
    day: int
    start: int


def days(text: str) -> Iterator[Day]:
    """Find the days that are named like `October 30` or `30 Oct`."""
    for month in _MONTH.finditer(text):
        start = month.start()
        found = _AFTER.match(text, month.end()) or _BEFORE.search(
            text[max(0, start - _NEAR) : start]
        )
        if found and 1 <= int(found[1]) <= _LAST:
            yield Day(_MONTHS.index(month[0][:3].lower()) // _LETTERS + 1, int(found[1]), start)


def weekdays(text: str, told: date) -> frozenset[date]:
    """Return the days a text names as `Thursday`: each the last such day up to when it was told."""
    numbers = {
        _WEEKDAYS.index(found[1][:3].lower()) // _LETTERS for found in _WEEKDAY.finditer(text)
    }
    return frozenset(told - timedelta(days=(told.weekday() - number) % _WEEK) for number in numbers)
