"""Telling: a parcel said in its room, as new, as an answer to its face or as an edit of it."""

import logging

from telegram.error import TelegramError

from bot.chat import Destination, Message
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import marked
from bot.errors import DeliveryRefused, DeliveryUnfit
from bot.platforms.telegram.keyboards import apart, buttons
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
    with translated():
        if edits and known:
            most = CAPTION_LIMIT if known.caption else TEXT_LIMIT
            actions = () if known.caption else apart(message.picture)
            keyboard = buttons((*message.actions, *actions))
            if await speaker.edit(room, known, message_said(message, most), keyboard):
                return str(known)
        answers = known.message if known and not edits else 0
        # An edit is news to nobody: where its face is gone it takes a new place without a sound.
        return str(await _said(speaker, room, message, answers=answers, silent=edits))


# One message, whatever becomes of its picture: what is told must not be told in halves.
async def _said(
    speaker: Speaker, room: Destination, message: Message, *, answers: int, silent: bool
) -> Face:
    said = message_said(message)
    if not silent and said.length <= CAPTION_LIMIT:
        png = await speaker.drawn(message.picture)
        if png is not None:
            try:
                return await speaker.show(
                    room, png, said, buttons(message.actions), answers=answers
                )
            except TelegramError as error:
                if not isinstance(error_of(error), DeliveryUnfit):
                    raise
                log.warning("a picture was not taken: %s", error, extra={"destination": str(room)})
    keyboard = buttons((*message.actions, *apart(message.picture)))
    return await speaker.say(room, said, keyboard, answers=answers, silent=silent)
