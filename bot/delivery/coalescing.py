"""Coalescing: a backlog that would take a room more than a minute becomes one message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.chat import Action, Message, Severity
from bot.delivery.lane import Errand, Lane
from bot.delivery.limits import Limits
from bot.delivery.parcel import Manner, Parcel, Priority, key_of

SPAN = timedelta(minutes=1)
NAMED = 10
"""Messages of which a merged one gives the title; of the rest it gives the number."""

Coalesce = Callable[[Sequence[Parcel], datetime], Message]
"""Words many messages as one."""

_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heap:
    """What is told in one message, and the edits that a later edit makes needless."""

    told: list[Errand]
    overtaken: list[Errand]


def worded(parcels: Sequence[Parcel], now: datetime) -> Message:
    """Name the newest messages and count the rest."""
    messages = [parcel.message for parcel in parcels]
    titles = [f"{m.title} ({m.reason})" if m.reason == "resolved" else m.title for m in messages]
    lines = list(reversed(titles[-NAMED:]))
    if rest := len(titles) - len(lines):
        lines.append(f"and {rest} before them")
    return Message(
        at=now,
        title=f"{len(messages)} messages in one, for there were too many to tell one by one",
        body="\n".join(lines),
        severity=max((m.severity for m in messages), key=_SEVERITIES.index),
        reason="merged",
        actions=(Action("What fires now", "/alerts"),),
    )


def too_many(lane: Lane, limits: Limits) -> bool:
    """Tell whether more waits for a room than may be said there within a minute."""
    within = limits.within(SPAN, lane.destination)
    return within is not None and lane.waiting > within


def heap(lane: Lane) -> Heap:
    """Sort out what waits: all but what is critical, or may have left already, or edits a face."""
    waiting = [e for e in lane.errands() if e.priority > Priority.CRITICAL and e.unsure is None]
    told = [e for e in waiting if e.parcel.manner is not Manner.EDIT]
    faceless = {e.parcel.incident for e in told if e.parcel.manner is Manner.NEW} - {""}
    edits = [e for e in waiting if e.parcel.manner is Manner.EDIT]
    told += [e for e in edits if e.parcel.incident in faceless]
    rest = [e for e in edits if e.parcel.incident not in faceless]
    last = {e.parcel.incident: e for e in rest}
    overtaken = [e for e in rest if last[e.parcel.incident] is not e]
    told.sort(key=lambda errand: errand.number)
    return Heap(told=told if len(told) > 1 else [], overtaken=overtaken)


def merged(errands: Sequence[Errand], now: datetime, word: Coalesce) -> Errand:
    """Make one errand of several: it matters as much as the first, and is as new as the last."""
    parcels = [errand.parcel for errand in errands]
    names = dict.fromkeys(f for parcel in parcels for f in parcel.message.fingerprints)
    called = any(parcel.message.mention for parcel in parcels)
    parcel = replace(
        parcels[-1],
        key=key_of(("merged", *(parcel.key for parcel in parcels))),
        message=replace(word(_newest(parcels), now), fingerprints=tuple(names), mention=called),
        priority=min(errand.priority for errand in errands),
        manner=Manner.NEW,
        incident="",
    )
    return Errand(parcel=parcel, since=errands[-1].since)


# Of several words on one incident the last says it all.
def _newest(parcels: Sequence[Parcel]) -> list[Parcel]:
    last = {parcel.incident or parcel.key: parcel for parcel in parcels}
    return [parcel for parcel in parcels if last[parcel.incident or parcel.key] is parcel]
