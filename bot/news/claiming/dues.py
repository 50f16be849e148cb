"""Dues: the words of a sentence that say by which day something is to come true."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot.news.claiming.when_words import MONTHS, WEEKDAYS
from bot.news.claiming.whens import DAY, month_of

_WEEK, _MONTHS, _QUARTER = 7, 12, 3
_LAST_WEEKDAY, _THURSDAY = 4, 3
_AMOUNTS = {
    word: n
    for n, word in enumerate(
        ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
} | {"one": 1, "twelve": 12, "eleven": 11, "eighteen": 18}
_YEAR = "20[0-9][0-9]"
_MANY = "[0-9]{1,3}|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen"
_ENDING = rf"""
(?:end|close) of (?:the |this )?(?P<endnext>next )?(?:(?P<end>year|month|quarter|week)\b
|(?P<endmonth>{MONTHS})\b(?:,? (?P<endmonthof>{_YEAR})\b)?|(?P<endyear>{_YEAR})\b)
|(?P<yearend>year[ -]end|year['’]s end|new year|the year (?:is out|ends))
|(?P<christmas>christmas)(?! last year)|(?P<easter>easter)|(?P<thanksgiving>thanksgiving)
|(?P<monthend>month[ -]end|month['’]s end)|(?P<quarterend>quarter[ -]end)
|(?P<weekend>week['’]s end|the week (?:is out|ends))
"""
_NAMED = rf"""
(?:mid[ -]|late |early )?(?:next )?
(?:(?P<month>{MONTHS})\b(?: (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b)?(?:,? (?P<of>{_YEAR})\b)?
|(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)? (?P<month2>{MONTHS})\b(?:,? (?P<of2>{_YEAR})\b)?
|(?P<weekday>{WEEKDAYS})(?!['’]s (?:open|start|session|trading))
(?:['’]s (?:close|bell))?\b|(?P<in>{_YEAR})\b)
|next (?P<nextby>year|month|week|quarter)\b
"""
_LATER = rf"""
within (?:the next )?(?P<many>{_MANY}) (?P<unit>day|week|month|year)s?\b
|(?:in|over) the (?:next|coming) (?P<many2>{_MANY}) (?P<unit2>day|week|month|year)s\b
|(?P<year_end>year[ -]end)
|(?:sometime |some time |later )?(?P<this>this|next) (?P<which>year|month|quarter|week)\b
|in (?P<inmonth>{MONTHS})\b|in (?P<inyear>{_YEAR})\b
"""
# `Before Tuesday's bell` is a session, and no deadline.
_BELL = rf"(?! (?:{WEEKDAYS})['’]s (?:opening )?bell)"
_BY = f"(?:by|before{_BELL}|until|till|come|at|toward|towards|into)"
_DUE = re.compile(
    rf"\b(?:{_BY} (?:the )?(?:{_ENDING}|{_NAMED})|{_LATER})".replace("\n", ""),
)
# Sure signs of a deadline; the others, such as `this year`, are one only of what is still to come.
_ENDS = {
    "end": "",
    "yearend": "year",
    "year_end": "year",
    "monthend": "month",
    "quarterend": "quarter",
    "weekend": "week",
    "nextby": "",
    "which": "",
}
_SURE = re.compile(r"(?:by|before|until|till|come|within|year)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Says by which `day` something is to be so; `sure` where the words can mean nothing else."""

    day: date
    sure: bool
    start: int
    end: int


def find(lower: str, start: int, end: int, today: date) -> list[Due]:
    """Find every deadline between two characters of a lower-case text; one that is past is none."""
    found = []
    for match in _DUE.finditer(lower, start, end):
        day = _day(match, today)
        if day is not None and day >= today:
            sure = _SURE.match(match[0]) is not None
            found.append(Due(day=day, sure=sure, start=match.start(), end=match.end()))
    return found


def _day(match: re.Match[str], today: date) -> date | None:
    try:
        return _end_of(match, today) or _named(match, today) or _after(match, today)
    except (ValueError, OverflowError):
        return None  # 31 April, or a year that no calendar has


# The end of a span: `by the end of the month`, `by year-end`, `this year`.
def _end_of(match: re.Match[str], today: date) -> date | None:
    if year := match["endyear"] or match["in"] or match["inyear"]:
        return date(int(year), 12, 31)
    for name, span in _ENDS.items():
        if match[name]:
            return _close(span or match[name], today, later=_is_later(match, name))
    return None


# Whether the span meant is the next one.
def _is_later(match: re.Match[str], name: str) -> bool:
    if name == "end":
        return bool(match["endnext"])
    return name == "nextby" or (name == "which" and match["this"] == "next")


# A named day, or the last day of a named month.
def _named(match: re.Match[str], today: date) -> date | None:
    if match["christmas"]:
        return date(today.year, 12, 25)
    if match["easter"] or match["thanksgiving"]:
        feast = _easter if match["easter"] else _thanksgiving
        return max(feast(today.year), feast(today.year + (feast(today.year) < today)))
    if weekday := match["weekday"]:
        return today + (WEEKDAYS.split("|").index(weekday) - today.weekday()) % _WEEK * DAY
    name = match["endmonth"] or match["month"] or match["month2"] or match["inmonth"]
    if not name:
        return None
    month, said = month_of(name), match["endmonthof"] or match["of"] or match["of2"]
    year = int(said) if said else today.year + (month < today.month)
    if number := match["day"] or match["day2"]:
        return date(year, month, int(number))
    return _last_of(year, month)


# The first Sunday after the full moon of spring, by the rule of Gauss for our calendar.
def _easter(year: int) -> date:
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % _WEEK
    ahead = moon - sunday
    month = 3 + (ahead + 40) // 44
    return date(year, month, ahead + 28 - 31 * (month // 4))


# The fourth Thursday of November.
def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + ((_THURSDAY - first.weekday()) % _WEEK + 3 * _WEEK) * DAY


# So much time from now.
def _after(match: re.Match[str], today: date) -> date | None:
    many, unit = match["many"] or match["many2"], match["unit"] or match["unit2"]
    if not many:
        return None
    number = _AMOUNTS.get(many) or int(many)
    if unit in ("day", "week"):
        return today + timedelta(days=number * (_WEEK if unit == "week" else 1))
    months = today.month - 1 + number * (_MONTHS if unit == "year" else 1)
    year, month = today.year + months // _MONTHS, months % _MONTHS + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


# The last day of the span that today is in, or of the one after it.
def _close(span: str, today: date, *, later: bool) -> date:
    if span == "year":
        return date(today.year + later, 12, 31)
    if span == "week":
        return today + (_LAST_WEEKDAY - today.weekday()) % _WEEK * DAY + later * _WEEK * DAY
    size = _QUARTER if span == "quarter" else 1
    months = (today.month - 1) // size * size + size - 1 + later * size
    return _last_of(today.year + months // _MONTHS, months % _MONTHS + 1)


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
