"""Locales: numbers, money and times as they are written where a reader lives.

What is shown is decided elsewhere, rounding too; here it is only written.
"""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime, tzinfo
from decimal import Context, Decimal, localcontext
from functools import lru_cache
from typing import Literal, Self

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_name
from babel.numbers import NumberPattern, get_currency_symbol, parse_pattern

HOUSE = "en"
"""The locale of what is for nobody in particular; it is written without asking anybody."""

CURRENCY = "USD"
"""Everything is quoted in it."""

Scale = tuple[int, int, NumberPattern]
"""What is divided by ten to a power, the digits before the point it is for, and how it is written.

`90,01 Mrd. $` is divided by 10⁹, and of two digits.
"""

_WIDE = Context(prec=60)  # Babel drops digits that do not fit
_UNSCALED = 3  # digits of an amount that no locale shortens
# A line that holds figures is read from one side throughout.
_TURNS = {ord(mark): None for mark in "\u200e\u200f\u061c"}


class Customs:
    """Writes figures by the customs of one locale; `scales` are those of money, least first."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._number = locale.decimal_formats[None]
        self._percent = locale.percent_formats[None]
        self.scales = tuple(_scales(locale))
        self._day = locale.datetime_skeletons["yMEd"]
        self._clock = locale.time_formats["medium"]
        self._both = str(locale.datetime_formats["medium"]).replace("'", "")

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, code: str) -> Self | None:
        """Return the customs of a locale (`de`, `pt-BR`), or of its language alone.

        None for the house's own, and for one nobody knows.
        """
        words = code.replace("_", "-")
        for known in (words, words.partition("-")[0]):
            if known == HOUSE:
                return None
            try:
                return cls(Locale.parse(known, sep="-"))
            except (UnknownLocaleError, ValueError):
                continue
        return None

    def number(self, value: Decimal, places: int | None) -> str:
        """Write a number with so many places; None: with those it has."""
        return self._written(value, places, self._number)

    def percent(self, value: Decimal, places: int) -> str:
        """Write percent points."""
        return self._written(value.scaleb(-2, _WIDE), places, self._percent)

    def money(self, value: Decimal, places: int | None, pattern: NumberPattern) -> str:
        """Write an amount that is divided already, as its scale is written."""
        return self._written(value, places, pattern)

    def time(self, at: datetime) -> str:
        """Write what a wall clock shows: `14:52:00 MESZ`."""
        return f"{self._clock.apply(at, self._locale)} {_zone(self._locale, at)}"

    def day(self, day: date) -> str:
        """Write a date with its weekday: `Fr., 10.10.2025`."""
        return str(self._day.apply(day, self._locale)).translate(_TURNS)

    def day_and_time(self, at: datetime) -> str:
        """Write both: `Fr., 10.10.2025, 14:52:00 MESZ`."""
        return self._both.format(self.time(at), self.day(at)).translate(_TURNS)

    def _written(self, value: Decimal, places: int | None, pattern: NumberPattern) -> str:
        with localcontext(_WIDE):
            shown = _with_places(pattern, places).apply(
                value, self._locale, decimal_quantization=places is not None
            )
        return str(shown).translate(_TURNS)


# What a locale does not shorten is written out: German has no sign for a thousand.
def _scales(locale: Locale) -> Iterator[Scale]:
    symbol = get_currency_symbol(CURRENCY, locale)
    in_full = _with_symbol(locale.currency_formats["standard"], symbol)
    yield 0, _UNSCALED, in_full
    shortened = locale.compact_currency_formats["short"]["other"]
    for size, text in sorted((int(size), text) for size, text in shortened.items()):
        pattern = parse_pattern(text)
        zeros, digits = len(str(size)) - 1, pattern.int_prec[0]
        if "\xa4" in pattern.pattern:
            yield zeros - digits + 1, digits, _with_symbol(pattern, symbol)
        else:
            yield 0, zeros + 1, in_full


def _with_symbol(pattern: NumberPattern, symbol: str) -> NumberPattern:
    written = copy(pattern)
    written.prefix, written.suffix = (
        (positive.replace("\xa4", symbol), negative.replace("\xa4", symbol))
        for positive, negative in (pattern.prefix, pattern.suffix)
    )
    return written


@lru_cache(maxsize=4096)
def _with_places(pattern: NumberPattern, places: int | None) -> NumberPattern:
    exact = copy(pattern)
    exact.frac_prec = (0, 0) if places is None else (places, places)
    return exact


# What the locale calls a zone, if it has a short name for it, or else what the zone calls itself.
def _zone(locale: Locale, at: datetime) -> str:
    return _zone_name(locale, at.tzinfo, summer=bool(at.dst())) or at.tzname() or ""


@lru_cache(maxsize=4096)
def _zone_name(locale: Locale, zone: tzinfo | None, *, summer: bool) -> str:
    variant: Literal["daylight", "standard"] = "daylight" if summer else "standard"
    try:
        name = get_timezone_name(zone, "short", locale=locale, zone_variant=variant)
    except KeyError:  # of languages that name no country, Babel knows no zone either
        return ""
    return name if name.isalpha() else ""
