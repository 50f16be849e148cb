"""Looking: which incidents live, which an alert is in, and what keeps it from being told now."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot import figures
from bot.alerts.grouping import Group
from bot.alerts.matchers import labels_of
from bot.alerts.model import Alert
from bot.delivery.stages import Stages


class Looking:
    """Shows what the stages know; whoever looks changes nothing."""

    def __init__(self, stages: Stages) -> None:
        self._stages = stages

    def all(self) -> list[Group]:
        """List the incidents that live with their alerts, the oldest first."""
        living = self._stages.groups.living.values()
        return sorted(living, key=lambda group: (group.incident.opened, group.id))

    def named(self, name: str) -> Group:
        """Find an incident that lives. Raises KeyError."""
        return self._stages.groups.living[name]

    def names(self) -> list[str]:
        """Name the incidents that live, in no order."""
        return list(self._stages.groups.living)

    def of(self, fingerprint: str) -> list[Group]:
        """List the incidents that an alert is part of."""
        return self._stages.groups.of(fingerprint)

    def held(self) -> int:
        """Count the alerts that wait in digests, once for each room."""
        return self._stages.digests.count()

    def next_due(self) -> datetime | None:
        """Say when something is to be told though nothing happens; None for never."""
        return self._stages.next_due()

    def would_mute(self, labels: Mapping[str, str], now: datetime) -> list[str]:
        """Say what would keep an alert with these labels from being told, if it fired now."""
        stages = self._stages
        found = (stages.inhibitions.mutes(labels), stages.silences.mutes(labels, now))
        return [reason for reason in found if reason]

    def quiet(self, alert: Alert, now: datetime, zone: str) -> list[str]:
        """Say what keeps an alert that fires from being told, each reason once."""
        groups = self.of(alert.fingerprint)
        reasons = [
            *(self._stages.why_muted(group, alert, now) for group in groups),
            *self._closed(alert),
            *(reason for group in groups for reason in self._held(group, alert, now, zone)),
        ]
        return list(dict.fromkeys(filter(None, reasons)))

    def _closed(self, alert: Alert) -> Iterator[str]:
        stages, labels = self._stages, labels_of(alert)
        for name, route in stages.routes.taking(labels):
            yield stages.closings.mutes(alert, name, route.values(labels))

    def _held(self, group: Group, alert: Alert, now: datetime, zone: str) -> Iterator[str]:
        member, due = group.members[alert.fingerprint], group.incident.due
        for item in self._stages.digests.of(group.id):
            if item.alert.fingerprint == alert.fingerprint:
                until = figures.moment(item.due, now, zone)
                yield f"held from {item.room} until {until}: {item.why}"
        if not member.told and not member.muted and due is not None:
            yield f"waits for others of its group until {figures.moment(due, now, zone)}"
