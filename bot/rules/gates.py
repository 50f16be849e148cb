"""Gates: at which prices an instance can turn, so that all others cost it nothing.

A condition on one instrument whose every part is affine in its price answers the same at every
price between two of its edges. The edges are worked out exactly, in Decimal, when a baseline
changes; between them a tick is two comparisons however many rules are armed. What passes an edge
is read exactly, so an edge decides nothing: it only says whom to ask.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules.bound import Bound
from bot.rules.instance import Instance
from bot.rules.joins import Part, Tally
from bot.rules.levels import Levels
from bot.rules.metrics import cap, percent, price

Inverse = Callable[[Tape, datetime, Decimal], Decimal | None]


def _identity(_tape: Tape, _now: datetime, value: Decimal) -> Decimal | None:
    return value


def _from_close(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.close_before(tape.today(now))
    return close.price * (100 + value) / 100 if close else None


def _before_the_bell(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    return _from_close(tape, now, value) if tape.session(now) is Session.PRE else None


def _after_hours(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.close_of(tape.today(now)) if tape.session(now) is Session.POST else None
    return close.price * (100 + value) / 100 if close else None


def _from_year(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.year_close(now)
    return close.price * (100 + value) / 100 if close else None


def _per_share(tape: Tape, _now: datetime, value: Decimal) -> Decimal | None:
    return value / tape.shares if tape.shares else None


_INVERSES: dict[int, Inverse] = {
    id(price.price): _identity,
    id(percent.change): _from_close,
    id(percent.premarket): _before_the_bell,
    id(percent.postmarket): _after_hours,
    id(percent.ytd): _from_year,
    id(cap.cap): _per_share,
}
"""The price at which a metric reads a value; None where no price does, as things stand."""


def series_of(part: Part) -> Tape | Sector | None:
    """Return the one series whose values alone can turn `part`; None where there is no such."""
    if part.timed or isinstance(part, Tally):
        return None
    found: set[Tape | Sector] = set()
    for leaf in part.leaves():
        subject = leaf.subject
        if not isinstance(subject, Bound) or leaf.turning() is None:
            return None
        of, metric = subject.of, subject.metric
        is_sum = isinstance(of, Sector) and metric is cap.sector_cap
        if not is_sum and id(metric) not in _INVERSES:
            return None
        found.add(of)
    return found.pop() if len(found) == 1 else None


def edges_of(part: Part, now: datetime) -> list[Decimal]:
    """Return the values of its series at which `part` may turn, as things stand at `now`."""
    edges: set[Decimal] = set()
    for leaf in part.leaves():
        turning, subject = leaf.turning(), leaf.subject
        if turning is None or not isinstance(subject, Bound):
            continue
        if isinstance(subject.of, Sector):
            edges.update(turning)
            continue
        inverse = _INVERSES[id(subject.metric)]
        found = (inverse(subject.of, now, value) for value in turning)
        edges.update(edge for edge in found if edge is not None)
    return sorted(edges)


class Gate:
    """Holds the edges of every instance that reads one series.

    `stale` says that a baseline or a session has changed, so that all of them have to be read and
    their edges worked out anew.
    """

    __slots__ = ("_again", "_began", "_believed", "_unlaid", "instances", "levels", "of", "stale")

    def __init__(self, of: Tape | Sector) -> None:
        self.of = of
        self.levels = Levels()
        self.instances: dict[int, Instance] = {}
        self.stale = True
        self._began: tuple[datetime, datetime | None] | None = None
        self._believed = False
        self._again: list[int] = []
        self._unlaid: list[int] = []  # no edges could be worked out for them: asked each time

    def add(self, instance: Instance) -> None:
        """Take an instance in; its edges are known after the next reading of all."""
        self.instances[instance.number] = instance
        self.stale = True

    def ask_again(self, instance: Instance) -> None:
        """Ask an instance at the next value, whatever that passes: the clock found no answer."""
        self._again.append(instance.number)

    def passed(self, now: datetime) -> Iterable[int]:
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
            return self.instances
        levels = self.levels
        if levels.low < value < levels.high:
            return (*again, *self._unlaid) if again or self._unlaid else ()
        return (*levels.passed(value), *again, *self._unlaid)

    def _lay(self, now: datetime, value: float) -> None:
        self._unlaid = []
        self.levels.clear()
        self.levels.extend(
            (float(edge), number)
            for number, instance in self.instances.items()
            for edge in self._edges(number, instance, now)
        )
        self.levels.start(value)
        self.stale = False

    # The same seam as a rule's reading: what breaks here breaks there too, where it is logged.
    def _edges(self, number: int, instance: Instance, now: datetime) -> list[Decimal]:
        try:
            return edges_of(instance.part, now)
        except Exception:  # noqa: BLE001 (logged when it is read, which is at once)
            self._unlaid.append(number)
            return []
