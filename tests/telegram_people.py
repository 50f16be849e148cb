"""People on a loopback Telegram: they type, tap, press, look up, and let the bot in or out."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram_world import BOT, Button, Chat, Json, Seen, me, member, user

if TYPE_CHECKING:
    from tests.telegram_server import TelegramServer

PATIENCE = 10
"""Seconds after which an answer that a test waits for is missing."""


@dataclass(frozen=True, slots=True)
class Note:
    """Is what an app shows whoever pressed a button: a few words, or a box that stays."""

    text: str
    alert: bool


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """Is somebody who uses an app; `private` is their chat with the bot."""

    id: int
    name: str
    server: "TelegramServer"
    private: Chat
    language: str = "en"

    @property
    def json(self) -> Json:
        return user(self.id, self.name, self.language)

    def types(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        topic: int | None = None,
        answers: Seen | None = None,
        **more: Any,  # noqa: ANN401 (fields of a message, such as `sender_chat`)
    ) -> int:
        """Write into a chat, else in private; return the number of the message.

        The bot hears of it where its privacy mode lets it: commands, and answers to what it said.
        """
        server, there = self.server, chat or self.private
        if there.kind == "private":
            there.bot, there.muted = True, False
        there.members.add(self.id)
        seen = Seen(
            chat=there.id,
            number=next(server.numbers),
            at=server.clock.now(),
            text=text,
            topic=topic,
            person=self.id,
        )
        server.seen.append(seen)
        to_us = answers is not None and answers.person == BOT
        if there.bot and (there.kind in {"private", "channel"} or text.startswith("/") or to_us):
            told = _message(seen, there) | {"from": self.json}
            if answers is not None:
                told["reply_to_message"] = _message(answers, there)
            kind = "channel_post" if there.kind == "channel" else "message"
            server.tell({kind: told | more})
        return seen.number

    async def asks(self, text: str, chat: Chat | None = None, **more: Any) -> Seen:  # noqa: ANN401
        """Write something, and return the next thing the bot says in that chat."""
        there = chat or self.private
        before = len(self.server.read_in(there))
        self.types(text, there, **more)
        return await self.server.next_in(there, before)

    async def taps(self, seen: Seen, word: str) -> Seen:
        """Tap on a word under a message, and return what the bot says next."""
        assert word in seen.words, f"{word!r} is none of {seen.words}"
        return await self.asks(word, self.server.chats[seen.chat], topic=seen.topic, answers=seen)

    async def presses(self, seen: Seen, label: str) -> Note:
        """Press a button, and return what the app shows then."""
        return await self.sends(seen, seen.button(label))

    async def sends(self, seen: Seen, button: Button) -> Note:
        """Send a button's data, as an app does; a forged one is a button of one's own."""
        assert button.data, f"{button.label!r} sends nothing"
        query = f"q{next(self.server.numbers)}"
        note: asyncio.Future[Note] = asyncio.get_running_loop().create_future()
        self.server.notes[query] = note
        message = _message(seen, self.server.chats[seen.chat]) | {"from": me()}
        told = {"id": query, "from": self.json, "chat_instance": "1", "data": button.data}
        self.server.tell({"callback_query": told | {"message": message}})
        async with asyncio.timeout(PATIENCE):
            return await note

    async def looks_up(self, typed: str) -> list[Json]:
        """Type behind the bot's name in some chat, and return what there is to choose from.

        Each has `title` and `description`, and `shown` is what choosing it would say.
        """
        query = f"i{next(self.server.numbers)}"
        found: asyncio.Future[list[Json]] = asyncio.get_running_loop().create_future()
        self.server.choices[query] = found
        told = {"id": query, "from": self.json, "query": typed, "offset": ""}
        self.server.tell({"inline_query": told})
        async with asyncio.timeout(PATIENCE):
            return await found

    def adds_the_bot(self, chat: Chat) -> None:
        """Add the bot to a group."""
        chat.bot = True
        self._makes(chat, "left", "member")

    def removes_the_bot(self, chat: Chat) -> None:
        """Remove the bot from a group."""
        chat.bot = False
        self._makes(chat, "member", "kicked")

    def blocks_the_bot(self) -> None:
        """Want to hear nothing more in private."""
        self.private.bot = False
        self._makes(self.private, "member", "kicked")

    def _makes(self, chat: Chat, before: str, after: str) -> None:
        told = {
            "chat": chat.json,
            "from": self.json,
            "date": int(self.server.clock.now().timestamp()),
            "old_chat_member": member(me(), before),
            "new_chat_member": member(me(), after),
        }
        self.server.tell({"my_chat_member": told})


def _message(seen: Seen, chat: Chat) -> Json:
    told: Json = {
        "message_id": seen.number,
        "date": int(seen.at.timestamp()),
        "chat": chat.json,
        "text": seen.text,
    }
    if seen.topic is not None:
        told |= {"message_thread_id": seen.topic, "is_topic_message": True}
    return told
