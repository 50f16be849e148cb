"""A clock that a test turns far, stopping wherever somebody waits on the way."""

import asyncio
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

ROUNDS = 50
"""How often everybody may go on before a step is over; an event takes a few turns of the loop."""


class SteppedClock:
    """Shows the time it was last turned to; whoever waits for a later one waits until then.

    A step is over once at least `expected` wait again: whoever does not wait asks for something
    else first, such as an answer.
    """

    def __init__(self, start: datetime, *, expected: int = 0) -> None:
        self.expected = expected
        self._now = start
        self._waits: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> datetime:
        return self._now

    async def until(self, when: datetime) -> None:
        if when <= self._now:
            await asyncio.sleep(0)
            return
        come: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waits, (when, next(self._order), come))
        await come

    async def turn_to(self, when: datetime) -> None:
        """Turn on to `when`, stopping wherever somebody waits."""
        await self.settled()
        while (due := self._next()) is not None and due <= when:
            self._now = max(self._now, due)
            while self._next() == due:
                heappop(self._waits)[2].set_result(None)
            await self.settled()
        self._now = max(self._now, when)
        await self.settled()

    async def settled(self) -> None:
        """Let everybody go on until enough of them wait, and nobody has anything left to do."""
        rounds = ROUNDS if self.expected else 2 * ROUNDS
        while self._waiting() < self.expected:  # noqa: ASYNC110 (sockets have no event to wait for)
            await asyncio.sleep(0)
        for _ in range(rounds):
            await asyncio.sleep(0)

    def _next(self) -> datetime | None:
        while self._waits and self._waits[0][2].done():  # given up
            heappop(self._waits)
        return self._waits[0][0] if self._waits else None

    def _waiting(self) -> int:
        return sum(not come.done() for _, _, come in self._waits)
