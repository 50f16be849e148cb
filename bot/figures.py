"""Figures as people read them. Rounding happens here and decides nothing."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from zoneinfo import ZoneInfo

UNKNOWN = "n/a"
"""Stands where a figure cannot be told; never 0, which would be one."""

_SCALES = ((0, ""), (3, "K"), (6, "M"), (9, "B"), (12, "T"))
_THOUSAND = 1000
_WIDE = Context(prec=60)  # amounts people type reach 27 digits, and cents come after those


def percent(value: Decimal | None, *, places: int = 2, signed: bool = True) -> str:
    """Show percent points: `+4.01%`."""
    if value is None:
        return UNKNOWN
    shown = rounded(value, places)
    return f"{shown:{'+' if signed and shown else ''},f}%"


def price(value: Decimal | None) -> str:
    """Show a price with its cents, or with the finer digits a small price came with."""
    if value is None:
        return UNKNOWN
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent) if isinstance(exponent, int) else 2
    return f"{rounded(value, min(places, 8)):,f}"


def money(value: Decimal | None, *, places: int = 2) -> str:
    """Show an amount of USD by its scale: `$90.01B`."""
    if value is None:
        return UNKNOWN
    sign = "-" if rounded(value, places) < 0 else ""
    return f"{sign}${_scaled(abs(value), places)}"


def level(value: Decimal) -> str:
    """Show a round amount of USD as people name it: `$90B`, `$92.5B`."""
    sign = "-" if value < 0 else ""
    return f"{sign}${_scaled(abs(value), None)}"


def count(value: Decimal | int | None) -> str:
    """Show a number of things, such as shares: `3,100`."""
    if value is None:
        return UNKNOWN
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def ratio(value: Decimal | None) -> str:
    """Show how many times: `2.50x`."""
    return UNKNOWN if value is None else f"{rounded(value, 2):,f}x"


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


def time_of_day(at: datetime, zone: str = "America/New_York") -> str:
    """Show an instant as a wall clock in `zone` would: `08:52:00 EDT`."""
    return f"{at.astimezone(_zone(zone)):%H:%M:%S %Z}"


def day_and_time(at: datetime, zone: str = "America/New_York") -> str:
    """Show an instant with its date: `Fri 2025-10-10 08:52:00 EDT`."""
    return f"{at.astimezone(_zone(zone)):%a %Y-%m-%d %H:%M:%S %Z}"


def moment(at: datetime, now: datetime, zone: str = "America/New_York") -> str:
    """Show an instant as a wall clock would, with its date where that is not today's."""
    days = {when.astimezone(_zone(zone)).date() for when in (at, now)}
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


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _scaled(value: Decimal, places: int | None) -> str:
    # Under the first letter that shows it below a thousand: 999.999M is shown as 1.00B.
    shown, letter = value, ""
    for exponent, letter in _SCALES:  # noqa: B007 (the letter it stops at is used)
        scaled = value.scaleb(-exponent, _WIDE)
        shown = scaled if places is None else rounded(scaled, places)
        if shown < _THOUSAND:
            break
    return f"{plain(shown) if places is None else f'{shown:,f}'}{letter}"
