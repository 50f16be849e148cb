"""The speaker: one thing said, shown or changed in a chat, each in one call of Telegram's."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from telegram import (
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.chat import Attachment, Destination, Picture
from bot.commands import Service
from bot.platforms.telegram import verdict
from bot.platforms.telegram.rendering import Said
from bot.platforms.telegram.wire import Line

DRAWN_WITHIN = timedelta(seconds=1.5)
"""What takes longer is left out: the words are what matters, and they are late already."""

PHOTO_LIMIT = 10_000_000  # bytes: https://core.telegram.org/bots/api#sendphoto

GENERAL = "1"
"""The topic every forum has; to name it is an error, though it is told as one."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_CAPTION = "c"

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


@dataclass(frozen=True, slots=True)
class Face:
    """Names a message of ours: its number, and whether its words are those under a picture."""

    message: int
    caption: bool = False

    def __str__(self) -> str:
        return f"{self.message}{_CAPTION if self.caption else ''}"

    @classmethod
    def read(cls, ref: str) -> "Face | None":
        """Read a name that was given before; None where it is none of ours."""
        number = ref.removesuffix(_CAPTION)
        if not number.isascii() or not number.isdigit():
            return None
        return cls(int(number), ref.endswith(_CAPTION))


class Speaker:
    """Speaks in chats; what Telegram says no to is raised as a TelegramError."""

    def __init__(self, line: Line, service: Service) -> None:
        self._line = line
        self._service = service

    async def drawn(self, picture: Picture | None) -> bytes | None:
        """Return a picture, where it can be drawn in time."""
        if picture is None:
            return None
        try:
            async with asyncio.timeout(DRAWN_WITHIN.total_seconds()):
                png = await self._service.draw(picture)
        except TimeoutError:
            return None
        return png if png and len(png) <= PHOTO_LIMIT else None

    async def say(
        self,
        room: Destination,
        said: Said,
        keyboard: Keyboard | None = None,
        *,
        answers: int = 0,
        silent: bool = False,
    ) -> Face:
        """Say something as a message of its own, which may answer another."""
        sent = await self._line.send_message(
            room.chat,
            said.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=_topic(room),
            reply_markup=keyboard,
            reply_parameters=_answering(answers),
            link_preview_options=_NO_PREVIEW,
            disable_notification=silent,
        )
        return Face(sent.message_id)

    async def show(
        self,
        room: Destination,
        png: bytes,
        said: Said | None = None,
        keyboard: Keyboard | None = None,
        *,
        answers: int = 0,
    ) -> Face:
        """Show a picture, with words under it or without."""
        sent = await self._line.send_photo(
            room.chat,
            png,
            caption=said.html if said else None,
            parse_mode=ParseMode.HTML,
            message_thread_id=_topic(room),
            reply_markup=keyboard,
            reply_parameters=_answering(answers),
            disable_notification=said is None,
            filename="chart.png",
        )
        return Face(sent.message_id, caption=True)

    async def attach(self, room: Destination, file: Attachment, *, answers: int = 0) -> None:
        """Send a file."""
        await self._line.send_document(
            room.chat,
            file.content,
            filename=file.name,
            message_thread_id=_topic(room),
            reply_parameters=_answering(answers),
            disable_notification=True,
        )

    async def edit(
        self, room: Destination, face: Face, said: Said, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Let a message of ours say something else; tell whether it is there to do so."""
        try:
            if face.caption:
                await self._line.edit_message_caption(
                    room.chat,
                    face.message,
                    caption=said.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                )
            else:
                await self._line.edit_message_text(
                    said.html,
                    room.chat,
                    face.message,
                    parse_mode=ParseMode.HTML,
                    reply_markup=keyboard,
                    link_preview_options=_NO_PREVIEW,
                )
        except TelegramError as error:
            if verdict.is_gone(error):
                return False
            if not verdict.is_same(error):
                raise
        return True


def _topic(room: Destination) -> int | None:
    return int(room.thread) if room.thread and room.thread != GENERAL else None


def _answering(message: int) -> ReplyParameters | None:
    return ReplyParameters(message, allow_sending_without_reply=True) if message else None
