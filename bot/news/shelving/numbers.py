"""Numbers: the quantities of an article as they are held beside another article's."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice

from bot.news.quantities import Bound, Kind, Quantity
from bot.news.shelving.showing import shown
from bot.news.shelving.vocabulary import form, little

MOST = 32
"""Numbers that are kept of an article, the first ones."""

LOOKED_AT = 200
"""Numbers of an article that are looked at."""

_WORTH = {
    Kind.MONEY: 1.5,
    Kind.POWER: 1.5,
    Kind.HASHRATE: 1.5,
    Kind.COIN: 1.2,
    Kind.PERCENT: 0.5,
    Kind.MULTIPLE: 0.5,
    Kind.COUNT: 0.4,
}
_BARE = re.compile(
    r"(?<![\w.,:/$€£#-])(\d{1,3}(?:,\d{3}){1,4}|\d{2,9})(?![\w%:/-]|[.,]\d)(?: ([A-Za-z]+))?"
)
MONEY, PERCENT = Kind.MONEY[:3], Kind.PERCENT[:3]
COUNTED = "n"
"""The kinds of money begin with the one, and of coins and whatever else is many is the other."""

_PRICE = 1_000  # from where on a number that stands alone can be told from others by itself
_MANY = 100  # of what is told by the number, whatever it was called
_LEAST = 32  # days of a month are below it, and most ages, floors and places in a ranking
_YEAR, _FIRST_YEAR, _LAST_YEAR = 4, 1900, 2100
_DIGIT, _HEAVIEST = 1.3, 5.0
_MILLION, _DEAL = 1_000_000, 0.6  # a round $2 billion says more than a share price of $2


@dataclass(frozen=True, slots=True)
class Number:
    """A number that was said: `worth` is how much it tells by itself, `mask` where it stands.

    Only numbers of one `kind` can be the same, but for one that is `bare`: of what it is nobody
    said, `sliced through 94,000`, and it may be money.
    """

    kind: str
    value: Decimal
    upper: Decimal | None
    step: Decimal
    mask: int
    worth: float
    key: str
    said: Quantity | str
    bare: bool = False

    @property
    def family(self) -> str:
        """Say among which numbers there can be one that is the same."""
        return COUNTED if self.kind.startswith(MONEY) else self.kind

    @property
    def shown(self) -> str:
        """Write it as people read it: `$90B`, `2–4 %`, `2 GW`."""
        return self.said if isinstance(self.said, str) else shown(self.said)

    def fits(self, other: "Number") -> bool:
        """Tell whether both can be one number, as finely as the coarser one was said."""
        if self.kind != other.kind and not _guessed(self, other):
            return False
        if (self.upper is None) == (other.upper is None):
            step = max(self.step, other.step)
            return abs(self.value - other.value) * 2 <= step and self.upper == other.upper
        # A range is no rounding: 12.4 is not `12 to 14`, though some tell it by one of its ends.
        step = min(self.step, other.step)
        return any(abs(end - start) * 2 <= step for start in self.ends for end in other.ends)

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """Return what was said: one number, or the two that a range is between."""
        return (self.value,) if self.upper is None else (self.value, self.upper)


def numbers_of(
    text: str, quantities: Sequence[Quantity], sentence: Callable[[int], int]
) -> tuple[Number, ...]:
    """Take the numbers of an article, each once; `sentence` gives the bit of a character's."""
    numbers: dict[str, Number] = {}
    for quantity in islice(chain(quantities, _bare(text, quantities)), LOOKED_AT):
        number = _number(quantity, sentence(quantity.start))
        if known := numbers.get(number.key):
            numbers[number.key] = replace(number, mask=known.mask | number.mask)
        elif len(numbers) < MOST:
            numbers[number.key] = number
    return tuple(numbers.values())


# Numbers that nobody read as quantities, `Bitcoin produced: 629`; small ones and years say nothing.
def _bare(text: str, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    taken = sorted((quantity.start, quantity.end) for quantity in quantities[:LOOKED_AT])
    for found in _BARE.finditer(text):
        place = bisect_right(taken, (found.start(), len(text))) - 1
        value = Decimal(found[1].replace(",", ""))
        year = len(found[1]) == _YEAR and _FIRST_YEAR <= value <= _LAST_YEAR
        if year or value < _LEAST or (place >= 0 and taken[place][1] > found.start()):
            continue
        yield Quantity(
            kind=Kind.COUNT,
            value=value,
            upper=None,
            unit=(found[2] or "").lower(),
            bound=Bound.EXACT,
            step=Decimal(1),
            start=found.start(),
            end=found.end(1),
        )


def _number(quantity: Quantity, mask: int) -> Number:
    kind, unit = _kind(quantity), quantity.unit.lower()
    value = quantity.value.normalize()
    upper = "" if quantity.upper is None else f"-{quantity.upper.normalize()}"
    digits = len(value.as_tuple().digits)
    return Number(
        kind=kind,
        value=quantity.value,
        upper=quantity.upper,
        step=quantity.step,
        mask=mask,
        worth=min(_worth(quantity) + _DIGIT * (digits - 1), _HEAVIEST),
        key=f"#{kind}{value}{upper}",
        said=quantity,
        bare=kind == COUNTED and value >= _PRICE and (not unit or unit in little()),
    )


# One is bare, and the other one money.
def _guessed(one: Number, other: Number) -> bool:
    return (one.bare and other.kind.startswith(MONEY)) or (
        other.bare and one.kind.startswith(MONEY)
    )


def _worth(quantity: Quantity) -> float:
    deal = quantity.kind is Kind.MONEY and quantity.value >= _MILLION
    return _WORTH[quantity.kind] + (_DEAL if deal else 0)


# Outlets say 445 bitcoin, 445 coins and `produced: 445`; five years are not five sites.
def _kind(quantity: Quantity) -> str:
    if quantity.kind in {Kind.COIN, Kind.COUNT}:
        return COUNTED if quantity.value >= _MANY else f"n{form(quantity.unit.lower())}"
    return f"{quantity.kind[:3]}{quantity.unit}"
