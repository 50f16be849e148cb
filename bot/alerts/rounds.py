"""Rounds: which room is told a brief, and when; each once, also over a restart."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.chat import Destination, Message
from bot.market.sessions import Calendar, CalendarEnds
from bot.notes import Memory, Note

USUAL = (time(8, 45), time(16, 15))
"""When briefs are told by the venue's clock, where nobody says otherwise."""

LATE = timedelta(minutes=30)
"""A brief that is as late as this is told no more: the next one is nearer."""

AT_ONCE = 5
"""Rooms that are told in one go; the others have the next turn, at the same instant."""

AHEAD = 14
"""Days that are looked through for the next round; no venue is closed for longer."""

_CLOSES = time(16)  # on a usual day
_DAY = timedelta(days=1)
_KEY = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When briefs are told on the venue's trading days, by its clock, and of which watchlists.

    After an early close they come as long after it as after a usual one. Where no `lists` are
    named, it is those with milestones, else the first.
    """

    times: tuple[time, ...] = USUAL
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Says up to which round all rooms were told, and of the next which of them were, by name."""

    at: datetime
    told: tuple[str, ...] = ()


Write = Callable[[Destination, tuple[str, ...]], Sequence[Message]]
"""Writes the briefs of some watchlists, or of the usual ones, for a room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """What rounds are made with.

    `rooms` are those that are told at the usual times; one that is `asleep` at such a time is told
    nothing then. `write` makes what a room is told, and `tell` has it sent.
    """

    calendar: Calendar
    now: Callable[[], datetime]
    rooms: Callable[[], Iterable[Destination]]
    write: Write
    tell: Callable[[Destination, Message], None]
    asleep: Callable[[Destination, datetime], bool] = lambda _room, _now: False
    usual: Timetable = field(default_factory=Timetable)


class Rounds:
    """Goes round the rooms at their times.

    A room that has chosen its own times is told whatever the hour, for it was asked for; what
    comes at the usual times is left out in its quiet hours, and not held: it is old by their end.
    """

    def __init__(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._own: dict[str, Mapping[Destination, Timetable]] = {}
        self._memory = Memory("brief", Done)
        self._memory.kept[_KEY] = Done(at=circuit.now())
        self._next: datetime | None = None
        self._known = False

    def want(self, owner: str, own: Mapping[Destination, Timetable]) -> None:
        """Keep what an owner's rooms have chosen, in the place of what they had before.

        Times that are over today begin with the next trading day.
        """
        self._own.pop(owner, None)
        if own:
            self._own[owner] = own
        done, now = self._done, self._circuit.now()
        if now > done.at and not self._is_due(now):
            self._memory.keep(_KEY, Done(at=now))
        self._known = False

    def own(self, owner: str, room: Destination) -> Timetable | None:
        """Return what a room has chosen for itself."""
        return self._own.get(owner, {}).get(room)

    def next_due(self) -> datetime | None:
        """Return when the next brief is to be told."""
        if not self._known:
            self._next = next(self._rounds(self._done.at), None)
            self._known = True
        return self._next

    def tick(self, now: datetime) -> tuple[()]:
        """Tell what is due by now, as far as it is not too late for it."""
        while (due := self.next_due()) is not None and due <= now:
            done = self._done
            told = dict.fromkeys(done.told)
            # Who comes in late goes through what was due by then, and would tell it of now.
            late = max(now, self._circuit.now()) - due >= LATE
            left = [] if late else self._left(due, told)
            for room, table, is_own in left[:AT_ONCE]:
                told[str(room)] = None
                if is_own or not self._circuit.asleep(room, now):
                    for message in self._circuit.write(room, table.lists):
                        self._circuit.tell(room, message)
            if len(left) > AT_ONCE:
                self._memory.keep(_KEY, Done(at=done.at, told=tuple(told)))
                break
            self._memory.keep(_KEY, Done(at=due))
            self._known = False
        return ()

    def changes(self) -> list[Note]:
        """Write down what has changed since this was last asked."""
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        """Take back how far it had come."""
        self._memory.restore(notes)
        self._known = False

    @property
    def _done(self) -> Done:
        return self._memory.kept[_KEY]

    def _is_due(self, now: datetime) -> bool:
        return self._next is not None and self._next <= now

    # Who is told at an instant, when, of what, and whether they chose that; each room once.
    def _left(
        self, due: datetime, told: Mapping[str, None]
    ) -> list[tuple[Destination, Timetable, bool]]:
        day = due.astimezone(self._circuit.calendar.zone).date()
        return [
            (room, table, is_own)
            for room, table, is_own in self._tables()
            if str(room) not in told and due in self._on(day, table.times)
        ]

    def _tables(self) -> Iterator[tuple[Destination, Timetable, bool]]:
        own = {room: table for tables in self._own.values() for room, table in tables.items()}
        for room in dict.fromkeys(self._circuit.rooms()):
            if room not in own:
                yield room, self._circuit.usual, False
        for room, table in own.items():
            yield room, table, True

    # The instants after one at which somebody is told something.
    def _rounds(self, after: datetime) -> Iterator[datetime]:
        chosen = (table for tables in self._own.values() for table in tables.values())
        times = sorted({at for table in (self._circuit.usual, *chosen) for at in table.times})
        first = after.astimezone(self._circuit.calendar.zone).date()
        for day in (first + n * _DAY for n in range(AHEAD)):
            yield from (at for at in sorted(self._on(day, times)) if at > after)

    # On a day without a session there are none; after an early close they come earlier.
    def _on(self, day: date, times: Iterable[time]) -> list[datetime]:
        calendar = self._circuit.calendar
        try:
            hours = calendar.hours(day)
        except CalendarEnds:
            return []
        if hours is None:
            return []
        early = max(_at(day, _CLOSES, calendar) - hours.close, timedelta())
        return [_at(day, at, calendar) - early * (at >= _CLOSES) for at in times]


def _at(day: date, at: time, calendar: Calendar) -> datetime:
    return datetime.combine(day, at, calendar.zone).astimezone(UTC)
