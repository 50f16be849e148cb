"""The reader: feed documents read beside the bot, each in time and within bounds, or not at all.

What strangers write is read by a process that can be ended: a document that takes too long, or too
much memory, is refused with a sentence, and the next one is read by a new process. The event loop
only writes to a pipe and reads from one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta

import msgspec

from bot.errors import FeedError
from bot.feeds.news.framing import Asked, Told
from bot.feeds.news.item import Entries
from bot.feeds.web.request import shown
from bot.worker import Worker, WorkerGone

log = logging.getLogger(__name__)

LIMIT = timedelta(seconds=2)
"""How long one document may take; the largest honest one takes a fifth of that."""

START_LIMIT = timedelta(seconds=20)
"""How long the process may take to be ready, on a machine with much else to do."""


LARGEST = 64 << 20
"""Bytes of an answer; a longer one is none of ours."""

READING = "bot.feeds.news.reading_process"
"""What reads; it imports the parsers, which the bot itself has no use for."""


async def start_reading() -> Worker:
    """Start a process that reads. Raises WorkerGone."""
    # Tokens may stand in our environment, and strangers' texts are read there.
    return await Worker.start(READING, most=LARGEST, environment={})


class Reader:
    """Reads documents one after the other within `limit` each; `start` makes the process.

    Nobody waits longer than those before take: two kinds of feeds that must not hold each other up
    have a reader each.
    """

    def __init__(
        self,
        *,
        limit: timedelta = LIMIT,
        start: Callable[[], Awaitable[Worker]] = start_reading,
    ) -> None:
        self._limit = limit
        self._start = start
        self._turn = asyncio.Lock()
        self._worker: Worker | None = None

    async def read(self, body: bytes, *, url: str = "", content_type: str = "") -> Entries:
        """Read what was found at `url`; raises FeedError with what it is, if it is no feed."""
        asked = msgspec.msgpack.encode(Asked(url, content_type, body))
        where = shown(url) if url else "it"
        async with self._turn:
            try:
                told = await self._told(asked)
            except TimeoutError:
                raise FeedError(f"{where} answered what takes too long to read") from None
            except (WorkerGone, OSError, msgspec.MsgspecError) as error:
                log.warning("a feed document was not read", extra={"reason": str(error)})
                raise FeedError(f"{where} answered what could not be read") from error
        if told.entries is None:
            raise FeedError(f"{where} {told.fault}")
        return told.entries

    async def close(self) -> None:
        """End the process; another one is started if there is more to read."""
        async with self._turn:
            await self._dismiss()

    async def _told(self, asked: bytes) -> Told:
        async with AsyncExitStack() as failed:
            # Half an answer may be on its way, which the next to ask would take for theirs.
            failed.push_async_callback(self._dismiss)
            worker = await self._ready()
            async with asyncio.timeout(self._limit.total_seconds()):
                told = msgspec.msgpack.decode(await worker.ask(asked), type=Told)
            if not told.worn:
                failed.pop_all()
        return told

    async def _ready(self) -> Worker:
        if self._worker is not None and not self._worker.lives:
            await self._dismiss()
        if self._worker is None:
            async with asyncio.timeout(START_LIMIT.total_seconds()):
                self._worker = await self._start()
        return self._worker

    async def _dismiss(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.end()
