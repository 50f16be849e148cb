"""The outbox: what is still to be told, whose it is to tell, and what became of the rest."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat import Destination
from bot.delivery.parcel import Outcome, Parcel

REMEMBERED = 10_000
"""Outcomes that are kept in memory; a store keeps them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A parcel in the outbox, and how often it was tried.

    One that is `leaving` may have left at any time since, and nobody has said what became of it.
    """

    parcel: Parcel
    attempts: int = 0
    leaving: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Tells how an incident can be seen in a room: by the platform's name of what was said."""

    incident: str
    destination: Destination
    ref: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Says why the destination of that name takes nothing more, or where it has moved to."""

    name: str
    disabled: str = ""
    moved_to: Destination | None = None


class Outbox(Protocol):
    """Keeps what is to be told until it is known what became of it.

    A holder has what it claimed until its lease runs out; then another may claim it. What one of
    these methods changed has survived once it returns.
    """

    async def claim(
        self, holder: str, now: datetime, lease: timedelta, *, own: bool
    ) -> Sequence[Waiting]:
        """Take over, as it came, whatever nobody holds any more, and with `own` what is ours."""
        ...

    async def renew(self, holder: str, until: datetime) -> None:
        """Keep everything we hold until then."""
        ...

    async def leaving(
        self, parcels: Sequence[Parcel], holder: str, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        """Note that these may have left from `now` on; return the keys of those that are ours."""
        ...

    async def postpone(self, parcel: Parcel, attempts: int) -> None:
        """Note that a try has failed, and that it certainly did not arrive."""
        ...

    async def settle(
        self,
        outcomes: Sequence[Outcome],
        *,
        faces: Sequence[Face] = (),
        instead: Sequence[Parcel] = (),
    ) -> None:
        """Note what became of parcels, which wait no more; what is said `instead` of them does."""
        ...

    async def face(self, incident: str, destination: Destination) -> str:
        """Return the name of what was said of an incident in a room; "" where nothing was."""
        ...

    async def disable(self, destination: Destination, why: str, at: datetime) -> None:
        """Note that a destination takes nothing more, or with "" that it does again."""
        ...

    async def moved(self, old: Destination, new: Destination, at: datetime) -> None:
        """Note that a room goes on under another name: what waits for it, and its faces, follow."""
        ...

    async def rooms(self) -> Sequence[Room]:
        """Return the destinations that are disabled or have moved."""
        ...


@dataclass(slots=True)
class _Row:
    waiting: Waiting
    holder: str = ""
    until: datetime | None = None


class MemoryOutbox:
    """Keeps it as long as the process lives: for replays, and for whoever needs no store."""

    def __init__(self) -> None:
        self.settled: deque[Outcome] = deque(maxlen=REMEMBERED)
        self._rows: dict[str, _Row] = {}
        self._faces: dict[tuple[str, Destination], str] = {}
        self._rooms: dict[str, Room] = {}

    def add(self, parcels: Iterable[Parcel]) -> None:
        """Take parcels, as a page of the journal brings them to a store; each key once."""
        for parcel in parcels:
            self._rows.setdefault(parcel.key, _Row(Waiting(parcel=parcel)))

    async def claim(
        self, holder: str, now: datetime, lease: timedelta, *, own: bool
    ) -> Sequence[Waiting]:
        claimed = [
            row
            for row in self._rows.values()
            if (own if row.holder == holder else row.until is None or row.until <= now)
        ]
        for row in claimed:
            row.holder, row.until = holder, now + lease
        return [row.waiting for row in claimed]

    async def renew(self, holder: str, until: datetime) -> None:
        for row in self._rows.values():
            if row.holder == holder:
                row.until = until

    async def leaving(
        self, parcels: Sequence[Parcel], holder: str, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        left = set()
        for parcel in parcels:
            row = self._rows.get(parcel.key)
            if row is not None and row.holder in {"", holder}:
                row.waiting = replace(row.waiting, leaving=row.waiting.leaving or now)
                row.holder, row.until = holder, now + lease
                left.add(parcel.key)
        return frozenset(left)

    async def postpone(self, parcel: Parcel, attempts: int) -> None:
        if (row := self._rows.get(parcel.key)) is not None:
            row.waiting = replace(row.waiting, attempts=attempts, leaving=None)

    async def settle(
        self,
        outcomes: Sequence[Outcome],
        *,
        faces: Sequence[Face] = (),
        instead: Sequence[Parcel] = (),
    ) -> None:
        for outcome in outcomes:
            self._rows.pop(outcome.key, None)
        self.settled.extend(outcomes)
        self._faces |= {(face.incident, face.destination): face.ref for face in faces}
        self.add(instead)

    async def face(self, incident: str, destination: Destination) -> str:
        return self._faces.get((incident, destination), "")

    async def disable(self, destination: Destination, why: str, at: datetime) -> None:
        del at
        self._rooms[str(destination)] = Room(name=str(destination), disabled=why)

    async def moved(self, old: Destination, new: Destination, at: datetime) -> None:
        del at
        self._rooms.pop(str(new), None)
        self._rooms[str(old)] = Room(name=str(old), moved_to=new)
        for row in self._rows.values():
            if (parcel := row.waiting.parcel).destination == old:
                row.waiting = replace(row.waiting, parcel=replace(parcel, destination=new))
        for incident, destination in list(self._faces):
            if destination == old:
                self._faces[incident, new] = self._faces.pop((incident, old))

    async def rooms(self) -> Sequence[Room]:
        known = self._rooms.values()
        return [one for one in known if one.disabled or one.moved_to is not None]
