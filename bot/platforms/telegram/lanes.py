"""Lanes: what is to be done one after another for each chat, and side by side for all of them."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

from telegram.error import TelegramError

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]

WAITING = 100
"""Works that may wait in a lane: a group is told twenty a minute, and nobody waits for longer."""

LANES = 2000
"""Chats that something may wait for at once; strangers open as many as they like."""


class Lanes:
    """Does what is put into it, in each lane in order; what it has no room for is not taken."""

    def __init__(self, *, waiting: int = WAITING, lanes: int = LANES) -> None:
        self._waiting = waiting
        self._most = lanes
        self._lanes: dict[str, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, lane: str, work: Work) -> bool:
        """Let something be done after all that waits in its lane; tell whether it is taken."""
        queue = self._lanes.get(lane)
        if queue is None:
            if len(self._lanes) >= self._most:
                return False
            queue = self._lanes[lane] = deque([work])
            task = asyncio.create_task(self._run(lane, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return True
        if len(queue) >= self._waiting:
            return False
        queue.append(work)
        return True

    async def close(self, grace: timedelta) -> None:
        """Let what has begun come to its end for a while, and drop what has not."""
        for queue in self._lanes.values():
            queue.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace.total_seconds())
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, lane: str, queue: deque[Work]) -> None:
        try:
            while queue:
                await self._done(lane, queue[0])
                if queue:
                    queue.popleft()
        finally:
            del self._lanes[lane]

    # The seam of one command: what breaks in it must not silence what its chat asks next.
    async def _done(self, lane: str, work: Work) -> None:
        try:
            await work()
        except TelegramError as error:
            log.warning("Telegram took no answer: %s", error, extra={"lane": lane})
        except Exception:
            log.exception("an update could not be worked on", extra={"lane": lane})
