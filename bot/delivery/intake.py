"""Intake: an alert joins the groups it is for, and what its end means to each of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.alerts.digest import Item
from bot.alerts.grouping import Group, Member, Told
from bot.alerts.incidents import Incident
from bot.alerts.matchers import labels_of
from bot.alerts.model import Alert
from bot.alerts.routing import Values
from bot.delivery.parcel import Fate, key_of
from bot.delivery.stages import Stages
from bot.delivery.tray import Tray


class Intake:
    """Takes alerts in; nothing is told here, but for whatever is not told a reason is recorded."""

    def __init__(self, stages: Stages, tray: Tray) -> None:
        self._stages = stages
        self._tray = tray

    def fires(self, alert: Alert, now: datetime) -> None:
        """Let an alert join its groups, opening those that are not there."""
        stages = self._stages
        stages.inhibitions.begin(alert)
        labels = labels_of(alert)
        for name, route, leads in stages.ways(alert):
            values = route.values(labels)
            if reason := stages.closings.mutes(alert, name, values):
                rooms = stages.audience.rooms([route.receiver], alert, leads=leads)
                self._tray.record(rooms, Fate.MUTED, reason, alert.fingerprint, now)
                continue
            group = stages.groups.at.get((name, values)) or self._open(name, values, now)
            self._join(group, alert, now, leads=leads)

    def over(self, alert: Alert, now: datetime) -> None:
        """Note the end of an alert wherever it is known, and let those speak whom it kept quiet."""
        stages, mark = self._stages, alert.fingerprint
        stages.closings.over(mark)
        for group in stages.groups.of(mark):
            if group.members[mark].lives:
                self._ended(group, alert, now)
        if stages.silences.over(mark):
            stages.unmute(now)
        if stages.inhibitions.end(mark):
            for group in stages.groups.muted():  # what it kept quiet is often over a moment later
                stages.hurry(group, now + group.route.group_wait)

    def _open(self, name: str, values: Values, now: datetime) -> Group:
        incident = Incident(
            id=key_of(("incident", name, *values, now, self._stages.groups.count())),
            route=name,
            values=values,
            opened=now,
            receivers=[self._stages.routes.named(name).receiver],
        )
        return self._stages.groups.open(incident)

    def _join(self, group: Group, alert: Alert, now: datetime, *, leads: bool) -> None:
        member, due = group.members.get(alert.fingerprint), group.due_after(alert, now)
        if member is not None and member.lives:
            self._amended(group, member, alert, now)
        else:
            if member is None:
                member = Member(alert=alert, leads=leads)
            else:
                self._again(group, member, alert, now)
            self._wait(group, member, now, waits=due > now)
        self._stages.hurry(group, due, member)

    # The word on it has changed: nobody was to hear of it, or all of it was hearsay.
    def _amended(self, group: Group, member: Member, alert: Alert, now: datetime) -> None:
        before, member.alert = member.alert, alert
        self._held(group, alert, lambda item: replace(item, alert=alert))
        if before.confirmation is not alert.confirmation:
            self._stages.hurry(group, now)

    # What waits for a digest is told there as it stands then.
    def _held(self, group: Group, alert: Alert, how: Callable[[Item], Item]) -> None:
        self._stages.digests.change(group.id, alert.fingerprint, how)

    def _again(self, group: Group, member: Member, alert: Alert, now: datetime) -> None:
        # It was over, and fires again before every room was told of its end.
        member.alert, member.over, member.muted, member.hushed = alert, None, "", {}
        member.times += 1
        anew = {Told.OVER, Told.PASSED}
        member.told = {room: told for room, told in member.told.items() if told not in anew}
        self._held(group, alert, lambda item: item.again(alert))
        for room in self._stages.rooms_of(group, member):
            match member.told.get(room.name):
                case Told.FIRES | Told.HEARSAY:
                    reason = "fires again before its end was told"
                    self._tray.record([room], Fate.MERGED, reason, member.fingerprint, now)
                case Told.HELD:
                    reason = "waits for the digest already"
                    self._tray.record([room], Fate.HELD, reason, member.fingerprint, now)

    def _wait(self, group: Group, member: Member, now: datetime, *, waits: bool) -> None:
        rooms = self._stages.rooms_of(group, member)
        untold = [room for room in rooms if waits and room.name not in member.told]
        if untold or not rooms:
            reason = "waits for others of its group"
            self._tray.record(untold, Fate.HELD, reason, member.fingerprint, now)

    def _ended(self, group: Group, alert: Alert, now: datetime) -> None:
        member, incident = group.members[alert.fingerprint], group.incident
        member.over = alert
        if incident.snoozed and incident.snoozed.until is None and not group.living():
            incident.snoozed = None
        self._held(group, alert, lambda item: replace(item, over=alert.updated))
        self._stages.hurry(group, group.due_after(alert, now), member)
