"""Dedup: a room is told of a group only for a reason, and of nothing twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.alerts.grouping import FIRING, Group, Member, Told
from bot.alerts.routing import Room


class Reason(StrEnum):
    """Why a message leaves now."""

    FIRST = "first"
    NEW_MEMBER = "new member"
    CONFIRMED = "confirmed"
    """What one source alone had told, another tells as well."""
    RESOLVED = "resolved"
    REPEAT_DUE = "repeat due"
    ESCALATED = "escalated"
    FOLLOW_UP = "follow-up"
    DIGEST = "digest"
    CHANGED = "changed"
    """Of an edit: what stands there already is brought up to date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a room does not know of a group yet: members new to it, and ends; or all, once more."""

    room: Room
    fresh: tuple[Member, ...] = ()
    over: tuple[Member, ...] = ()
    again: tuple[Member, ...] = ()
    reason: Reason = Reason.FIRST

    @property
    def members(self) -> tuple[Member, ...]:
        return (*self.fresh, *self.over, *self.again)

    @property
    def pings(self) -> bool:
        """Whether it asks for attention; an end alone does not."""
        return bool(self.fresh or self.again)

    def without(self, held: set[str]) -> "News":
        """Leave out members, by their fingerprints."""
        if not held:
            return self
        fresh, over, again = (
            tuple(member for member in members if member.fingerprint not in held)
            for members in (self.fresh, self.over, self.again)
        )
        return replace(self, fresh=fresh, over=over, again=again)


def news(group: Group, room: Room, now: datetime) -> News:
    """Find what is news in a room; members that are muted are none."""
    name = room.name
    heard = [member for member in group.all() if not member.muted]
    fresh = tuple(member for member in heard if name not in member.told)
    told = [member for member in heard if member.told.get(name) in FIRING]
    over = tuple(m for m in told if not m.lives) if room.receiver.send_resolved else ()
    sure = tuple(m for m in told if m.tells is Told.FIRES and m.told[name] is Told.HEARSAY)
    known = group.incident.rooms.get(name)
    if fresh:
        reason = Reason.NEW_MEMBER if known else Reason.FIRST
        return News(room=room, fresh=fresh, over=over, again=sure, reason=reason)
    if over:
        return News(room=room, over=over, again=sure, reason=Reason.RESOLVED)
    if sure:
        return News(room=room, again=sure, reason=Reason.CONFIRMED)
    living = tuple(m for m in told if m.lives)
    if known and living and (group.incident.again or _repeats(group, known.told, now)):
        return News(room=room, again=living, reason=Reason.REPEAT_DUE)
    return News(room=room)


def _repeats(group: Group, told: datetime, now: datetime) -> bool:
    return group.incident.acked is None and told + group.route.repeat_interval <= now


def escalated(news: News, group: Group) -> News:
    """Make of what is news to a room that is turned to all that fires."""
    again = tuple(
        member
        for member in group.living()
        if not member.muted and member.told.get(news.room.name) in FIRING
    )
    return replace(news, again=again, reason=Reason.ESCALATED)


def next_repeat(group: Group, rooms: Iterable[Room]) -> datetime | None:
    """Say when one of these rooms is due to be told once more, if nothing changes."""
    if group.incident.acked:
        return None
    heard = [member for member in group.members.values() if member.lives and not member.muted]
    told = []
    for room in rooms:
        known = group.incident.rooms.get(room.name)
        if known and any(member.told.get(room.name) in FIRING for member in heard):
            told.append(known.told)
    return min(told) + group.route.repeat_interval if told else None
