"""Bundles: everything that rooms own, as one JSON file that another Prebell can take in."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection

from bot.alerts.silences import Silence
from bot.belongings import Belonging
from bot.storage import belongings
from bot.storage.bodies import read, written
from bot.storage.restoring import notes_of
from bot.storage.tables import notes
from bot.storage.upsert import put

FORMAT = "prebell export"
VERSION = 1

SILENCE = "silence"
"""The stage whose notes are silences."""

Thing = Belonging | Silence


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What rooms own, and the silences people have set, which are of no one room."""

    belongings: tuple[Belonging, ...]
    silences: tuple[Silence, ...]

    def of(self, room: str | None) -> "Bundle":
        """Return what one room owns; None is all there is."""
        if room is None:
            return self
        mine = tuple(it for it in self.belongings if it.owner == room)
        return Bundle(belongings=mine, silences=())

    @property
    def things(self) -> tuple[Thing, ...]:
        return (*self.belongings, *self.silences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Counts what became of the things in a bundle that was taken in."""

    new: int
    changed: int
    same: int


def of(connection: Connection) -> Bundle:
    """Return everything rooms own."""
    return Bundle(
        belongings=tuple(belongings.owned(connection)),
        silences=tuple(read(note.body, Silence) for note in notes_of(connection, SILENCE)),
    )


def take(connection: Connection, bundle: Bundle) -> Taken:
    """Put what is in a bundle in the place of what has the same name; the rest stays as it is."""
    old = {name_of(it): _worth(it) for it in of(connection).things}
    new = changed = 0
    for it in bundle.things:
        before = old.get(name_of(it))
        if before == _worth(it):
            continue
        new, changed = new + (before is None), changed + (before is not None)
        if isinstance(it, Belonging):
            belongings.keep(connection, [it])
        else:
            put(connection, notes, [{"stage": SILENCE, "key": it.id, "body": written(it)}])
    return Taken(new=new, changed=changed, same=len(bundle.things) - new - changed)


def told(bundle: Bundle, at: datetime) -> str:
    """Write a bundle as a file has it; the same things give the same lines."""
    owned = [_told(it) for it in bundle.belongings]
    silences = [msgspec.to_builtins(it) for it in bundle.silences]
    head = {"kind": FORMAT, "version": VERSION, "at": at.astimezone(UTC).isoformat()}
    whole = head | {"belongings": owned, "silences": silences}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def name_of(it: Thing) -> tuple[str, ...]:
    """Name a thing in a bundle: no two have the same one."""
    if isinstance(it, Belonging):
        return (it.owner, it.kind.value, it.name)
    return (it.id,)


# When and by whom a document was made is no part of what it says.
def _worth(it: Thing) -> str:
    return it.body if isinstance(it, Belonging) else written(it)


def _told(it: Belonging) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(it)
    return plain | {"body": json.loads(it.body)}
