"""Plans of rooms: where a room's own alerts go, what else it hears of, and when it sleeps."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Generic, TypeVar

from bot.alerts.matchers import Matcher
from bot.alerts.plan import Own
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Bound
from bot.belongings import ROOM, Kind
from bot.chat import Destination
from bot.delivery.planning import Planning
from bot.errors import UserError
from bot.holdings import Body, Holdings, Keeper, read
from bot.owners import owner_of, plain
from bot.tenants import Tenants

MATCHERS = "matchers"
"""Says in the document of a route or a subscription what it takes."""
CHANNEL = "channel"
"""Says in the document of a room's settings where its own alerts go that no route takes."""

QuietHoursOf = Callable[[Body], QuietHours]
"""Makes the quiet hours that a document says. Raises UserError."""

T = TypeVar("T")


class Wanted(Generic[T]):
    """Makes of documents what they want, and tells whose wishes have changed."""

    def __init__(self, make: Callable[[str, Body], T], changed: Callable[[str], None]) -> None:
        self._make = make
        self._changed = changed
        self._of: dict[str, dict[str, T]] = {}

    def take(self, owner: str, name: str, body: Body) -> None:
        made = self._make(owner, body)
        self._of.setdefault(owner, {})[name] = made
        self._changed(owner)

    def drop(self, owner: str, name: str) -> None:
        self._of.get(owner, {}).pop(name, None)
        self._changed(owner)

    def of(self, owner: str) -> tuple[T, ...]:
        """List what somebody wants."""
        return tuple(self._of.get(owner, {}).values())


class Plans:
    """Has the way out do what rooms want, each owner for the rooms it has and no others.

    `opened` hears of each room that something is to go to, `present` tells when it is.
    """

    def __init__(
        self,
        planning: Planning,
        tenants: Tenants,
        quiet_hours_of: QuietHoursOf,
        *,
        opened: Callable[[Destination], object],
        present: Callable[[], datetime],
    ) -> None:
        self._planning = planning
        self._tenants = tenants
        self._quiet_hours_of = quiet_hours_of
        self._opened = opened
        self._present = present
        self._routes = Wanted(self._bound, self._changed)
        self._subscriptions = Wanted(self._bound, self._changed)
        self._quiet_hours = Wanted(self._quiet, self._changed)
        self._channels = Wanted(self._channel, self._changed)

    @property
    def keepers(self) -> Mapping[Kind, Keeper]:
        """Who puts each kind of document to work."""
        return {
            Kind.ROUTE: self._routes,
            Kind.SUBSCRIPTION: self._subscriptions,
            Kind.QUIET_HOURS: self._quiet_hours,
            Kind.PREFERENCES: self._channels,
        }

    def _changed(self, owner: str) -> None:
        own = Own(
            routes=self._routes.of(owner),
            channel=next(filter(None, self._channels.of(owner)), None),
            subscriptions=self._subscriptions.of(owner),
            quiet_hours=self._quiet_hours.of(owner),
        )
        self._planning.want(owner, own, self._present())

    def _bound(self, owner: str, body: Body) -> Bound:
        written = body.get(MATCHERS, ())
        if not isinstance(written, list | tuple):
            raise UserError(f"{MATCHERS} is a list such as [severity=critical]")
        matchers = tuple(Matcher.parse(str(text)) for text in written)
        room = self._room(owner, str(body.get(ROOM, "")))
        self._opened(room)
        return Bound(owner=owner, room=room, matchers=matchers)

    def _quiet(self, owner: str, body: Body) -> QuietHours:
        hours = self._quiet_hours_of(body)
        if not hours.destinations:
            raise UserError("quiet hours of a room say which destinations they are for")
        for room in hours.destinations:
            self._room(owner, str(room))
        return hours

    def _channel(self, owner: str, body: Body) -> Destination | None:
        text = str(body.get(CHANNEL) or "")
        return self._room(owner, text) if text and owner else None

    def _room(self, owner: str, text: str) -> Destination:
        return _claimed(self._tenants, owner, text)


class Homes:
    """Knows in which room each rule was made."""

    def __init__(self, holdings: Callable[[], Holdings], tenants: Tenants) -> None:
        self._holdings = holdings
        self._tenants = tenants

    def __call__(self, rule: str) -> Destination | None:
        owner = owner_of(rule)
        made = self._holdings().find(owner, Kind.RULE, plain(rule))
        try:
            return _claimed(self._tenants, owner, str(read(made).get(ROOM))) if made else None
        except UserError:
            return None  # it was this owner's once


def _claimed(tenants: Tenants, owner: str, text: str) -> Destination:
    try:
        room = Destination.parse(text)
    except ValueError as error:
        raise UserError(
            f"{text or 'nothing'} is no room; write one like telegram:-100123"
        ) from error
    if not owner or not tenants.claim(room, owner):
        raise UserError(f"{text} is not a room of this server or chat")
    return room
