"""Novelty: what an article says that its story had not been told with."""

from collections.abc import Iterable, Iterator

from bot.news.shelving.facts import DAYS, Facts
from bot.news.shelving.numbers import Number

WORTH = 1.0
"""What a number is worth at least that is news by itself: `4 %` and `3 sites` are not."""

MOST = 12
"""Facts that are told as new."""


def fresh(facts: Facts, told: Iterable[Facts], least: float = WORTH) -> tuple[str, ...]:
    """Return the numbers and the instruments that nobody has told yet, in the order of the text.

    A number has been told where one that was can be the same, only said more or less finely.
    """
    before = list(told)
    return (*_numbers(facts, before, least), *_symbols(facts, before))[:MOST]


def _numbers(facts: Facts, before: list[Facts], least: float) -> Iterator[str]:
    known: dict[str, list[Number]] = {}
    for one in before:
        for number in one.numbers:
            known.setdefault(number.family, []).append(number)
    for number in facts.numbers:
        if number.worth < least or number.kind == DAYS:
            continue
        if not any(number.fits(other) for other in known.get(number.family, ())):
            yield number.shown


def _symbols(facts: Facts, before: list[Facts]) -> Iterator[str]:
    known = {who for one in before for who in one.who.facts}
    for who in facts.who.facts:
        if who.isupper() and who not in known:
            yield who
