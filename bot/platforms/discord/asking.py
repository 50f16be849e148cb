"""Asking: who asks, where, and what they may do there, as Discord says in each interaction."""

from collections.abc import Mapping

import discord

from bot.chat import Call, Destination, Right
from bot.platforms.discord.channels import NAME, owner_of

Operators = frozenset[int]
"""Ids of the people who run this bot."""

PRIVATE = "This bot answers in servers alone; ask it there."


def call_of(
    interaction: discord.Interaction,
    text: str,
    *,
    operators: Operators,
    given: Mapping[str, str] | None = None,
) -> Call:
    """Make a call of an interaction.

    What its member may do is what Discord has sent along, never what we remember of them.
    """
    person, roles = interaction.user, frozenset[str]()
    if isinstance(person, discord.Member):
        roles = frozenset(str(role.id) for role in person.roles if not role.is_default())
    return Call(
        text=text,
        given=given,
        person=person.display_name,
        person_id=f"{NAME}:{person.id}",
        room=room_of(interaction),
        owner=owner_of(str(interaction.guild_id or ""), str(person.id)),
        right=_right(interaction, operators),
        roles=roles,
        locale=str(interaction.locale),
    )


def room_of(interaction: discord.Interaction) -> Destination:
    """Name where somebody asks; a thread and a post of a forum are in the channel they hang on."""
    here = str(interaction.channel_id or "")
    parent = getattr(interaction.channel, "parent_id", None)
    if parent:
        return Destination(platform=NAME, chat=str(parent), thread=here)
    return Destination(platform=NAME, chat=here)


def refused(interaction: discord.Interaction, *, dms: bool, operators: Operators) -> bool:
    """Tell whether somebody asks in private where only operators may."""
    return interaction.guild_id is None and not dms and interaction.user.id not in operators


def _right(interaction: discord.Interaction, operators: Operators) -> Right:
    if interaction.user.id in operators:
        return Right.OPERATE
    if interaction.guild_id is None:  # what somebody has in private is theirs
        return Right.CHANGE
    may = interaction.permissions
    return Right.CHANGE if may.manage_guild or may.administrator else Right.READ
