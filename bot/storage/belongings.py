"""Belongings in the store: rows of a table, by owner, kind and name."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from bot.belongings import Belonging, Kind
from bot.storage.tables import belongings
from bot.storage.upsert import inserting


def keep(connection: Connection, documents: Iterable[Belonging]) -> None:
    """Put each in the place of the one of its name; who made that one stays as it is."""
    statement = inserting(belongings, connection.dialect.name)
    over = statement.on_conflict_do_update(
        index_elements=["owner", "kind", "name"],
        set_={name: statement.excluded[name] for name in ("changed", "body")},
    )
    for document in documents:
        connection.execute(over, _row(document))


def change(connection: Connection, documents: Iterable[Belonging]) -> None:
    """Put each in the place of the one of its name, in their order; one without a body is gone."""
    for document in documents:
        if document.body:
            keep(connection, [document])
        else:
            discard(connection, document.owner, document.kind, document.name)


def discard(connection: Connection, owner: str, kind: Kind, name: str) -> bool:
    """Take a document away; tell whether there was one."""
    same = (
        belongings.c.owner == owner,
        belongings.c.kind == kind.value,
        belongings.c.name == name,
    )
    return connection.execute(delete(belongings).where(*same)).rowcount > 0


def owned(
    connection: Connection, *, owner: str | None = None, kind: Kind | None = None
) -> list[Belonging]:
    """Return what there is of an owner and kind, or of any."""
    query = select(belongings).order_by(belongings.c.owner, belongings.c.kind, belongings.c.name)
    if owner is not None:
        query = query.where(belongings.c.owner == owner)
    if kind is not None:
        query = query.where(belongings.c.kind == kind.value)
    return [
        Belonging(
            owner=row.owner,
            kind=Kind(row.kind),
            name=row.name,
            body=row.body,
            made=row.made,
            made_by=row.made_by,
            changed=row.changed,
        )
        for row in connection.execute(query)
    ]


def _row(it: Belonging) -> dict[str, object]:
    return {
        "owner": it.owner,
        "kind": it.kind.value,
        "name": it.name,
        "body": it.body,
        "made": it.made,
        "made_by": it.made_by,
        "changed": it.changed,
    }
