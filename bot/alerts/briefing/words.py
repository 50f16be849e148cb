"""How a brief is worded: short times, short days, and lists that say how much they leave out."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.fitting import cut
from bot.reading import reader
from bot.texts import said, unsaid

_DAYS = (
    unsaid("Mon"),
    unsaid("Tue"),
    unsaid("Wed"),
    unsaid("Thu"),
    unsaid("Fri"),
    unsaid("Sat"),
    unsaid("Sun"),
)


def weekday(day: date) -> str:
    """Name a day of the week: `Thu`."""
    return said(_DAYS[day.weekday()])


def clock(at: datetime, now: datetime) -> str:
    """Show an instant to the minute, with its weekday where that is not today's: `Thu 18:02`."""
    there, today = _there(at), _there(now).date()
    shown = f"{there:%H:%M}"
    return shown if there.date() == today else f"{weekday(there.date())} {shown}"


def listed(parts: Sequence[str], most: int) -> str:
    """Name as many things as may be named, and count the others."""
    return counting(parts[:most], len(parts))


def counting(first: Sequence[str], number: int) -> str:
    """Name the first of so many things, and count the others."""
    left, named = number - len(first), ", ".join(first)
    return said("{named} and {number} more", named=named, number=left) if left > 0 else named


def fitted(text: str, most: int) -> str:
    """Make one line of a text, of at most so many characters."""
    return cut(" ".join(text.split()), most)


def _there(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(reader().zone))
