"""Moments as feeds write them: RFC 822 in all its odd forms, and ISO 8601."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LONGEST = 80
"""Letters of a date; a longer one is a text that stands where a date should."""

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 (read as words)
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_BY_OFFSET = {  # hours before or behind UTC
    -10: "hst",
    -9: "akst",
    -8: "pst akdt",
    -7: "mst pdt",
    -6: "cst mdt",
    -5: "est cdt",
    -4: "ast edt",
    -3: "adt",
    0: "ut utc gmt z wet",
    1: "west bst cet",
    2: "cest eet",
    3: "eest msk",
    5.5: "ist",
    8: "hkt sgt awst",
    9: "jst kst",
    10: "aest",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
}
_HOURS = {name: hours for hours, names in _BY_OFFSET.items() for name in names.split()}
_PLACES = {  # names of wall clocks, which are an hour off in one half of the year or the other
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}

_TIME = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?:\s?([ap])\.?m\.?(?![a-z]))?"
_ISO = re.compile(
    r"(\d{4})[-/]?(\d\d)(?:[-/]?(\d\d))?"
    r"(?:(?:t|\s)\s?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?)?\s?(.{0,40})",
    re.ASCII,
)
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:[a-z]{{2}})?[\s-]([a-z]{{3,9}})\.?,?[\s-](\d{{4}}|\d\d)"
    rf"(?:,?\s(?:at\s)?{_TIME})?\s?(.{{0,40}})",
    re.ASCII,
)
_MONTH_FIRST = re.compile(
    rf"([a-z]{{3,9}})\.?\s(\d{{1,2}})(?:[a-z]{{2}})?,?\s(\d{{4}})"
    rf"(?:,?\s(?:at\s)?{_TIME})?\s?(.{{0,40}})",
    re.ASCII,
)
_ASCTIME = re.compile(
    rf"([a-z]{{3,9}})\.?\s(\d{{1,2}})\s{_TIME}\s(?:([a-z]{{1,5}}|[+-]\d{{4}})\s)?(\d{{4}})",
    re.ASCII,
)
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?(?:,\s?|\s)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?", re.ASCII)  # seconds, or thousandths of them
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?", re.ASCII)
_NOTE = re.compile(r"\s?[(\[][^()\[\]]{0,30}[)\]]$")  # "-0400 (EDT)", "-04:00[America/New_York]"


def moment(text: str) -> datetime | None:
    """Read an instant, in UTC; None where it is none. A time without a zone is taken as UTC."""
    said = " ".join(text[: LONGEST + 1].split()).casefold()
    if not said or len(said) > LONGEST:
        return None
    try:
        return _read(said) or _read(_WEEKDAY.sub("", said, count=1))
    except (ValueError, OverflowError):  # the 31st of February, the year 0
        return None


def _read(said: str) -> datetime | None:
    if epoch := _EPOCH.fullmatch(said):
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    if iso := _ISO.fullmatch(said):
        year, month, day, hour, minute, second, zone = iso.groups()
        return _instant(year, int(month), day or "1", (hour, minute, second, None), zone)
    if found := _DAY_FIRST.fullmatch(said):
        day, name, year, hour, minute, second, half, zone = found.groups()
        return _named(year, name, day, (hour, minute, second, half), zone)
    if found := _MONTH_FIRST.fullmatch(said):
        name, day, year, hour, minute, second, half, zone = found.groups()
        return _named(year, name, day, (hour, minute, second, half), zone)
    if found := _ASCTIME.fullmatch(said):
        name, day, hour, minute, second, half, zone, year = found.groups()
        return _named(year, name, day, (hour, minute, second, half), zone or "")
    return None


Wall = tuple[str | None, str | None, str | None, str | None]


def _named(year: str, name: str, day: str, wall: Wall, zone: str) -> datetime | None:
    month = _MONTHS.get(name[:3])
    return None if month is None else _instant(_full(year), month, day, wall, zone)


def _instant(year: str, month: int, day: str, wall: Wall, zone: str) -> datetime | None:
    where = _zone(_NOTE.sub("", zone).strip())
    if where is None:
        return None
    hour, minute, second = (int(part or 0) for part in wall[:3])
    if wall[3] and hour <= 12:  # noqa: PLR2004 (twelve hours before noon, twelve after)
        hour = hour % 12 + (12 if wall[3] == "p" else 0)
    # A day ends at 24:00, and a leap second is told as the one before it.
    late = timedelta(days=1) if (hour, minute) == (24, 0) else timedelta()
    at = datetime(
        int(year), month, int(day), 0 if late else hour, minute, min(second, 59), tzinfo=where
    )
    return (at + late).astimezone(UTC)


def _full(year: str) -> str:
    if len(year) == len("2025"):
        return year
    return f"20{year}" if int(year) < 50 else f"19{year}"  # noqa: PLR2004 (RFC 2822, 4.3)


# What names no zone at all makes the whole no date; a zone nobody knows is taken as UTC.
def _zone(name: str) -> tzinfo | None:
    if not name:
        return UTC
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    if name in _HOURS:
        return timezone(timedelta(hours=_HOURS[name]))
    for prefix in ("gmt", "utc", "ut", ""):
        offset = _OFFSET.fullmatch(name.removeprefix(prefix).strip())
        if offset:
            span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
            return timezone(-span if offset[1] == "-" else span)
    return UTC if name.isalpha() and len(name) <= len("aaest") else None
