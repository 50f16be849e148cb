"""A lane: what waits for one destination, in its order, and how that has gone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Self

from bot.chat import Destination
from bot.delivery.outbox import Waiting
from bot.delivery.parcel import Parcel, Priority


@dataclass(slots=True, eq=False, kw_only=True)
class Errand:
    """A parcel on its way and how far it has come; it grows stale from `since`.

    `unsure` says when it first left without an answer, `repeats` that it is said for a second time.
    """

    parcel: Parcel
    since: datetime
    attempts: int = 0
    unsure: datetime | None = None
    repeats: bool = False
    number: int = 0
    priority: Priority = field(init=False)
    waits: bool = False

    def __post_init__(self) -> None:
        self.priority = self.parcel.priority

    @classmethod
    def resumed(cls, waiting: Waiting) -> Self:
        """Make an errand of what an outbox held."""
        return cls(
            parcel=waiting.parcel,
            since=waiting.parcel.made,
            attempts=waiting.attempts,
            unsure=waiting.leaving,
        )


class Lane:
    """Orders what goes to a destination: what matters most first, else as it came.

    What is about an incident never overtakes what was said of it before. `busy` is under way; the
    reason why nothing more is taken is `disabled`, which is empty while something is.
    """

    def __init__(self, destination: Destination) -> None:
        self.destination = destination
        self.sent = self.failed = self.unsure = 0
        self.disabled = ""
        self.busy: Errand | None = None
        self._queue: list[tuple[Priority, int, int, Errand]] = []
        self._incidents: defaultdict[str, list[Errand]] = defaultdict(list)
        self._waiting: set[Errand] = set()
        self._order, self._entries = count(1), count()

    @property
    def waiting(self) -> int:
        """How many wait, without the one that is under way."""
        return len(self._waiting)

    def put(self, errand: Errand) -> None:
        """Let an errand wait; one that was here before has its old place."""
        errand.number = errand.number or next(self._order)
        errand.waits = True
        self._waiting.add(errand)
        if incident := errand.parcel.incident:
            self._hurry(self._incidents[incident], errand)
            self._incidents[incident].append(errand)
        self._push(errand)

    def head(self) -> Errand | None:
        """Return the errand that is next."""
        while self._queue:
            priority, _, _, errand = self._queue[0]
            if errand.waits and errand.priority == priority:
                return errand
            heappop(self._queue)
        return None

    def take(self, errand: Errand) -> None:
        """Let an errand wait no more."""
        errand.waits = False
        self._waiting.discard(errand)
        if incident := errand.parcel.incident:
            about = [other for other in self._incidents.pop(incident, ()) if other is not errand]
            if about:
                self._incidents[incident] = about

    def take_all(self, errands: Iterable[Errand] | None = None) -> list[Errand]:
        """Let these errands wait no more, or all; return them in the order they would go."""
        chosen = sorted(
            self._waiting if errands is None else errands, key=lambda e: (e.priority, e.number)
        )
        for errand in chosen:
            self.take(errand)
        return chosen

    def errands(self) -> list[Errand]:
        """Return what waits, in the order it came."""
        return sorted(self._waiting, key=lambda errand: errand.number)

    # What was said of an incident before goes first, and as soon as what is said of it now.
    def _hurry(self, about: Sequence[Errand], errand: Errand) -> None:
        later = [other.priority for other in about if other.number > errand.number]
        errand.priority = min([errand.priority, *later])  # one that comes back, having failed
        for other in about:
            if other.number < errand.number and other.priority > errand.priority:
                other.priority = errand.priority
                self._push(other)

    # An entry whose errand waits no more, or in another place, is passed over when it is met.
    def _push(self, errand: Errand) -> None:
        heappush(self._queue, (errand.priority, errand.number, next(self._entries), errand))
