"""Showing: quantities as people read them, whatever words an outlet had for them."""

from decimal import Decimal

from bot import figures
from bot.news.quantities import Kind, Quantity

_SIGNS = {"USD": "$", "CAD": "C$", "AUD": "A$", "HKD": "HK$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_SCALES = (
    (Decimal(10**12), "T"),
    (Decimal(10**9), "B"),
    (Decimal(10**6), "M"),
)
_UNITS = {Kind.PERCENT: " %", Kind.POWER: " MW", Kind.HASHRATE: " EH/s", Kind.MULTIPLE: "×"}
_ONE = Decimal(1)
_GIGA = Decimal(1000)


def shown(quantity: Quantity) -> str:
    """Write a quantity as people read it: `$90B`, `2–4 %`, `2 GW`."""
    before, scale, after = _around(quantity)
    values = [quantity.value]
    if quantity.upper is not None and quantity.upper != quantity.value:
        values.append(quantity.upper)
    written = "–".join(_digits(value / scale) for value in values)
    return f"{before}{written}{after}"


# What stands before the digits, what they are divided by, and what stands behind them.
def _around(quantity: Quantity) -> tuple[str, Decimal, str]:
    highest = quantity.value if quantity.upper is None else quantity.upper
    match quantity.kind:
        case Kind.MONEY:
            scale, letter = _scale(highest)
            return _SIGNS.get(quantity.unit, f"{quantity.unit} "), scale, letter
        case Kind.POWER if highest >= _GIGA:
            return "", _GIGA, " GW"
        case Kind.COIN:
            return "", _ONE, f" {quantity.unit}"
        case Kind.COUNT:
            return "", _ONE, _counted(quantity.unit)
        case kind:
            return "", _ONE, _UNITS[kind]


# What is counted was taken from the text: one word of several is told only where it is a plural.
def _counted(unit: str) -> str:
    return f" {unit}" if unit.endswith("s") and unit.islower() else ""


def _scale(value: Decimal) -> tuple[Decimal, str]:
    for scale, letter in _SCALES:
        if value >= scale:
            return scale, letter
    return _ONE, ""


def _digits(value: Decimal) -> str:
    whole, point, part = figures.plain(value).partition(".")
    return f"{int(whole):,}{point}{part}"
