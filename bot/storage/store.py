"""The store: what outlives the process, written by one thread and read by another."""

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.storage.address import Address
from bot.storage.opening import opened
from bot.storage.sessions import Work, session
from bot.storage.worker import PAUSE, Worker

log = logging.getLogger(__name__)

T = TypeVar("T")

LAST_WAIT = 10.0
"""Seconds that what is not written yet is tried for, when a store is closed."""

READING = 10.0
"""Seconds after which whoever reads is told that the database does not answer."""


class Store:
    """Does work in transactions, in the order it was asked for; each awaits its commit.

    A work is a function of a Connection, and may be called again where a commit failed.
    """

    def __init__(
        self,
        address: Address,
        *,
        pause: float = PAUSE,
        last_wait: float = LAST_WAIT,
        reading: float = READING,
    ) -> None:
        self.address = address
        self._last_wait = last_wait
        self._writer = Worker("store-writes", lambda: session(address), pause=pause)
        self._reader = Worker(
            "store-reads", lambda: session(address, reads=True), pause=pause, patience=reading
        )

    @property
    def trouble(self) -> str:
        """Why nothing is written just now; "" where all is well."""
        return self._writer.trouble

    def put(self, work: Work[T]) -> Future[T]:
        """Ask for some work, in its turn; the future is done, in another thread, once it is."""
        return self._writer.put(work)

    async def write(self, work: Work[T]) -> T:
        """Do some work, and return once it is committed; it is done even where this is cancelled.

        Raises what the work raised, or StoreError where the store was closed first.
        """
        return await asyncio.wrap_future(self.put(work))

    async def read(self, work: Work[T]) -> T:
        """Read what has been committed. Raises StoreError where the database does not answer."""
        return await asyncio.wrap_future(self._reader.put(work))

    async def close(self) -> int:
        """Write what is waiting, for a while, and let go; return how many works are not done."""
        await asyncio.to_thread(self._reader.close, 0)
        unwritten = await asyncio.to_thread(self._writer.close, self._last_wait)
        if unwritten:
            lost = {"works": unwritten, "why": self.trouble}
            log.error("the store was closed before all of it was written", extra=lost)
        return unwritten


@asynccontextmanager
async def open_store(
    address: Address,
    *,
    pause: float = PAUSE,
    last_wait: float = LAST_WAIT,
    reading: float = READING,
) -> AsyncIterator[Store]:
    """Open a store for as long as the block runs, brought up to this version's schema.

    `pause`, `last_wait` and `reading` are seconds: between two tries, until it is closed whatever
    is unwritten, until a reader hears that nobody answers. Raises SetupError, with nothing written,
    where it cannot be opened or is not ours.
    """
    held = await asyncio.to_thread(opened, address)
    try:
        store = Store(address, pause=pause, last_wait=last_wait, reading=reading)
        try:
            yield store
        finally:
            await store.close()
    finally:
        held.close()
