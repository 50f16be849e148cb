"""Dedup: a room is told of a group only for a reason, and of nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.alerts.grouping import FIRING, Group, Member, Told
from bot.alerts.model import Step
from bot.alerts.routing import Room

Hearing = tuple[Room, Sequence[Member]]
"""A room, and the members of a group that are for it, first come first."""


class Reason(StrEnum):
    """Why a message leaves now."""

    FIRST = "first"
    NEW_MEMBER = "new member"
    CONFIRMED = "confirmed"
    """What one source alone had told, another tells as well."""
    UPDATED = "updated"
    """Of news: a story that was told has new facts."""
    CORRECTED = "corrected"
    """Of news: an outlet says something else than it did."""
    RESOLVED = "resolved"
    REPEAT_DUE = "repeat due"
    ESCALATED = "escalated"
    FOLLOW_UP = "follow-up"
    DIGEST = "digest"
    CHANGED = "changed"
    """Of an edit: what stands there already is brought up to date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a room does not know of a group yet: members new to it, and ends; or all, once more.

    Those that `lapsed` are over without a word: news is no longer new, which nobody waits for.
    """

    room: Room
    fresh: tuple[Member, ...] = ()
    over: tuple[Member, ...] = ()
    again: tuple[Member, ...] = ()
    lapsed: tuple[Member, ...] = ()
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
    unknown = [member for member in heard if name not in member.told]
    known_by_it = {member.fingerprint for member in unknown if _told_with(member, unknown)}
    fresh = tuple(member for member in unknown if member.fingerprint not in known_by_it)
    told = [member for member in heard if member.told.get(name) in FIRING]
    ended = [member for member in told if not member.lives]
    lapsed = (
        *(member for member in ended if member.alert.story),
        *(member for member in unknown if member.fingerprint in known_by_it),
    )
    over = tuple(m for m in ended if not m.alert.story) if room.receiver.send_resolved else ()
    sure = tuple(m for m in told if m.tells is Told.FIRES and m.told[name] is Told.HEARSAY)
    known = group.incident.rooms.get(name)
    if fresh:
        reason = _of_stories(fresh) or (Reason.NEW_MEMBER if known else Reason.FIRST)
        found = News(room=room, fresh=fresh, over=over, again=sure, reason=reason)
    elif over:
        found = News(room=room, over=over, again=sure, reason=Reason.RESOLVED)
    elif sure:
        found = News(room=room, again=sure, reason=Reason.CONFIRMED)
    else:
        found = _once_more(group, room, [m for m in told if m.lives], now)
    return replace(found, lapsed=lapsed) if lapsed else found


# What a story has come to is in it already where it is told for the first time.
def _told_with(member: Member, others: Sequence[Member]) -> bool:
    alert = member.alert
    if alert.amends is None:
        return False
    first = (one.alert for one in others if one.lives and one.alert.amends is None)
    return any(
        (o.rule, o.subject, o.story) == (alert.rule, alert.subject, alert.story) for o in first
    )


# What is told of stories that the room has heard of; None where anything else is told as well.
def _of_stories(fresh: Sequence[Member]) -> Reason | None:
    steps = {member.alert.amends for member in fresh}
    if None in steps:
        return None
    return Reason.CORRECTED if Step.CORRECTED in steps else Reason.UPDATED


def _once_more(group: Group, room: Room, living: Sequence[Member], now: datetime) -> News:
    known = group.incident.rooms.get(room.name)
    again = group.incident.again
    due = tuple(member for member in living if again or not member.alert.story)
    if known and due and (again or _repeats(group, known.told, now)):
        return News(room=room, again=due, reason=Reason.REPEAT_DUE)
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
        living = (m for m in members if m.lives and not m.alert.story and m.heard_in(name))
        if known and any(member.told.get(name) in FIRING for member in living):
            told.append(known.told)
    return min(told) + group.route.repeat_interval if told else None
