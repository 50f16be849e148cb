"""Postings: which articles have a fact, so that the few worth comparing with are found at once."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import nlargest

from bot.news.shelving.bags import OPENING
from bot.news.shelving.facts import Facts
from bot.news.shelving.rarity import Rarity

DEEPEST = 48
"""Articles that are looked at of those with one fact, the newest."""

VISITS = 192
"""Articles that are looked at for all facts together, the rarest facts first."""

WORDS = 0.4
"""What a word counts beside a name or a number: outlets write by the same pattern day by day."""

CHOSEN = 8
"""Articles that are worth comparing with, at most."""


class Postings:
    """Lists the numbers of articles by their facts; numbers rise."""

    def __init__(self) -> None:
        self._lists: dict[str, array[int]] = {}

    def add(self, number: int, facts: Facts) -> None:
        """Take an article in, whose number is above all others."""
        lists = self._lists
        for fact in _indexed(facts):
            if (numbers := lists.get(fact)) is None:
                lists[fact] = array("I", (number,))
            elif numbers[-1] != number:
                numbers.append(number)

    def drop(self, number: int, facts: Facts) -> None:
        """Let go of an article, and of none beside it."""
        for fact in dict.fromkeys(_indexed(facts)):
            numbers = self._lists[fact]
            numbers.pop(bisect_left(numbers, number))
            if not numbers:
                del self._lists[fact]

    def nearest(self, facts: Facts, rarity: Rarity) -> list[int]:
        """Return the articles that share most with one, the nearest first."""
        shared: dict[int, float] = {}
        left = VISITS
        for count, worth, numbers in sorted(self._found(facts, rarity), key=_rarest):
            for number in numbers[-min(DEEPEST, left) :]:
                shared[number] = shared.get(number, 0.0) + worth
            left -= min(count, DEEPEST)
            if left <= 0:
                break
        best = nlargest(CHOSEN, zip(shared.values(), shared, strict=True))
        return [number for _, number in best]

    def _found(self, facts: Facts, rarity: Rarity) -> Iterator[tuple[int, float, "array[int]"]]:
        for fact, worth in _worths(facts, rarity):
            if worth > 0 and (numbers := self._lists.get(fact)) is not None:
                yield len(numbers), worth, numbers


def _rarest(found: tuple[int, float, "array[int]"]) -> tuple[int, float]:
    return found[0], -found[1]


# Words only where a story is opened: further down they are too many to lead anywhere.
def _indexed(facts: Facts) -> Iterable[str]:
    yield from facts.who.facts
    for number in facts.numbers:
        yield number.key
    for fact, mask in facts.what:
        if mask & OPENING:
            yield fact


def _worths(facts: Facts, rarity: Rarity) -> Iterable[tuple[str, float]]:
    for fact in facts.who.facts:
        yield fact, rarity.who(fact)
    for number in facts.numbers:
        yield number.key, rarity.worth(number.key, number.worth)
    for fact, mask in facts.what:
        if mask & OPENING:
            yield fact, WORDS * rarity.what(fact)
