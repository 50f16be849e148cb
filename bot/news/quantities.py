"""Quantities: the numbers of a text with what they are numbers of, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from bot.news.counting import amounts, hints, numerals, units
from bot.news.counting.amounts import Amount
from bot.news.counting.kinds import Bound, Kind

__all__ = ["Bound", "Kind", "Quantity", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a text: `value` in the unit of its kind, up to `upper` where a range was said.

    `unit` is the currency of money (`USD`, `CAD`, `EUR`), the coin of coins, what a count counts
    as it was written, else "". `step` is how much the last digit that was written is worth, in the
    value's own unit: 4% has a step of 1 and $1.5 billion one of 100,000,000. `start` and `end` are
    characters of the text; words such as `about` are not within them.
    """

    kind: Kind
    value: Decimal
    upper: Decimal | None
    unit: str
    bound: Bound
    step: Decimal
    start: int
    end: int


_TO = re.compile(r" ?[-–—] ?| to (?:as much as |nearly |about |around |almost )?| (?:and|or) ")
_PERCENTS = frozenset(("%", "percent", "per cent", "pct", "pc"))
_BETWEEN = re.compile(r"\bbetween (?:about |around |roughly )?$")
_FROM = re.compile(r"\bfrom (?:about |around |roughly |nearly |just )?$")
_LIST = re.compile(r", (?:and )?| and ")
_BEFORE = 24
_WIDEST = 5
_GROWN = {
    "halved": Decimal("0.5"),
    **dict.fromkeys(("doubl", "twice"), Decimal(2)),
    **dict.fromkeys(("tripl", "trebl"), Decimal(3)),
    "quadrupl": Decimal(4),
    "quintupl": Decimal(5),
}
_ROOTS = (*_GROWN, "fold")
_TIMES = re.compile(
    r"(?:(?P<grown>doubl|tripl|trebl|quadrupl|quintupl)(?:ed|es|ing)"
    r"|(?P<halved>halved)(?=[.,;:!]|$| (?:in|over|since|this|during|so|from)\b)"
    r"|(?P<twice>twice)(?= (?:as|the|its|what|that)\b)"
    r"|(?P<fold>t(?:wo|hree|en)|f(?:our|ive)|s(?:ix|even)|eight|nine)fold)\b"
)
# Parts of what was there before: `fell by a quarter`, `a fifth lower`; no `quarter of the year`.
_PART = re.compile(
    r"(?:\b(?:an?|one|two|three)[ -]|(?<=\bby )(?=half\b(?! an? ))"
    r"|(?=half (?:of )?(?:its|their) (?:market |share )?(?:value|worth|price)))"
    r"(?P<part>half|third|quarter|fifth|tenth)s?\b"
    r"(?! of\b(?! (?:its|their) (?:market |share )?(?:value|worth|price))"
    r"|[ -](?:point|percent|per cent|time|party|year|day|month|week|session|quarter|straight"
    r"|consecutive|successive|running))"
    r"(?P<less> (?:higher|lower|less)\b)?"
)
_STEPS = """
    by lost shed gained added fell dropped slipped slid sank tumbled plunged rose jumped climbed
    surged soared than about nearly almost up down
"""
_STEPPED = tuple(f" {word} " for word in _STEPS.split())
_TWO_THIRDS = 67
_PARTS = {"half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10}
_ROUGH = Decimal(5)
_NOUN = re.compile(r"[ -]([A-Za-z][A-Za-z]+)")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# After these a number is no count: `10 October`, `4 p.m.`, `the one in`, `8-K`, `5 to`.
_NO_NOUNS = """
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec am pm et est edt gmt utc the a an and or of
    in on at to by for from with as is was are were be been has have had it its that this
    which who than but if so not st nd rd th per into after before when while more other
    another new against between over under since until will would could he she they we said
"""
_NOT_COUNTED = frozenset(_NO_NOUNS.split())
_GLUE = frozenset("-–/#&.")
_NAMED = re.compile(
    r"(?:[A-Z][\w.&'’-]*|\b(?:item|form|phase|page|no\.|part|section|article|chapter|rule|type"
    r"|version|tier|level|step|day|figure|number|january|february|march|april|june|july))[ -]$"
)


def read(text: str) -> tuple[Quantity, ...]:
    """Find every quantity of a text, in its order; a range is one.

    Years, dates, times of day, ticker symbols, versions and numbers that are a part of a name are
    no quantities.
    """
    lower = lowered(text)
    found = [*_measured(text, lower, amounts.find(lower)), *_multiplied(lower), *_parts(lower)]
    found.sort(key=_place)
    return tuple(found)


def _place(quantity: Quantity) -> int:
    return quantity.start


# In lower case and of the same length, which a few letters of the world do not keep.
def lowered(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# Amounts that have a unit, alone or as a range with the one that follows.
def _measured(text: str, lower: str, found: list[Amount]) -> Iterator[Quantity]:
    joined, found = False, _with_units(text, found)
    for first, second in zip_longest(found, found[1:]):
        if joined:
            joined = False
            continue
        ranged = _range(lower, first, second) if second else None
        joined = ranged is not None
        if quantity := ranged or _single(text, lower, first):
            yield quantity


# `4.1, 0.9 and 0.3 percent`: the last of a list says the unit of all.
def _with_units(text: str, found: list[Amount]) -> list[Amount]:
    out = list(found)
    for n in range(len(found) - 2, -1, -1):
        first, second = found[n], out[n + 1]
        listed = second.unit in _PERCENTS and _LIST.fullmatch(text, first.end, second.start)
        bare = listed and not first.unit and not first.currency and first.scale == 1
        if bare and not _is_year(text, first) and not _is_of_name(text, first):
            last = (
                _LIST.fullmatch(text, second.end, found[n + 2].start)
                if n + 2 < len(found)
                else None
            )
            if " and " in text[first.end : second.start] or last:
                out[n] = first._replace(unit=second.unit)
    return out


# Two amounts as the ends of one range, where the first has no other unit than the second; None
# where they are two. A list `$5 and $7` is two, and so is a way that was gone, `from $60 to $66`.
def _range(lower: str, first: Amount, second: Amount) -> Quantity | None:
    if second.start - first.end > _BEFORE or not _joins(lower, first, second):
        return None
    kind = _kind(second) or (_kind(first) if first.currency else None)
    own = _kind(first) or kind
    if kind is None or own is None or own[:2] != kind[:2]:
        return None
    # `$2 to $4 billion` says the scale of both at the end.
    scale = second.scale if first.scale == 1 and not first.unit else Decimal(1)
    value, upper = first.value * scale * own[2], second.value * kind[2]
    # `Gained $2 to $66` is no range: its ends are too far apart.
    if not 0 < value < upper or (kind[0] is Kind.MONEY and upper > value * _WIDEST):
        return None
    return Quantity(
        kind=kind[0],
        value=value,
        upper=upper,
        unit=kind[1],
        bound=hints.bound(lower, first.start, second.end),
        step=max(first.step * scale * own[2], second.step * kind[2]),
        start=first.start,
        end=second.end,
    )


# Whether the words around two amounts make one range of them.
def _joins(lower: str, first: Amount, second: Amount) -> bool:
    between = _TO.fullmatch(lower, first.end, second.start)
    if between is None:
        return False
    low = max(0, first.start - _BEFORE)
    if between[0] == " and ":
        return _BETWEEN.search(lower, low, first.start) is not None
    if first.unit in _PERCENTS and second.unit in _PERCENTS:
        return True
    return _FROM.search(lower, low, first.start) is None


# One amount as a quantity; None where it is a part of a name, a year, or of nothing.
def _single(text: str, lower: str, amount: Amount) -> Quantity | None:
    kind = _kind(amount) or _counted(text, amount)
    if kind is None:
        return None
    of, unit, each = kind
    return Quantity(
        kind=of,
        value=amount.value * each,
        upper=None,
        unit=unit,
        bound=Bound.OVER if amount.plus else hints.bound(lower, amount.start, amount.end),
        step=amount.step * each,
        start=amount.start,
        end=amount.end,
    )


# What an amount is of by its sign or its unit; of the two the sign is surer.
def _kind(amount: Amount) -> tuple[Kind, str, Decimal] | None:
    if amount.currency:
        return Kind.MONEY, amount.currency, Decimal(1)
    return units.read(amount.unit)


# What is counted by a number that has no unit, by the word that follows.
def _counted(text: str, amount: Amount) -> tuple[Kind, str, Decimal] | None:
    noun = _NOUN.match(text, amount.end)
    if noun is None or _is_name(text, amount, noun[1]):
        return None
    return Kind.COUNT, noun[1], Decimal(1)


# Whether a bare number is no count: a year, a part of a name or a form, a day of a month.
def _is_name(text: str, amount: Amount, noun: str) -> bool:
    if text[amount.start - 1 : amount.start] in _GLUE and amount.start:
        return True
    if amount.scale != 1:
        return False
    if _is_year(text, amount) or noun.lower() in _NOT_COUNTED:
        return True
    return _is_of_name(text, amount)


def _is_of_name(text: str, amount: Amount) -> bool:
    return _NAMED.search(text, max(0, amount.start - _BEFORE), amount.start) is not None


def _is_year(text: str, amount: Amount) -> bool:
    written = text[amount.start : amount.end]
    return written.isdigit() and _FIRST_YEAR <= amount.value <= _LAST_YEAR


# Words that multiply; most articles have none, and `in` is the quickest to say so.
def _multiplied(lower: str) -> Iterator[Quantity]:
    if not any(root in lower for root in _ROOTS):
        return
    for found in _TIMES.finditer(lower):
        word = found["grown"] or found["halved"] or found["twice"] or found["fold"]
        value = numerals.word(word) if found["fold"] else _GROWN[word]
        if value is not None:
            yield Quantity(
                kind=Kind.MULTIPLE,
                value=value,
                upper=None,
                unit="",
                bound=hints.bound(lower, *found.span()),
                step=Decimal(1),
                start=found.start(),
                end=found.end(),
            )


# Parts of a whole, in percent; `a third` is as rough as it sounds.
def _parts(lower: str) -> Iterator[Quantity]:
    if not any(part in lower for part in _PARTS):
        return
    for found in _PART.finditer(lower):
        start, end = found.start(), found.end("part")
        if found["less"] or lower[max(0, start - _BEFORE) : start].endswith(_STEPPED):
            yield Quantity(
                kind=Kind.PERCENT,
                value=_percent(found),
                upper=None,
                unit="",
                bound=hints.bound(lower, start, end),
                step=_ROUGH,
                start=start,
                end=end,
            )


def _percent(found: re.Match[str]) -> Decimal:
    many = {"two": 2, "three": 3}.get(found[0].replace("-", " ").split(" ")[0], 1)
    return Decimal(
        _TWO_THIRDS if (many, found["part"]) == (2, "third") else many * _PARTS[found["part"]]
    )
