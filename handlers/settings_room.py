"""Settings of where a room's own alerts go, whom they may call, and who may change things."""

from bot.chat import Call, Reply, Right
from bot.errors import UserError
from bot.texts import said
from handlers import roles as written
from handlers.base import command
from handlers.desk import Desk
from handlers.places import named, owned_by_somebody, place
from handlers.preferring import has_roles, overview, prefer
from handlers.roles import Role, Roles


@command(
    "settings channel",
    "Which room hears alerts and digests that no route sends elsewhere",
    example="/settings channel here",
    right=Right.CHANGE,
)
async def channel(call: Call, desk: Desk, room: str = "here") -> Reply:
    """Answer with what will be told where from now on."""
    owned_by_somebody(call, said("See route and receivers in it, and /reload."))
    if room.lower() == written.NONE:
        await prefer(call, desk, "channel", "")
        title = said("Each alert is told where it was made")
        return Reply(title=title, body=said("Routes go before that."), actions=overview())
    found = place(room, call, desk)
    await prefer(call, desk, "channel", str(found))
    return Reply(
        title=said("Your own alerts and digests go to {room}", room=named(found, call)),
        body=said("Routes go before that: /route list shows them. `none` takes it back."),
        actions=overview(),
    )


@command(
    "settings mention",
    "Which role an alert may call, where its rule asks for that",
    example="/settings mention @traders",
    right=Right.CHANGE,
)
async def mention(call: Call, desk: Desk, role: Role) -> Reply:
    """Answer with who is called, and by which alerts."""
    has_roles(call)
    await prefer(call, desk, "mention", role)
    if not role:
        return Reply(title=said("No alert calls anybody here"), actions=overview())
    return Reply(
        title=said("An alert may call a role here"),
        body=said(
            "{role} is called by alerts with the label mention: yes.", role=written.called(role)
        ),
        actions=overview(),
    )


@command(
    "settings roles",
    "Which roles may change things here, besides admins",
    example="/settings roles @traders",
    right=Right.CHANGE,
)
async def roles(call: Call, desk: Desk, names: Roles) -> Reply:
    """Answer with who may change things; whoever may only by such a role names no other."""
    has_roles(call)
    if call.lent:
        raise UserError(said("Who may change things here is for the admins to say."))
    await prefer(call, desk, "roles", names)
    if not names:
        return Reply(title=said("Only admins may change things here"), actions=overview())
    listed = ", ".join(map(written.called, names))
    few = said("They may not change this list.")
    return Reply(
        title=said("These roles may change things here, as admins may"),
        body=f"{listed}\n{few}",
        actions=overview(),
    )
