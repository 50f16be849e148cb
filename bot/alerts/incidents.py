"""Incidents: alerts people act on together, what they did about them, and where they were told."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot import figures
from bot.alerts.routing import Values
from bot.chat import Destination

KEPT = 20
"""How many acts an incident remembers; nobody reads further back."""


class Until(StrEnum):
    """What ends a silence or a snooze, other than an instant somebody names."""

    OPEN = "open"
    """The next regular session opens."""
    RESOLVED = "resolved"
    """What it was made for is over."""


class Deed(StrEnum):
    """What people can do about an incident, as it is told of them."""

    ACKED = "acked"
    UNACKED = "no longer acked"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    MUTED = "muted"
    SILENCED = "silenced"
    UNSILENCED = "no longer silenced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Says what somebody did, and when.

    `about` is what it was done to: an incident, a symbol or a silence. `until` is when it ends by
    itself; a snooze without one lasts until its incident is over. Where it has an `owner`, it holds
    in the rooms of that one alone.
    """

    at: datetime
    by: str
    deed: Deed
    about: str
    until: datetime | None = None
    owner: str = ""


@dataclass(slots=True, kw_only=True)
class Presence:
    """Says what a room knows of an incident.

    `face` is the key of the message that stands for it there, "" where none does; `ref` is the
    platform's name of that message, once it has arrived. `told` is when it last was told anything.
    """

    destination: Destination
    told: datetime
    face: str = ""
    ref: str = ""


@dataclass(slots=True, kw_only=True)
class Incident:
    """The life of a group of alerts: since when, by which route, who was told, what was done.

    `due` is when it is looked at next, `flushed` when it was last. `again` asks for it to be told
    once more though nothing is new. `said` counts its messages, which makes their keys differ.
    `watched` tells whether somebody is waited for to ack it, `escalates` until when.
    """

    id: str
    route: str
    values: Values
    opened: datetime
    receivers: list[str]
    due: datetime | None = None
    flushed: datetime | None = None
    watched: bool = False
    escalates: datetime | None = None
    acked: Act | None = None
    snoozed: Act | None = None
    again: bool = False
    said: int = 0
    acts: list[Act] = field(default_factory=list)
    rooms: dict[str, Presence] = field(default_factory=dict)

    def note(self, act: Act) -> None:
        """Remember what was done, and what follows from it for the incident itself."""
        self.acts = [*self.acts, act][-KEPT:]
        match act.deed:
            case Deed.ACKED:
                self.acked = act
                self.escalates = None
            case Deed.UNACKED:
                self.acked = None
            case Deed.SNOOZED:
                self.snoozed = act

    def heard(self, name: str, room: Destination, now: datetime) -> Presence:
        """Note that a room, which has that name here, has been told something."""
        known = self.rooms.get(name)
        if known is None:
            known = self.rooms[name] = Presence(destination=room, told=now)
        known.told = now
        return known

    def snooze_reason(self, now: datetime) -> str:
        """Say who wants to hear nothing of it for now, or "" where nobody does."""
        if self.snoozed is None:
            return ""
        until = self.snoozed.until
        end = "it resolves" if until is None else figures.moment(until, now)
        return f"snoozed by {self.snoozed.by} until {end}"

    def wakes(self, now: datetime) -> bool:
        """Tell whether a snooze has come to its end on the clock."""
        until = self.snoozed.until if self.snoozed else None
        return until is not None and until <= now

    def wake(self) -> None:
        """End the snooze; what still lives is told once more."""
        self.snoozed, self.again = None, True
