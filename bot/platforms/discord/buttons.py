"""Buttons: what pressing one means stands in its name, and nowhere else."""

from collections.abc import Iterable

from bot.chat import Action
from bot.fitting import clean, cut, utf16
from bot.platforms.discord import bounds
from bot.platforms.discord.shown import Button

PRESS, PAGE, FORM = "pb:", "pp:", "pf:"
"""How names begin: of an action, of a page of an answer, of what opens a form."""


def rows(actions: Iterable[Action], *, most: int = bounds.ROWS) -> tuple[tuple[Button, ...], ...]:
    """Set actions in rows; what is there twice, or more than a message takes, is left out."""
    named = {PRESS + action.text: action.label for action in actions}
    buttons = [
        Button(label=_label(label), name=name) for name, label in named.items() if fits(name)
    ]
    places = range(0, min(len(buttons), most * bounds.IN_A_ROW), bounds.IN_A_ROW)
    return tuple(tuple(buttons[place : place + bounds.IN_A_ROW]) for place in places)


def turning(question: str, page: int, last: int) -> tuple[Button, ...]:
    """Make the buttons `«` `2/5` `»`; `question` is asked anew for each page that is turned to."""
    return (
        Button(label="«", name=page_name(question, page - 1), disabled=page == 1),
        Button(label=f"{page}/{last}", name=page_name("", page), disabled=True),
        Button(label="»", name=page_name(question, page + 1), disabled=page == last),
    )


def page_name(question: str, page: int) -> str:
    """Name a page of an answer: `pp:2:/incidents`."""
    return f"{PAGE}{page}:{question}"


def fits(name: str) -> bool:
    """Tell whether Discord takes a name of a button."""
    return utf16(name) <= bounds.CUSTOM_ID


def _label(label: str) -> str:
    return cut(" ".join(clean(label).split()), bounds.BUTTON_LABEL, utf16) or "…"
