"""People act on incidents, from whichever room; every message that stands for one says so."""

from datetime import datetime

from bot.alerts.closing import Closed
from bot.alerts.grouping import Group
from bot.alerts.incidents import Act, Deed, Incident, Until
from bot.chat import Destination
from bot.delivery.parcel import Fate
from bot.delivery.silencing import ending
from bot.delivery.stages import Stages
from bot.delivery.telling import Opening, Teller
from bot.delivery.tray import Tray
from bot.errors import UserError


class People:
    """Does what people ask for, and records who it was and when.

    Incidents are named by their id; where there is none of that name, a UserError says so.
    """

    def __init__(self, stages: Stages, tray: Tray, teller: Teller, *, opening: Opening) -> None:
        self._stages = stages
        self._tray = tray
        self._teller = teller
        self._opening = opening

    def ack(self, name: str, by: str, now: datetime) -> None:
        """Say that somebody looks after it: no reminder follows, and nobody else is turned to."""
        group = self._found(name)
        if group.incident.acked is None:
            self._done(group, Act(at=now, by=by, deed=Deed.ACKED, about=name), now)

    def unack(self, name: str, by: str, now: datetime) -> None:
        """Take an ack back: somebody is waited for again."""
        group = self._found(name)
        if group.incident.acked is not None:
            group.incident.watched = False
            self._done(group, Act(at=now, by=by, deed=Deed.UNACKED, about=name), now)

    def snooze(self, name: str, by: str, now: datetime, until: datetime | Until) -> None:
        """Hear nothing of it for a while; what lives then is told once more."""
        group = self._found(name)
        if until is Until.RESOLVED and not group.living():
            raise UserError("this is over already; there is nothing to snooze")
        end = ending(until, now, self._opening)
        act = Act(at=now, by=by, deed=Deed.SNOOZED, about=name, until=end)
        self._done(group, act, now)
        self._stages.hurry(group, now)

    def resolve(self, name: str, by: str, now: datetime) -> None:
        """Close it: alerts that live on are told of no more, and open no other."""
        group = self._found(name)
        self._done(group, Act(at=now, by=by, deed=Deed.RESOLVED, about=name), now)
        self._drop(group, f"its incident was resolved by {by}", now)
        route, values = group.incident.route, group.incident.values
        for member in group.living():
            closed = Closed(route=route, values=values, alert=member.alert, by=by)
            self._stages.closings.close(group.id, closed)
        self._stages.groups.close(group)

    def digest(self, room: Destination, now: datetime) -> int:
        """Tell a room now what was kept from it, whatever the hour; return how much that was."""
        items = self._stages.digests.take(str(room))
        self._teller.digest(items, now, asked=True)
        return len(items)

    def all(self) -> list[Incident]:
        """List the incidents that live, the oldest first."""
        living = (group.incident for group in self._stages.groups.living.values())
        return sorted(living, key=lambda incident: (incident.opened, incident.id))

    def at(self, room: Destination, ref: str) -> str | None:
        """Name the incident that a message of a room stands for."""
        rooms = ((incident.id, incident.rooms.get(str(room))) for incident in self.all())
        return next((name for name, known in rooms if known and ref and known.ref == ref), None)

    def _found(self, name: str) -> Group:
        group = self._stages.groups.living.get(name)
        if group is None:
            raise UserError("this is over, and closed; /alerts shows what is not")
        return group

    def _done(self, group: Group, act: Act, now: datetime) -> None:
        group.incident.note(act)
        self._tray.enter(act)
        self._teller.edit_all(group, now)
        self._stages.reschedule(group, now)

    # What was still to be told of it is told no more.
    def _drop(self, group: Group, reason: str, now: datetime) -> None:
        for item in self._stages.digests.of(group.id):
            self._stages.digests.forget(item)
            mark = item.alert.fingerprint
            self._tray.record_in(item.room, Fate.MUTED, reason, mark, now)
        self._stages.follow_ups.forget(group.id)
        for room, members in self._stages.hearings(group):
            for member in members:
                if room.name not in member.told:
                    self._tray.record([room], Fate.MUTED, reason, member.fingerprint, now)
