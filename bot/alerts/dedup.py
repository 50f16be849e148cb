"""Dedup: a room is told of a group only for a reason, and of nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.alerts.grouping import FIRING, Group, Member, Told
from bot.alerts.routing import Room

Hearing = tuple[Room, Sequence[Member]]
"""A room, and the members of a group that are for it, first come first."""


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


def news(group: Group, room: Room, members: Iterable[Member], now: datetime) -> News:
    """Find what is news in a room, of the members that are for it; those muted there are none."""
    name = room.name
    heard = [member for member in members if member.heard_in(name)]
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


def escalated(news: News, members: Iterable[Member]) -> News:
    """Make of what is news to a room that is turned to all that fires."""
    name = news.room.name
    again = tuple(m for m in members if m.lives and m.heard_in(name) and m.told.get(name) in FIRING)
    return replace(news, again=again, reason=Reason.ESCALATED)


def next_repeat(group: Group, audience: Iterable[Hearing]) -> datetime | None:
    """Say when one of these rooms is due to be told once more, if nothing changes."""
    if group.incident.acked:
        return None
    told = []
    for room, members in audience:
        known, name = group.incident.rooms.get(room.name), room.name
        living = (m for m in members if m.lives and m.heard_in(name))
        if known and any(member.told.get(name) in FIRING for member in living):
            told.append(known.told)
    return min(told) + group.route.repeat_interval if told else None
