"""Planning: who is told what may change while alerts live; they go on by what is wanted now."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.alerts.digest import Item
from bot.alerts.followup import FollowUp
from bot.alerts.grouping import Group, Member, Told
from bot.alerts.holds import Hold
from bot.alerts.plan import Own, Plan
from bot.alerts.routing import Room
from bot.delivery.parcel import Fate
from bot.delivery.stages import Stages
from bot.delivery.tray import Tray

ELSEWHERE = "by now it is told elsewhere, or not at all"

Place = tuple[Group, Member, dict[str, Room]]
"""A member of a living incident, with the rooms it is for."""


class Planning:
    """Takes another plan in place.

    A room that is to hear of something from now on is told of what fires from now on. One that is
    to hear of it no more has a fate for what it had not been told yet. What quiet hours held that
    hold no more is told.
    """

    def __init__(self, stages: Stages, tray: Tray) -> None:
        self._stages = stages
        self._tray = tray

    def want(self, owner: str, own: Own, now: datetime) -> None:
        """Take what a server or a chat wants, in the place of what it wanted before."""

        def change() -> None:
            self._stages.audience.want(owner, own)
            self._stages.quiet.want(owner, own.quiet_hours)

        self._change(change, now)

    def go_by(self, plan: Plan, now: datetime) -> None:
        """Take another plan of the operator's; what goes by a route that is gone has the root."""
        self._change(lambda: self._stages.go_by(plan), now)

    def _change(self, change: Callable[[], None], now: datetime) -> None:
        stages = self._stages
        places = self._places()
        items = [item for item in stages.digests.all if self._is_for(item)]
        follow_ups = [one for one in stages.follow_ups.all if self._looks(one)]
        change()
        for item in items:
            if not self._is_for(item):
                self._let_go(item, now)
        for one in follow_ups:
            if not self._looks(one):
                stages.follow_ups.leave(one)
        for group, member, before in places:
            self._move(group, member, before, now)
        for group in list(stages.groups.living.values()):
            stages.reschedule(group, now)
        self._release(now)

    # In an order that a restart does not change.
    def _places(self) -> list[Place]:
        living = self._stages.groups.living
        return [
            (living[name], member, self._rooms(living[name], member))
            for name in sorted(living)
            for member in living[name].all()
        ]

    def _rooms(self, group: Group, member: Member) -> dict[str, Room]:
        return {room.name: room for room in self._stages.rooms_of(group, member)}

    def _is_for(self, item: Item) -> bool:
        group = self._stages.groups.living.get(item.incident)
        member = group.members.get(item.alert.fingerprint) if group else None
        if group and member:
            return str(item.room) in self._rooms(group, member)
        return self._stages.is_for(item.room, item.alert)

    def _looks(self, one: FollowUp) -> bool:
        return any(self._stages.is_for(one.room, alert) for alert in one.alerts)

    def _let_go(self, item: Item, now: datetime) -> None:
        self._stages.digests.forget(item)
        self._tray.record_in(item.room, Fate.MUTED, ELSEWHERE, item.alert.fingerprint, now)

    def _move(self, group: Group, member: Member, before: dict[str, Room], now: datetime) -> None:
        after, told = self._rooms(group, member), dict(member.told)
        self._left(member, (room for name, room in before.items() if name not in after), now)
        for name in after.keys() - before.keys():
            member.told.setdefault(name, Told.PASSED)
        if told != member.told:
            self._stages.groups.keep(group, member)

    # What a room was told stays told: where it is to hear of it again, it hears of the end.
    def _left(self, member: Member, rooms: Iterable[Room], now: datetime) -> None:
        for room in rooms:
            known = member.told.get(room.name)
            if known is Told.HELD:
                member.told[room.name] = Told.PASSED
            elif known is None:
                member.told[room.name] = Told.PASSED
                self._tray.record([room], Fate.MUTED, ELSEWHERE, member.fingerprint, now)

    def _release(self, now: datetime) -> None:
        stages = self._stages
        for item in stages.digests.all:
            if item.due > now and not stages.why_held(item.room, item.alert.severity, now):
                stages.digests.later(item, Hold(reason=item.why, until=now))
