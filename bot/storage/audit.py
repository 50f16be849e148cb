"""The audit: who changed what, where and when; written with the change, and never changed."""

from sqlalchemy import Connection, select

from bot.belongings import Entry
from bot.storage.tables import audit
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
            }
        ],
    )


def latest(
    connection: Connection, most: int, *, room: str | None = None, about: str | None = None
) -> list[Entry]:
    """Return the newest entries, of a room or about one thing, the newest first."""
    query = select(audit).order_by(audit.c.id.desc()).limit(most)
    if room is not None:
        query = query.where(audit.c.room == room)
    if about is not None:
        query = query.where(audit.c.about == about)
    return [
        Entry(
            at=row.at,
            person=row.person,
            room=row.room,
            action=row.action,
            about=row.about,
            body=row.body,
        )
        for row in connection.execute(query)
    ]
