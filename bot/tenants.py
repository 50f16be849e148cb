"""Tenants: which rooms are of one server or chat, and so share what they own."""

from bot.chat import Destination


class Tenants:
    """Knows whose each room is; one of which nobody has said is its own chat's."""

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str], str] = {}

    def learn(self, room: Destination, owner: str) -> None:
        """Take it from its platform whose a room is, with all of its threads."""
        self._owners[room.platform, room.chat] = owner

    def owner(self, room: Destination) -> str:
        """Return whose a room is."""
        chat = (room.platform, room.chat)
        return self._owners.get(chat, ":".join(chat))
