"""Amounts: numbers with what is written around them that says what they are numbers of."""

import re
from decimal import Decimal
from typing import NamedTuple

from bot.news.counting import numerals
from bot.news.counting.numerals import Numeral

_ONE = Decimal(1)
_SCALES = {
    **dict.fromkeys(("k", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("m", "mm", "mn", "mln", "million"), Decimal(1_000_000)),
    **dict.fromkeys(("b", "bn", "bln", "billion"), Decimal(1_000_000_000)),
    **dict.fromkeys(("t", "tn", "trn", "trillion"), Decimal(1_000_000_000_000)),
    "lakh": Decimal(100_000),
    "crore": Decimal(10_000_000),
    "lakh crore": Decimal(1_000_000_000_000),
}
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_DOLLARS = {
    **dict.fromkeys(("us", "usd"), "USD"),
    **dict.fromkeys(("c", "ca", "cdn", "cad"), "CAD"),
    **dict.fromkeys(("a", "au", "aud"), "AUD"),
    **dict.fromkeys(("nz", "nzd"), "NZD"),
    **dict.fromkeys(("hk", "hkd"), "HKD"),
    **dict.fromkeys(("s", "sgd"), "SGD"),
}
_CODE = re.compile(
    r"(?<![a-z])(usd|cad|eur|gbp|aud|hkd|chf|jpy|nzd|sgd|inr|sfr|dkr|skr|nkr|rs\.?) ?$"
)
_SHORT = {"sfr": "CHF", "dkr": "DKK", "skr": "SEK", "nkr": "NOK", "rs": "INR", "rs.": "INR"}
# `A $5 million deal` is no Australian one: letters count where they touch the sign.
_PREFIX = re.compile(r"(?<![a-z'’])(?:([a-z]{1,3})|(usd|cad|aud|nzd|hkd|sgd) )$")
_LONGEST = 4
_WRITTEN = re.compile(
    r"(?P<pence>p(?![\w/&'’-]|\.m))"
    r"|(?:(?P<letter>mm|mn|mln|bn|bln|tn|trn|[kmbt])(?![a-z/&'’])"
    r"|[ -](?P<scale>thousand|million|billion|trillion|bn|bln|mn|mln|tn|trn"
    r"|lakh crore|lakh|crore)(?![a-z]))?"
    r"(?P<plus>\+)?"
    r"(?: ?(?P<percent>%)"
    r"|(?P<fold>[x×](?![a-z0-9])|[ -]?fold(?![a-z])|[ -]times(?![a-z]))"
    r"|(?: (?:new|more|additional|extra|further|fresh|full|whole))?[ -]?"
    r"(?P<unit>per[ -]?cent(?:age)?(?:[ -]points?)?|pct|pc|basis[ -]points?|bps?"
    r"|(?:giga|mega|kilo|tera)watts?|[gmkt]w|[ezpt]h(?:/s)?|exahash(?:es)?"
    r"|bitcoins?(?![ -]min)|btc|ether|eth"
    r"|(?:(?:us|u\.s\.|canadian|australian|hong kong|new zealand|singapore)[ -])?dollars?"
    r"|(?:(?:danish|swedish|norwegian) )?crowns?|(?:(?:danish|norwegian) )?kroner?"
    r"|(?:swedish )?kronor|swedish krona|rupees?"
    r"|euros?|pounds?|yen|(?:swiss )?francs?|cents?|pence|usd|cad|eur|gbp|aud|hkd|chf)"
    r"(?![a-z/]))?"
)
_NATION = re.compile(r" \(?(canadian|cad|australian|aud|hong kong|hkd)(?![a-z])")
_NATIONS = {
    **dict.fromkeys(("canadian", "cad"), "CAD"),
    **dict.fromkeys(("australian", "aud"), "AUD"),
    **dict.fromkeys(("hong kong", "hkd"), "HKD"),
}


# `All figures in Canadian dollars` says it of each bare sign of the text.
_LOCAL = re.compile(
    r"(?:figures|amounts|prices|sums|values)(?: are| quoted| given| stated| shown| expressed){0,2}"
    r" in (canadian|australian|hong kong) dollars"
)


_CROWNS = frozenset(("crowns", "kroner"))
_NORDIC = {
    "danish": ("danish", "denmark", "copenhagen"),
    "norwegian": ("norwegian", "norway", "oslo"),
    "swedish": ("swedish", "sweden", "stockholm"),
}


class Amount(NamedTuple):
    """A number scaled as it was said, its currency's sign if it had one, and its unit if any.

    `unit` is lower case with blanks for hyphens, "" where none was written; `scale` is what the
    number was multiplied with. `start` and `end` are characters of the text.
    """

    value: Decimal
    step: Decimal
    scale: Decimal
    currency: str
    unit: str
    start: int
    end: int
    plus: bool = False


def find(lower: str) -> list[Amount]:
    """Find every amount of a text in lower case, in its order."""
    found = [_amount(lower, number) for number in numerals.find(lower)]
    if " dollars" in lower and (local := _LOCAL.search(lower)):
        nation = _NATIONS[local[1]]
        found = [a._replace(currency=nation) if lower[a.start] == "$" else a for a in found]
    if any(a.unit in _CROWNS for a in found) and (nation := _nation_of_crowns(lower)):
        found = [a._replace(unit=f"{nation} crowns") if a.unit in _CROWNS else a for a in found]
    found.sort(key=_place)
    return found


# Three countries have crowns: whose they are is said by the only one that a text speaks of.
def _nation_of_crowns(lower: str) -> str:
    named = [nation for nation, roots in _NORDIC.items() if any(one in lower for one in roots)]
    return named[0] if len(named) == 1 else ""


def _place(amount: Amount) -> int:
    return amount.start


# A number with the sign before it and all that is written behind it.
def _amount(lower: str, number: Numeral) -> Amount:
    currency, start = ("", number.start) if number.worded else _sign(lower, number.start)
    if lower[number.end : number.end + 1] == "%":
        end = number.end + 1
        return Amount(number.value, number.step, _ONE, currency, "%", start, end)
    written = _WRITTEN.match(lower, number.end)
    scale, unit, plus, end = _reach(written) if written else (_ONE, "", False, number.end)
    if currency and (nation := _NATION.match(lower, end)):
        currency, end = _NATIONS[nation[1]], nation.end()
    value, step = number.value * scale, number.step * scale
    return Amount(value, step, scale, currency, unit, start, end, plus)


# What is written behind a number: its scale, its unit, a plus, and where all that ends.
def _reach(written: re.Match[str]) -> tuple[Decimal, str, bool, int]:
    scale = _SCALES.get(written["letter"] or written["scale"] or "", _ONE)
    unit = "times" if written["fold"] else written["percent"] or written["unit"] or ""
    unit = written["pence"] or unit
    return scale, unit.replace("-", " "), bool(written["plus"]), written.end()


# The currency that stands before a number, and where it begins.
def _sign(lower: str, start: int) -> tuple[str, int]:
    at = start - 1
    if lower[at : at + 1] == " ":
        at -= 1
    before = lower[at : at + 1] if at >= 0 else ""
    if currency := _SIGNS.get(before):
        low = max(0, at - _LONGEST)
        if before == "$" and (prefix := _PREFIX.search(lower, low, at)):
            nation = _DOLLARS.get(prefix[1] or prefix[2])
            return (nation, prefix.start()) if nation else (currency, at)
        return currency, at
    if (before.isalpha() or before == ".") and (
        code := _CODE.search(lower, max(0, start - _LONGEST), start)
    ):
        return _SHORT.get(code[1]) or code[1].upper(), code.start()
    return "", start
