"""Units: what a metric is measured in, and the amounts people write to compare it with."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum

from bot import figures


class Unit(Enum):
    """What a metric is measured in; its value is the word people are told."""

    PERCENT = "a percent"
    PRICE = "a price in USD"
    MONEY = "an amount of USD"
    SHARES = "a number of shares"
    RATIO = "a ratio"
    AGE = "a length of time in seconds"
    STORIES = "a number of stories"

    def shown(self, value: Decimal | None) -> str:
        """Show a value of this unit as people read it."""
        return _SHOWN[self](value)

    @property
    def example(self) -> str:
        """An amount of this unit, as it is typed."""
        return _EXAMPLES[self]


_SHOWN = {
    Unit.PERCENT: figures.percent,
    Unit.PRICE: figures.price,
    Unit.MONEY: figures.money,
    Unit.SHARES: figures.count,
    Unit.RATIO: figures.ratio,
    Unit.AGE: figures.seconds,
    Unit.STORIES: figures.count,
}
_EXAMPLES = {
    Unit.PERCENT: "4%",
    Unit.PRICE: "$70",
    Unit.MONEY: "90B",
    Unit.SHARES: "5M",
    Unit.RATIO: "2x",
    Unit.AGE: "10m",
    Unit.STORIES: "3",
}


class Mark(Enum):
    """The sign an amount was written with."""

    NONE = ""
    PERCENT = "%"
    DOLLAR = "$"
    TIMES = "x"
    TIME = "s"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as typed: `4%` is 4 with the percent mark, `90B` is 90000000000 with none.

    A length of time is in seconds: `10m` is 600 with the mark of time.
    """

    value: Decimal
    mark: Mark
    text: str

    def fits(self, unit: Unit) -> bool:
        """Tell whether a metric of `unit` can be compared with this amount."""
        return self.mark in _FITS[unit]


_FITS = {
    Unit.PERCENT: {Mark.PERCENT},
    Unit.PRICE: {Mark.NONE, Mark.DOLLAR},
    Unit.MONEY: {Mark.NONE, Mark.DOLLAR},
    Unit.SHARES: {Mark.NONE},
    Unit.RATIO: {Mark.NONE, Mark.TIMES},
    Unit.AGE: {Mark.TIME},
    Unit.STORIES: {Mark.NONE},
}
SCALES = {"K": 3, "M": 6, "B": 9, "T": 12}
LONGEST_SPAN = timedelta(weeks=520)
"""The longest anything in a rule may look back or wait; ten years, as nobody keeps more bars."""

_AMOUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<dollar>\$?)(?P<number>[0-9]{1,15}(?:\.[0-9]{1,8})?)(?P<end>[KMBT%x]?)"
)
_DURATION = re.compile(r"(?:[0-9]{1,6}(?:\.[0-9]{1,3})?[wdhms]){1,5}")
_SPANS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def amount(text: str) -> Amount:
    """Read `4%`, `-1.5%`, `$70`, `90B`, `5000000`, `2x` or `10m`.

    Raises ValueError for anything else.
    """
    text = text.strip()
    if _DURATION.fullmatch(text):
        return Amount(Decimal(str(duration(text).total_seconds())), Mark.TIME, text)
    found = _AMOUNT.fullmatch(text)
    if not found or (found["dollar"] and found["end"] in {"%", "x"}):
        message = f"{text[:30]!r} is no amount; write one like 4%, $70, 90B or 5000000"
        raise ValueError(message)
    value = Decimal(found["sign"] + found["number"]).scaleb(SCALES.get(found["end"], 0))
    mark = Mark(found["end"] if found["end"] in {"%", "x"} else found["dollar"])
    return Amount(value, mark, text)


def duration(text: str) -> timedelta:
    """Read `60s`, `15m` or `1h30m`; raises ValueError for anything else."""
    if not _DURATION.fullmatch(text.strip()):
        message = f"{text.strip()[:30]!r} is no duration; write one like 60s, 15m, 4h or 1h30m"
        raise ValueError(message)
    parts = re.findall(r"([0-9.]+)([wdhms])", text)
    return sum((timedelta(**{_SPANS[u]: float(n)}) for n, u in parts), timedelta())


def span(text: str) -> timedelta:
    """Read a length of time that is some, and no more than anybody keeps; else ValueError."""
    found = duration(text)
    if not found:
        message = f"`{text.strip()}` is no time at all; write one like `15m`"
        raise ValueError(message)
    if found > LONGEST_SPAN:
        message = f"`{text.strip()}` is longer than ten years; write at most `520w`"
        raise ValueError(message)
    return found


def shown_span(length: timedelta) -> str:
    """Write a length of time as it is typed: `52w`, `1d`, `1h30m`."""
    shown, rest = "", length
    for sign, name in _SPANS.items():
        whole, rest = divmod(rest, timedelta(**{name: 1}))
        if rest and sign == "s":
            return f"{shown}{whole + rest.total_seconds():g}s"
        shown += f"{whole}{sign}" if whole else ""
    return shown or "0s"
