"""Whens: the words of a sentence that say over which time something moved."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.market.sessions import Calendar, CalendarEnds
from bot.news.claiming import clock
from bot.news.claiming.when_words import BEFORE, LONGEST_BEFORE, MONTHS, WEEKDAYS, WHEN
from bot.news.claims import Figure

DAY = timedelta(days=1)
_WEEK = 7
_FIGURES: dict[str, Figure | None] = {
    "premarket": Figure.PREMARKET,
    "postmarket": Figure.POSTMARKET,
    "regular": Figure.REGULAR,
    "ytd": Figure.YTD,
    "week": Figure.WEEK,
    "month": Figure.MONTH,
    "quarter": Figure.QUARTER,
    "year": Figure.YEAR,
    "yesterday": Figure.YESTERDAY,
    "same": Figure.SINCE,
    "span": Figure.SINCE,
    "ever": Figure.SINCE,
    "settled": Figure.CHANGE,
    "today": None,
}
_NUMBERS = {name[:3]: n for n, name in enumerate(MONTHS.split("|"), 1)}
_WEEKDAYS = {name: n for n, name in enumerate(WEEKDAYS.split("|"))}
_QUARTERS = ("first", "second", "third", "fourth")
_NEW_YEAR = ((1, 1), (12, 31))
SESSIONS = frozenset((Figure.PREMARKET, Figure.POSTMARKET, Figure.REGULAR))
DAYS = frozenset((Figure.CHANGE, Figure.YESTERDAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Says over which time something moved, at characters `start` to `end` of an article.

    `figure` is None for today, which is whatever session the article is about. `on` is the day
    meant; of SINCE it is the day from which is counted. `possessive` is `Thursday's`, and `same`
    the span that was spoken of before: `over that time`. `morning` may be before the bell,
    `whole_day` is the day that is spoken of: `on the day`, and `eve` a session of the day before.
    """

    figure: Figure | None
    start: int
    end: int
    on: date | None = None
    possessive: bool = False
    same: bool = False
    morning: bool = False
    whole_day: bool = False
    eve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """The day an article is of, at its venue, and the session day before that."""

    day: date
    before: date

    @classmethod
    def of(cls, day: date, calendar: Calendar) -> "Present":
        try:
            return cls(day=day, before=calendar.previous_day(day))
        except CalendarEnds:
            return cls(day=day, before=_weekday_before(day))


def find(lower: str, start: int, end: int, present: Present) -> list[When]:
    """Find every when between two characters of a lower-case text."""
    found = (_when(match, present) for match in WHEN.finditer(lower, start, end))
    return [_whole(lower, start, when) for when in found if when is not None]


def month_of(name: str) -> int:
    """Tell the number of a month by its name, or the first letters of it."""
    return _NUMBERS[name[:3]]


# A when with the words before it that belong to it: `so far this year`, `on Thursday`.
def _whole(lower: str, start: int, when: When) -> When:
    low = max(start, when.start - LONGEST_BEFORE)
    before = BEFORE.search(lower, low, when.start)
    return when if before is None else replace(when, start=before.start())


def _when(match: re.Match[str], present: Present) -> When | None:
    possessive = match[0].endswith(("'s", "’s"))
    name = next((one for one in _FIGURES if match[one]), None)
    if name is not None:
        figure = Figure.QUARTER if _is_own_quarter(match, present) else _FIGURES[name]
        when = _simply(match, figure, possessive=possessive)
        return _told(when, match[0]) if name == "today" else replace(when, same=name == "same")
    if match["clock"] or match["baseline"]:
        by_clock = match["clock"] is not None
        return _simply(match, clock.figure_at(match)) if by_clock else _against(match, present)
    if match["weekday"]:
        weekday = _WEEKDAYS[match["weekday"]]
        day = _last(weekday, present.day)
        if match["lastweek"]:
            day = present.day - (present.day.weekday() + _WEEK - weekday) * DAY
        return _of_day(match, day, present, possessive=bool(match["of"]))
    if match["endof"]:
        return _since_end(match, present)
    if match["month1"] or match["month2"]:
        return _dated(match, present)
    return _of_month_or_year(match, present)


def _simply(match: re.Match[str], figure: Figure | None, *, possessive: bool = False) -> When:
    return When(figure=figure, start=match.start(), end=match.end(), possessive=possessive)


# What today is called may say more: `this morning`, `on the day`.
def _told(when: When, said: str) -> When:
    return replace(
        when,
        morning="this morning" in said or said.startswith("early "),
        whole_day="the day" in said or "the session" in said or said.startswith("that"),
    )


# The move of a day, by where that day is from the article's own.
def _of_day(match: re.Match[str], day: date, present: Present, *, possessive: bool) -> When:
    figure: Figure | None = Figure.CHANGE
    if day == present.day:
        figure = None
    elif day == present.before:
        figure = Figure.YESTERDAY
    on = day if figure is Figure.CHANGE else None
    start, end = match.span()
    return When(figure=figure, start=start, end=end, on=on, possessive=possessive)


def _dated(match: re.Match[str], present: Present) -> When | None:
    month = month_of(match["month1"] or match["month2"])
    number = int(match["day1"] or match["day2"])
    year = int(match["dated"] or present.day.year)
    try:
        day = date(year, month, number)
        if day > present.day and not match["dated"]:
            day = date(year - 1, month, number)
    except ValueError:
        return None  # 31 April
    if not match["since"]:
        return _of_day(match, day, present, possessive=bool(match["ofdate"]))
    if (day.month, day.day) in _NEW_YEAR:
        return _simply(match, Figure.YTD)
    return When(figure=Figure.SINCE, start=match.start(), end=match.end(), on=day)


# The last day of the month that was over last.
def _since_end(match: re.Match[str], present: Present) -> When:
    month = month_of(match["endof"])
    year = present.day.year - (month >= present.day.month)
    over = date(year + month // len(_NUMBERS), month % len(_NUMBERS) + 1, 1)
    if month == len(_NUMBERS):
        return _simply(match, Figure.YTD)
    return When(figure=Figure.SINCE, start=match.start(), end=match.end(), on=over - DAY)


# Whether a quarter that is named is the one that the article is written in.
def _is_own_quarter(match: re.Match[str], present: Present) -> bool:
    if not match["quarterno"]:
        return False
    number = _QUARTERS.index(match["quarterno"])
    return number == (present.day.month - 1) // 3 and not match[0].endswith("last year")


# Moved from the day before is moved today; from any other day it is since then.
def _against(match: re.Match[str], present: Present) -> When:
    weekday = match["from"]
    day = _last(_WEEKDAYS[weekday], present.day) if weekday else present.before
    if day == present.before:
        return _simply(match, None)
    return When(figure=Figure.SINCE, start=match.start(), end=match.end(), on=day)


# The article's own month and year are spans up to now, others are spans of their own.
def _of_month_or_year(match: re.Match[str], present: Present) -> When:
    if year := match["inyear"] or match["yearof"]:
        own = int(year) == present.day.year
        return _simply(match, Figure.YTD if own else Figure.SINCE)
    own = month_of(match["inmonth"]) == present.day.month
    same = match["inmonthof"] is None or int(match["inmonthof"]) == present.day.year
    return _simply(match, Figure.MONTH if own and same else Figure.SINCE)


# The last such day of the week, today included.
def _last(weekday: int, today: date) -> date:
    return today - (today.weekday() - weekday) % 7 * DAY


# Where the calendar ends, weekends are all that is known.
def _weekday_before(day: date) -> date:
    day -= DAY
    while day.weekday() >= 5:  # noqa: PLR2004 (Saturday)
        day -= DAY
    return day
