"""Health: whether all is well at one glance, and where it is not, why and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.chat import Action, Call, Fact, Reply
from bot.delivery.lane import Lane
from bot.owners import EVERYBODY
from bot.texts import said, unsaid
from handlers import status
from handlers.base import command
from handlers.desk import Desk

LATE = timedelta(seconds=1)
"""An event loop that comes round later than this keeps quotes waiting as people would notice."""

_STORE = unsaid("Rules are watched on; see to the disk or the database, and it goes on by itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that is not well: what, why, and what to do about it."""

    what: str
    why: str
    do: str


@command("health", "Whether all is well, and where it is not, why and what to do")
async def health(call: Call, desk: Desk) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with one line of what is well, and with each trouble."""
    found = list(troubles(desk))
    facts = tuple(Fact(one.what, f"{one.why}. {one.do}") for one in found)
    if not found:
        source = status.source(desk)
        title = said("All is well")
        body = said(
            "{source}; every room takes messages.", source=f"{source[:1].upper()}{source[1:]}"
        )
    else:
        title, body = said("Not well: {what}", what=", ".join(one.what for one in found)), ""
    return Reply(title=title, body=body, facts=facts, actions=(Action(said("Status"), "/status"),))


def troubles(desk: Desk) -> Iterator[Trouble]:
    """Tell what is not well, as far as it concerns the viewer."""
    if not desk.pipeline.taken:
        why = said("no event has arrived since the start")
        do = said("See the line of each provider in /status.")
        yield Trouble(what=said("Feeds"), why=why, do=do)
    if ailing := status.ailing(desk):
        yield Trouble(what=said("Store"), why=ailing, do=said(_STORE))
    for lane in rooms(desk):
        if lane.disabled:
            what = said("Room {room}", room=lane.destination)
            yield Trouble(what=what, why=lane.disabled, do=_mend(desk, lane))
    late = desk.lag()
    if late is not None and late > LATE:
        why = said("the event loop was {late} ms late", late=status.milliseconds(late))
        do = said("Give it a faster machine, or fewer rules.")
        yield Trouble(what=said("Pace"), why=why, do=do)


def rooms(desk: Desk) -> list[Lane]:
    """Return the rooms that are the viewer's; every one for the operator."""
    lanes = desk.courier.lanes
    if desk.viewer == EVERYBODY:
        return list(lanes)
    return [lane for lane in lanes if desk.tenants.owner(lane.destination) == desk.viewer]


def _mend(desk: Desk, lane: Lane) -> str:
    if desk.viewer != EVERYBODY:
        return said("Invite or unblock Prebell there; those who run it turn the room on again.")
    return said("Mend that, then {command}", command=f"/admin enable {lane.destination}")
