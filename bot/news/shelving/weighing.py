"""Weighing: what the facts of an article are worth now, and what of them another one has."""

from collections.abc import Callable, Iterable
from math import sqrt
from typing import NamedTuple

from bot.news.counting.kinds import Kind
from bot.news.shelving.bags import OPENING, WEIGHTS, Bag, place
from bot.news.shelving.facts import DAYS
from bot.news.shelving.numbers import Number
from bot.news.shelving.rarity import Rarity

TELLING, COUNTING = 3.0, 1.0
"""What a shared word, and a number, is worth that says which event a sentence is about."""


MILLION = 1_000_000
"""Money from where on it is a deal's or a result's, and not the price of one thing."""


class Shared(NamedTuple):
    """What two articles have in common; `mine` and `theirs` are the sentences that tell it.

    `alike` is how near they are as vectors, from 0 to 1, and `mass` what the facts are worth.
    """

    alike: float
    mass: float
    mine: int
    theirs: int
    facts: tuple[str, ...]


class Sort(NamedTuple):
    """What a number is one of; prices and percents are `passing`, a deal's value is not."""

    kind: str
    passing: bool


class Weighed:
    """A bag with what each fact is worth now, and how long it is as a vector."""

    __slots__ = ("_held", "length")

    def __init__(self, bag: Bag, worth: Callable[[str], float]) -> None:
        self._held = {fact: (worth(fact), mask) for fact, mask in bag}
        self.length = sqrt(sum((w * place(mask)) ** 2 for w, mask in self._held.values()))

    def shared(self, other: Bag, length: float) -> Shared:
        """Hold it beside a bag that was so long when it was filed."""
        held = self._held
        both = [(fact, mask) for fact, mask in other if fact in held]
        product = mass = 0.0
        mine = theirs = 0
        for fact, mask in both:
            worth, own = held[fact]
            here, there = WEIGHTS[own], WEIGHTS[mask]
            product += worth * worth * here * there
            mass += worth * min(here, there)
            if worth >= TELLING:
                mine, theirs = mine | own, theirs | mask
        facts = tuple(fact for fact, _ in both)
        return Shared(_cosine(product, self.length * length), mass, mine, theirs, facts)


class Figures:
    """The numbers of an article with what each is worth now.

    `leads` are those it begins with, by sort, and `leading` all of these together that are no
    prices and percents: those change by the hour, and every report of an event has its own.
    """

    __slots__ = ("_families", "_worths", "leading", "leads", "length")

    def __init__(self, numbers: Iterable[Number], rarity: Rarity) -> None:
        self._worths: dict[str, tuple[Number, float]] = {}
        self._families: dict[str, list[Number]] = {}
        self.leads: dict[Sort, float] = {}
        total = 0.0
        for number in numbers:
            worth = rarity.worth(number.key, number.worth)
            self._worths[number.key] = number, worth
            self._families.setdefault(number.family, []).append(number)
            total += (worth * place(number.mask)) ** 2
            if number.mask & OPENING and number.kind != DAYS:
                sort = _sort(number)
                self.leads[sort] = self.leads.get(sort, 0.0) + worth
        self.length = sqrt(total)
        self.leading = sum(worth for sort, worth in self.leads.items() if not sort.passing)

    def shared(self, others: Iterable[Number], length: float) -> Shared:
        """Hold them beside numbers that were so long a vector when they were filed."""
        product = mass = 0.0
        mine = theirs = 0
        facts = []
        for number, other in self._pairs(others):
            worth = self._worths[number.key][1]
            here, there = WEIGHTS[number.mask], WEIGHTS[other.mask]
            product += worth * worth * here * there
            mass += worth * min(here, there)
            if worth >= COUNTING:
                mine, theirs = mine | number.mask, theirs | other.mask
            facts.append(number.key)
        return Shared(_cosine(product, self.length * length), mass, mine, theirs, tuple(facts))

    def sorts(self, keys: Iterable[str]) -> set[Sort]:
        """Say of which sorts the numbers with such keys are."""
        return {_sort(self._worths[key][0]) for key in keys}

    # Each number with the same one, or else with one that it can be, that has no other yet.
    def _pairs(self, others: Iterable[Number]) -> list[tuple[Number, Number]]:
        pairs, rest = [], []
        for other in others:
            if (same := self._worths.get(other.key)) is not None:
                pairs.append((same[0], other))
            elif other.family in self._families:
                rest.append(other)
        taken = {number.key for number, _ in pairs}
        for other in rest:
            for number in self._families[other.family]:
                if number.key not in taken and number.fits(other):
                    taken.add(number.key)
                    pairs.append((number, other))
                    break
        return pairs


def _sort(number: Number) -> Sort:
    money = number.kind.startswith(Kind.MONEY[:3])
    passing = number.value < MILLION if money else number.kind.startswith(Kind.PERCENT[:3])
    return Sort(number.kind, passing)


# What facts were worth when the other one was filed may differ by now.
def _cosine(product: float, lengths: float) -> float:
    return min(1.0, product / lengths) if lengths else 0.0
