"""Verdicts: what Telegram's answers mean for the courier, and what people can do about them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

from telegram.error import TelegramError

from bot.errors import (
    DeliveryError,
    DeliveryMoved,
    DeliveryRefused,
    DeliveryUnfit,
    DeliveryUnsure,
)
from bot.platforms.telegram.wire import Answered, Lost, Unreached

# Telegram has no codes for these: what it says is looked for. The sentences are of its own server,
# https://github.com/tdlib/telegram-bot-api and https://github.com/tdlib/td.
_CLOSED = {
    "bot was blocked by the user": "this person has blocked the bot",
    "user is deactivated": "this account is deleted",
    "bot was kicked": "the bot was removed from this chat; add it again",
    "bot is not a member": "the bot is not in this chat; add it again",
    "bot can't initiate conversation": "this person has to write to the bot first",
    "bot can't send messages to bots": "this is a bot, and bots hear nothing of each other",
    "chat not found": "Telegram knows no such chat, or the bot is not in it",
    "group chat was deactivated": "this group is deleted",
    "peer_id_invalid": "Telegram knows no such chat",
    "not enough rights to send": "the bot may not write here; an admin has to allow it",
    "need administrator rights in the channel": "the bot has to be an admin of the channel",
    "have no rights to send a message": "the bot may not write here; an admin has to allow it",
    "chat_write_forbidden": "the bot may not write here; an admin has to allow it",
    "topic_closed": "this topic is closed; an admin has to open it",
    "topic_deleted": "this topic is deleted",
    "message thread not found": "there is no such topic any more",
}

_LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")
_SAME = "message is not modified"

# A token that is revoked closes no room: the operator writes another one, and all goes on.
_LATER: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "Telegram does not know this bot's token",
    HTTPStatus.NOT_FOUND: "Telegram does not know this bot's token",
    HTTPStatus.SERVICE_UNAVAILABLE: "Telegram is down",
}

# Said by a proxy that lost sight of Telegram, or by Telegram after it may have done it.
_UNSURE_FROM = HTTPStatus.INTERNAL_SERVER_ERROR


def error_of(error: TelegramError) -> DeliveryError:
    """Say in the courier's words what came of a message; the courier decides what follows."""
    match error:
        case Unreached():
            return DeliveryError(str(error))
        case Answered():
            return _answered(error)
        case Lost():
            return DeliveryUnsure(str(error))
        case _:  # the library itself did not let it leave
            return DeliveryUnfit(f"it cannot be said on Telegram: {type(error).__name__}")


@contextmanager
def translated() -> Iterator[None]:
    """Let what goes wrong within be told in the courier's words."""
    try:
        yield
    except TelegramError as error:
        raise error_of(error) from None  # the cause may hold the address, and so the token


def is_same(error: TelegramError) -> bool:
    """Tell whether an edit would have changed nothing, which is all right."""
    return isinstance(error, Answered) and _SAME in error.description


def is_gone(error: TelegramError) -> bool:
    """Tell whether what was to be edited is there no more."""
    return isinstance(error, Answered) and any(said in error.description for said in _LOST)


def _answered(error: Answered) -> DeliveryError:
    if error.moved:
        return DeliveryMoved("the group is a supergroup now", chat=error.moved)
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return DeliveryError("Telegram asks for patience", retry_after=error.retry_after)
    closed = next((why for said, why in _CLOSED.items() if said in error.description), "")
    if closed or error.code == HTTPStatus.FORBIDDEN:
        return DeliveryRefused(closed or "Telegram does not let the bot write in this chat")
    if error.code in _LATER:
        return DeliveryError(_LATER[error.code])
    if error.code >= _UNSURE_FROM:
        return DeliveryUnsure(f"Telegram answered {error.code}")
    return DeliveryUnfit(f"Telegram answered {error.code}: {str(error)[:100]}")
