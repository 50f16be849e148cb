"""Within a time: work that is awaited for so long, on a clock that can be turned."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

from bot.chat import Picture
from bot.clock import Clock
from bot.commands import Service
from bot.platforms.discord.bounds import DRAW_WITHIN

log = logging.getLogger(__name__)


async def done_within(work: asyncio.Future[Any], span: timedelta, clock: Clock) -> bool:
    """Wait for work to be done or for the time to be over, and tell whether it is done."""
    if work.done():
        return True
    over = asyncio.ensure_future(clock.until(clock.now() + span))
    try:
        await asyncio.wait({work, over}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        over.cancel()
    return work.done()


async def drawn(service: Service, picture: Picture | None, clock: Clock) -> bytes | None:
    """Return a picture; None where there is none, or not in time. No message waits for one."""
    if picture is None:
        return None
    drawing = asyncio.ensure_future(service.draw(picture))
    try:
        if not await done_within(drawing, DRAW_WITHIN, clock):
            return None
    finally:
        drawing.cancel()
    if (error := drawing.exception()) is not None:
        log.error("a picture could not be drawn", extra={"of": picture.subject}, exc_info=error)
        return None
    return drawing.result()
