"""The readership: who waits for news, and about whom; quotes never come here."""

from datetime import datetime

from bot.market.instruments import Symbol
from bot.news.developments import Development
from bot.rules.coverage import Coverage
from bot.rules.instance import Instance
from bot.rules.report import Bulletin


class Readership:
    """Keeps the instances that listen for news: by the instruments they ask for, or for any.

    Who asks for a watchlist is among the latter, for its members may change.
    """

    def __init__(self) -> None:
        self._by_symbol: dict[Symbol, dict[int, Instance]] = {}
        self._by_any: dict[int, Instance] = {}

    def add(self, instance: Instance) -> None:
        """Let an instance hear of news, if its condition speaks of any."""
        for leaf in _coverage(instance):
            instance.listens = True
            for waiting in self._waiting(leaf):
                waiting[instance.number] = instance

    def remove(self, instance: Instance) -> None:
        """Let an instance hear of nothing any more."""
        for leaf in _coverage(instance):
            for waiting in self._waiting(leaf):
                waiting.pop(instance.number, None)

    def hear(self, development: Development, now: datetime) -> list[int]:
        """Tell all whom it may concern, and return the numbers of those to be read, in order."""
        listening = dict(self._by_any)
        for symbol in _named(development):
            listening |= self._by_symbol.get(symbol, {})
        found, news = [], Bulletin(development)
        for number, instance in sorted(listening.items()):
            heard = [leaf.hear(news, now) for leaf in _coverage(instance)]
            if True in heard:
                found.append(number)
        return found

    def _waiting(self, leaf: Coverage) -> list[dict[int, Instance]]:
        symbols = leaf.search.symbols
        if symbols is None:
            return [self._by_any]
        return [self._by_symbol.setdefault(symbol, {}) for symbol in sorted(symbols)]


def _coverage(instance: Instance) -> list[Coverage]:
    return [leaf for leaf in instance.part.leaves() if isinstance(leaf, Coverage)]


# A claim may be about somebody whom the article names in another way.
def _named(development: Development) -> dict[Symbol, None]:
    claims = (one for finding in development.findings for one in (finding.claim, finding.against))
    subjects = (Symbol(claim.subject) for claim in claims if claim is not None)
    return dict.fromkeys([*development.piece.found.symbols, *subjects])
