"""A waker: wakes a loop at an instant, or sooner where there is news."""

import asyncio
from datetime import datetime

from bot.clock import Clock


class Waker:
    """Wakes one who waits; rung while nobody does, it wakes the next who would."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._news = asyncio.Event()

    def ring(self) -> None:
        self._news.set()

    async def wait(self, until: datetime | None) -> None:
        """Return at that instant, or once it was rung; without one, once it was rung."""
        due: asyncio.Task[None] | None = None
        if until is not None and not self._news.is_set():
            due = asyncio.create_task(self._come(until))
        try:
            await self._news.wait()
        finally:
            if due is not None:
                due.cancel()
        self._news.clear()

    async def _come(self, when: datetime) -> None:
        await self._clock.until(when)
        self._news.set()
