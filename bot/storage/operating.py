"""Operating on the store: the audit read and a person taken out of it, and copies of it all."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.belongings import Entry
from bot.errors import UserError
from bot.operating import LEFT, Copied
from bot.storage import audit
from bot.storage.backup import back_up
from bot.storage.store import Store


class Kept:
    """Looks after a store; copies of it go into a `folder`."""

    keeps = True

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder

    async def entries(
        self, most: int, *, about: str | None = None, person_id: str | None = None
    ) -> Sequence[Entry]:
        return await self._store.read(
            lambda connection: audit.latest(connection, most, about=about, person_id=person_id)
        )

    async def forget(self, person_id: str, rooms: Collection[str]) -> int:
        return await self._store.write(
            lambda connection: audit.forget(connection, person_id, rooms, LEFT)
        )

    async def back_up(self, now: datetime) -> Copied:
        path = self._store.address.path
        if path is None:
            raise UserError(
                "The store is on a server, which backs itself up: pg_dump --format=custom --file"
                f" prebell.dump {self._store.address.url.database}"
            )
        target = self._folder / f"{path.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{path.suffix}"
        self._folder.mkdir(parents=True, exist_ok=True)
        size = await asyncio.to_thread(back_up, path, target)
        return Copied(name=str(target), size=size)
