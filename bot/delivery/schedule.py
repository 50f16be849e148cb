"""Who is next: what matters most first, and among equals the longest queue and the longest wait."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from bot.chat import Destination
from bot.delivery.limits import Gate, Learned, Limits
from bot.delivery.parcel import Priority

NONE = timedelta()


@dataclass(slots=True, eq=False)
class Turn:
    """A destination that has something to be told, and since when it could have been.

    `stamp` tells the last entry of it in a heap from those before, which count no more.
    """

    destination: Destination
    gate: Gate
    chat: str
    priority: Priority = Priority.DIGEST
    backlog: int = 0
    since: datetime | None = None
    not_before: datetime | None = None
    stamp: int = 0

    def opens(self, now: datetime) -> datetime | None:
        """Return when it may be told something, from `now` on; None while that hangs on answers."""
        opens = self.gate.opens(now)
        if opens is None or self.not_before is None:
            return opens
        return max(opens, self.not_before)


class Schedule:
    """Keeps a platform's limits, and says which destination may be told something now.

    Time is handed in; a decision costs the logarithm of how many wait.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = Gate(limits.overall)
        self._gates: dict[str, Gate] = {}
        self._turns: dict[Destination, Turn] = {}
        self._ready = _Line()
        self._asleep: list[tuple[datetime, int, int, Turn]] = []
        self._stuck: defaultdict[str, list[tuple[int, Turn]]] = defaultdict(list)
        self._order = count()

    def want(
        self, destination: Destination, priority: Priority, backlog: int, now: datetime
    ) -> None:
        """Say that so much waits for a destination, and how much the first of it matters.

        With nothing waiting, it has no turn. One that was chosen has none until it wants again.
        """
        turn = self._turn(destination)
        turn.priority, turn.backlog = priority, backlog
        self._place(turn, now, now)

    def hold(self, destination: Destination, until: datetime) -> None:
        """Leave a destination out until then."""
        self._turn(destination).not_before = until

    def choose(self, now: datetime, lead: timedelta = NONE) -> tuple[Destination, datetime] | None:
        """Take a slot for the next destination, and return when that opens.

        It may be so much ahead; None where no destination may be told anything by then.
        """
        by = now + lead
        self._wake(now, by)
        overall = self._overall.opens(now)
        if overall is None or overall > by:
            return None
        while (turn := self._ready.pop()) is not None:
            opens = turn.opens(now)
            if opens is not None and opens <= by:
                turn.since = None
                turn.gate.take()
                self._overall.take()
                return turn.destination, max(overall, opens)
            self._place(turn, now, by)  # another thread of its chat was quicker
        return None

    def wakes(self, now: datetime) -> datetime | None:
        """Return when to choose again; None where that hangs on answers, or on something to say."""
        opens = self._overall.opens(now)
        if opens is None or self._ready:
            return opens
        while self._asleep and self._asleep[0][2] != self._asleep[0][3].stamp:
            heappop(self._asleep)
        return max(opens, self._asleep[0][0]) if self._asleep else None

    def answered(self, destination: Destination, now: datetime) -> None:
        """Note that the platform has answered, whatever it said: a slot is on its way back."""
        turn = self._turn(destination)
        turn.gate.answered(now)
        self._overall.answered(now)
        self._release(turn, now)

    def spare(self, destination: Destination, now: datetime) -> None:
        """Give back a slot that nothing was sent with."""
        turn = self._turn(destination)
        turn.gate.spare()
        self._overall.spare()
        self._release(turn, now)

    def freeze(self, destination: Destination | None, until: datetime) -> None:
        """Tell a chat nothing until then, or nobody anything."""
        gate = self._overall if destination is None else self._turn(destination).gate
        gate.freeze(until)

    def learn(self, learned: Learned, now: datetime) -> None:
        """Take what a platform says of one of its buckets."""
        self._turn(learned.destination).gate.learn(learned, now)

    def _turn(self, destination: Destination) -> Turn:
        turn = self._turns.get(destination)
        if turn is None:
            chat = self._limits.chat_of(destination)
            if chat not in self._gates:
                self._gates[chat] = Gate(self._limits.windows(destination))
            turn = self._turns[destination] = Turn(destination, self._gates[chat], chat)
        return turn

    def _place(self, turn: Turn, now: datetime, by: datetime) -> None:
        turn.stamp += 1
        self._ready.drop(turn)
        if not turn.backlog:
            return
        opens = turn.opens(now)
        if opens is None:
            self._stuck[turn.chat].append((turn.stamp, turn))
        elif opens > by:
            heappush(self._asleep, (opens, next(self._order), turn.stamp, turn))
        else:
            turn.since = turn.since or opens
            self._ready.push(turn)

    def _wake(self, now: datetime, by: datetime) -> None:
        while self._asleep and self._asleep[0][0] <= by:
            *_, stamp, turn = heappop(self._asleep)
            if stamp == turn.stamp:
                self._place(turn, now, by)

    def _release(self, turn: Turn, now: datetime) -> None:
        for stamp, stuck in self._stuck.pop(turn.chat, ()):
            if stamp == stuck.stamp:
                self._place(stuck, now, now)


@dataclass(slots=True)
class _Line:
    """Those who may be told something now, in two orders that take turns.

    The longest queue first ends soonest, the longest wait first is fair; every other turn is fair.
    """

    _by_queue: list[tuple[Any, ...]] = field(default_factory=list)
    _by_wait: list[tuple[Any, ...]] = field(default_factory=list)
    _members: set[Turn] = field(default_factory=set)
    _order: "count[int]" = field(default_factory=count)
    _fair: bool = False

    def __bool__(self) -> bool:
        return bool(self._members)

    def push(self, turn: Turn) -> None:
        self._members.add(turn)
        number, queue = next(self._order), turn.backlog * turn.gate.pace
        entry = (number, turn.stamp, turn)
        heappush(self._by_queue, (turn.priority, -queue, turn.since, *entry))
        heappush(self._by_wait, (turn.priority, turn.since, *entry))

    def drop(self, turn: Turn) -> None:
        self._members.discard(turn)

    def pop(self) -> Turn | None:
        if not self._members:
            self._by_queue.clear()
            self._by_wait.clear()
            return None
        self._fair = not self._fair
        line = self._by_wait if self._fair else self._by_queue
        while line:
            *_, stamp, turn = heappop(line)
            if stamp == turn.stamp and turn in self._members:
                self._members.discard(turn)
                turn.stamp += 1
                return turn  # type: ignore[no-any-return]  # the last of an entry is its turn
        return None
