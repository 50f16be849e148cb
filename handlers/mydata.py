"""My data: everything that names a person or is theirs alone, as a file; and to have it removed."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from bot.belongings import Entry
from bot.chat import Action, Attachment, Call, Fact, Reply
from bot.errors import StoreError, UserError
from bot.holdings import Change, read
from bot.operating import LEFT
from bot.texts import counted, said, unsaid
from handlers.acting import author
from handlers.base import command
from handlers.desk import Desk
from handlers.preferring import DISCORD

MOST = 10_000
"""Entries of the audit that are handed out at once: some megabytes."""

SURE = "yes"

_STAYS = unsaid(
    "What you made for a server or a group stays theirs. What you have said in a room, and what was"
    " answered there, is kept by the platform and not here. An incident that lives names who acked"
    " it until it is closed, a silence who set it until it ends; a backup what it held when it was"
    " made."
)


@command("mydata show", "Everything that is kept here about you, as a file", private=True)
async def show(call: Call, desk: Desk) -> Reply:
    """Answer with counts, and with all of it attached as JSON."""
    owner = own(call)
    entries = await _entries(call, desk)
    owned = desk.holdings.everything(owner)
    silences = [one for one in desk.silences if one.author == author(call)]
    acked = [g.id for g in desk.incidents if any(a.by == author(call) for a in g.incident.acts)]
    told = {
        "person": call.person,
        "id": call.person_id,
        "owner": owner,
        "belongings": [{**msgspec.to_builtins(one), "body": read(one)} for one in owned],
        "audit": entries,
        "silences": silences,
        "incidents": acked,
    }
    content = msgspec.json.format(msgspec.json.encode(told), indent=1)
    return Reply(
        title=said("What is kept here about you"),
        body=said(_STAYS),
        facts=(
            Fact(said("Of your own, in private"), str(len(owned))),
            Fact(said("Entries of the audit"), str(len(entries))),
            Fact(said("Silences in your name"), str(len(silences))),
            Fact(said("Living incidents you acted on"), str(len(acked))),
        ),
        attachment=Attachment(name="mydata.json", content=content),
        actions=(Action(said("Delete it"), "/mydata delete"),),
    )


@command(
    "mydata delete",
    "Remove what is yours alone, and your name from the audit",
    example=f"/mydata delete {SURE}",
    private=True,
)
async def delete(call: Call, desk: Desk, sure: str | None = None) -> Reply:
    """Answer with what was removed and what stays; it asks first."""
    owner = own(call)
    if sure is None or sure.lower() != SURE:
        number = len(desk.holdings.everything(owner))
        return Reply(
            title=said("Delete what is kept here about you?"),
            body=f"{_goes(number)} {said(_STAYS)}",
            actions=(Action(said("Delete it"), f"/mydata delete {SURE}"),),
        )
    entries = await _entries(call, desk)
    removed = await desk.acting.do(call, lambda by, now: _removed(owner, call, desk, by, now))
    desk.holdings.resign(entries, LEFT, desk.tenants.owner)
    try:
        changed = await desk.operating.forget(call.person_id, _rooms(owner, call, desk))
    except StoreError as error:
        unchanged = said("The audit could not be changed: {why}; ask again later.", why=error)
        raise UserError(unchanged) from error
    return Reply(
        title=said("What was yours alone is gone"),
        body=said(_STAYS),
        facts=(
            Fact(
                said("Removed"), counted(removed, "{n} thing of your own", "{n} things of your own")
            ),
            Fact(said("Audit"), _unnamed(changed)),
        ),
    )


def own(call: Call) -> str:
    """Name whoever asks as the owner of what they have in private. Raises UserError."""
    platform, _, number = call.person_id.partition(":")
    if not number:
        raise UserError(said("Here nobody is known by an account; ask on Discord or Telegram."))
    return f"{platform}:@{number}" if platform == DISCORD else call.person_id


def _goes(things: int) -> str:
    return counted(
        things,
        "{n} thing of your own goes for good, and your name in the audit becomes `{left}`.",
        "{n} things of your own go for good, and your name in the audit becomes `{left}`.",
        left=LEFT,
    )


def _unnamed(entries: int) -> str:
    return counted(entries, "{n} entry no longer names you", "{n} entries no longer name you")


async def _entries(call: Call, desk: Desk) -> Sequence[Entry]:
    try:
        return await desk.operating.entries(MOST, person_id=call.person_id)
    except StoreError as error:
        raise UserError(said("The store does not answer just now: {why}", why=error)) from error


# What needs something else goes before it, as it was made after.
def _removed(owner: str, call: Call, desk: Desk, by: str, now: datetime) -> int:
    owned = desk.holdings.everything(owner)[::-1]
    change = Change(by=by, room=call.room, at=now, action="deleted")
    for one in owned:
        desk.holdings.drop(owner, one.kind, one.name, change)
    silences = [one for one in desk.seen_by(owner).silences if one.owner == owner]
    for silence in silences:
        desk.acting.silencing.unsilence(silence.id, by, now)
    return len(owned) + len(silences)


def _rooms(owner: str, call: Call, desk: Desk) -> list[str]:
    lanes = desk.courier.lanes
    known = [str(x.destination) for x in lanes if desk.tenants.owner(x.destination) == owner]
    here = [str(call.room)] if call.viewer == owner else []
    return list(dict.fromkeys([owner, *known, *here]))
