"""Routes: where the alerts of a server's or a chat's own rules go."""

from bot.alerts.matchers import shown
from bot.belongings import ROOM, Belonging, Kind
from bot.chat import Action, Call, Destination, Reply, Right
from bot.errors import UserError
from bot.holdings import Change, read
from bot.keepers.plans import MATCHERS
from bot.texts import counted, said, unsaid
from handlers import places
from handlers.base import command
from handlers.desk import Desk
from handlers.wanted import EVERYTHING, Going

_INSTEAD = unsaid("Write them under `route` and type /reload; docs/delivery.md shows how.")
_TO_CHANNEL = unsaid("What no route takes goes to {room}, as /settings channel says.")
_ALL_HERE = unsaid("Every alert of your own rules goes here")
_ALL_TO = unsaid("Every alert of your own rules goes to {room}")
_SOME_HERE = unsaid("Of your own alerts {matchers} goes here")
_SOME_TO = unsaid("Of your own alerts {matchers} goes to {room}")


@command(
    "route add",
    "Send alerts of your own rules to a room of yours",
    example="/route add severity=critical here",
    right=Right.CHANGE,
)
async def add(call: Call, desk: Desk, going: Going) -> Reply:
    """Answer with what goes there from now on, and what does not."""
    places.owned_by_somebody(call, said(_INSTEAD))
    room = places.place(going.room, call, desk)
    taken = shown(going.matchers) or EVERYTHING
    body = {MATCHERS: [str(matcher) for matcher in going.matchers], ROOM: str(room)}

    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.put(
            call.viewer,
            Kind.ROUTE,
            f"{taken} to {room}",
            body,
            Change(by=by, room=call.room, at=now, action="added"),
        ),
    )
    others = said("What everybody hears of is not concerned: /subscribe is.")
    return Reply(
        title=_goes(taken, room, call),
        body=f"{_otherwise(call, desk)} {others}",
        actions=_list(),
    )


@command("route list", "Where the alerts of your own rules go")
async def list_(call: Call, desk: Desk) -> Reply:
    """Answer with a numbered line for each route, and where the rest goes."""
    found = _routes(call, desk)
    lines = [f"{number}. {_line(route, call)}" for number, route in enumerate(found, 1)]
    if found:
        hint = said("/route remove NUMBER ends one.")
    else:
        hint = said("/route add severity=critical here adds one.")
    title = counted(len(found), "{n} route", "{n} routes")
    return Reply(
        title=title if found else said("No routes"),
        body="\n".join([*lines, _otherwise(call, desk), hint]),
    )


@command(
    "route remove",
    "End a route, by its number in /route list",
    example="/route remove 1",
    right=Right.CHANGE,
)
async def remove(call: Call, desk: Desk, number: int) -> Reply:
    """Answer with what goes elsewhere from now on."""
    places.owned_by_somebody(call, said(_INSTEAD))
    found = _routes(call, desk)
    if not 1 <= number <= len(found):
        raise UserError(
            said("There is no route {number}; /route list shows what there is.", number=number)
        )
    gone = found[number - 1]
    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.drop(
            call.viewer,
            Kind.ROUTE,
            gone.name,
            Change(by=by, room=call.room, at=now, action="removed"),
        ),
    )
    return Reply(
        title=said("No route any more: {route}", route=_line(gone, call)),
        body=_otherwise(call, desk),
        actions=_list(),
    )


def _routes(call: Call, desk: Desk) -> list[Belonging]:
    return desk.holdings.of(call.viewer, Kind.ROUTE)


def _list() -> tuple[Action, ...]:
    return (Action(said("Routes"), "/route list"),)


def _goes(taken: str, room: Destination, call: Call) -> str:
    if taken == EVERYTHING:
        return said(_ALL_HERE if room == call.room else _ALL_TO, room=room)
    return said(_SOME_HERE if room == call.room else _SOME_TO, matchers=taken, room=room)


def _line(route: Belonging, call: Call) -> str:
    body = read(route)
    written = body.get(MATCHERS)
    taken = ", ".join(map(str, written)) if isinstance(written, list) else ""
    return f"{taken or said(EVERYTHING)} → {_shown(str(body.get(ROOM, '')), call)}"


def _shown(room: str, call: Call) -> str:
    return places.HERE if room == str(call.room) else room


def _otherwise(call: Call, desk: Desk) -> str:
    channel = desk.preferences(call.viewer).channel
    if channel:
        return said(_TO_CHANNEL, room=_shown(channel, call))
    return said("What no route takes goes to the room its rule was made in.")
