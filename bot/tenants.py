"""Tenants: which rooms are of one server or chat, and so share what they own."""

from dataclasses import replace

from bot.chat import Destination


class Tenants:
    """Knows whose each room is; one of which nobody has said is its own chat's.

    A chat that goes on under another name keeps what it has under the name that it had.
    """

    def __init__(self) -> None:
        self._owners: dict[tuple[str, str], str] = {}
        self._kept: dict[str, str] = {}
        self._chats: dict[tuple[str, str], str] = {}

    def learn(self, room: Destination, owner: str) -> None:
        """Take it from its platform whose a room is, with all of its threads."""
        self._owners[room.platform, room.chat] = self.name(owner)

    def follow(self, old: Destination, new: Destination) -> None:
        """Note that a chat goes on under another name: what was its own still is."""
        owner = self.owner(old)
        self._kept[f"{new.platform}:{new.chat}"] = owner
        self._owners[new.platform, new.chat] = owner
        self._chats[new.platform, new.chat] = self.room(old).chat

    def room(self, room: Destination) -> Destination:
        """Return a room by the name under which it is kept; the courier knows where it is now."""
        chat = self._chats.get((room.platform, room.chat))
        return room if chat is None else replace(room, chat=chat)

    def name(self, owner: str) -> str:
        """Return the name under which an owner's things are kept."""
        return self._kept.get(owner, owner)

    def claim(self, room: Destination, owner: str) -> bool:
        """Take it from what an owner has kept whose a room is; tell whether that can be."""
        known = self._owners.setdefault((room.platform, room.chat), owner)
        return known == owner

    def owner(self, room: Destination) -> str:
        """Return whose a room is."""
        chat = (room.platform, room.chat)
        return self._owners.get(chat, ":".join(chat))
