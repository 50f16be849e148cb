"""Preferences: what a server or a chat has set for itself, read from what it owns."""

from collections.abc import Sequence
from datetime import datetime

from bot.belongings import Kind
from bot.chat import Action, Call
from bot.commands import Preferences
from bot.errors import UserError
from bot.holdings import Change, Holdings, read
from bot.texts import said
from handlers.desk import Desk

NAME = "settings"
"""The name of the one document there is of these."""

BRIEFS = "briefs"
"""What a document of settings calls the times at which its rooms are told briefs."""

DISCORD = "discord"
"""The one platform that has roles."""

Said = str | Sequence[str]


def preferences(holdings: Holdings, owner: str) -> Preferences:
    """Return what a server or a chat has set for itself."""
    found = holdings.find(owner, Kind.PREFERENCES, NAME)
    if found is None:
        return Preferences()
    body = read(found)
    roles, briefs = body.get("roles"), body.get(BRIEFS)
    return Preferences(
        locale=str(body.get("locale", "")),
        timezone=str(body.get("timezone", "")),
        mention=str(body.get("mention", "")),
        roles=tuple(map(str, roles)) if isinstance(roles, list) else (),
        channel=str(body.get("channel", "")),
        briefs=tuple(map(str, briefs)) if isinstance(briefs, list) else (),
    )


async def prefer(call: Call, desk: Desk, name: str, value: Said) -> None:
    """Set one thing for whoever asks, or leave it unsaid again with nothing. Raises UserError."""
    found = desk.holdings.find(call.viewer, Kind.PREFERENCES, NAME)
    before = read(found) if found else {}
    body = {key: one for key, one in (before | {name: value}).items() if one}

    def set_it(by: str, now: datetime) -> None:
        change = Change(by=by, room=call.room, at=now, action=f"set {name}")
        desk.holdings.put(call.viewer, Kind.PREFERENCES, NAME, body, change)

    await desk.acting.do(call, set_it)


def overview() -> tuple[Action, ...]:
    """Make the button that shows all that is set."""
    return (Action(said("Settings"), "/settings show"),)


def in_private(call: Call) -> bool:
    """Tell whether somebody asks for themselves alone, where nobody else reads it."""
    return call.viewer.startswith(f"{DISCORD}:@")


def has_roles(call: Call) -> None:
    """Raise UserError where there are no roles, with who may change things there instead."""
    if call.room.platform != DISCORD:
        raise UserError(
            said("Roles are Discord's; elsewhere the admins of a chat may change things.")
        )
    if in_private(call):
        raise UserError(said("There are no roles in private; ask in the server they are of."))
