"""Telling: what is news in a room is said there, or kept for its digest by clock or budget."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime

from bot.alerts import telling
from bot.alerts.dedup import News
from bot.alerts.digest import Item
from bot.alerts.followup import FollowUp, Price, outcome, worth
from bot.alerts.grouping import FIRING, UNSAID, Group, Member, Told
from bot.alerts.holds import Hold
from bot.alerts.model import Alert
from bot.alerts.plan import Pictures
from bot.alerts.ranking import ranked, severest
from bot.alerts.routing import Room
from bot.chat import Destination, Message, Severity
from bot.delivery.parcel import Fate, Manner
from bot.delivery.stages import Stages
from bot.delivery.tray import Tray
from bot.reading import reading

Opening = Callable[[datetime], datetime]
"""Says when the venue's next regular session opens after an instant."""


class Teller:
    """Tells rooms, one at a time; each keeps what it has been told."""

    def __init__(self, stages: Stages, tray: Tray, *, opening: Opening, price: Price) -> None:
        self._stages = stages
        self._tray = tray
        self._opening = opening
        self._price = price

    def tell(self, group: Group, news: News, now: datetime, *, why: str = "") -> None:
        """Tell a room what is news to it."""
        for member in news.lapsed:
            member.told[news.room.name] = member.tells
        if news.lapsed:
            self._stages.groups.keep(group, *news.lapsed)
        news = news.without(self._held(group, news, now))
        if not news.members:
            return
        room = news.room.name
        known = group.incident.rooms.get(room)
        faceless = known is None or not known.face
        manner = Manner.NEW if news.pings and faceless else Manner.REPLY
        with self._worded_for(news.room.destination):
            message = telling.of_news(news, now, why=why)
        if manner is Manner.NEW:
            message = self._standing(group, news, message)
        parcel = self._tray.send(group, news.room.destination, message, manner, now)
        presence = group.incident.heard(room, news.room.destination, now)
        if manner is Manner.NEW:
            presence.face, presence.ref = parcel.key, ""
        for member in news.members:
            member.told[room] = member.tells
        self._stages.groups.keep(group, *news.members)
        if news.pings:
            self._stages.budget.spend(news.room.destination, now)
        fresh = (member.alert for member in news.fresh)
        self._look_again(group, news.room.destination, fresh, now)

    def edit(self, group: Group, room: str, now: datetime) -> None:
        """Bring the message that stands for a group in a room up to date, if there is one."""
        known = group.incident.rooms.get(room)
        if known is None or not known.face:
            return
        audience, where = self._stages.audience, known.destination
        told = [m for m in group.all() if m.told.get(room, Told.HELD) not in UNSAID]
        told = [m for m in told if audience.may_hear(where, m.alert.rule)]
        if told:
            with self._worded_for(where):
                message = telling.of_face(group, told, now, owner=audience.owner(where))
            message = replace(message, actions=telling.offered(group.incident, told))
            self._tray.send(group, where, message, Manner.EDIT, now)

    def edit_all(self, group: Group, now: datetime, *, owner: str = "") -> None:
        """Bring every message that stands for a group up to date, or those in an owner's rooms."""
        for room, known in sorted(group.incident.rooms.items()):
            if owner in {"", self._stages.audience.owner(known.destination)}:
                self.edit(group, room, now)

    def digest(self, items: list[Item], now: datetime, *, asked: bool = False) -> None:
        """Tell a room what was kept from it; what is muted by now is left out.

        Where somebody has `asked` for it no hours hold it back.
        """
        told = [item for item in items if self._may_tell(item, now, asked=asked)]
        if not told:
            return
        with self._worded_for(told[0].room):
            message = telling.of_digest(told, now)
        self._tray.send_aside(told[0].room, message, now)
        incidents: dict[str, list[Item]] = {}
        for item in told:
            incidents.setdefault(item.incident, []).append(item)
        for name, items_of_it in incidents.items():
            if group := self._stages.groups.living.get(name):
                self._digested(group, items_of_it, now)

    def follow_up(self, follow_up: FollowUp, now: datetime) -> None:
        """Tell a room what has become of the moves it was told of before the bell."""
        stages, room = self._stages, follow_up.room
        group = stages.groups.living.get(follow_up.incident)
        heard = [a for a in follow_up.alerts if not self._why_not(group, room, a, now)]
        if not heard:
            return
        severity = severest(heard)
        if stages.why_held(room, severity, now):
            return  # by the time it might be told it would be no news
        with self._worded_for(room):
            lines = [outcome(alert, self._price(alert.subject)) for alert in ranked(heard)]
            message = telling.of_follow_up(heard, lines, follow_up.opened, now)
        self._tray.send_aside(room, message, now, incident=follow_up.incident)
        stages.budget.spend(room, now)

    def _worded_for(self, room: Destination) -> AbstractContextManager[None]:
        return reading(self._stages.audience.reader(room))

    def _digested(self, group: Group, items: list[Item], now: datetime) -> None:
        room = items[0].room
        members = [group.members.get(item.alert.fingerprint) for item in items]
        for member in filter(None, members):
            # One that is not held has fired anew since, and waits for its group.
            if member.told.get(str(room)) is Told.HELD:
                member.told[str(room)] = member.tells
                self._stages.groups.keep(group, member)
        group.incident.heard(str(room), room, now)
        self._stages.reschedule(group, now)
        self._look_again(group, room, (item.alert for item in items), now)

    def _held(self, group: Group, news: News, now: datetime) -> set[str]:
        held: set[str] = set()
        for member, hold in self._holds(news.room, (*news.fresh, *news.again), now, ping=True):
            held.add(member.fingerprint)
            if member.told.get(news.room.name) in FIRING:
                # A reminder that falls away does not return before the next is due.
                group.incident.heard(news.room.name, news.room.destination, now)
                self._stages.groups.keep(group)
            else:
                self._keep(group, news.room, member, hold, now)
        for member, hold in self._holds(news.room, news.over, now, ping=False):
            held.add(member.fingerprint)
            self._keep(group, news.room, member, hold, now)
        return held

    def _holds(
        self, room: Room, members: Iterable[Member], now: datetime, *, ping: bool
    ) -> Iterator[tuple[Member, Hold]]:
        known: dict[Severity, Hold | None] = {}
        for member in members:
            severity = member.alert.severity
            if severity not in known:
                hold = self._stages.why_held(room.destination, severity, now, ping=ping)
                known[severity] = hold
            if hold := known[severity]:
                yield member, hold

    def _keep(self, group: Group, room: Room, member: Member, hold: Hold, now: datetime) -> None:
        self._stages.digests.hold(room.destination, group.id, member, hold)
        member.told[room.name] = Told.HELD
        self._stages.groups.keep(group, member)
        self._tray.record([room], Fate.HELD, hold.reason, member.fingerprint, now)

    def _may_tell(self, item: Item, now: datetime, *, asked: bool) -> bool:
        stages, owner = self._stages, self._stages.audience.owner(item.room)
        hold = stages.quiet.hold(item.room, item.alert.severity, now, owner=owner)
        if hold and not asked:
            stages.digests.later(item, hold)
            return False
        group = stages.groups.living.get(item.incident)
        reason = self._why_not(group, item.room, item.alert, now)
        if not reason:
            return True
        mark = item.alert.fingerprint
        self._tray.record_in(item.room, Fate.MUTED, reason, mark, now)
        if group and (member := group.members.get(mark)):
            # It is told once nothing mutes it, if it lives by then.
            member.told.pop(str(item.room), None)
            stages.hurry(group, now, member)
        return False

    def _why_not(self, group: Group | None, room: Destination, alert: Alert, now: datetime) -> str:
        stages = self._stages
        if not stages.audience.may_hear(room, alert.rule):
            return "it belongs to others"
        return stages.why_muted(group, alert, now) or stages.why_hushed(room, alert, now)

    # What stands for an incident is what people act on, with what there is to see.
    def _standing(self, group: Group, news: News, message: Message) -> Message:
        pictured = telling.picture(news) if self._shows(news) else None
        actions = telling.offered(group.incident, news.members)
        return replace(message, actions=actions, picture=pictured)

    def _shows(self, news: News) -> bool:
        match self._stages.pictures:
            case Pictures.CRITICAL:
                return any(m.alert.severity is Severity.CRITICAL for m in news.fresh)
            case Pictures.ALL:
                return True
            case Pictures.NONE:
                return False

    def _look_again(
        self, group: Group, room: Destination, alerts: Iterable[Alert], now: datetime
    ) -> None:
        after = group.route.follow_up
        if after is None:
            return
        moves = [alert for alert in alerts if worth(alert)]
        for opened in sorted({self._opening(alert.updated) for alert in moves}):
            if opened + after <= now:
                continue
            mine = tuple(alert for alert in moves if self._opening(alert.updated) == opened)
            self._stages.follow_ups.plan(
                FollowUp(
                    incident=group.id, room=room, at=opened + after, opened=opened, alerts=mine
                )
            )
