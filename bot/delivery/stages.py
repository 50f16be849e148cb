"""The stages of the way out, in their order; each keeps its own state, and all of it is here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.alerts import escalation
from bot.alerts.audience import Audience, Tenancy
from bot.alerts.budget import Budget
from bot.alerts.closing import Closings
from bot.alerts.dedup import Hearing, next_repeat
from bot.alerts.digest import Digests
from bot.alerts.followup import FollowUps
from bot.alerts.grouping import Group, Groups, Member
from bot.alerts.holds import Hold
from bot.alerts.inhibition import Inhibitions
from bot.alerts.matchers import labels_of
from bot.alerts.model import Alert
from bot.alerts.plan import Plan
from bot.alerts.quiet import Quiet
from bot.alerts.routing import Receivers, Room, Route, Routes
from bot.alerts.silences import Silences
from bot.chat import Destination, Severity
from bot.market.confirmation import Verdict
from bot.notes import Note

Rooms = Callable[[], Sequence[Destination]]


class Stages:
    """Holds the stages an alert goes through: route, group, mute, hold; and what follows it."""

    def __init__(self, plan: Plan, rooms: Rooms, tenancy: Tenancy) -> None:
        self.routes = Routes(plan.route)
        self.receivers = Receivers(plan.receivers, plan.route.receiver, rooms)
        self.audience = Audience(self.routes, self.receivers, tenancy)
        self.pictures = plan.pictures
        self._rooms = rooms
        self.groups = Groups(self.routes)
        self.closings = Closings()
        self.inhibitions = Inhibitions(plan.inhibitions)
        self.silences = Silences()
        self.quiet = Quiet(plan.quiet_hours)
        self.budget = Budget(plan.budget)
        self.digests = Digests()
        self.follow_ups = FollowUps()
        self._remembering = (
            self.groups,
            self.closings,
            self.silences,
            self.budget,
            self.digests,
            self.follow_ups,
        )

    def why_muted(self, group: Group | None, alert: Alert, now: datetime) -> str:
        """Say why an alert is told nowhere for now, or "" where it may be."""
        if alert.confirmation is Verdict.SUSPICIOUS:
            return f"suspicious: {alert.hearsay}"
        labels = labels_of(alert)
        return (
            (group.incident.snooze_reason(now) if group else "")
            or self.inhibitions.mutes(labels)
            or self.silences.mutes(labels, now)
        )

    def why_hushed(self, room: Destination, alert: Alert, now: datetime) -> str:
        """Say why an alert is not told in a room, by whom that belongs to; "" where it may be."""
        return self.silences.hushes(self.audience.owner(room), labels_of(alert), now)

    def why_held(
        self, room: Destination, severity: Severity, now: datetime, *, ping: bool = True
    ) -> Hold | None:
        """Say until when something is held from a room; None where it may be told."""
        owner = self.audience.owner(room)
        return self.quiet.hold(room, severity, now, owner=owner) or self.budget.hold(
            room, severity, now, ping=ping
        )

    def next_due(self) -> datetime | None:
        stages = (self.groups, self.silences, self.digests, self.follow_ups)
        dues = [due for stage in stages if (due := stage.next_due()) is not None]
        return min(dues, default=None)

    def reschedule(self, group: Group, now: datetime) -> None:
        """Set when a group is looked at next, as far as it does not depend on what is new."""
        incident = group.incident
        if incident.rooms and not incident.watched:
            escalation.begin(incident, self.receivers, now)
        told = any(member.lives and not member.muted for member in group.members.values())
        dues = [
            incident.due,
            next_repeat(group, self.hearings(group)),
            incident.escalates if told else None,
            incident.snoozed.until if incident.snoozed else None,
        ]
        incident.due = min((due for due in dues if due is not None), default=None)
        self.groups.keep(group)

    def living(self) -> list[Alert]:
        """List the alerts that live, each once, as they were noted."""
        groups = self.groups.living.values()
        grouped = (member.alert for group in groups for member in group.living())
        found = {alert.fingerprint: alert for alert in (*self.closings.alerts, *grouped)}
        return [found[mark] for mark in sorted(found)]

    def ways(self, alert: Alert) -> list[tuple[str, Route, bool]]:
        """Find the routes that an alert goes by, and which of them leads."""
        taken = self.routes.taking(labels_of(alert))
        return [(name, route, place == 0) for place, (name, route) in enumerate(taken)]

    def rooms_of(self, group: Group, member: Member) -> tuple[Room, ...]:
        """List the rooms that a member of a group is for."""
        receivers = group.incident.receivers
        return self.audience.rooms(receivers, member.alert, leads=member.leads)

    def hearings(self, group: Group) -> list[Hearing]:
        """List the rooms that a group is for, each with the members it is to hear of."""
        members = group.all()
        if members and self.audience.is_one(members[0].alert.rule):  # as mostly, also in a storm
            return [(room, members) for room in self.rooms_of(group, members[0])]
        found: dict[str, tuple[Room, list[Member]]] = {}
        for member in members:
            for room in self.rooms_of(group, member):
                found.setdefault(room.name, (room, []))[1].append(member)
        return list(found.values())

    def is_for(self, room: Destination, alert: Alert) -> bool:
        """Tell whether an alert would be told in a room, if it fired now."""
        ways = ((route, leads) for _, route, leads in self.ways(alert))
        rooms = (self.audience.rooms([way.receiver], alert, leads=leads) for way, leads in ways)
        return any(room == one.destination for found in rooms for one in found)

    def go_by(self, plan: Plan) -> None:
        """Go by another plan of the operator's from now on."""
        self.routes = Routes(plan.route)
        self.receivers = Receivers(plan.receivers, plan.route.receiver, self._rooms)
        self.audience.by(self.routes, self.receivers)
        self.groups.reroute(self.routes)
        self.inhibitions = Inhibitions(plan.inhibitions)
        for alert in self.living():
            self.inhibitions.begin(alert)
        self.quiet.hours = plan.quiet_hours
        self.budget.allowed = plan.budget
        self.pictures = plan.pictures

    def hurry(self, group: Group, when: datetime, *changed: Member) -> None:
        """Look at a group, some members of which have changed, at `when`, if not before."""
        due = group.incident.due
        group.incident.due = when if due is None else min(due, when)
        self.groups.keep(group, *changed)

    def unmute(self, when: datetime) -> None:
        """Look again, at `when`, at all that was muted: what muted it may be gone."""
        for group in self.groups.muted():
            self.hurry(group, when)

    def changes(self) -> list[Note]:
        return [note for stage in self._remembering for note in stage.changes()]

    def restore(self, notes: Iterable[Note]) -> None:
        kept = list(notes)
        for stage in self._remembering:
            stage.restore(kept)
        for alert in self.living():
            self.inhibitions.begin(alert)
