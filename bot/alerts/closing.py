"""Closing: an alert whose incident somebody has resolved opens no other while it lives on."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.alerts.model import Alert
from bot.alerts.routing import Values
from bot.notes import Memory, Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Says who resolved the incident of an alert, and to which group it had belonged."""

    route: str
    values: Values
    alert: Alert
    by: str


class Closings:
    """Keeps the alerts that live on in closed incidents."""

    def __init__(self) -> None:
        self._memory = Memory("closed", Closed)
        self._of: dict[str, dict[str, None]] = {}

    @property
    def alerts(self) -> list[Alert]:
        return [closed.alert for closed in self._memory.kept.values()]

    def close(self, incident: str, closed: Closed) -> None:
        key = f"{incident} {closed.alert.fingerprint}"
        self._memory.keep(key, closed)
        self._of.setdefault(closed.alert.fingerprint, {})[key] = None

    def mutes(self, alert: Alert, route: str, values: Values) -> str:
        """Say who has closed what an alert would belong to, or "" where nobody has."""
        for key in sorted(self._of.get(alert.fingerprint, ())):
            closed = self._memory.kept[key]
            if (closed.route, closed.values) == (route, values):
                return f"its incident was resolved by {closed.by}"
        return ""

    def over(self, fingerprint: str) -> None:
        """Note that an alert is over; the next one of its kind is news again."""
        for key in self._of.pop(fingerprint, ()):
            self._memory.forget(key)

    def changes(self) -> list[Note]:
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        self._memory.restore(notes)
        for key, closed in self._memory.kept.items():
            self._of.setdefault(closed.alert.fingerprint, {})[key] = None
