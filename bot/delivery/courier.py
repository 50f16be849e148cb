"""Carries messages to rooms: a lane for each destination, so that none waits for another."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.chat import Audience, Destination, Message
from bot.clock import Clock
from bot.errors import DeliveryError, DeliveryRefused
from bot.ports import Platform

log = logging.getLogger(__name__)

PATIENCE = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30))
"""How long to wait before each further try, where the platform has not said."""

Left = Callable[[Message, Destination], None]
"""Hears of every message that has arrived, and where."""


@dataclass(slots=True, kw_only=True)
class Lane:
    """Holds what is on its way to one destination, in order, and how that has gone.

    `operators` says whether it is the operators' own, and hears what is for them alone; `disabled`
    why the destination takes nothing more, and is empty while it does.
    """

    destination: Destination
    platform: Platform
    operators: bool = False
    queue: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    sent: int = 0
    failed: int = 0
    disabled: str = ""

    def takes(self, message: Message) -> bool:
        """Tell whether a message is for those who sit there."""
        return not self.disabled and (self.operators or message.audience is Audience.MEMBERS)


class Courier:
    """Brings each message to every destination it is for, once, in order, trying again."""

    def __init__(self, *, clock: Clock, left: Left = lambda _message, _destination: None) -> None:
        self.lanes: list[Lane] = []
        self._clock = clock
        self._left = left
        self._tasks: list[asyncio.Task[None]] = []

    def open(
        self, destination: Destination, platform: Platform, *, operators: bool = False
    ) -> Lane:
        """Begin to carry what is offered from now on to `destination`."""
        lane = Lane(destination=destination, platform=platform, operators=operators)
        self.lanes.append(lane)
        self._tasks.append(asyncio.create_task(self._carry(lane)))
        return lane

    def offer(self, message: Message) -> None:
        """Take a message for every destination that it is for and that still takes any."""
        for lane in self.lanes:
            if lane.takes(message):
                lane.queue.put_nowait(message)

    async def drain(self) -> None:
        """Wait until everything that was offered has left or been given up."""
        await asyncio.gather(*(lane.queue.join() for lane in self.lanes))

    async def stop(self) -> None:
        """Stop carrying, whatever is still under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # The seam of one destination: what breaks here must not silence the other rooms.
    async def _carry(self, lane: Lane) -> None:
        while True:
            message = await lane.queue.get()
            try:
                if not lane.disabled:
                    await self._deliver(lane, message)
            except Exception:
                lane.failed += 1
                where = {"destination": str(lane.destination), "title": message.title}
                log.exception("message was given up", extra=where)
            finally:
                lane.queue.task_done()

    async def _deliver(self, lane: Lane, message: Message) -> None:
        for pause in (*PATIENCE, None):
            try:
                await lane.platform.send(lane.destination, message)
            except DeliveryRefused as error:
                lane.disabled = str(error)
                lane.failed += 1
                where = {"destination": str(lane.destination), "why": str(error)}
                log.error("destination refuses messages and is disabled", extra=where)  # noqa: TRY400 (the reason is in the line)
                return
            except DeliveryError as error:
                if pause is None:
                    raise
                await self._clock.until(self._clock.now() + (error.retry_after or pause))
            else:
                lane.sent += 1
                self._left(message, lane.destination)
                return
