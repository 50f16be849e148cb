"""The alarm: rings when something is due next, and is set anew where that becomes sooner."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.clock import Clock


class Alarm:
    """Waits for what is due next, as `next_due` says; `when` is what it is set to.

    What is put off is not: it rings as it was set, finds nothing to do, and is set to what is due.
    """

    def __init__(self, clock: Clock, next_due: Callable[[], datetime]) -> None:
        self.when = next_due()
        self._clock = clock
        self._next_due = next_due
        self._waiting: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Set it anew if something is due sooner than it was set to."""
        if self._waiting is not None and self._next_due() < self.when:
            self._waiting.cancel()

    async def rings(self) -> None:
        """Return once it has rung, or was set anew: then nothing is due yet."""
        self.when = self._next_due()
        self._waiting = asyncio.ensure_future(self._clock.until(self.when))
        try:
            await asyncio.wait({self._waiting})
            if not self._waiting.cancelled():
                self._waiting.result()
        finally:
            self._waiting.cancel()
            with suppress(asyncio.CancelledError):
                await self._waiting
