"""Preferences: what a server or a chat has set for itself, read from what it owns."""

from bot.belongings import Kind
from bot.commands import Preferences
from bot.holdings import Holdings, read

NAME = "settings"
"""The name of the one document there is of these."""


def preferences(holdings: Holdings, owner: str) -> Preferences:
    """Return what a server or a chat has set for itself."""
    found = holdings.find(owner, Kind.PREFERENCES, NAME)
    if found is None:
        return Preferences()
    said = read(found)
    roles = said.get("roles")
    return Preferences(
        locale=str(said.get("locale", "")),
        timezone=str(said.get("timezone", "")),
        mention=str(said.get("mention", "")),
        roles=tuple(map(str, roles)) if isinstance(roles, list) else (),
    )
