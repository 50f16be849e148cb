"""Keeping in the store: pages, parcels, and what is taken up again at a start."""

from pathlib import Path

from sqlalchemy import Connection, text

from bot.delivery.means import Passing, nothing
from bot.journal import Journal
from bot.keeping import Before, Drain, Keeping, Left
from bot.storage.belongings import owned
from bot.storage.operating import Kept
from bot.storage.pages import Pages
from bot.storage.parcels import Parcels
from bot.storage.restoring import all_standings, living_alerts, notes_of, progress_of
from bot.storage.store import Store

BACKUPS = "backups"
"""The folder that copies of a store go into, beside it."""


async def in_store(store: Store, *, feed: str = "", passing: Passing = nothing) -> Keeping:
    """Keep everything in a store; `feed` is the recording that is gone on with, if one is."""
    path = store.address.path or Path(BACKUPS)  # a server has no file, and backs itself up

    def before(connection: Connection) -> Before:
        _settled(connection)
        return Before(
            notes=notes_of(connection),
            living=living_alerts(connection),
            standings=() if feed else all_standings(connection),
            progress=progress_of(connection, feed) if feed else None,
            belongings=owned(connection),
        )

    def journal(left: Left, _drain: Drain) -> Journal:
        return Pages(store, left=left, passing=passing)

    return Keeping(
        outbox=Parcels(store),
        journal=journal,
        standings=not feed,  # a recording is read again instead
        before=await store.read(before),
        trouble=lambda: store.trouble,
        where=str(store.address),
        operating=Kept(store, path.parent / BACKUPS),
    )


# What a process was killed over may still be committed by the server; it is to be read as well.
def _settled(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE progress, outbox IN SHARE MODE"))
