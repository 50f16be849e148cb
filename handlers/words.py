"""Words people type after a command, and how they are shown again."""

from collections.abc import Collection, Iterable
from typing import NewType

from bot.commands import Choice
from bot.rules import faults

ListName = NewType("ListName", str)
"""The name of a watchlist there is."""

RuleName = NewType("RuleName", str)
"""The name of a rule there is."""

Subject = NewType("Subject", str)
"""What an alert may be about: a symbol or the name of a watchlist."""

IncidentName = NewType("IncidentName", str)
"""The whole name of an incident that lives."""

SilenceName = NewType("SilenceName", str)
"""The whole name of a silence there is."""

RoomName = NewType("RoomName", str)
"""The name of a room there is, `platform:chat`."""

Cause = NewType("Cause", str)
"""What may have rung: the name of a rule, or the whole name of an incident that lives."""

CommandName = NewType("CommandName", str)
"""The name of a command as people write it; it may have two words."""

SHORT = 5
"""Characters a name is shown with, where they are enough to tell it from the others."""


_TELLING = 3  # letters of a longer name that say which one is meant


def echo(word: str) -> str:
    """Repeat what somebody typed, as far as it can be shown in a sentence."""
    shown = "".join(c if c.isprintable() else "·" for c in word)
    return shown if len(shown) <= faults.WORD else shown[: faults.WORD - 1] + "…"


def likeliest(typed: str, known: Iterable[Choice]) -> list[Choice]:
    """Sort out what may be meant by what was typed so far: what begins so, then what holds it."""
    wanted = typed.strip().lower().removeprefix("$")
    if not wanted:
        return list(known)  # whoever lists them knows which matter most
    places = {choice: _place(wanted, choice) for choice in known}
    found = [choice for choice, place in places.items() if place is not None]
    return sorted(found, key=lambda choice: (places[choice], choice.label))


def _place(wanted: str, choice: Choice) -> int | None:
    value, label = choice.value.lower(), choice.label.lower()
    if value.startswith(wanted):
        return 0 if value == wanted else 1
    if any(word.startswith(wanted) for word in label.split()):
        return 2
    return 3 if wanted in label or wanted in value else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word somebody most likely meant, misspelt or left half unsaid."""
    spelt = {k.lower(): k for k in known}
    typed = word.lower()
    within = (k for k in spelt if typed in k and len(typed) >= _TELLING)
    close = faults.nearest(typed, spelt) or next(within, None)
    return spelt[close] if close else None


def command_name(text: str) -> CommandName:
    """Read the name of a command as any platform spells it: `/watchlist_show@prebell_bot`."""
    first, _, rest = text.strip().removeprefix("/").partition(" ")
    words = f"{first.partition('@')[0].replace('_', ' ')} {rest}".split()
    return CommandName(" ".join(words).lower())


def short(name: str, names: Collection[str]) -> str:
    """Show as much of a name as tells it from the others, however they are written."""
    others = [other.lower() for other in names if other != name]
    lengths = range(SHORT, len(name))
    told = (name[:n] for n in lengths if not any(o.startswith(name[:n].lower()) for o in others))
    return next(told, name)
