"""The audience: which rooms an alert is for, and which must never hear of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.alerts.matchers import labels_of, take
from bot.alerts.model import Alert
from bot.alerts.plan import Own
from bot.alerts.routing import OWN_RECEIVER, Bound, Receivers, Room, Routes
from bot.alerts.subscriptions import Subscriptions
from bot.chat import Destination
from bot.owners import EVERYBODY, owner_of
from bot.reading import ANYBODY, Reader


def chat_of(room: Destination) -> str:
    """Name the owner of a room of which nobody has said whose it is: its own chat."""
    return f"{room.platform}:{room.chat}"


def nowhere(_rule: str) -> Destination | None:
    """Know no room."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenancy:
    """Tells whose a room is, which rooms are the operators' own, and which is the home of a rule.

    The home of a rule is the room it was made in, the `zone` of an owner that of their clock.
    """

    owner: Callable[[Destination], str] = chat_of
    operators: Callable[[], Sequence[Destination]] = tuple
    home: Callable[[str], Destination | None] = nowhere
    zone: Callable[[str], str] = lambda _owner: ANYBODY.zone


class Audience:
    """Finds the rooms of an alert.

    One of everybody's goes to the receivers of its route and to all that have subscribed to it. One
    of a room's own rule goes to rooms of its owner and to the operators', whatever else was said.
    """

    def __init__(self, routes: Routes, receivers: Receivers, tenancy: Tenancy) -> None:
        self._routes = routes
        self._receivers = receivers
        self._tenancy = tenancy
        self._wanted: dict[str, Own] = {}
        self._subscribed: Subscriptions | None = None
        self._homes: dict[str, Destination] = {}

    def want(self, owner: str, own: Own) -> None:
        """Take what a server or a chat wants, in the place of what it wanted before."""
        self._wanted.pop(owner, None)
        if own.routes or own.subscriptions or own.channel:
            self._wanted[owner] = own
        self._subscribed = None

    def by(self, routes: Routes, receivers: Receivers) -> None:
        """Go by other routes of the operator's from now on."""
        self._routes, self._receivers = routes, receivers

    def owner(self, room: Destination) -> str:
        """Return whose a room is."""
        return self._tenancy.owner(room)

    def reader(self, room: Destination) -> Reader:
        """Return who reads in a room: alerts are worded for all, and timed by its own clock."""
        return replace(ANYBODY, zone=self._tenancy.zone(self.owner(room)))

    def may_hear(self, room: Destination, rule: str) -> bool:
        """Tell whether a room may see what a rule has found."""
        whose = owner_of(rule)
        return whose in {EVERYBODY, self.owner(room)} or room in self._tenancy.operators()

    def is_one(self, rule: str) -> bool:
        """Tell whether a group of alerts of such a rule has one audience: its receivers alone."""
        return owner_of(rule) == EVERYBODY and not self._subscriptions()

    def rooms(self, receivers: Sequence[str], alert: Alert, *, leads: bool) -> tuple[Room, ...]:
        """List the rooms an alert is for where it goes to some receivers.

        Of several ways that it goes, subscribers hear of it by the one that `leads`.
        """
        if owner := owner_of(alert.rule):
            return tuple(self._own(owner, alert))
        routed = self._receivers.rooms(receivers)
        if not leads or not self._subscriptions():
            return routed
        return (*routed, *self._new_to(alert, {room.name for room in routed}))

    # A room that another of its ways leads to hears of it there.
    def _new_to(self, alert: Alert, known: set[str]) -> Iterator[Room]:
        labels = labels_of(alert)
        ways = (route.receiver for _, route in self._routes.taking(labels))
        known |= {room.name for room in self._receivers.rooms(ways)}
        yield from self._new(self._subscriptions().taking(labels), known)

    # In an order that does not tell who was first to want something: a restart forgets that.
    def _subscriptions(self) -> Subscriptions:
        if self._subscribed is None:
            wanted = (self._wanted[owner].subscriptions for owner in sorted(self._wanted))
            self._subscribed = Subscriptions(chain.from_iterable(wanted))
        return self._subscribed

    def _own(self, owner: str, alert: Alert) -> Iterator[Room]:
        own, labels = self._wanted.get(owner, Own()), labels_of(alert)
        routed = self._taking(own.routes, labels) or self._home(owner, own, alert.rule)
        known: set[str] = set()
        yield from self._new([*routed, *self._taking(own.subscriptions, labels)], known)
        for room in self._tenancy.operators():
            if str(room) not in known:
                known.add(str(room))
                yield Room(room, str(room), OWN_RECEIVER)

    # A rule that is gone may have an end to tell.
    def _home(self, owner: str, own: Own, rule: str) -> list[Bound]:
        if (made := self._tenancy.home(rule)) is not None:
            self._homes[rule] = made
        found = own.channel or self._homes.get(rule)
        return [] if found is None else [Bound(owner=owner, room=found)]

    def _taking(self, bounds: Iterable[Bound], labels: Mapping[str, str]) -> list[Bound]:
        return [bound for bound in bounds if take(bound.matchers, labels)]

    def _new(self, bounds: Iterable[Bound], known: set[str]) -> Iterator[Room]:
        for bound in bounds:
            name = str(bound.room)
            if name not in known and self.owner(bound.room) == bound.owner:
                known.add(name)
                yield Room(bound.room, name, OWN_RECEIVER)
