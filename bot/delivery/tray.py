"""The tray: what leaves and what does not, collected until it is turned in for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.alerts.grouping import Group
from bot.alerts.incidents import Act
from bot.alerts.routing import Room
from bot.chat import Destination, Message, Severity
from bot.delivery.parcel import Fate, Manner, Outcome, Parcel, Priority, key_of
from bot.notes import Note

_PRIORITIES = {
    Severity.CRITICAL: Priority.CRITICAL,
    Severity.WARNING: Priority.WARNING,
    Severity.INFO: Priority.INFO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What an instant came to: to be written on one page, whose parcels leave once it is."""

    parcels: tuple[Parcel, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[Note, ...] = ()
    acts: tuple[Act, ...] = ()


_Kind = tuple[datetime, str, Fate, str]
"""When, in which room, what and why: alerts with all of it in common share an outcome."""


class Tray:
    """Collects parcels, and why an alert was not told for now; one outcome for all of a kind."""

    def __init__(self) -> None:
        self._parcels: list[Parcel] = []
        self._marks: dict[_Kind, tuple[Destination | None, dict[str, None]]] = {}
        self._acts: list[Act] = []

    def send(
        self, group: Group, room: Destination, message: Message, manner: Manner, now: datetime
    ) -> Parcel:
        """Make a parcel of what a room is told of an incident."""
        incident = group.incident
        incident.said += 1
        parts = (room, incident.id, incident.said, now, manner, message.reason)
        edit = manner is Manner.EDIT  # nobody waits for one
        parcel = Parcel(
            key=key_of((*parts, *message.fingerprints)),
            destination=room,
            message=message,
            made=now,
            priority=Priority.INFO if edit else _PRIORITIES[message.severity],
            manner=manner,
            incident=incident.id,
        )
        self._parcels.append(parcel)
        return parcel

    def send_aside(
        self, room: Destination, message: Message, now: datetime, *, incident: str = ""
    ) -> None:
        """Make a parcel of what is no news of a living incident: a digest, or a follow-up."""
        parcel = Parcel(
            key=key_of((room, incident, now, message.reason, *message.fingerprints)),
            destination=room,
            message=message,
            made=now,
            priority=_PRIORITIES[message.severity] if incident else Priority.DIGEST,
            manner=Manner.REPLY if incident else Manner.NEW,
            incident=incident,
        )
        self._parcels.append(parcel)

    def record(
        self,
        rooms: Iterable[Room],
        fate: Fate,
        reason: str,
        fingerprint: str,
        now: datetime,
    ) -> None:
        """Record why an alert is not told in some rooms; where there are none, that there are."""
        told = [(room.name, room.destination) for room in rooms]
        for name, room in told:
            self._mark((now, name, fate, reason), room, fingerprint)
        if not told:
            nowhere = "there is no room to tell it in"
            self._mark((now, "", Fate.MUTED, nowhere), None, fingerprint)

    def record_in(
        self, room: Destination, fate: Fate, reason: str, fingerprint: str, now: datetime
    ) -> None:
        """Record why an alert is not told in one room."""
        self._mark((now, str(room), fate, reason), room, fingerprint)

    def _mark(self, kind: _Kind, room: Destination | None, fingerprint: str) -> None:
        known = self._marks.get(kind)
        if known is None:
            known = self._marks[kind] = (room, {})
        known[1][fingerprint] = None

    def enter(self, act: Act) -> None:
        """Record what somebody did."""
        self._acts.append(act)

    def empty(self, notes: Iterable[Note]) -> Result:
        """Take out all there is."""
        outcomes = tuple(
            Outcome(at=at, destination=room, fate=fate, reason=reason, fingerprints=tuple(marks))
            for (at, _, fate, reason), (room, marks) in self._marks.items()
        )
        parcels, acts = tuple(self._parcels), tuple(self._acts)
        self._parcels, self._marks, self._acts = [], {}, []
        return Result(parcels=parcels, outcomes=outcomes, notes=tuple(notes), acts=acts)
