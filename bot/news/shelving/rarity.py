"""Rarity: how much it tells that two articles share a fact, by how many others have it."""

from collections import Counter
from collections.abc import Iterable
from math import exp, log

from bot.news.shelving.bags import Bag
from bot.news.shelving.facts import Facts
from bot.news.shelving.vocabulary import common

IMAGINED = 200
"""Articles that are taken to have been seen before the first one, so that it has neighbours."""

NAME, SYMBOL, COIN, GROUP, ACT, WORD, COMMON = 4.5, 2.5, 1.5, 2.0, 1.6, 4.5, 1.0
"""What facts of each sort are worth among articles that nobody has counted yet."""


class Rarity:
    """Counts articles and their facts; what is worth `prior` at first is worth what is counted."""

    def __init__(self) -> None:
        self._articles = 0
        self._having: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._articles

    def count(self, facts: Facts) -> None:
        """Count an article."""
        self._articles += 1
        self._having.update(_all(facts))

    def forget(self, facts: Facts) -> None:
        """Take back an article that was counted."""
        self._articles -= 1
        having = self._having
        for fact in _all(facts):
            having[fact] -= 1
            if having[fact] <= 0:
                del having[fact]

    def having(self, fact: str) -> int:
        """Say how many articles have a fact."""
        return self._having.get(fact, 0)

    def worth(self, fact: str, prior: float) -> float:
        """Say what it is worth that two share a fact: 0 where everybody has it."""
        imagined = IMAGINED * exp(-prior)
        return max(0.0, log((self._articles + IMAGINED) / (self.having(fact) + imagined)))

    def who(self, fact: str) -> float:
        return self.worth(fact, _prior(fact))

    def what(self, fact: str) -> float:
        return self.worth(fact, COMMON if fact in common() else WORD)

    def act(self, fact: str) -> float:
        return self.worth(fact, ACT)


# Symbols are upper case, and a pair such as BTC-USD is named beside much that is not about it.
def _prior(fact: str) -> float:
    if fact[0] == "@":
        return GROUP
    if not fact.isupper():
        return NAME
    return COIN if "-" in fact else SYMBOL


def _all(facts: Facts) -> Iterable[str]:
    bags: tuple[Bag, ...] = (facts.who, facts.acts, facts.what)
    for bag in bags:
        yield from bag.facts
    for number in facts.numbers:
        yield number.key
