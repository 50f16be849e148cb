"""Waits on the machine's clock, kept by APScheduler as one-shot instants in UTC.

Every instant is worked out by us, from zoneinfo and the table of sessions: its cron triggers skip
the day after clocks spring forward (its issue 606), so it is never told of a local time.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import SystemClock


class ScheduledClock(SystemClock):
    """Shows the machine's time, and wakes whoever waits when theirs has come, however late."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)

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
            return
        come = asyncio.get_running_loop().create_future()

        async def wake() -> None:
            if not come.done():
                come.set_result(None)

        # However busy the loop was, a wait that is over is over: nothing is skipped for lateness.
        job = self._scheduler.add_job(wake, DateTrigger(when), misfire_grace_time=None)
        try:
            await come
        finally:
            with suppress(JobLookupError):  # it has run, and is gone
                job.remove()
