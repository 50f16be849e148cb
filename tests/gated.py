"""A clock with a gate: time before it passes at once, and whoever waits for more waits there."""

import asyncio
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class GatedClock:
    """Shows where the gate is; who waits for a time before it does not wait, but lets others on."""

    def __init__(self) -> None:
        self._gate = BEGIN
        self._moved, self._reached = asyncio.Event(), asyncio.Event()

    def now(self) -> datetime:
        return self._gate

    async def until(self, when: datetime) -> None:
        await asyncio.sleep(0)
        while when > self._gate:
            self._reached.set()
            await self._moved.wait()

    async def opens(self, span: timedelta) -> None:
        """Set the gate so long after the beginning; return once somebody waits there.

        Whoever measures from when they came has come before it moves.
        """
        await self._reached.wait()
        self._gate = BEGIN + span
        self._reached.clear()
        before, self._moved = self._moved, asyncio.Event()
        before.set()
        await self._reached.wait()
