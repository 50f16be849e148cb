"""Answering: one interaction acknowledged in time, and answered once, to whom it is for."""

from io import BytesIO
from typing import Any

import discord

from bot.platforms.discord.shown import Shown

_NOBODY = discord.AllowedMentions.none()


class Answering:
    """Answers an interaction; one whose answer takes its time is acknowledged by `wait` first.

    With `turns` the message that a button hangs on is what changes.
    """

    def __init__(
        self, interaction: discord.Interaction, *, private: bool = False, turns: bool = False
    ) -> None:
        self._interaction = interaction
        self._private = private
        self._turns = turns
        self._waits = False

    @property
    def may_ask(self) -> bool:
        """Whether a form may still be opened: only at once, and never by a form."""
        by_a_form = self._interaction.type is discord.InteractionType.modal_submit
        return not self._waits and not by_a_form

    async def wait(self) -> None:
        """Let people see that an answer comes."""
        self._waits = True
        await self._interaction.response.defer(ephemeral=self._private, thinking=not self._turns)

    async def tell(self, shown: Shown, *, private: bool) -> None:
        """Show the answer, to whoever asked alone where it is private."""
        response = self._interaction.response
        if self._turns and not (private and not self._is_private_already()):
            await self._turn(shown)
        elif not self._waits:
            await response.send_message(**_parts(shown), ephemeral=private)
        elif private and not self._private:
            # Whether a promised answer is private was said with the promise.
            if not self._turns:
                await self._interaction.delete_original_response()
            await self._interaction.followup.send(**_parts(shown), ephemeral=True)
        else:
            await self._interaction.edit_original_response(**_changed(shown))

    async def _turn(self, shown: Shown) -> None:
        if self._waits:
            await self._interaction.edit_original_response(**_changed(shown))
        else:
            await self._interaction.response.edit_message(**_changed(shown))

    def _is_private_already(self) -> bool:
        message = self._interaction.message
        return message is not None and message.flags.ephemeral


def _parts(shown: Shown) -> dict[str, Any]:
    parts: dict[str, Any] = {"embeds": _embeds(shown), "allowed_mentions": _NOBODY}
    if shown.rows:
        parts["view"] = _view(shown)
    if shown.files:
        parts["files"] = _files(shown)
    return parts


def _changed(shown: Shown) -> dict[str, Any]:
    return {
        "embeds": _embeds(shown),
        "view": _view(shown) if shown.rows else None,
        "attachments": _files(shown),
        "allowed_mentions": _NOBODY,
    }


def _embeds(shown: Shown) -> list[discord.Embed]:
    return [discord.Embed.from_dict(embed) for embed in shown.embeds]


def _files(shown: Shown) -> list[discord.File]:
    return [discord.File(BytesIO(file.content), filename=file.name) for file in shown.files]


def _view(shown: Shown) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(shown.rows):
        for button in row:
            item: discord.ui.Button[Any] = discord.ui.Button(
                label=button.label,
                custom_id=button.name,
                disabled=button.disabled,
                row=number,
            )
            view.add_item(item)
    # discord.py remembers a view that is not over, for ever: presses need nobody's memory.
    view.stop()
    return view
