"""Places: the rooms that somebody may name, which are those of whoever asks."""

import re

from bot.chat import Call, Destination
from bot.errors import UserError
from bot.owners import EVERYBODY
from bot.rules import faults
from bot.texts import said, unsaid
from handlers.desk import Desk

HERE = "here"

_NO_ROOM = unsaid("{word} is no room; write `here`, or ask in the room itself.")
_NOT_YOURS = unsaid("{word} is not known as a room of yours; write `here` in it instead.")

# A channel as Discord sends it: https://docs.discord.com/developers/reference#message-formatting
_CHANNEL = re.compile(r"<#(\d{15,20})>", re.ASCII)


def place(word: str, call: Call, desk: Desk) -> Destination:
    """Read `here`, or another room of the same server or chat. Raises UserError."""
    if word.lower() == HERE:
        return call.room
    found = _read(word, call)
    if found is None:
        raise UserError(said(_NO_ROOM, word=faults.quoted(word)))
    if desk.tenants.owner(found) != call.viewer:
        raise UserError(said(_NOT_YOURS, word=faults.quoted(word)))
    return found


def named(room: Destination, call: Call) -> str:
    """Name a room as whoever asks would."""
    return HERE if room == call.room else str(room)


def owned_by_somebody(call: Call, instead: str) -> None:
    """Raise UserError where the operator asks, who owns no rooms, with what to do instead."""
    if call.viewer == EVERYBODY:
        theirs = said("The operator's rooms have this from the settings file.")
        raise UserError(f"{theirs}\n{instead}")


def _read(word: str, call: Call) -> Destination | None:
    if (channel := _CHANNEL.fullmatch(word)) is not None:
        return Destination(platform=call.room.platform, chat=channel[1])
    try:
        return Destination.parse(word)
    except ValueError:
        return None
