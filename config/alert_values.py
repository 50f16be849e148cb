"""Values of what is told and when, each read from the text it was written as."""

import re
from datetime import time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from bot.alerts.routing import EVERYWHERE
from bot.chat import Destination
from bot.rules.faults import listed, nearest, quoted
from bot.rules.units import duration, span
from config.values import reads

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_PINGS = 10_000
_DESTINATION = re.compile(r"(?P<platform>[a-z][a-z0-9-]*):(?P<chat>[^:\s]+)(:(?P<thread>[^:\s]+))?")
_RECEIVER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_WALL_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _destination(written: str) -> Destination:
    found = _DESTINATION.fullmatch(written)
    if found is None:
        hint = "write its platform and its chat, such as `telegram:-1001234` or `discord:42:7`"
        raise ValueError(f"{quoted(written)} is no destination; {hint}")
    return Destination(platform=found["platform"], chat=found["chat"], thread=found["thread"])


def _receiver(written: str) -> str:
    if not _RECEIVER.fullmatch(written):
        hint = "write letters, digits, `-`, `_` and `.`, such as `night-desk`"
        raise ValueError(f"{quoted(written)} is no name for a receiver; {hint}")
    if written == EVERYWHERE:
        raise ValueError(f"{quoted(written)} is every open room already; choose another name")
    return written


def _wait(written: str) -> timedelta:
    return span(written) if duration(written) else timedelta()


def _time(written: str) -> time:
    if not _WALL_CLOCK.fullmatch(written):
        raise ValueError(f"{quoted(written)} is no time of day; write one like `22:00`")
    return time.fromisoformat(written)


def _day(written: str) -> int:
    if written not in DAYS:
        close = nearest(written[:3], DAYS)
        hint = f"did you mean {quoted(close)}?" if close else f"write one of {listed(DAYS)}"
        raise ValueError(f"{quoted(written)} is no day of the week; {hint}")
    return DAYS.index(written)


def _location(written: str) -> str:
    try:
        return ZoneInfo(written).key
    except (ValueError, OSError, LookupError):
        close = nearest(written.rpartition("/")[2], {_city(zone) for zone in available_timezones()})
        known = {_city(zone): zone for zone in sorted(available_timezones())}
        hint = f"did you mean {quoted(known[close])}?" if close else "write `Europe/Berlin`"
    raise ValueError(f"{quoted(written)} is no time zone; {hint}")


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].lower()


def _pings(written: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", written) or not 1 <= int(written) <= MOST_PINGS:
        message = f"no number of pings; write one from 1 to {MOST_PINGS:,}"
        raise ValueError(f"{quoted(written)} is {message}")
    return int(written)


Room = Annotated[Destination, reads(_destination)]
ReceiverName = Annotated[str, reads(_receiver)]
Wait = Annotated[timedelta, reads(_wait)]
WallClock = Annotated[time, reads(_time)]
Weekday = Annotated[int, reads(_day)]
Location = Annotated[str, reads(_location)]
Pings = Annotated[int, reads(_pings)]
