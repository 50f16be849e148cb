"""Listening: a client of discord.py with the least it needs, which puts what it hears to us."""

import logging
import re
import sys
from collections.abc import Coroutine
from typing import Any, Protocol, Self

import aiohttp
import discord
from discord import ui

from bot.platforms.discord import buttons
from bot.platforms.discord.conversation import Conversation

log = logging.getLogger(__name__)

Button = ui.Button[ui.View]


class Line(Protocol):
    """Hears how the connection is doing, of each shard."""

    def connected(self, client: discord.Client, shard: int) -> None: ...

    def lost(self, client: discord.Client, shard: int) -> None: ...


class Listening(discord.Client):
    """Puts interactions to a conversation, and hears nothing else: it cannot read messages."""

    def __init__(self, conversation: Conversation, line: Line, **options: Any) -> None:  # noqa: ANN401 (discord.py's own)
        # It logs a trace each time it tries again; what matters of that we say ourselves.
        logging.getLogger("discord").setLevel(logging.CRITICAL)
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self.conversation = conversation
        self.line = line
        self.add_dynamic_items(Press, Page, Form)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.component:  # those are the buttons' own
            await _guarded(interaction, self.conversation.hear(interaction))

    async def on_connect(self) -> None:
        self.line.connected(self, 0)

    async def on_resumed(self) -> None:
        self.line.connected(self, 0)

    async def on_disconnect(self) -> None:
        self.line.lost(self, 0)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:  # noqa: ARG002 (discord.py's own)
        """Log what broke; what came with it is not for a log."""
        log.error("an event broke", extra={"event": event_method}, exc_info=sys.exc_info())


class ShardedListening(Listening, discord.AutoShardedClient):
    """Is several connections at once, each for a part of the servers."""

    async def on_connect(self) -> None: ...

    async def on_resumed(self) -> None: ...

    async def on_disconnect(self) -> None: ...

    async def on_shard_connect(self, shard: int) -> None:
        self.line.connected(self, shard)

    async def on_shard_resumed(self, shard: int) -> None:
        self.line.connected(self, shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        self.line.lost(self, shard)


class _Known(ui.DynamicItem[Button], template=r"(?!)"):
    """Stands for a button that is known by the shape of its name, whoever sent it and when."""

    def __init__(self, pressed: re.Match[str]) -> None:
        super().__init__(Button(custom_id=pressed.string))
        self.pressed = pressed

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        _item: ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(match)


class Press(_Known, template=rf"{buttons.PRESS}(?P<text>[\s\S]+)"):
    """Asks what its name says."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        conversation = _conversation(interaction)
        await _guarded(interaction, conversation.pressed(interaction, self.pressed["text"]))


class Page(_Known, template=rf"{buttons.PAGE}(?P<page>\d+):(?P<text>[\s\S]+)"):
    """Turns to a page of an answer."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        text, page = self.pressed["text"], int(self.pressed["page"])
        await _guarded(interaction, _conversation(interaction).turned(interaction, text, page))


class Form(_Known, template=rf"{buttons.FORM}(?P<name>[\s\S]+)"):
    """Opens the form of a command."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        conversation = _conversation(interaction)
        await _guarded(interaction, conversation.wanted(interaction, self.pressed["name"]))


def _conversation(interaction: discord.Interaction[Any]) -> Conversation:
    client: Listening = interaction.client
    return client.conversation


# An answer that Discord does not take is nobody's to try again: its time is over.
async def _guarded(interaction: discord.Interaction[Any], work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        where = {"interaction": interaction.id, "type": interaction.type.name}
        log.warning("an answer was not taken: %s", _said(error), extra=where)


def _said(error: Exception) -> str:
    if isinstance(error, discord.HTTPException):
        return f"{error.status}, code {error.code}"
    return type(error).__name__
