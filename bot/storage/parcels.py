"""The outbox in the store: what is still to be told, and what became of the rest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import (
    Connection,
    Executable,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.chat import Destination
from bot.delivery.outbox import Face, Room, Waiting
from bot.delivery.parcel import Outcome, Parcel
from bot.storage import rows
from bot.storage.bodies import read, written
from bot.storage.columns import Instant
from bot.storage.store import Store
from bot.storage.tables import deliveries, destinations, outbox
from bot.storage.tables import faces as seen
from bot.storage.upsert import add, forget, put

AT_ONCE = 500
"""Keys that one statement names."""


class Parcels:
    """Keeps parcels in a store until it is known what became of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def claim(
        self, holder: str, now: datetime, lease: timedelta, *, own: bool
    ) -> Sequence[Waiting]:
        return await self._store.write(lambda c: _claim(c, holder, now, now + lease, own=own))

    async def renew(self, holder: str, until: datetime) -> None:
        await self._do(update(outbox).where(outbox.c.holder == holder).values(held_until=until))

    async def leaving(
        self, parcels: Sequence[Parcel], holder: str, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        keys = [parcel.key for parcel in parcels]
        return await self._store.write(lambda c: _leaving(c, keys, holder, now, now + lease))

    async def postpone(self, parcel: Parcel, attempts: int) -> None:
        await self._do(
            update(outbox).where(outbox.c.key == parcel.key).values(attempts=attempts, leaving=None)
        )

    async def settle(
        self,
        outcomes: Sequence[Outcome],
        *,
        faces: Sequence[Face] = (),
        instead: Sequence[Parcel] = (),
    ) -> None:
        await self._store.write(lambda c: _settle(c, outcomes, faces, instead))

    async def face(self, incident: str, destination: Destination) -> str:
        same = and_(seen.c.incident == incident, seen.c.destination == str(destination))
        return await self._store.read(lambda c: c.scalar(select(seen.c.ref).where(same))) or ""

    async def disable(self, destination: Destination, why: str, at: datetime) -> None:
        row = {"name": str(destination), "disabled": why, "since": at, "moved_to": ""}
        await self._store.write(lambda c: (put if why else forget)(c, destinations, [row]))

    async def moved(self, old: Destination, new: Destination, at: datetime) -> None:
        await self._store.write(lambda c: _moved(c, old, new, at))

    async def rooms(self) -> Sequence[Room]:
        return await self._store.read(_rooms)

    async def _do(self, statement: Executable) -> None:
        def work(connection: Connection) -> None:
            connection.execute(statement)

        await self._store.write(work)


def _claim(
    connection: Connection, holder: str, now: datetime, until: datetime, *, own: bool
) -> Sequence[Waiting]:
    free = or_(outbox.c.held_until.is_(None), outbox.c.held_until <= now)
    mine = outbox.c.holder == holder
    to_take = or_(mine, free) if own else and_(outbox.c.holder != holder, free)
    columns = (outbox.c.key, outbox.c.attempts, outbox.c.leaving, outbox.c.body)
    ordered = select(*columns).where(to_take).order_by(outbox.c.id)
    found = connection.execute(ordered.with_for_update(skip_locked=True)).all()
    for keys in _parts([row.key for row in found]):
        held = update(outbox).where(outbox.c.key.in_(keys))
        connection.execute(held.values(holder=holder, held_until=until))
    return [
        Waiting(parcel=read(row.body, Parcel), attempts=row.attempts, leaving=row.leaving)
        for row in found
    ]


def _leaving(
    connection: Connection, keys: Sequence[str], holder: str, now: datetime, until: datetime
) -> frozenset[str]:
    left: set[str] = set()
    for some in _parts(keys):
        ours = and_(outbox.c.key.in_(some), outbox.c.holder.in_(("", holder)))
        marked = update(outbox).where(ours)
        since = func.coalesce(outbox.c.leaving, literal(now, Instant))
        connection.execute(marked.values(leaving=since, holder=holder, held_until=until))
        left.update(connection.scalars(select(outbox.c.key).where(ours)))
    return frozenset(left)


def _settle(
    connection: Connection,
    outcomes: Sequence[Outcome],
    faces: Sequence[Face],
    instead: Sequence[Parcel],
) -> None:
    for keys in _parts([outcome.key for outcome in outcomes]):
        connection.execute(delete(outbox).where(outbox.c.key.in_(keys)))
    add(connection, deliveries, [rows.of_outcome(outcome) for outcome in outcomes])
    put(connection, seen, [_face(face) for face in faces])
    add(connection, outbox, [rows.of_parcel(parcel) for parcel in instead])


def _moved(connection: Connection, old: Destination, new: Destination, at: datetime) -> None:
    there = {"destination": str(new)}
    waiting = select(outbox.c.key, outbox.c.body).where(outbox.c.destination == str(old))
    for row in connection.execute(waiting).all():
        body = written(replace(read(row.body, Parcel), destination=new))
        follows = update(outbox).where(outbox.c.key == row.key)
        connection.execute(follows.values(**there, body=body))
    known = connection.execute(select(seen).where(seen.c.destination == str(old))).mappings().all()
    forget(connection, seen, [dict(face) for face in known])
    put(connection, seen, [dict(face) | there for face in known])
    forget(connection, destinations, [{"name": str(new)}])
    room = {"name": str(old), "disabled": "", "since": at, "moved_to": written(new)}
    put(connection, destinations, [room])


def _rooms(connection: Connection) -> Sequence[Room]:
    return [
        Room(
            name=row.name,
            disabled=row.disabled,
            moved_to=read(row.moved_to, Destination) if row.moved_to else None,
        )
        for row in connection.execute(select(destinations).order_by(destinations.c.name))
    ]


def _face(face: Face) -> rows.Row:
    return {
        "incident": face.incident,
        "destination": str(face.destination),
        "ref": face.ref,
        "at": face.at,
    }


def _parts(keys: Sequence[str]) -> Sequence[Sequence[str]]:
    return [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]
