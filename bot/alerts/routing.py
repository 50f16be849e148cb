"""Routing: which receivers an alert goes to, and what it is grouped with on the way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.alerts.matchers import Matcher, shown, take
from bot.chat import Destination

EVERYWHERE = "everywhere"
"""The receiver that is every room that is open."""

OWN_ROUTE = "@"
"""The way that all alerts of a room's own rules go, and the receiver that they go to."""

Values = tuple[tuple[str, str], ...]
"""The labels a group has in common, with their values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Names destinations; what nobody has acted on after a while goes to another one as well.

    `destinations` are None where they are all the rooms that are open. Who takes it over is
    `escalate_to`, "" for nobody.
    """

    name: str
    destinations: tuple[Destination, ...] | None = None
    send_resolved: bool = True
    escalate_to: str = ""
    escalate_after: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Takes the alerts that its matchers take, and leaves them to the first of its own routes.

    `continues` lets a later neighbour take an alert as well. `follow_up` is how long after the open
    a pre-market alert is looked at again; None is never.
    """

    receiver: str = EVERYWHERE
    matchers: tuple[Matcher, ...] = ()
    group_by: tuple[str, ...] = ("rule",)
    group_wait: timedelta = timedelta(seconds=30)
    group_interval: timedelta = timedelta(minutes=5)
    repeat_interval: timedelta = timedelta(hours=4)
    follow_up: timedelta | None = None
    continues: bool = False
    routes: tuple["Route", ...] = field(default=())

    def values(self, labels: Mapping[str, str]) -> Values:
        """Return what an alert shares with those it is grouped with: its owner, above all."""
        found = tuple((name, labels.get(name, "")) for name in self.group_by)
        owner = labels.get("owner", "")
        return (*found, ("owner", owner)) if owner else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Says that what all of some matchers take is bound for a room of its owner."""

    owner: str
    room: Destination
    matchers: tuple[Matcher, ...] = ()


OWN_RECEIVER = Receiver(name=OWN_ROUTE, destinations=())
"""Turns to nobody else: what a room has made is its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """A destination, by the name it has in every state, and the receiver that has led there."""

    destination: Destination
    name: str
    receiver: Receiver


class Receivers:
    """Knows the receivers by name; a name that is no more is the root's."""

    def __init__(
        self, all_: Iterable[Receiver], root: str, rooms: Callable[[], Sequence[Destination]]
    ) -> None:
        known = (Receiver(name=EVERYWHERE), OWN_RECEIVER, *all_)
        self._named = {one.name: one for one in known}
        self._root = self._named[root]
        self._rooms = rooms
        self._open: tuple[Destination, ...] = ()
        self._found: dict[tuple[str, ...], tuple[Room, ...]] = {}

    def named(self, name: str) -> Receiver:
        return self._named.get(name, self._root)

    def rooms(self, names: Iterable[str]) -> tuple[Room, ...]:
        """List the rooms of some receivers, each once, with the first that names it."""
        opened = tuple(self._rooms())
        if opened != self._open:
            self._open = opened
            self._found.clear()
        asked = tuple(names)
        if asked not in self._found:
            self._found[asked] = self._listed(asked)
        return self._found[asked]

    def _listed(self, names: Iterable[str]) -> tuple[Room, ...]:
        found: dict[str, Room] = {}
        for receiver in map(self.named, names):
            named = receiver.destinations
            for room in self._open if named is None else named:
                found.setdefault(str(room), Room(room, str(room), receiver))
        return tuple(found.values())


class Routes:
    """Knows a tree of routes, each by a name that outlives a restart: the matchers on its way.

    What a room's own rules tell goes by none of them, but as patiently as by the root.
    """

    def __init__(self, root: Route) -> None:
        self._root = root
        self._own = replace(root, receiver=OWN_ROUTE, routes=())
        self._named: dict[str, Route] = {OWN_ROUTE: self._own}
        self._names: dict[int, str] = {}
        self._name(root, "")

    def taking(self, labels: Mapping[str, str]) -> list[tuple[str, Route]]:
        """Find the routes that an alert goes by, at least the root."""
        if labels.get("owner"):
            return [(OWN_ROUTE, self._own)]
        return [(self._names[id(route)], route) for route in _taking(self._root, labels)]

    @property
    def receivers(self) -> list[str]:
        """Name the receivers that any of them leads to."""
        return list(dict.fromkeys(route.receiver for route in self._named.values()))

    def named(self, name: str) -> Route:
        """Find a route again; the root, where it is no more."""
        return self._named.get(name, self._root)

    def _name(self, route: Route, above: str) -> None:
        name = f"{above}/{shown(route.matchers)}"
        while name in self._named:
            name += "'"  # a neighbour with the same matchers, which only `continue` leads to
        self._named[name] = route
        self._names[id(route)] = name
        for inner in route.routes:
            self._name(inner, name)


def _taking(route: Route, labels: Mapping[str, str]) -> Iterator[Route]:
    found = False
    for inner in route.routes:
        if take(inner.matchers, labels):
            found = True
            yield from _taking(inner, labels)
            if not inner.continues:
                return
    if not found:
        yield route
