"""What is shown: a message as Discord takes it, whichever way it goes there."""

from dataclasses import dataclass
from typing import Any

from bot.chat import Attachment

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button; what pressing it means is in its `name`, so that it outlives us."""

    label: str
    name: str
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message: embeds, rows of buttons, files; `role` is called, and nobody besides.

    A `silent` one makes no sound on anybody's telephone.
    """

    embeds: tuple[Json, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    files: tuple[Attachment, ...] = ()
    role: str = ""
    silent: bool = False

    @property
    def content(self) -> str:
        """What stands over the embeds: the call, where there is one."""
        return f"<@&{self.role}>" if self.role else ""

    def body(self) -> Json:
        """Write it as the body of a request, without its files."""
        return {
            **({"content": self.content} if self.role else {}),
            **({"flags": _SILENT} if self.silent else {}),
            "embeds": list(self.embeds),
            "components": [_row(row) for row in self.rows],
            "allowed_mentions": {"parse": [], "roles": [self.role] if self.role else []},
            "attachments": [{"id": n, "filename": file.name} for n, file in enumerate(self.files)],
        }


# https://docs.discord.com/developers/resources/message#message-object-message-flags
_SILENT = 1 << 12


# https://docs.discord.com/developers/components/reference#action-row
def _row(row: tuple[Button, ...]) -> Json:
    return {"type": 1, "components": [_button(button) for button in row]}


def _button(button: Button) -> Json:
    return {
        "type": 2,
        "style": 2,
        "label": button.label,
        "custom_id": button.name,
        "disabled": button.disabled,
    }
