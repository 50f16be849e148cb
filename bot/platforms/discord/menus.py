"""Menus: the commands as Discord lists them, and what somebody has picked of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot.commands import Offered, Parameter
from bot.fitting import cut, utf16
from bot.platforms.discord import bounds
from bot.platforms.discord.shown import Json

ALONE = "show"
"""What a command is called beneath its own name where others begin with it: `/sector show`."""


class Kind(IntEnum):
    """What an option holds.

    https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type
    """

    SUBCOMMAND = 1
    STRING = 3
    INTEGER = 4


_NESTED = {Kind.SUBCOMMAND, 2}

# In servers and in private with the bot, and installed to servers alone.
_PLACES: Json = {"contexts": [0, 1], "integration_types": [0]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What somebody picked: a command's name as it is offered, and words by their parameters.

    `typing` is the parameter in which they are typing just now.
    """

    name: str
    given: Mapping[str, str]
    typing: str = ""


class Menu:
    """Lists commands for Discord; one of two words is a command beneath the first of them."""

    def __init__(self, offered: Iterable[Offered]) -> None:
        self._offered = {command.name: command for command in offered}
        self._names = dict(self._named())

    def listed(self) -> list[Json]:
        """Write the commands as Discord takes them."""
        found: dict[str, Json] = {}
        for path, name in self._names.items():
            first, _, second = path.partition(" ")
            command = _command(self._offered[name], second or first)
            if not second:
                found[first] = command | _PLACES
                continue
            group = found.setdefault(first, _group(first))
            group["options"].append({"type": int(Kind.SUBCOMMAND), **command})
        return list(found.values())[: bounds.COMMANDS]

    def picked(self, data: Mapping[str, Any]) -> Picked:
        """Read what somebody picked of the menu."""
        words, options = [str(data.get("name", ""))], data.get("options") or []
        while options and options[0].get("type") in _NESTED:
            words.append(str(options[0].get("name", "")))
            options = options[0].get("options") or []
        path = " ".join(words)
        given = {str(one["name"]): str(one.get("value", "")) for one in options}
        typing = next((str(one["name"]) for one in options if one.get("focused")), "")
        return Picked(name=self._names.get(path, path), given=given, typing=typing)

    def offered(self, name: str) -> Offered | None:
        """Return a command by the name it is offered by."""
        return self._offered.get(name)

    def asked_in(self, text: str) -> Offered | None:
        """Return the command that a text begins with."""
        words = text.strip().removeprefix("/").lower().split()
        for length in (2, 1):
            if command := self._offered.get(" ".join(words[:length])):
                return command
        return None

    # The paths that people pick, each with the name it stands for; those of a group stand together.
    def _named(self) -> Iterable[tuple[str, str]]:
        groups = {first for first, space, _ in self._split() if space}
        for first in dict.fromkeys(first for first, _, _ in self._split()):
            for name in (n for n in self._offered if n.partition(" ")[0] == first):
                alone = name in groups and f"{name} {ALONE}" not in self._offered
                if name not in groups or alone:
                    yield f"{name} {ALONE}" if alone else name, name

    def _split(self) -> Sequence[tuple[str, str, str]]:
        return [name.partition(" ") for name in self._offered]


def digest(commands: Iterable[Mapping[str, Any]]) -> str:
    """Return what two lists of commands have in common only where people see the same."""
    told = sorted((_told(command) for command in commands), key=lambda one: str(one["name"]))
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _group(name: str) -> Json:
    return {"type": 1, "name": name, "description": f"/{name} and what belongs to it"} | {
        "options": [],
        **_PLACES,
    }


def _command(offered: Offered, name: str) -> Json:
    options = [_option(p, may_be_left_out=bool(offered.form)) for p in offered.parameters]
    described = cut(offered.summary, bounds.DESCRIPTION_OF_A_COMMAND, utf16)
    return {"type": 1, "name": name, "description": described, "options": options}


# What has a form may be called without a word: then the form opens.
def _option(parameter: Parameter, *, may_be_left_out: bool) -> Json:
    described = cut(parameter.meaning, bounds.DESCRIPTION_OF_A_COMMAND, utf16)
    option: Json = {
        "type": int(Kind.INTEGER if parameter.whole else Kind.STRING),
        "name": parameter.name,
        "description": described or parameter.word,
        "required": parameter.required and not may_be_left_out,
    }
    if 0 < len(parameter.choices) <= bounds.CHOICES:
        option["choices"] = [{"name": choice, "value": choice} for choice in parameter.choices]
    elif parameter.suggests:
        option["autocomplete"] = True
    return option


# Discord adds names, versions and defaults of its own; this is what we decide on.
def _told(command: Mapping[str, Any]) -> Json:
    told: Json = {name: command.get(name) for name in ("type", "name", "description")}
    told["contexts"] = sorted(command.get("contexts") or [])
    told["integration_types"] = sorted(command.get("integration_types") or [])
    told["options"] = [_told_option(option) for option in command.get("options") or []]
    return told


def _told_option(option: Mapping[str, Any]) -> Json:
    told: Json = {name: option.get(name) for name in ("type", "name", "description")}
    told |= {name: bool(option.get(name)) for name in ("required", "autocomplete")}
    told["choices"] = [(c["name"], c["value"]) for c in option.get("choices") or []]
    told["options"] = [_told_option(inner) for inner in option.get("options") or []]
    return told
