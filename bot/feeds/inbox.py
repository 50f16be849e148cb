"""The inbox: what sources have told and nobody has followed yet, taken in handfuls."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Generic, TypeVar

Told = TypeVar("Told")


class Inbox(Generic[Told]):
    """Holds up to `size` things in the order they came; who brings more waits, and none is lost.

    asyncio.Queue hands over one at a time, which for the thousands of a poll costs more than most
    of them are worth.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: deque[Told] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()

    async def put(self, told: Told) -> None:
        """Add one, once there is room."""
        while len(self._waiting) >= self._size:
            self._room.clear()
            await self._room.wait()
        self._waiting.append(told)
        if not self._news.is_set():
            self._news.set()

    async def take(self) -> Sequence[Told]:
        """Take all there is, once there is something."""
        while not self._waiting:
            self._news.clear()
            await self._news.wait()
        taken, self._waiting = self._waiting, deque()
        self._room.set()
        return taken
