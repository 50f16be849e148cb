"""Novelty: what an article says that its story had not been told with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from bot.news.shelving.facts import DAYS, Facts, own
from bot.news.shelving.numbers import Number

WORTH = 1.0
"""What a number is worth at least that is news by itself: `4 %` and `3 sites` are not."""

MOST = 12
"""Facts that are told as new."""


def fresh(facts: Facts, told: Iterable[Facts]) -> tuple[str, ...]:
    """Return the numbers and the instruments that nobody has told yet, in the order of the text.

    A number has been told where one that was can be the same, only said more or less finely.
    """
    before = list(told)
    known = _by_family(map(_rounded, one.numbers) for one in before)
    new = (n.shown for n in facts.numbers if n.worth >= WORTH and not _is_told(_rounded(n), known))
    return (*new, *_symbols(facts, before))[:MOST]


def apart(facts: Facts, version: Facts, *, least: float = 0) -> tuple[str, ...]:
    """Return what an article says that another version of it does not: every digit, every coin."""
    known = _by_family([version.numbers])
    new = (n.shown for n in facts.numbers if n.worth >= least and not _is_told(n, known))
    who = (w for w in facts.who.facts if w.isupper() and w not in version.who.facts)
    return (*new, *who)[:MOST]


def _by_family(told: Iterable[Iterable[Number]]) -> dict[str, list[Number]]:
    known: dict[str, list[Number]] = {}
    for number in chain.from_iterable(told):
        known.setdefault(number.family, []).append(number)
    return known


def _is_told(number: Number, known: Mapping[str, Sequence[Number]]) -> bool:
    days = number.kind == DAYS  # which are told about, and are no news
    return days or any(number.fits(other) for other in known.get(number.family, ()))


# Who writes $68,000 has rounded $68,400 as likely as not.
def _rounded(number: Number) -> Number:
    _, digits, exponent = number.value.normalize().as_tuple()
    if number.upper is not None or not isinstance(exponent, int):
        return number
    unit = Decimal(1).scaleb(exponent - (len(digits) == 1))
    return replace(number, step=max(number.step, unit))


def _symbols(facts: Facts, before: list[Facts]) -> Iterator[str]:
    known = {who for one in before for who in one.who.facts}
    for who in facts.who.facts:
        if who.isupper() and own(who) and who not in known:
            yield who
