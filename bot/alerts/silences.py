"""Silences: what people do not want to hear for a while, until the open, or until it is over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot import figures, owners
from bot.alerts.matchers import Matcher, shown, take
from bot.alerts.timers import Timers
from bot.notes import Memory, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Mutes the alerts that every matcher takes, from `starts` to `ends`.

    One without an end lasts until the alerts it `awaits` are over. It is of its `owner` alone, and
    holds in the owner's rooms; one of "" holds in all.
    """

    id: str
    matchers: tuple[Matcher, ...]
    author: str
    starts: datetime
    ends: datetime | None = None
    why: str = ""
    awaits: tuple[str, ...] = ()
    owner: str = ""

    def holds(self, labels: Mapping[str, str], now: datetime) -> bool:
        if now < self.starts or (self.ends is not None and self.ends <= now):
            return False
        return take(self.matchers, labels)

    def reason(self, now: datetime) -> str:
        """Say who has silenced what, until when and why."""
        end = "it resolves" if self.ends is None else figures.moment(self.ends, now)
        why = f": {self.why}" if self.why else ""
        return f"silenced by {self.author} until {end} ({shown(self.matchers)}){why}"


class Silences:
    """Keeps the silences there are, until they end."""

    def __init__(self) -> None:
        self._memory = Memory("silence", Silence)
        self._ends = Timers()
        self._all: list[Silence] | None = None
        self._owners: frozenset[str] = frozenset()

    @property
    def all(self) -> list[Silence]:
        """The silences there are, by their beginning."""
        if self._all is None:
            self._all = sorted(self._memory.kept.values(), key=lambda s: (s.starts, s.id))
            self._owners = frozenset(silence.owner for silence in self._all)
        return self._all

    @property
    def of_owners(self) -> bool:
        """Whether any holds in the rooms of one owner alone."""
        return any(silence.owner for silence in self.all)

    def add(self, silence: Silence) -> None:
        self._all = None
        self._memory.keep(silence.id, silence)
        self._ends.set(silence.id, silence.ends)

    def remove(self, name: str) -> Silence | None:
        """End a silence early; None where there is none of that name."""
        self._all = None
        found = self._memory.kept.get(name)
        self._memory.forget(name)
        self._ends.set(name, None)
        return found

    def mutes(self, labels: Mapping[str, str], now: datetime) -> str:
        """Say who has silenced an alert with these labels everywhere, or "" where nobody has."""
        return self._reason(owners.EVERYBODY, labels, now)

    def hushes(self, owner: str, labels: Mapping[str, str], now: datetime) -> str:
        """Say who has silenced such an alert in the rooms of an owner, or "" where nobody has."""
        return self._reason(owner, labels, now)

    def _reason(self, owner: str, labels: Mapping[str, str], now: datetime) -> str:
        every = self.all
        if owner not in self._owners:
            return ""
        mine = (silence for silence in every if silence.owner == owner)
        first = next((silence for silence in mine if silence.holds(labels, now)), None)
        return first.reason(now) if first else ""

    def over(self, fingerprint: str) -> bool:
        """Note that an alert is over; say whether that has ended a silence."""
        waiting = [s for s in self.all if fingerprint in s.awaits]
        for silence in waiting:
            left = tuple(mark for mark in silence.awaits if mark != fingerprint)
            if left:
                self.add(replace(silence, awaits=left))
            else:
                self.remove(silence.id)
        return any(silence.id not in self._memory.kept for silence in waiting)

    def next_due(self) -> datetime | None:
        return self._ends.next()

    def end(self, now: datetime) -> bool:
        """End those whose time has come; say whether there were any."""
        ended = self._ends.due(now)
        for name in ended:
            self.remove(name)
        return bool(ended)

    def changes(self) -> list[Note]:
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        self._all = None
        self._memory.restore(notes)
        for silence in self._memory.kept.values():
            self._ends.set(silence.id, silence.ends)
