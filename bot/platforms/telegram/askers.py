"""Askers: who said something, where, and in whose name."""

from dataclasses import dataclass

from telegram import CallbackQuery, Chat, InlineQuery, Message, User
from telegram.constants import ChatType

from bot.chat import Destination
from bot.platforms.telegram.options import owner, room

LANGUAGE = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Is somebody in a chat; `message` is what they wrote, or what they pressed a button of.

    An admin may speak in the name of the group (`as_chat`), and a channel always does; then nobody
    can be told anything in private. A `guest` speaks in the name of another chat.
    """

    chat: int
    kind: str
    person: int
    name: str
    message: int = 0
    thread: str | None = None
    language: str = LANGUAGE
    as_chat: bool = False
    guest: bool = False

    @property
    def private(self) -> bool:
        return self.kind == ChatType.PRIVATE

    @property
    def room(self) -> Destination:
        return room(self.chat, self.thread)

    @property
    def owner(self) -> str:
        return owner(self.chat)


def of_message(message: Message) -> Asker | None:
    """Say who wrote a message; None for what no person has said just now."""
    user, chat, by = message.from_user, message.chat, message.sender_chat
    if message.via_bot or message.is_automatic_forward or message.forward_origin:
        return None
    # Only of a topic: in other groups the field names a thread of answers.
    thread = str(message.message_thread_id) if message.is_topic_message else None
    if by is not None and by.id != user_id(user):
        return Asker(
            chat=chat.id,
            kind=chat.type,
            person=by.id,
            name=by.title or by.username or "",
            message=message.message_id,
            thread=thread,
            as_chat=by.id == chat.id,
            guest=by.id != chat.id,
        )
    return _person(user, chat, message.message_id, thread)


def of_press(query: CallbackQuery) -> Asker | None:
    """Say who pressed a button; None where it is of a message in no chat of ours."""
    message = query.message
    if message is None:
        return None
    topic = isinstance(message, Message) and message.is_topic_message
    thread = str(message.message_thread_id) if topic and isinstance(message, Message) else None
    return _person(query.from_user, message.chat, message.message_id, thread)


def of_inline(query: InlineQuery) -> Asker | None:
    """Say who types our name in whatever chat; what they see is what they see in private."""
    user = query.from_user
    return _person(user, Chat(id=user.id, type=ChatType.PRIVATE), 0, None)


def user_id(user: User | None) -> int:
    return user.id if user else 0


def _person(user: User | None, chat: Chat, message: int, thread: str | None) -> Asker | None:
    if user is None or user.is_bot:
        return None
    return Asker(
        chat=chat.id,
        kind=chat.type,
        person=user.id,
        name=user.full_name,
        message=message,
        thread=thread,
        language=user.language_code or LANGUAGE,
    )
