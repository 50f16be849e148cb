"""Tasks of one owner: begun without waiting for them, and never forgotten."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Tasks:
    """Runs work beside its owner; what goes wrong in it is logged."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._over)

    async def wait(self) -> None:
        """Return once none is left."""
        while self._running:
            await asyncio.wait(self._running)

    async def cancel(self) -> None:
        """End them all."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        told(task)


def told(task: asyncio.Task[None]) -> None:
    """Log what a task that is over has died of, where it has."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("what became of messages is not known", exc_info=error)
