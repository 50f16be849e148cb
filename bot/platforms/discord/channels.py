"""Channels: what each one is and whose, asked of Discord once."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import Destination
from bot.errors import DeliveryError, DeliveryUnsure
from bot.platforms.discord.faults import judge
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.shown import Json

NAME = "discord"

# https://docs.discord.com/developers/resources/channel#channel-object-channel-types
_PRIVATE = 1
_FORUMS = {15, 16}

Learn = Callable[[Destination, str], None]
"""Hears whose a room is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel; a `forum` holds posts, and no messages of its own."""

    id: str
    owner: str
    guild: str = ""
    forum: bool = False


class Channels:
    """Knows the channels that were asked for, and tells whose they are."""

    def __init__(self, rest: Rest, learn: Learn) -> None:
        self._rest = rest
        self._learn = learn
        self._known: dict[str, Channel] = {}

    async def known(self, chat: str) -> Channel:
        """Return a channel, asked for where it is not known. Raises DeliveryError."""
        if chat not in self._known:
            said = await self._asked(chat)
            channel = _channel(chat, said)
            self._known[chat] = channel
            self._learn(Destination(platform=NAME, chat=chat), channel.owner)
        return self._known[chat]

    def forget(self, chat: str) -> None:
        """Ask anew for a channel when it is needed: it may be gone."""
        self._known.pop(chat, None)

    async def _asked(self, chat: str) -> Json:
        try:
            said = await self._rest.ask("GET", f"/channels/{chat}")
            judge(said)
        except DeliveryUnsure as error:  # a question leaves nothing behind
            raise DeliveryError(str(error)) from error
        return said.body


def owner_of(guild: str, person: str) -> str:
    """Name whose a room is: the server's, or of whom we speak with in private."""
    return f"{NAME}:{guild}" if guild else f"{NAME}:@{person}"


def _channel(chat: str, body: Json) -> Channel:
    guild = str(body.get("guild_id") or "")
    person = next((str(one.get("id")) for one in body.get("recipients", [])), "")
    private = body.get("type") == _PRIVATE
    return Channel(
        id=chat,
        owner=owner_of(guild, person) if guild or private else f"{NAME}:{chat}",
        guild=guild,
        forum=body.get("type") in _FORUMS,
    )
