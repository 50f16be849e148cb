"""Telling: a parcel said in its room, as new, as an answer to its face or as an edit of it."""

import logging

from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.chat import Destination, Message
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import marked
from bot.errors import DeliveryRefused, DeliveryUnfit
from bot.platforms.telegram.keyboards import buttons
from bot.platforms.telegram.rendering import CAPTION_LIMIT, TEXT_LIMIT, message_said
from bot.platforms.telegram.speaker import Face, Speaker
from bot.platforms.telegram.verdict import error_of, translated

log = logging.getLogger(__name__)


async def tell(speaker: Speaker, parcel: Parcel, *, face: str, repeat: bool) -> str:
    """Say a parcel, and return the name of its face. Raises DeliveryError."""
    room, known, edits = parcel.destination, Face.read(face), parcel.manner is Manner.EDIT
    if room.thread is not None and not room.thread.isdigit():
        raise DeliveryRefused(f"{room.thread!r} is no topic; topics have numbers")
    message = marked(parcel.message, repeat=repeat)
    keyboard = buttons(message.actions)
    with translated():
        if edits and known:
            most = CAPTION_LIMIT if known.caption else TEXT_LIMIT
            if await speaker.edit(room, known, message_said(message, most), keyboard):
                return str(known)
        answers = known.message if known and not edits else 0
        # An edit is news to nobody: where its face is gone it takes a new place without a sound.
        return str(await _said(speaker, room, message, keyboard, answers, silent=edits))


# One message, whatever becomes of its picture: a chart that has no room is a button away.
async def _said(  # noqa: PLR0913 (what a message is said with)
    speaker: Speaker,
    room: Destination,
    message: Message,
    keyboard: InlineKeyboardMarkup | None,
    answers: int,
    *,
    silent: bool,
) -> Face:
    said = message_said(message)
    if not silent and said.length <= CAPTION_LIMIT:
        png = await speaker.drawn(message.picture)
        if png is not None:
            try:
                return await speaker.show(room, png, said, keyboard, answers=answers)
            except TelegramError as error:
                if not isinstance(error_of(error), DeliveryUnfit):
                    raise
                log.warning("a picture was not taken: %s", error, extra={"destination": str(room)})
    return await speaker.say(room, said, keyboard, answers=answers, silent=silent)
