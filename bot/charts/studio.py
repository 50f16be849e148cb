"""The studio: pictures drawn beside the bot, each in time or not at all.

A picture is 80 ms of Python and of C. On the event loop it would hold up every tick meanwhile, in a
thread nearly as many; so it is drawn in one process, which is started for the first picture, lives
as long as the bot, and is replaced where it died. The same picture for many rooms is drawn once.
"""

import asyncio
import logging
import pickle
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from hashlib import sha256

from bot.charts import installed
from bot.charts.framing import scene_of
from bot.chat import Picture
from bot.market.course import Courses
from bot.market.state import Market
from bot.reading import ANYBODY, reading
from bot.worker import Worker, WorkerGone

log = logging.getLogger(__name__)

LIMIT = timedelta(seconds=1.5)
"""How long anybody waits for a picture: what it illustrates is news."""

START_LIMIT = timedelta(seconds=20)
"""How long the process may take to be ready: the first time ever, matplotlib looks at all fonts."""

WAITING = 8
"""Pictures under way at once; each takes about a tenth of a second, so more would be too late."""

KEPT = 16
"""Pictures that are kept, as several rooms ask for each."""

LARGEST = 2**20
"""Bytes of an answer; a longer one is no picture of ours."""

PAINTER = "bot.charts.painter"
"""What draws; it imports matplotlib, which the bot itself has no use for."""

_MOST_FAILURES = 7  # in a row, that make a difference: 63 pictures are left out at most


async def start_painter() -> Worker:
    """Start a process that draws. Raises WorkerGone."""
    return await Worker.start(PAINTER, most=LARGEST)


class Studio:
    """Draws what is known of a market at an instant, within `limit`; `start` makes the process.

    What fails is not tried again and again: after each failure in a row twice as many pictures are
    left out as after the one before.
    """

    def __init__(
        self,
        market: Market,
        courses: Courses,
        *,
        limit: timedelta = LIMIT,
        start: Callable[[], Awaitable[Worker]] = start_painter,
    ) -> None:
        self._market = market
        self._courses = courses
        self.limit = limit
        self._start = start
        self._turn = asyncio.Lock()
        self._worker: Worker | None = None
        self._under_way: dict[bytes, asyncio.Task[bytes | None]] = {}
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._failures = 0
        self._left_out = 0
        self._closed = False

    async def draw(self, picture: Picture) -> bytes | None:
        """Return a picture as PNG; None where nothing can be drawn, or not in time."""
        if self._closed or not installed():
            return None
        with reading(ANYBODY):  # the same one is shown to many rooms
            scene = scene_of(picture, self._market, self._courses)
        if scene is None:
            return None
        plain = pickle.dumps(scene)
        key = sha256(plain).digest()
        if (drawn := self._kept.get(key)) is not None:
            return drawn
        task = self._under_way.get(key) or self._begin(key, plain)
        if task is None:
            return None
        try:
            async with asyncio.timeout(self.limit.total_seconds()):
                return await asyncio.shield(task)  # another room may still wait for it
        except TimeoutError:
            return None

    async def close(self) -> None:
        """Draw nothing more, and end the process."""
        self._closed = True
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._dismiss()

    def _begin(self, key: bytes, scene: bytes) -> "asyncio.Task[bytes | None] | None":
        if self._left_out:
            self._left_out -= 1
            return None
        if len(self._under_way) >= WAITING:
            log.warning("more pictures were asked for than can be drawn in time")
            return None
        task = self._under_way[key] = asyncio.create_task(self._drawn(key, scene))
        task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return task

    async def _drawn(self, key: bytes, scene: bytes) -> bytes | None:
        async with self._turn:
            try:
                drawn = await self._in_time(scene)
            except (WorkerGone, TimeoutError, OSError) as error:
                self._failures = min(self._failures + 1, _MOST_FAILURES)
                self._left_out = 2 ** (self._failures - 1) - 1
                log.warning("a picture was not drawn: %s", str(error) or "it took too long")
                return None
        self._failures = 0
        self._kept[key] = drawn
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return drawn

    # One that was found dead, of whatever it died, is replaced; who dies of this picture is not.
    async def _in_time(self, scene: bytes) -> bytes:
        async with AsyncExitStack() as failed:
            # Half an answer may be on its way, which the next to ask would take for theirs.
            failed.push_async_callback(self._dismiss)
            worker = await self._ready()
            async with asyncio.timeout(self.limit.total_seconds()):
                try:
                    drawn = await worker.ask(scene)
                except WorkerGone:
                    await self._dismiss()
                    worker = await self._ready()
                    drawn = await worker.ask(scene)
            failed.pop_all()
        return drawn

    async def _ready(self) -> Worker:
        if self._worker is None:
            async with asyncio.timeout(START_LIMIT.total_seconds()):
                self._worker = await self._start()
        return self._worker

    async def _dismiss(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.end()
