"""A clock that nobody can set: for how long to wait, not for what time it is."""

import asyncio
import time
from datetime import datetime, timedelta


class SteadyClock:
    """Shows `start` and the time that has passed since, whatever becomes of the machine's clock.

    Pauses and rates are measured by it: a clock put forward must not end a ban, nor one put back
    make a feed sleep for an hour.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._origin = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._origin)

    async def until(self, when: datetime) -> None:
        await asyncio.sleep(max(0.0, (when - self.now()).total_seconds()))
