"""The audit: who changed what, where and when; written with the change, and never changed."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, select, update

from bot.belongings import Entry
from bot.storage.tables import audit, belongings
from bot.storage.upsert import add


def note(connection: Connection, entry: Entry) -> None:
    """Write down what was done, within the transaction that does it."""
    add(
        connection,
        audit,
        [
            {
                "at": entry.at,
                "person": entry.person,
                "room": entry.room,
                "action": entry.action,
                "about": entry.about,
                "body": entry.body,
                "person_id": entry.person_id,
            }
        ],
    )


def latest(
    connection: Connection,
    most: int,
    *,
    room: str | None = None,
    about: str | None = None,
    person_id: str | None = None,
) -> list[Entry]:
    """Return the newest entries, of a room, about one thing or by one person, the newest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(most)
    if room is not None:
        query = query.where(audit.c.room == room)
    if about is not None:
        query = query.where(audit.c.about == about)
    if person_id is not None:
        query = query.where(audit.c.person_id == person_id)
    return [
        Entry(
            at=row.at,
            person=row.person,
            room=row.room,
            action=row.action,
            about=row.about,
            body=row.body,
            person_id=row.person_id,
        )
        for row in connection.execute(query)
    ]


def forget(connection: Connection, person_id: str, rooms: Collection[str], left: str) -> int:
    """Write `left` for a person's name, and take out what was done in rooms of theirs alone.

    What they made for others is signed so as well. Returns how many entries it concerned.
    """
    theirs = audit.c.person_id == person_id
    made = select(audit.c.id).where(
        theirs,
        audit.c.at == belongings.c.made,
        audit.c.about == belongings.c.name,
        audit.c.person == belongings.c.made_by,
    )
    connection.execute(update(belongings).where(made.exists()).values(made_by=left))
    gone = connection.execute(delete(audit).where(theirs, audit.c.room.in_(list(rooms))))
    renamed = connection.execute(update(audit).where(theirs).values(person=left, person_id=""))
    return gone.rowcount + renamed.rowcount
