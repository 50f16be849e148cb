"""Gates: what a price must pass before anybody has to be asked whether it turned.

Between two edges a tick is two comparisons, however many rules are armed. What passes an edge is
read exactly, so an edge decides nothing: it only says whom to ask.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from math import inf, nextafter

from bot.market.sector import Sector
from bot.rules.edges import Series
from bot.rules.levels import Levels

_NOTHING = Decimal(0)

Edges = Callable[[int, Series, datetime], Iterable[Decimal] | None]
"""Works out at which values of a series an instance may turn; None where it cannot be told."""


class Gate:
    """Holds the edges of every instance that reads one series.

    `stale` says that a baseline or a session has changed, so that all of them have to be read and
    their edges worked out anew.
    """

    __slots__ = (
        "_again",
        "_began",
        "_believed",
        "_read_edges",
        "_unlaid",
        "levels",
        "of",
        "readers",
        "stale",
    )

    def __init__(self, of: Series, edges: Edges) -> None:
        self.of = of
        self.levels = Levels()
        self.readers: array[int] = array("I")
        self.stale = True
        self._read_edges = edges
        self._began: tuple[datetime, datetime | None] | None = None
        self._believed = False
        self._again: list[int] = []
        self._unlaid: list[int] = []  # no edges could be worked out for them: asked each time

    def add(self, number: int, now: datetime) -> None:
        """Take an instance in, and ask it at the next value."""
        self.readers.append(number)
        self._again.append(number)
        if not self.stale:
            for edge in self._edges(number, now):
                self.levels.add(float(edge), number)

    def remove(self, number: int, now: datetime) -> None:
        """Let an instance go, and its edges with it."""
        self.readers.remove(number)
        if number in self._unlaid:
            self._unlaid.remove(number)
        elif not self.stale:
            try:
                for edge in self._edges(number, now):
                    self.levels.remove(float(edge), number)
            except KeyError:  # a late print moved a baseline, of which nobody has been told yet
                self.stale = True
        self._again = [other for other in self._again if other != number]

    def ask_again(self, number: int) -> None:
        """Ask an instance at the next value, whatever that passes: the clock found no answer."""
        self._again.append(number)

    def shut(self) -> None:
        """Have everybody read at the next value, and their edges worked out anew."""
        self.stale = True
        if isinstance(self.of, Sector):
            self.of.low = self.of.high = _NOTHING

    def bounds(self, least: Decimal, most: Decimal) -> tuple[Decimal, Decimal]:
        """Narrow `least` and `most`, both excluded, to where nobody has to be asked.

        Levels are rounded to floats, so one that seems to stand at a bound may stand a hair inside.
        """
        if self.stale or self._again or self._unlaid:
            return _NOTHING, _NOTHING
        low, high = self.levels.low, self.levels.high
        if low > -inf:
            least = max(least, Decimal(nextafter(low, inf)))
        if high < inf:
            most = min(most, Decimal(nextafter(high, -inf)))
        return least, most

    def passed(self, now: datetime) -> Sequence[int]:
        """Return the numbers of the instances that the newest value may have turned."""
        of = self.of
        if isinstance(of, Sector):
            value = float(of.cap)
            believed = of.whole and of.believed(now)
            fresh, self._believed = believed is not self._believed, believed
        else:
            quote = of.quote
            value = float(quote.price) if quote is not None else 0.0
            # A late print belongs to the session before; the first of this one may cost the same.
            made = of.calendar.span(quote.at).start if quote is not None else None
            began = (of.calendar.span(now).start, made)
            fresh, self._began = began != self._began, began
        again, self._again = self._again, []
        if self.stale or fresh:
            self._lay(now, value)
            return self.readers
        levels = self.levels
        if levels.low < value < levels.high:
            return (*again, *self._unlaid) if again or self._unlaid else ()
        if again or self._unlaid:
            return (*levels.passed(value), *again, *self._unlaid)
        return levels.passed(value)

    def _lay(self, now: datetime, value: float) -> None:
        self._unlaid = []
        self.levels.clear()
        self.levels.extend(
            (float(edge), number) for number in self.readers for edge in self._edges(number, now)
        )
        self.levels.start(value)
        self.stale = False

    def _edges(self, number: int, now: datetime) -> Iterable[Decimal]:
        found = self._read_edges(number, self.of, now)
        if found is None:
            self._unlaid.append(number)
            return ()
        return found
