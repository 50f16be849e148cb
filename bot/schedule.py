"""Waits on the machine's clock, kept by APScheduler as one-shot instants in UTC.

Every instant is worked out by us, from zoneinfo and the table of sessions: its cron triggers skip
the day after clocks spring forward (its issue 606), so it is never told of a local time.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import SystemClock

log = logging.getLogger(__name__)

MACHINE = SystemClock()
NONE = timedelta()
PUT_BACK = timedelta(seconds=2)
"""From how much on a clock that was put back is worth a word; less is a correction."""

GRACE = timedelta(milliseconds=50)
"""How much later than its instant a wait may come before we look whether the clock was set."""


class Onward:
    """Shows what the machine's clock shows, as far as that goes on.

    Put forward it is followed at once. Put back, time goes on at half its pace until the machine
    has caught up: nothing is due twice, and whatever is waited for comes within twice its time.
    """

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float]) -> None:
        self.wall = wall
        self._steady = steady
        self._since = wall(), steady()
        self._told = False

    def now(self) -> datetime:
        wall, steady = self.wall(), self._steady()
        shown, at = self._since
        least = shown + timedelta(seconds=(steady - at) / 2)
        if wall >= least:
            self._since, self._told = (wall, steady), False
            return wall
        if least - wall > PUT_BACK and not self._told:
            self._told = True
            behind = (least - wall).total_seconds()
            log.warning("the clock was put back by %.0f s; ours goes slowly until then", behind)
        return least


class ScheduledClock(SystemClock):
    """Shows the machine's time, and wakes whoever waits when theirs has come, however late.

    `wall` and `steady` are the machine's two clocks, of which one can be set.
    """

    def __init__(
        self,
        *,
        wall: Callable[[], datetime] = MACHINE.now,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._time = Onward(wall, steady)
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def now(self) -> datetime:
        return self._time.now()

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scheduler.shutdown(wait=False)

    @property
    def waiting(self) -> int:
        """How many waits there are."""
        return len(self._scheduler.get_jobs())

    async def until(self, when: datetime) -> None:
        """Return once the clock shows `when` or later."""
        if when <= self.now():
            await asyncio.sleep(0)
        while (left := when - self.now()) > NONE:
            await self._rest(left)

    # The scheduler waits for an instant of the machine's clock, which may be put back meanwhile.
    async def _rest(self, span: timedelta) -> None:
        come = asyncio.get_running_loop().create_future()

        async def wake() -> None:
            if not come.done():
                come.set_result(None)

        # However busy the loop was, a wait that is over is over: nothing is skipped for lateness.
        due = DateTrigger(self._time.wall() + span)
        job = self._scheduler.add_job(wake, due, misfire_grace_time=None)
        try:
            async with asyncio.timeout((span + GRACE).total_seconds()):
                await come
        except TimeoutError:
            log.debug("a wait is looked at again, for the clock was set")
        finally:
            with suppress(JobLookupError):  # it has run, and is gone
                job.remove()
