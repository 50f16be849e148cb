"""Forms: a command's questions in a window of Discord's, and what was written into them."""

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.commands import Offered, Question
from bot.fitting import cut, utf16
from bot.platforms.discord import bounds

FILLED_IN = "pm:"
"""How the name of a form begins; the command's own name follows."""


def form_of(offered: Offered, given: Mapping[str, str]) -> discord.ui.Modal:
    """Make a form of a command, with what was given already."""
    title = cut(offered.summary, bounds.FORM_TITLE, utf16)
    form = discord.ui.Modal(title=title, custom_id=FILLED_IN + offered.name, timeout=None)
    for question in offered.form[: bounds.FORM_LINES]:
        form.add_item(_line(question, given.get(question.name, "")))
    # Nobody waits for it: it comes back as an interaction of its own, after a restart as well.
    form.stop()
    return form


def filled_in(data: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """Return which command a form was of, and what was written into it."""
    name = str(data.get("custom_id", "")).removeprefix(FILLED_IN)
    return name, dict(_written(data.get("components") or []))


# A line stands in a row or under a label: https://docs.discord.com/developers/components/reference
def _written(components: list[Any]) -> Iterator[tuple[str, str]]:
    for component in components:
        inner = [*(component.get("components") or []), component.get("component") or {}]
        for line in inner:
            if "custom_id" in line:
                yield str(line["custom_id"]), str(line.get("value") or "")


def _line(question: Question, written: str) -> discord.ui.TextInput[Any]:
    hint = ", ".join(question.options) or question.hint
    return discord.ui.TextInput(
        label=cut(question.label, bounds.LINE_LABEL, utf16),
        custom_id=question.name,
        placeholder=cut(hint, bounds.LINE_HINT, utf16) or None,
        default=written or None,
        required=question.required,
    )
