"""Flushing: when a group's time has come, each room hears what is news to it."""

from datetime import datetime

from bot.alerts import escalation
from bot.alerts.dedup import Reason, escalated, news
from bot.alerts.grouping import FIRING, Group, Member
from bot.delivery.parcel import Fate
from bot.delivery.stages import Stages
from bot.delivery.telling import Teller
from bot.delivery.tray import Tray


class Flushing:
    """Takes a group through the stages that come after grouping."""

    def __init__(self, stages: Stages, tray: Tray, teller: Teller) -> None:
        self._stages = stages
        self._tray = tray
        self._teller = teller

    def flush(self, group: Group, now: datetime) -> None:
        """Tell every room of a group what it does not know, and set when to look again."""
        incident = group.incident
        if woke := incident.wakes(now):
            incident.wake()
        self._mute(group, now)
        why, turned_to = self._escalate(group, now)
        faces = {name: known.face for name, known in incident.rooms.items()}
        stale: dict[str, str] = {}
        ends = woke or any(not member.lives for member in group.members.values())
        for room, members in self._stages.hearings(group):
            heard = news(group, room, members, now)
            if heard.fresh or ends or heard.reason is Reason.CONFIRMED:
                stale[room.name] = faces.get(room.name, "")
            if room.name in turned_to:
                self._teller.tell(group, escalated(heard, members), now, why=why)
            else:
                self._teller.tell(group, heard, now)
        self._edit(group, stale, now)
        incident.flushed, incident.again, incident.due = now, False, None
        self._settle(group, now)

    def _mute(self, group: Group, now: datetime) -> None:
        snoozed = group.incident.snooze_reason(now)
        for member in group.all():
            if member.hushed or self._stages.silences.of_owners:
                self._hush(group, member, now)
            reason = self._stages.why_muted(group, member.alert, now)
            if reason == member.muted:
                continue
            member.muted = reason
            self._stages.groups.keep(group, member)
            silent = member.told.keys() | member.hushed.keys()
            rooms = self._stages.rooms_of(group, member) if reason else ()
            untold = [room for room in rooms if room.name not in silent]
            if untold:
                fate = Fate.HELD if reason == snoozed else Fate.MUTED
                self._tray.record(untold, fate, reason, member.fingerprint, now)

    # What somebody silences for their own rooms.
    def _hush(self, group: Group, member: Member, now: datetime) -> None:
        before, hushed = member.hushed, {}
        for room in self._stages.rooms_of(group, member):
            if reason := self._stages.why_hushed(room.destination, member.alert, now):
                hushed[room.name] = reason
                if room.name not in member.told and reason != before.get(room.name):
                    self._tray.record([room], Fate.MUTED, reason, member.fingerprint, now)
        if hushed != before:
            member.hushed = hushed
            self._stages.groups.keep(group, member)

    def _escalate(self, group: Group, now: datetime) -> tuple[str, set[str]]:
        incident, receivers = group.incident, self._stages.receivers
        heard = any(member.lives and not member.muted for member in group.members.values())
        if not heard or not escalation.due(incident, now):
            return "", set()
        if not (why := escalation.turn(incident, receivers, now)):
            return "", set()
        return why, {room.name for room in receivers.rooms(incident.receivers[-1:])}

    # A face that was said just now needs no edit.
    def _edit(self, group: Group, faces: dict[str, str], now: datetime) -> None:
        for name, known in sorted(group.incident.rooms.items()):
            if known.face and known.face == faces.get(name):
                self._teller.edit(group, name, now)

    def _settle(self, group: Group, now: datetime) -> None:
        for member in group.all():
            if not member.lives and self._finished(group, member):
                self._stages.groups.drop(group, member)
        if group.members:
            self._stages.reschedule(group, now)
        else:
            self._stages.groups.close(group)

    def _finished(self, group: Group, member: Member) -> bool:
        # Its end is told wherever it had to be; a snooze keeps it for later, a silence for good.
        if group.incident.snoozed:
            return False
        rooms = self._stages.rooms_of(group, member)
        waiting = (room.name for room in rooms if room.receiver.send_resolved)
        heard = (room for room in waiting if member.heard_in(room))
        return all(member.told.get(room) not in FIRING for room in heard)
