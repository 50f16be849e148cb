"""Operating: what may be asked of where things are kept: who did what, a copy, and to forget."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.belongings import Entry
from bot.errors import UserError

LEFT = "somebody who left"
"""Stands in the audit for a person who wanted to be forgotten."""

_NOWHERE = (
    "This bot keeps everything in memory until it stops; nothing is written down. It does with a"
    " live feed, or with recording: resume in its settings."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Says of a copy of the store how its file is called, and how many bytes it has."""

    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    """Says what settings that were read again have changed, and what waits for a restart."""

    changed: Sequence[str] = ()
    waits: Sequence[str] = ()


class Operating(Protocol):
    """Looks after what is kept. `keeps` says whether anything is."""

    keeps: bool

    async def entries(
        self, most: int, *, about: str | None = None, person_id: str | None = None
    ) -> Sequence[Entry]:
        """Return the newest entries of the audit, the newest first. Raises UserError, StoreError.

        They are of what is named so, or by the person of that id.
        """
        ...

    async def forget(self, person_id: str, rooms: Collection[str]) -> int:
        """Take a person's name out of the audit, and out of it all that was in rooms of theirs.

        Returns how many entries were changed or removed. Raises StoreError.
        """
        ...

    async def back_up(self, now: datetime) -> Copied:
        """Copy the store as it is at this moment. Raises UserError, or another PrebellError."""
        ...


class InMemory:
    """Keeps nothing, and says so."""

    keeps = False

    async def entries(
        self,
        most: int,  # noqa: ARG002 (there are none)
        *,
        about: str | None = None,  # noqa: ARG002 (likewise)
        person_id: str | None = None,
    ) -> Sequence[Entry]:
        if person_id is not None:
            return ()
        raise UserError(_NOWHERE)

    async def forget(self, person_id: str, rooms: Collection[str]) -> int:  # noqa: ARG002 (there is nothing)
        return 0

    async def back_up(self, now: datetime) -> Copied:  # noqa: ARG002 (likewise)
        raise UserError(_NOWHERE)
