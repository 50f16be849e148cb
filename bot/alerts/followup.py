"""The follow-up: some minutes after the open, what has become of a move before the bell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.alerts.model import Alert
from bot.alerts.timers import Timers
from bot.chat import Destination
from bot.market.sessions import Session
from bot.notes import Memory, Note
from bot.owners import plain

EXTENDED = Decimal("1.25")
"""From this share of the move on it has gone on."""
FADED = Decimal("0.75")
"""Below this share of the move it has gone back."""
_CLOSE = Decimal("0.01")  # points of a percent

Price = Callable[[str], Decimal | None]
"""Asks what a symbol trades at; None where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Says which moves of an incident are looked at again, when, and which room is to hear of it.

    An incident may be over by then: what the room was told of it is not.
    """

    incident: str
    room: Destination
    at: datetime
    opened: datetime
    alerts: tuple[Alert, ...]

    @property
    def key(self) -> str:
        return f"{self.incident} {self.room}"


class FollowUps:
    """Keeps what is to be looked at again."""

    def __init__(self) -> None:
        self._memory = Memory("follow-up", FollowUp)
        self._timers = Timers()

    def plan(self, follow_up: FollowUp) -> None:
        """Look again at what a room has just been told, with what it was told before."""
        before = self._memory.kept.get(follow_up.key)
        if before:
            alerts = {a.fingerprint: a for a in (*before.alerts, *follow_up.alerts)}
            follow_up = replace(before, alerts=tuple(alerts.values()))
        self._memory.keep(follow_up.key, follow_up)
        self._timers.set(follow_up.key, follow_up.at)

    @property
    def all(self) -> list[FollowUp]:
        """What is to be looked at again, in no order."""
        return list(self._memory.kept.values())

    def forget(self, incident: str) -> None:
        """Look at nothing of an incident again."""
        for follow_up in self.all:
            if follow_up.incident == incident:
                self.leave(follow_up)

    def leave(self, follow_up: FollowUp) -> None:
        """Look at something no more."""
        self._memory.forget(follow_up.key)
        self._timers.set(follow_up.key, None)

    def next_due(self) -> datetime | None:
        return self._timers.next()

    def due(self, now: datetime) -> list[FollowUp]:
        """Take out those whose time has come."""
        taken = [self._memory.kept[key] for key in self._timers.due(now)]
        for follow_up in taken:
            self._memory.forget(follow_up.key)
        return taken

    def changes(self) -> list[Note]:
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        self._memory.restore(notes)
        for follow_up in self._memory.kept.values():
            self._timers.set(follow_up.key, follow_up.at)


def worth(alert: Alert) -> bool:
    """Tell whether an alert is of a move before the bell, away from a price."""
    move = _move(alert, alert.price)
    if move is None or alert.value is None or alert.session is not Session.PRE:
        return False
    return abs(move - alert.value) < _CLOSE  # else the value is no percent of the baseline


def outcome(alert: Alert, price: Decimal | None) -> str:
    """Say in a line whether a move has held, faded or been extended."""
    then, now = _move(alert, alert.price), _move(alert, price)
    if not then or now is None:
        return f"{plain(alert.subject)} cannot be told: no price is known"
    share = now / then
    word = "extended" if share >= EXTENDED else "faded" if share < FADED else "held"
    told = f"{figures.percent(then)} at the alert, {figures.percent(now)} now"
    return f"{plain(alert.subject)} {word}: {told}, at {figures.price(price)}"


def _move(alert: Alert, price: Decimal | None) -> Decimal | None:
    if not alert.baseline or price is None:
        return None
    return (price / alert.baseline - 1) * 100
