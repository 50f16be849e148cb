"""Grouping: alerts that share some labels are told together, after a wait that gathers them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.alerts.incidents import Incident
from bot.alerts.model import Alert
from bot.alerts.routing import Route, Routes, Values
from bot.alerts.timers import Timers
from bot.chat import Severity
from bot.market.confirmation import Verdict
from bot.notes import Memory, Note


class Told(StrEnum):
    """What a room was last told of an alert."""

    FIRES = "fires"
    HEARSAY = "fires, as one source alone says"
    OVER = "over"
    HELD = "held"
    """Nothing yet: it stands in the digest that is to come."""
    PASSED = "passed"
    """Nothing: it fired before the room was to hear of its kind."""


FIRING = frozenset([Told.FIRES, Told.HEARSAY])
UNSAID = frozenset([Told.HELD, Told.PASSED])


@dataclass(slots=True, kw_only=True)
class Member:
    """One alert of a group: as it fired, its end where it has come, and which room knows what.

    `muted` says why it was told nowhere when it was last looked at, `hushed` why not in some rooms,
    by their names, and `times` how often it has fired. Where an alert goes several ways, those that
    have subscribed to it hear of it by the one that `leads`.
    """

    alert: Alert
    over: Alert | None = None
    told: dict[str, Told] = field(default_factory=dict)
    muted: str = ""
    hushed: dict[str, str] = field(default_factory=dict)
    leads: bool = True
    times: int = 1

    @property
    def lives(self) -> bool:
        return self.over is None

    @property
    def tells(self) -> Told:
        """What a room knows once it has been told how this stands."""
        if self.over is not None:
            return Told.OVER
        sure = self.alert.confirmation is Verdict.CONFIRMED
        return Told.FIRES if sure else Told.HEARSAY

    @property
    def fingerprint(self) -> str:
        return self.alert.fingerprint

    @property
    def quiet(self) -> bool:
        """Whether it was told nowhere, or not in some rooms, for somebody or some rule said so."""
        return bool(self.muted or self.hushed)

    def heard_in(self, room: str) -> bool:
        """Tell whether nothing mutes it in a room."""
        return not self.muted and room not in self.hushed


@dataclass(slots=True)
class Group:
    """An incident with its alerts, by their fingerprints."""

    incident: Incident
    route: Route
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.incident.id

    def all(self) -> list[Member]:
        """List the members, first come first."""
        found = list(self.members.values())
        if len(found) > 1:
            found.sort(key=lambda m: (m.alert.started, m.alert.updated, m.fingerprint))
        return found

    def living(self) -> list[Member]:
        return [member for member in self.all() if member.lives]

    def due_after(self, alert: Alert, now: datetime) -> datetime:
        """Say when something new of this group is told: what is critical waits for nothing."""
        if alert.severity is Severity.CRITICAL and alert.ended is None:
            return now
        gathered = now + self.route.group_wait
        flushed = self.incident.flushed
        return gathered if flushed is None else max(gathered, flushed + self.route.group_interval)


class Groups:
    """Keeps the groups that live: each is an incident until all its alerts are over and told.

    `living` has them by their id, `at` by the route and the values they have in common.
    """

    def __init__(self, routes: Routes) -> None:
        self.living: dict[str, Group] = {}
        self._routes = routes
        self.at: dict[tuple[str, Values], Group] = {}
        self._homes: dict[str, dict[str, None]] = {}
        self._muted: set[str] = set()
        self._incidents = Memory("incident", Incident)
        self._members = Memory("member", Member)
        self._counts = Memory("count", int)
        self._timers = Timers()

    def open(self, incident: Incident) -> Group:
        group = Group(incident, self._routes.named(incident.route))
        self.living[incident.id] = group
        self.at[incident.route, incident.values] = group
        return group

    def count(self) -> int:
        """Count one incident more: two that open at the same instant have different names."""
        number = self._counts.kept.get("incidents", 0) + 1
        self._counts.keep("incidents", number)
        return number

    def of(self, fingerprint: str) -> list[Group]:
        """List the groups an alert is in."""
        return [self.living[name] for name in sorted(self._homes.get(fingerprint, ()))]

    def keep(self, group: Group, *members: Member) -> None:
        """Remember a group, and those of its members that have changed."""
        self._incidents.keep(group.id, group.incident)
        self._timers.set(group.id, group.incident.due)
        for member in members:
            group.members[member.fingerprint] = member
            self._homes.setdefault(member.fingerprint, {})[group.id] = None
            self._members.keep(_key(group, member), member)
            if member.quiet:
                self._muted.add(group.id)

    def reroute(self, routes: Routes) -> None:
        """Let those that live go by other routes from now on; one that is no more is the root."""
        self._routes = routes
        for group in self.living.values():
            group.route = routes.named(group.incident.route)

    def muted(self) -> list[Group]:
        """List the groups that have a member which is muted, anywhere."""
        found = (self.living[name] for name in sorted(self._muted & self.living.keys()))
        groups = [g for g in found if any(member.quiet for member in g.members.values())]
        self._muted = {group.id for group in groups}
        return groups

    def drop(self, group: Group, member: Member) -> None:
        """Forget a member that is over, and told wherever it had to be."""
        del group.members[member.fingerprint]
        homes = self._homes[member.fingerprint]
        del homes[group.id]
        if not homes:
            del self._homes[member.fingerprint]
        self._members.forget(_key(group, member))

    def close(self, group: Group) -> None:
        """Forget a group, with whatever is left in it."""
        for member in group.all():
            self.drop(group, member)
        del self.living[group.id]
        del self.at[group.incident.route, group.incident.values]
        self._incidents.forget(group.id)
        self._timers.set(group.id, None)

    def next_due(self) -> datetime | None:
        return self._timers.next()

    def due(self, now: datetime, most: int | None = None) -> Iterator[Group]:
        """Take out the groups whose time has come, at most so many."""
        return (self.living[name] for name in self._timers.due(now, most))

    def changes(self) -> list[Note]:
        memories: list[Memory[Any]] = [self._counts, self._incidents, self._members]
        return [note for memory in memories for note in memory.changes()]

    def restore(self, notes: Iterable[Note]) -> None:
        notes = list(notes)
        self._counts.restore(notes)
        self._incidents.restore(notes)
        self._members.restore(notes)
        for incident in self._incidents.kept.values():
            self.open(incident)
            self._timers.set(incident.id, incident.due)
        for key, member in self._members.kept.items():
            name, _, mark = key.partition(" ")
            self.living[name].members[mark] = member
            self._homes.setdefault(mark, {})[name] = None
            if member.quiet:
                self._muted.add(name)


def _key(group: Group, member: Member) -> str:
    return f"{group.id} {member.fingerprint}"
