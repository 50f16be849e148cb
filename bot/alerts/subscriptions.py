"""Subscriptions: who wants to hear of an alert, found without asking everybody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.alerts.matchers import Matcher, Sign, take
from bot.alerts.routing import Bound

_Placed = tuple[int, Bound]


class Subscriptions:
    """Knows subscriptions in their order, each by one label that it wants to be just so.

    Nearly every one names a list, a rule or a symbol: an alert asks those of its own labels, and
    the few that name none.
    """

    def __init__(self, bounds: Iterable[Bound]) -> None:
        self._exact: defaultdict[tuple[str, str], list[_Placed]] = defaultdict(list)
        self._others: list[_Placed] = []
        for place, bound in enumerate(bounds):
            exact = next(filter(_is_exact, bound.matchers), None)
            kept = self._exact[exact.label, exact.value] if exact else self._others
            kept.append((place, bound))

    def __bool__(self) -> bool:
        return bool(self._exact or self._others)

    def taking(self, labels: Mapping[str, str]) -> list[Bound]:
        """List the subscriptions that take an alert with these labels."""
        asked = [*self._others, *(one for it in labels.items() for one in self._exact.get(it, ()))]
        taken = [(place, bound) for place, bound in asked if take(bound.matchers, labels)]
        return [bound for _, bound in sorted(taken, key=lambda one: one[0])]


# A label that is not there is an empty one, and so is found by no value.
def _is_exact(matcher: Matcher) -> bool:
    return matcher.sign is Sign.IS and matcher.value != ""
