"""Answering: replies on their way to whoever asked, in the order of their chat."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from http import HTTPStatus
from typing import TypeVar

from telegram import ReplyKeyboardRemove
from telegram.error import TelegramError

from bot.chat import Action, Attachment, Destination, Picture, Reply
from bot.clock import Clock
from bot.platforms.telegram import keyboards
from bot.platforms.telegram.askers import Asker
from bot.platforms.telegram.lanes import Lanes
from bot.platforms.telegram.options import room
from bot.platforms.telegram.rendering import (
    CAPTION_LIMIT,
    Said,
    reply_file,
    reply_pages,
    sentence,
)
from bot.platforms.telegram.speaker import Face, Keyboard, Speaker
from bot.platforms.telegram.wire import Answered, Unreached

TRIES = 5
PATIENCE = timedelta(minutes=5)
"""Who asked has gone by then; nobody waits that long for an answer."""

PAUSE = timedelta(seconds=1)
STRANGERS = 1000
"""Strangers who may wait to hear that the bot is not for them; each waits for the one before."""

A_STRANGER = timedelta(seconds=1)
"""How often one of them is told: what Telegram lets us say is for those whom the bot is for."""

LEAFED = 10
"""Pages that people may turn; an answer that has more comes as a file as well."""

FOR_YOU_ALONE = "The answer is for you alone. Open a chat with me first, then ask there."

log = logging.getLogger(__name__)

T = TypeVar("T")


class Answering:
    """Brings replies where they belong: to the chat, or to the person alone."""

    def __init__(self, speaker: Speaker, clock: Clock) -> None:
        self.username = ""
        self._speaker = speaker
        self._clock = clock
        self._lanes = Lanes()
        self._strangers = Lanes(waiting=STRANGERS)
        self._next_stranger = clock.now()

    def answer(
        self, asker: Asker, reply: Reply, text: str, *, alone: bool = False, ends: bool = False
    ) -> None:
        """Bring a reply; `alone` keeps it from everybody else, and `text` asks for it again.

        Where a form `ends`, the words to tap on go.
        """
        if alone and not asker.private:
            self._put(asker, lambda: self._alone(asker, reply))
        else:
            self._put(
                asker,
                lambda: self._brought(asker.room, reply, text, answers=asker.message, ends=ends),
            )

    def ask(self, asker: Asker, said: Said, keyboard: keyboards.Asking) -> None:
        """Ask a question of whoever is being asked."""
        self._put(
            asker,
            lambda: self._sent(
                lambda: self._speaker.say(asker.room, said, keyboard, answers=asker.message)
            ),
        )

    def tell(self, asker: Asker, text: str, *, ends: bool = False) -> None:
        """Say a sentence of our own; where a form `ends`, its keyboard goes."""
        keyboard = ReplyKeyboardRemove(selective=True) if ends else None
        self._put(
            asker,
            lambda: self._sent(
                lambda: self._speaker.say(
                    asker.room, sentence(text), keyboard, answers=asker.message
                )
            ),
        )

    def refuse(self, asker: Asker, text: str) -> None:
        """Tell a stranger that the bot is not for them, when nobody else is kept waiting for it."""

        async def refused() -> None:
            await self._clock.until(self._next_stranger)
            self._next_stranger = self._clock.now() + A_STRANGER
            await self._speaker.say(asker.room, sentence(text), answers=asker.message)

        self._strangers.put("strangers", refused)

    def turn(self, asker: Asker, face: Face, reply: Reply, text: str, page: int) -> None:
        """Let a message show another page of a reply."""
        pages = reply_pages(reply)
        page = min(max(page, 1), len(pages))
        keyboard = keyboards.buttons(reply.actions, text, page, len(pages))
        self._put(
            asker,
            lambda: self._sent(
                lambda: self._speaker.edit(asker.room, face, pages[page - 1], keyboard)
            ),
        )

    async def close(self, grace: timedelta) -> None:
        """Bring what is on its way, and nothing more."""
        await asyncio.gather(self._lanes.close(grace), self._strangers.close(timedelta()))

    def _put(self, asker: Asker, work: Callable[[], Awaitable[object]]) -> None:
        async def done() -> None:
            await work()

        if not self._lanes.put(str(asker.chat), done):
            log.warning(
                "too much waits for a chat: an answer is left out", extra={"chat": asker.chat}
            )

    async def _alone(self, asker: Asker, reply: Reply) -> None:
        if asker.as_chat or asker.guest:  # a chat cannot be told in private
            await self._pointed(asker)
            return
        try:
            # No text: pages turned there would be asked for of that chat, not of this one.
            await self._brought(room(asker.person), reply, "", answers=0)
        except Answered as error:
            if error.code not in {HTTPStatus.FORBIDDEN, HTTPStatus.BAD_REQUEST}:
                raise
            await self._pointed(asker)

    async def _pointed(self, asker: Asker) -> None:
        link = keyboards.link("Open the chat", f"https://t.me/{self.username}?start=hello")
        await self._sent(
            lambda: self._speaker.say(
                asker.room, sentence(FOR_YOU_ALONE), link, answers=asker.message
            )
        )

    async def _brought(
        self, there: Destination, reply: Reply, text: str, *, answers: int, ends: bool = False
    ) -> None:
        pages, picture = reply_pages(reply), reply.picture
        keyboard: Keyboard | None = keyboards.buttons(reply.actions, text, 1, len(pages))
        if keyboard is None and ends:
            keyboard = ReplyKeyboardRemove(selective=True)
        png = await self._speaker.drawn(picture)
        face = None
        if png is not None and len(pages) == 1 and pages[0].length <= CAPTION_LIMIT:
            face = await self._shown(there, png, pages[0], keyboard, answers)
        if face is None:
            face = await self._sent(
                lambda: self._speaker.say(there, pages[0], keyboard, answers=answers)
            )
            if png is not None and not _is_offered(picture, reply.actions):
                await self._shown(there, png, None, None, face.message)
        if len(pages) > (LEAFED if keyboards.turns(text) else 1):
            await self._attached(
                there, Attachment(name="answer.txt", content=reply_file(reply)), face
            )
        if reply.attachment is not None:
            await self._attached(there, reply.attachment, face)

    # A picture that Telegram does not like is left out.
    async def _shown(
        self,
        there: Destination,
        png: bytes,
        said: Said | None,
        keyboard: Keyboard | None,
        answers: int,
    ) -> Face | None:
        try:
            return await self._sent(
                lambda: self._speaker.show(there, png, said, keyboard, answers=answers)
            )
        except Answered as error:
            if error.code != HTTPStatus.BAD_REQUEST:
                raise
            log.warning("a picture was not taken: %s", error, extra={"destination": str(there)})
            return None

    async def _attached(self, there: Destination, file: Attachment, face: Face) -> None:
        await self._sent(lambda: self._speaker.attach(there, file, answers=face.message))

    # What may have arrived is not said again: an answer said twice is worse than one asked twice.
    async def _sent(self, work: Callable[[], Awaitable[T]]) -> T:
        pause, patience = PAUSE, PATIENCE
        for _ in range(TRIES - 1):
            try:
                return await work()
            except TelegramError as error:
                wait = _wait(error, pause)
                if wait is None or wait > patience:
                    raise
            patience -= wait
            pause *= 2
            await self._clock.until(self._clock.now() + wait)
        return await work()


def _is_offered(picture: Picture | None, actions: Iterable[Action]) -> bool:
    return picture is not None and any(picture.question == action.text for action in actions)


def _wait(error: TelegramError, pause: timedelta) -> timedelta | None:
    if isinstance(error, Unreached):
        return pause
    if isinstance(error, Answered) and error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return error.retry_after or pause
    if isinstance(error, Answered) and error.code == HTTPStatus.SERVICE_UNAVAILABLE:
        return pause
    return None
