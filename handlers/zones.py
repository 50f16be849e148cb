"""Time zones: what people call them, and the name that the world's table has for each."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NewType
from zoneinfo import ZoneInfo, available_timezones

from bot.commands import Choice
from bot.errors import UserError
from bot.rules import faults
from bot.texts import said

Zone = NewType("Zone", str)
"""The name of a time zone in the IANA table: https://www.iana.org/time-zones."""

COMMON = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Sao_Paulo",
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Hong_Kong",
    "Asia/Tokyo",
    "Australia/Sydney",
)
"""Zones that are shown before anything is typed."""

# `EST` is in the table too, and never has summer time; nobody who types it means that.
_CALLED = {
    "America/New_York": "et est edt eastern nyc ny boston miami washington atlanta philadelphia",
    "America/Chicago": "ct cst cdt central dallas houston austin",
    "America/Denver": "mt mst mdt mountain",
    "America/Los_Angeles": "pt pst pdt pacific la sf seattle san_francisco",
    "UTC": "utc gmt z zulu universal",
    "Europe/London": "bst uk",
    "Europe/Berlin": "cet cest frankfurt munich hamburg cologne",
    "Europe/Zurich": "geneva",
    "Asia/Kolkata": "ist mumbai delhi bangalore",
    "Asia/Shanghai": "beijing shenzhen",
    "Asia/Hong_Kong": "hkt",
    "Asia/Singapore": "sgt",
    "Asia/Tokyo": "jst osaka",
    "Australia/Sydney": "aest aedt melbourne",
}
_NO_PLACE = ("Etc/", "SystemV/", "posix/", "right/")


def zone(text: str) -> Zone:
    """Read what somebody calls a time zone: `berlin`, `New York`, `ET`. Raises UserError."""
    typed = _folded(text)
    found = _spellings().get(typed)
    if found is not None:
        return Zone(found)
    close = faults.nearest(typed, _spellings())
    shown = faults.quoted(text.strip())
    if close is not None:
        meant = _spellings()[close]
        raise UserError(
            said("I know no time zone {typed}; did you mean {meant}?", typed=shown, meant=meant)
        )
    raise UserError(said("I know no time zone {typed}; name a city, such as Berlin.", typed=shown))


def zones(now: datetime) -> Iterator[Choice]:
    """Offer every time zone with what its clocks show, the common ones first."""
    for name in dict.fromkeys((*COMMON, *_places())):
        city = name.rpartition("/")[2].replace("_", " ")
        time = f"{now.astimezone(ZoneInfo(name)):%H:%M}"
        yield Choice(said("{city}: {zone}, {time} now", city=city, zone=name, time=time), name)


@cache
def _places() -> tuple[str, ...]:
    names = (n for n in available_timezones() if "/" in n and not n.startswith(_NO_PLACE))
    return tuple(sorted(names))


# Every way to say each: the whole name, its city, and what people call it. What is common wins.
@cache
def _spellings() -> dict[str, str]:
    cities = {_folded(name.rpartition("/")[2]): name for name in (*_places(), *reversed(COMMON))}
    whole = {_folded(name): name for name in available_timezones() if not _is_odd(name)}
    called = {_folded(word): name for name, words in _CALLED.items() for word in words.split()}
    return cities | whole | called


def _is_odd(name: str) -> bool:
    return name.startswith(_NO_PLACE) or name in {"Factory", "localtime", "posixrules"}


def _folded(text: str) -> str:
    return "_".join(text.replace("_", " ").lower().split())
