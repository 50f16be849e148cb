"""Keyboards: buttons under a message, and words to tap on while a form is filled in.

A button's data is the text of its action and nothing else, so it needs no memory of ours.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.chat import ACTION_LIMIT, Action
from bot.fitting import clean, cut, utf16

IN_A_ROW = 3
MOST = 100  # buttons of a keyboard: https://core.telegram.org/method/messages.sendMessage
LABEL = 40
PLACEHOLDER = 64  # characters: https://core.telegram.org/bots/api#forcereply

Key = TypeVar("Key", InlineKeyboardButton, KeyboardButton)

# A page of an answer that is asked for again: no command begins like that.
_PAGE = re.compile(r"~(?P<page>\d{1,4}) (?P<text>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a pressed button asks, and the page of its answer, from 1; 0 where none was named."""

    text: str
    page: int = 0

    @classmethod
    def read(cls, data: str) -> "Pressed":
        found = _PAGE.fullmatch(data)
        return cls(found["text"], int(found["page"])) if found else cls(data)


Asking = ReplyKeyboardMarkup | ForceReply


def buttons(
    actions: Sequence[Action], text: str = "", page: int = 1, pages: int = 1
) -> InlineKeyboardMarkup | None:
    """Make the buttons of a message; of a longer one those as well that turn its pages."""
    turning = _turning(text, page, pages) if pages > 1 else []
    made = [_button(action.label, action.text) for action in actions if _fits(action.text)]
    rows = [turning, *_rows(made[: MOST - len(turning)])] if turning else _rows(made)
    return InlineKeyboardMarkup(rows) if rows else None


def turns(text: str) -> bool:
    """Tell whether a button has room for the page of an answer and what asks for it."""
    return bool(text) and _fits(_page(9999, text))


def link(label: str, url: str) -> InlineKeyboardMarkup:
    """Make the one button of a message lead somewhere."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(_label(label), url=url)]])


def asking(options: Iterable[str], hint: str) -> Asking:
    """Make a keyboard of answers for the one person who is asked; or let them type."""
    # `selective` shows it to whoever the message answers: the others in a group see nothing.
    shown = cut(clean(hint), PLACEHOLDER, utf16) or None
    words = [cleaned for option in options if (cleaned := clean(option).strip())]
    if not words:
        return ForceReply(selective=True, input_field_placeholder=shown)
    return ReplyKeyboardMarkup(
        _rows([KeyboardButton(word) for word in words[:MOST]]),
        resize_keyboard=True,
        one_time_keyboard=True,
        selective=True,
        input_field_placeholder=shown,
    )


def _turning(text: str, page: int, pages: int) -> list[InlineKeyboardButton]:
    if not turns(text):
        return []
    back, on = (page - 2) % pages + 1, page % pages + 1
    return [
        _button("«", _page(back, text)),
        _button(f"{page}/{pages}", _page(page, text)),
        _button("»", _page(on, text)),
    ]


def _page(page: int, text: str) -> str:
    return f"~{page} {text}"


def _fits(data: str) -> bool:
    try:
        return 0 < len(data.encode()) <= ACTION_LIMIT
    except UnicodeEncodeError:  # half of a letter, which no platform takes
        return False


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(_label(label) or "…", callback_data=data)


def _label(text: str) -> str:
    return cut(" ".join(clean(text).split()), LABEL, utf16)


def _rows(made: Sequence[Key]) -> list[list[Key]]:
    return [list(made[at : at + IN_A_ROW]) for at in range(0, len(made), IN_A_ROW)]
