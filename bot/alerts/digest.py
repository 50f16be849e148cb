"""The digest: what was kept from a room, told in one message, with why and how it stands now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alerts.grouping import Member
from bot.alerts.holds import Hold
from bot.alerts.model import Alert
from bot.alerts.timers import Timers
from bot.chat import Destination
from bot.notes import Memory, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An alert that was kept from a room and why, and its end where it has come.

    `due` is when the room is to be told of it, `times` how often it has fired meanwhile.
    """

    room: Destination
    incident: str
    alert: Alert
    why: str
    due: datetime
    over: datetime | None = None
    times: int = 1

    @property
    def key(self) -> str:
        return _key(str(self.room), self.incident, self.alert.fingerprint)

    def again(self, alert: Alert) -> "Item":
        """Return it as it is once it has fired again."""
        return replace(self, alert=alert, over=None, times=self.times + 1)


class Digests:
    """Keeps what each room has not been told yet; one message tells it when the first is due."""

    def __init__(self) -> None:
        self._memory = Memory("digest", Item)
        self._rooms: dict[str, dict[str, Item]] = {}
        self._timers = Timers()

    def hold(self, room: Destination, incident: str, member: Member, hold: Hold) -> None:
        """Keep a member of an incident for the digest of a room."""
        over = member.over.updated if member.over else None
        self._put(
            Item(
                room=room,
                incident=incident,
                alert=member.alert,
                why=hold.reason,
                due=hold.until,
                over=over,
                times=member.times,
            )
        )

    def change(self, incident: str, fingerprint: str, how: Callable[[Item], Item]) -> None:
        """Change what is kept of an alert, in every room that waits to be told of it."""
        for room, items in self._rooms.items():
            if (item := items.get(_key(room, incident, fingerprint))) is not None:
                self._put(how(item))

    def forget(self, item: Item) -> None:
        """Leave something out of the digest it would have stood in."""
        room = str(item.room)
        items = self._rooms[room]
        del items[item.key]
        self._memory.forget(item.key)
        self._timers.set(room, min((left.due for left in items.values()), default=None))

    def later(self, item: Item, hold: Hold) -> None:
        """Keep something for a later digest than was said."""
        self._put(replace(item, due=hold.until))

    @property
    def all(self) -> list[Item]:
        """What is kept, room by room."""
        return [item for room in sorted(self._rooms) for item in self._kept(room)]

    def of(self, incident: str) -> list[Item]:
        """List what is kept of an incident, in any room."""
        return [item for item in self.all if item.incident == incident]

    def kept_from(self, room: str) -> list[Item]:
        """List what is kept from a room, by its name."""
        return self._kept(room) if room in self._rooms else []

    def count(self) -> int:
        """Count what is kept, in all rooms together."""
        return sum(len(items) for items in self._rooms.values())

    def next_due(self) -> datetime | None:
        return self._timers.next()

    def due(self, now: datetime) -> list[list[Item]]:
        """Take out all that is kept from each room whose digest is due."""
        return [self._taken(room) for room in self._timers.due(now)]

    def take(self, room: str) -> list[Item]:
        """Take out all that is kept from a room, by its name, whenever it was to be told."""
        self._timers.set(room, None)
        return self._taken(room) if room in self._rooms else []

    def changes(self) -> list[Note]:
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        self._memory.restore(notes)
        for item in self._memory.kept.values():
            self._keep(item)

    def _taken(self, room: str) -> list[Item]:
        taken = self._kept(room)
        for item in self._rooms.pop(room).values():
            self._memory.forget(item.key)
        return taken

    def _kept(self, room: str) -> list[Item]:
        items = self._rooms[room].values()
        return sorted(items, key=lambda item: (item.alert.started, item.key))

    def _put(self, item: Item) -> None:
        self._memory.keep(item.key, item)
        self._keep(item)

    def _keep(self, item: Item) -> None:
        room = str(item.room)
        self._rooms.setdefault(room, {})[item.key] = item
        due = self._timers.when(room)
        self._timers.set(room, item.due if due is None else min(due, item.due))


def _key(room: str, incident: str, fingerprint: str) -> str:
    return f"{room} {incident} {fingerprint}"
