"""Hearing: updates as Telegram tells them, each once and in the order of its chat."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram import ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus

from bot.clock import Clock
from bot.platforms.telegram.conversation import SLOWER, Conversation
from bot.platforms.telegram.lanes import Lanes
from bot.platforms.telegram.options import owner, room
from bot.platforms.telegram.standing import Standing
from bot.platforms.telegram.wire import Json

KINDS = ("message", "channel_post", "callback_query", "inline_query", "my_chat_member")
"""What we want to hear of: https://core.telegram.org/bots/api#update."""

OLD = timedelta(minutes=10)
"""What was said longer ago, while nobody listened, is no command any more."""

REMEMBERED = 2000
"""Updates by their numbers: one that is told twice is heard once."""

_IN_IT = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED}
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError)

log = logging.getLogger(__name__)


class Hearing:
    """Hears updates; those that were `old` when we heard of them, or too `many`, are counted."""

    def __init__(self, standing: Standing, conversation: Conversation, clock: Clock) -> None:
        self.old = 0
        self.many = 0
        self._at = standing
        self._conversation = conversation
        self._clock = clock
        self._heard: dict[int, None] = {}
        self._lanes = Lanes()

    def hear(self, told: Json) -> None:
        """Take an update; it is worked on afterwards, and whatever it is, the next one is heard."""
        number = told.get("update_id")
        if not isinstance(number, int) or number in self._heard:
            return
        self._heard[number] = None
        if len(self._heard) > REMEMBERED:
            del self._heard[next(iter(self._heard))]
        try:
            update = Update.de_json(told, self._at.line)
        except _UNREADABLE:
            log.warning("an update cannot be read", extra={"update": number})
            return
        if update.message is not None and self._has_moved(update.message):
            return
        lane, work = self._work(update)
        if work is not None and not self._lanes.put(lane, work):
            self._spare(lane, update)

    def details(self) -> list[str]:
        """Say what was not heeded, where something was."""
        found = [f"telegram: {self.old} old messages were not heeded"] if self.old else []
        if self.many:
            found.append(f"telegram: {self.many} messages were too many at once")
        return found

    async def close(self, grace: timedelta) -> None:
        """Hear nothing more; what has begun may come to its end."""
        await self._lanes.close(grace)

    # Kept waiting, it would hold up what others say. A button spins until somebody says something.
    def _spare(self, lane: str, update: Update) -> None:
        self.many += 1
        query = update.callback_query
        if query is not None:
            self._lanes.put(f"full:{lane}", lambda: self._conversation.note(query, SLOWER))

    def _work(self, update: Update) -> tuple[str, Callable[[], Awaitable[None]] | None]:
        conversation = self._conversation
        if (query := update.callback_query) is not None:
            chat = query.message.chat.id if query.message else query.from_user.id
            return str(chat), lambda: conversation.pressed(query)
        if (typed := update.inline_query) is not None:
            return f"inline:{typed.from_user.id}", lambda: conversation.named(typed)
        if (member := update.my_chat_member) is not None:
            return str(member.chat.id), lambda: self._member(member)
        message = update.message or update.channel_post
        if message is not None:
            return str(message.chat.id), lambda: self._message(message)
        return "", None

    async def _message(self, message: Message) -> None:
        if message.date < self._clock.now() - OLD:
            self.old += 1
        elif message.text:
            await self._conversation.typed(message, message.text)

    async def _member(self, update: ChatMemberUpdated) -> None:
        chat, status = update.chat, update.new_chat_member.status
        self._at.rights.forget(chat.id)
        if chat.type == chat.PRIVATE:
            return
        if status not in _IN_IT:
            self._at.door.left(chat.id)
            return
        added = update.old_chat_member.status not in _IN_IT
        if added and self._at.door.invited(chat.id, update.from_user.id):
            self._at.ties.learn(room(chat.id), owner(chat.id))

    # Heard at once: who speaks under the new number does not wait for what the old one waits for.
    def _has_moved(self, message: Message) -> bool:
        if message.migrate_to_chat_id is not None:
            self._moved(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:
            self._moved(message.migrate_from_chat_id, message.chat.id)
        else:
            return False
        return True

    def _moved(self, old: int, new: int) -> None:
        log.warning("a group goes on under another number", extra={"from": old, "to": new})
        self._at.door.moved(old, new)
        self._at.ties.follow(room(old), room(new))
