"""Subscriptions: what a room hears of besides the alerts that are made for it."""

from datetime import datetime

from bot.alerts.matchers import Matcher, labels_of, take
from bot.alerts.model import State
from bot.belongings import ROOM, Belonging, Kind
from bot.chat import Action, Call, Reply, Right
from bot.errors import UserError
from bot.holdings import Change, read
from bot.keepers.plans import MATCHERS
from bot.texts import counted, said, unsaid
from handlers import places
from handlers.base import command
from handlers.desk import Desk
from handlers.wanted import EVERYTHING, What

_INSTEAD = unsaid("A terminal and the web desk hear what /reload reads under `route`.")
_SAID = "said"
_HERE = unsaid(
    "The operator's settings send alerts here as well, whatever this room subscribes to."
)
_NOT_TO = unsaid("This room has not subscribed to {what}; /subscriptions lists what it hears of.")
_TO_NOTHING = unsaid("This room has not subscribed to {what}; it hears of nothing else.")


@command(
    "subscribe",
    "Hear in this room of everything, of a list, a rule or a symbol",
    example="/subscribe miners",
    right=Right.CHANGE,
)
async def subscribe(call: Call, desk: Desk, what: What | None = None) -> Reply:
    """Answer with what is told here from now on, and what fires already and is not."""
    places.owned_by_somebody(call, said(_INSTEAD))
    wanted = what or What()
    body = {MATCHERS: [str(m) for m in wanted.matchers], ROOM: str(call.room), _SAID: wanted.said}

    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.put(
            call.viewer,
            Kind.SUBSCRIPTION,
            f"{wanted.said} in {call.room}",
            body,
            Change(by=by, room=call.room, at=now, action="subscribed"),
        ),
    )
    lines = [
        _firing(wanted, desk),
        *_routed(call, desk),
        said("/mute SYM 1h and /quiet hours hold back."),
    ]
    undo = Action(said("Unsubscribe"), f"/unsubscribe {wanted.said}")
    return Reply(
        title=said("This room hears of {what}", what=said(wanted.said)),
        body="\n".join(lines),
        actions=(undo, *_list()) if " " not in wanted.said else _list(),
    )


@command(
    "unsubscribe",
    "Hear no more of something in this room, or of nothing but its own alerts",
    example="/unsubscribe miners",
    right=Right.CHANGE,
)
async def unsubscribe(call: Call, desk: Desk, what: What | None = None) -> Reply:
    """Answer with what is no longer told here, and what still is."""
    places.owned_by_somebody(call, said(_INSTEAD))
    here = _here(call, desk)
    gone = [one for one in here if what is None or _taken(one) == _texts(what.matchers)]
    if not gone:
        named = said(what.said) if what else said("anything")
        raise UserError(said(_NOT_TO if here else _TO_NOTHING, what=named))

    def drop(by: str, now: datetime) -> None:
        change = Change(by=by, room=call.room, at=now, action="unsubscribed")
        for one in gone:
            desk.holdings.drop(call.viewer, Kind.SUBSCRIPTION, one.name, change)

    await desk.acting.do(call, drop)
    still = said("Still told here: your own alerts.")
    if left := ", ".join(_said(one) for one in here if one not in gone):
        still = said("Still told here: your own alerts, and {others}.", others=left)
    return Reply(
        title=said("This room hears no more of {what}", what=", ".join(map(_said, gone))),
        body="\n".join([still, *_routed(call, desk)]),
        actions=_list(),
    )


@command("subscriptions", "What this room hears of besides its own alerts, and your other rooms")
async def subscriptions(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each, those of this room first."""
    found = desk.holdings.of(call.viewer, Kind.SUBSCRIPTION)
    here = _here(call, desk)
    others = [_elsewhere(one) for one in found if one not in here]
    lines = [*map(_said, here), *others, *_routed(call, desk)]
    begin = said("{command} begins one.", command=f"/subscribe {EVERYTHING}")
    hint = said("/unsubscribe WHAT ends one.") if here else begin
    title = counted(len(here), "{n} subscription here", "{n} subscriptions here")
    return Reply(
        title=title if here else said("This room has subscribed to nothing"),
        body="\n".join([*lines, hint]),
    )


def _list() -> tuple[Action, ...]:
    return (Action(said("Subscriptions"), "/subscriptions"),)


def _here(call: Call, desk: Desk) -> list[Belonging]:
    found = desk.holdings.of(call.viewer, Kind.SUBSCRIPTION)
    return [one for one in found if read(one).get(ROOM) == str(call.room)]


def _said(one: Belonging) -> str:
    kept = str(read(one).get(_SAID) or ", ".join(_taken(one)) or EVERYTHING)
    return said(kept)


def _elsewhere(one: Belonging) -> str:
    return said("{what} in {room}", what=_said(one), room=read(one).get(ROOM))


def _taken(one: Belonging) -> list[str]:
    written = read(one).get(MATCHERS)
    return [str(text) for text in written] if isinstance(written, list) else []


def _texts(matchers: tuple[Matcher, ...]) -> list[str]:
    return [str(matcher) for matcher in matchers]


# Told from the next one on: a list of what is old already would be no alert.
def _firing(wanted: What, desk: Desk) -> str:
    firing = [a for a in desk.living if a.state is State.FIRING]
    found = [a for a in firing if take(wanted.matchers, labels_of(a))]
    if not found:
        return said("Nothing of it fires now; the next alert is told here.")
    return counted(
        len(found),
        "{n} alert fires already: /alerts shows them. What fires next is told here.",
        "{n} alerts fire already: /alerts shows them. What fires next is told here.",
    )


def _routed(call: Call, desk: Desk) -> list[str]:
    return [said(_HERE)] if desk.acting.looking.routed(call.room) else []
