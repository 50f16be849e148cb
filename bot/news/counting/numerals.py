"""Numerals: how numbers are written, in digits and in words."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORTH = {
    **{word: Decimal(n) for n, word in enumerate(_ONES.split("|"), 1)},
    **{word: Decimal(10 * n) for n, word in enumerate(_TENS.split("|"), 2)},
    "a": Decimal(1),
    "an": Decimal(1),
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "dozen": Decimal(12),
}
_HUNDRED = Decimal(100)
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(9))
# Begins with a plain class of characters, which `re` searches for ten times faster than a look
# behind; what stands before is looked at afterwards. No number has more digits than money has.
_DIGITS = re.compile(
    r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3}){1,5}|[0-9]{0,14})(?:\.[0-9]{1,8})?(?![0-9]|[.,:/][0-9])"
)
# A `½` comes taken apart, with this for its stroke, and right behind the whole.
_STROKE = "\u2044"
_FRACTION = re.compile(
    rf"(?:(?P<whole>[0-9]{{0,3}})(?P<up>[1-7]){_STROKE}(?P<down>[2-9])"
    r"|(?:(?P<number>[0-9]{1,3})[ -])?(?P<over>[1-7])/(?P<under>[2-9])"
    r"(?= ?%|[ -](?:percent|per cent|pct|point)))(?![0-9])"
)
_CURRENCIES = "usd cad eur gbp aud hkd chf jpy nzd sgd sfr dkr skr nkr"
_CODES = frozenset(_CURRENCIES.split())
_CODE = 3
_GLUED = frozenset(".,:/#_")
_HERALD = re.compile(
    rf"(?:{_ONES}|{_TENS}|half|quarter|dozen"
    r"|an? (?:hundred|thousand|(?:m|b|tr)illion|gigawatt|percentage|(?<!of a )per ?cent\b))"
)
_WORDED = re.compile(
    r"(?P<part>half|quarter)(?:[ -](?:of )?an?(?= (?:p|million|billion|trillion|gigawatt))"
    r"|(?=[ -](?:percent|per cent|point)))"
    rf"|(?P<dozens>{_ONES})? ?(?P<dozen>dozen)"
    rf"|(?P<ten>{_TENS})(?:[ -](?P<one>{_ONES}))?"
    rf"|(?P<few>{_ONES}|an?)(?P<hundred>[ -]hundred)?(?P<and>[ -]and[ -]a[ -]half)?"
)


class Numeral(NamedTuple):
    """A number at characters `start` to `end` of a text; `step` is what its last digit is worth."""

    value: Decimal
    step: Decimal
    start: int
    end: int
    worded: bool = False


def find(lower: str) -> Iterator[Numeral]:
    """Find every number of a text in lower case: those in digits, then those in words."""
    parts = list(_fractions(lower))
    yield from parts
    for found in _DIGITS.finditer(lower):
        if parts and any(one.start <= found.start() < one.end for one in parts):
            continue
        start = _begin(lower, found.start())
        if start is None or ("." in found[0] and start < found.start()):
            continue  # `.0.1` is no number
        written = lower[start : found.end()].replace(",", "")
        places = len(written.partition(".")[2])
        yield Numeral(Decimal(written), _STEPS[places], start, found.end())
    end = 0
    for herald in _HERALD.finditer(lower):
        start = herald.start()
        if start < end or _inside(lower, start):
            continue
        words = _WORDED.match(lower, start)
        if words is not None and not lower[words.end() : words.end() + 1].isalnum():
            end = words.end()
            value = _in_words(words)
            step = _STEPS[0] if value == value.to_integral() else _STEPS[1]
            yield Numeral(value, step, start, end, worded=True)


def word(lower: str) -> Decimal | None:
    """Read one word that is a number; None for any other."""
    return _WORTH.get(lower)


# Numbers with a common part: `4½`, `4-1/2 percent`.
def _fractions(lower: str) -> Iterator[Numeral]:
    if _STROKE not in lower and "/" not in lower:
        return
    for found in _FRACTION.finditer(lower):
        if (start := _begin(lower, found.start())) is not None:
            whole = Decimal(found["whole"] or found["number"] or 0)
            step = _STEPS[0] / Decimal(found["down"] or found["under"])
            part = Decimal(found["up"] or found["over"]) * step
            yield Numeral(round(whole + part, 3), round(step, 3), start, found.end())


# Where digits begin, which may be at a leading point; None where they are part of a word, a
# version, a date or a time.
def _begin(lower: str, start: int) -> int | None:
    before = lower[start - 1 : start]
    if before == "." and not lower[max(0, start - 2) : start - 1].isalnum():
        return start - 1
    if before in _GLUED:
        return None
    if before.isalnum() and lower[max(0, start - _CODE) : start] not in _CODES:
        return None
    return start


# Whether a word goes on to the left of a character.
def _inside(lower: str, start: int) -> bool:
    before = lower[start - 1 : start] if start else ""
    return before.isalnum() or before == "-"


# What the words come to: `half a`, `three dozen`, `twenty-five`, `two hundred`, `one and a half`.
def _in_words(found: re.Match[str]) -> Decimal:
    if part := found["part"]:
        return _WORTH[part]
    if found["dozen"]:
        return _WORTH[found["dozens"] or "a"] * _WORTH["dozen"]
    if ten := found["ten"]:
        return _WORTH[ten] + (_WORTH[found["one"]] if found["one"] else 0)
    value = _WORTH[found["few"]]
    if found["hundred"]:
        value *= _HUNDRED
    return value + _WORTH["half"] if found["and"] else value
