"""Rates: percents beside a verb of moving that say something else than how far a price went."""

from bot.news.claiming.line import Line
from bot.news.claiming.parts import Part

_PERIODS = frozenset(("year", "month", "quarter", "week", "day", "annum"))
_TIMES = _PERIODS | {"time", "times", "hours", "days", "weeks", "months", "cases", "way"}


def is_other(line: Line, at: int) -> bool:
    """Tell whether the percent at a token is a rate, a part of something, or from no known time."""
    return _is_rate(line, at) or _is_off(line, at) or _is_part(line, at)


# `10% off its best price` says not since when.
def _is_off(line: Line, at: int) -> bool:
    return line.at(at + 1).text == "off" and line.at(at + 2).text in {"its", "their"}


def _is_part(line: Line, at: int) -> bool:
    return _is_of_time(line, at) or _is_share(line, at)


# `Was up 99 % of the time`, `down 40 % of the year`: for how much of it.
def _is_of_time(line: Line, at: int) -> bool:
    if line.at(at + 1).part is not Part.OF:
        return False
    follows = line.at(at + 2).text, line.at(at + 3).text
    return follows[0] == "the" and follows[1] in _TIMES


# `60% of its share in chips`, `half of its gains`: of what somebody has, and not of its price.
def _is_share(line: Line, at: int) -> bool:
    owner = line.at(at + 2)
    if line.at(at + 1).part is not Part.OF or owner.part is not Part.SUBJECT or owner.whole:
        return False
    return line.at(at + 3).part is not Part.WORTH


# `By 8% a year` is a rate.
def _is_rate(line: Line, at: int) -> bool:
    first, second = line.at(at + 1), line.at(at + 2)
    if first.text in {"annually", "annual"}:
        return True
    return first.text in {"a", "per", "each", "every"} and second.text in _PERIODS
