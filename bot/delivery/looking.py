"""Looking: which incidents live, which an alert is in, and what keeps it from being told now."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

from bot import figures
from bot.alerts.digest import Item
from bot.alerts.grouping import Group
from bot.alerts.matchers import labels_of
from bot.alerts.model import Alert
from bot.alerts.quiet import QuietHours
from bot.chat import Destination
from bot.delivery.stages import Stages
from bot.owners import EVERYBODY


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

    def kept_from(self, room: Destination) -> list[Item]:
        """List what waits for the digest of a room."""
        return self._stages.digests.kept_from(str(room))

    def quiet_hours(self, room: Destination) -> list[QuietHours]:
        """List the quiet hours that hold for a room, the operator's and its own."""
        return self._stages.quiet.of(room, self._stages.audience.owner(room))

    def hears(self, room: Destination, alert: Alert) -> bool:
        """Tell whether an alert would be told in a room, if it fired now."""
        return self._stages.is_for(room, alert)

    def routed(self, room: Destination) -> bool:
        """Tell whether any route of the operator's leads to a room."""
        stages = self._stages
        found = stages.receivers.rooms(stages.routes.receivers)
        return any(room == one.destination for one in found)

    def would_mute(
        self, labels: Mapping[str, str], now: datetime, *, viewer: str = EVERYBODY
    ) -> list[str]:
        """Say what would keep such an alert from being told to a viewer, if it fired now."""
        stages = self._stages
        found = (
            stages.inhibitions.mutes(labels),
            stages.silences.mutes(labels, now),
            self._hushed(labels, now, viewer),
        )
        return [reason for reason in found if reason]

    def quiet(
        self, alert: Alert, now: datetime, zone: str, *, viewer: str = EVERYBODY
    ) -> list[str]:
        """Say what keeps an alert that fires from being told to a viewer, each reason once."""
        groups = self.of(alert.fingerprint)
        held = (self._held(group, alert, now, zone, viewer) for group in groups)
        reasons = [
            *(self._stages.why_muted(group, alert, now) for group in groups),
            self._hushed(labels_of(alert), now, viewer),
            *self._closed(alert),
            *chain.from_iterable(held),
        ]
        return list(dict.fromkeys(filter(None, reasons)))

    def _hushed(self, labels: Mapping[str, str], now: datetime, viewer: str) -> str:
        return self._stages.silences.hushes(viewer, labels, now) if viewer else ""

    def _closed(self, alert: Alert) -> Iterator[str]:
        stages, labels = self._stages, labels_of(alert)
        for name, route, _ in stages.ways(alert):
            yield stages.closings.mutes(alert, name, route.values(labels))

    def _held(
        self, group: Group, alert: Alert, now: datetime, zone: str, viewer: str
    ) -> Iterator[str]:
        member, due = group.members[alert.fingerprint], group.incident.due
        for item in self._stages.digests.of(group.id):
            whose = self._stages.audience.owner(item.room)
            if item.alert.fingerprint == alert.fingerprint and viewer in {EVERYBODY, whose}:
                until = figures.moment(item.due, now, zone)
                yield f"held from {item.room} until {until}: {item.why}"
        if not member.told and not member.muted and due is not None:
            yield f"waits for others of its group until {figures.moment(due, now, zone)}"
