"""Figures as people read them. Rounding happens here and decides nothing.

They are written for whoever reads (`bot/reading.py`); for nobody in particular, as the house does.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache, lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.locales import HOUSE, Customs
from bot.reading import ANYBODY, reader

Form = TypeVar("Form")

UNKNOWN = "n/a"
"""Stands where a figure cannot be told; never 0, which would be one."""

# Ten to which power an amount is divided by, the digits before the point it may have, its sign.
_SCALES = ((0, 3, ""), (3, 3, "K"), (6, 3, "M"), (9, 3, "B"), (12, 3, "T"))
_WIDE = Context(prec=60)  # amounts people type reach 27 digits, and cents come after those


def percent(value: Decimal | None, *, places: int = 2, signed: bool = True) -> str:
    """Show percent points: `+4.01%`."""
    if value is None:
        return UNKNOWN
    shown = rounded(value, places)
    sign = "+" if signed and shown > 0 else ""
    if (customs := _customs()) is not None:
        return f"{sign}{customs.percent(shown, places)}"
    return f"{sign}{shown:,f}%"


def points(value: Decimal, *, signed: bool = True) -> str:
    """Show how far two percents are apart: `+1.20 points`."""
    shown = rounded(value, 2)
    return f"{'+' if signed and shown > 0 else ''}{_number(shown, 2)} points"


def price(value: Decimal | None) -> str:
    """Show a price with its cents, or with the finer digits a small price came with."""
    if value is None:
        return UNKNOWN
    exponent = value.normalize().as_tuple().exponent
    places = min(max(2, -exponent), 8) if isinstance(exponent, int) else 2
    return _number(rounded(value, places), places)


def money(value: Decimal | None, *, places: int = 2) -> str:
    """Show an amount of USD by its scale: `$90.01B`."""
    return UNKNOWN if value is None else _amount(value, places)


def level(value: Decimal) -> str:
    """Show a round amount of USD as people name it: `$90B`, `$92.5B`."""
    return _amount(value, None)


def count(value: Decimal | int | None) -> str:
    """Show a number of things, such as shares: `3,100`."""
    if value is None:
        return UNKNOWN
    return _number(Decimal(value), None)


def ratio(value: Decimal | None) -> str:
    """Show how many times: `2.50x`."""
    return UNKNOWN if value is None else f"{_number(rounded(value, 2), 2)}x"


def seconds(value: Decimal | None) -> str:
    """Show a length of time that is told in seconds."""
    return UNKNOWN if value is None else age(timedelta(seconds=float(value)))


def age(span: timedelta) -> str:
    """Show how long ago something was, in the one unit that matters."""
    seconds = int(span.total_seconds())
    if span < timedelta(minutes=2):
        return f"{max(0, seconds)} s"
    if span < timedelta(hours=2):
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h" if span < timedelta(days=2) else f"{span.days} d"


def time_of_day(at: datetime, zone: str = "") -> str:
    """Show an instant as a wall clock in `zone` would, or the reader's own: `08:52:00 EDT`."""
    there, customs = _there(at, zone), _customs()
    return customs.time(there) if customs else f"{there:%H:%M:%S %Z}"


def day(at: date) -> str:
    """Show a date with its weekday: `Fri 2025-10-10`."""
    customs = _customs()
    return customs.day(at) if customs else f"{at:%a %Y-%m-%d}"


def day_and_time(at: datetime, zone: str = "") -> str:
    """Show an instant with its date: `Fri 2025-10-10 08:52:00 EDT`."""
    there, customs = _there(at, zone), _customs()
    return customs.day_and_time(there) if customs else f"{there:%a %Y-%m-%d %H:%M:%S %Z}"


def moment(at: datetime, now: datetime, zone: str = "") -> str:
    """Show an instant as a wall clock would, with its date where that is not today's."""
    days = {_there(when, zone).date() for when in (at, now)}
    return time_of_day(at, zone) if len(days) == 1 else day_and_time(at, zone)


def utc(at: datetime) -> str:
    """Write an instant for programs: `2025-10-10T12:52:00Z`, with a fraction only if it has one."""
    return at.isoformat().replace("+00:00", "Z")


def rounded(value: Decimal, places: int) -> Decimal:
    """Round to so many places, halves to the even digit."""
    shown = value.quantize(_place(places), ROUND_HALF_EVEN, _WIDE)
    return shown or abs(shown)  # no "-0.00"


def plain(value: Decimal) -> str:
    """Write a number for programs: no exponent, no trailing zeros, every digit it has."""
    text = f"{value:f}" if value else "0"  # not "-0", nor "0E+3"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _place(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


# A zone that nobody knows is no reason to say nothing.
@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(ANYBODY.zone)


def _there(at: datetime, zone: str) -> datetime:
    return at.astimezone(_zone(zone or reader().zone))


def _customs() -> Customs | None:
    locale = reader().locale
    return None if locale == HOUSE else Customs.of(locale)


def _number(value: Decimal, places: int | None) -> str:
    customs = _customs()
    return customs.number(value, places) if customs else f"{value:,f}"


def _amount(value: Decimal, places: int | None) -> str:
    if (customs := _customs()) is not None:
        shown, pattern = _scaled(value, places, customs.scales)
        return customs.money(shown, places, pattern)
    shown, letter = _scaled(value, places, _SCALES)
    digits = plain(abs(shown)) if places is None else f"{abs(shown):,f}"
    return f"{'-' if shown < 0 else ''}${digits}{letter}"


# By the first scale that has room for what is shown: 999.999M is shown as 1.00B.
def _scaled(
    value: Decimal, places: int | None, scales: Sequence[tuple[int, int, Form]]
) -> tuple[Decimal, Form]:
    shown, form = value, scales[-1][2]
    for power, digits, form in scales:  # noqa: B007 (the form it stops at is used)
        scaled = value.scaleb(-power, _WIDE)
        shown = scaled if places is None else rounded(scaled, places)
        if not shown or shown.adjusted() < digits:
            break
    return shown, form
