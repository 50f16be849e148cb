"""Lag: how late the event loop comes round to what is due, because something held it up."""

import logging
from collections import deque
from datetime import datetime, timedelta

from bot.clock import Clock

log = logging.getLogger(__name__)

EVERY = timedelta(milliseconds=50)
"""How often to look: what holds the loop for longer than this and the alarm together is seen."""

ALARM = timedelta(milliseconds=250)
"""How late is too late: a person notices, and a line that is not read is dropped by its server."""

MEMORY = timedelta(minutes=1)


class Lag:
    """Wakes again and again, and notes how late; `worst` is the most within the last minute.

    `clock` has to be one that nobody can set. The alarm is told once, and again only after a whole
    minute without.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._late: deque[tuple[datetime, timedelta]] = deque()  # each later one is less late
        self._alarmed = False

    @property
    def worst(self) -> timedelta:
        """The most by which it was late within the last minute."""
        self._forget(self._clock.now())
        return self._late[0][1] if self._late else timedelta()

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            due = self._clock.now() + EVERY
            await self._clock.until(due)
            self.note(self._clock.now() - due)

    def note(self, late: timedelta) -> None:
        """Take in by how much it was late this time."""
        now = self._clock.now()
        while self._late and self._late[-1][1] <= late:
            self._late.pop()
        self._late.append((now, late))
        if self.worst <= ALARM:
            self._alarmed = False
        elif not self._alarmed:
            self._alarmed = True
            log.warning("the event loop was held up for %d ms", late / timedelta(milliseconds=1))

    def _forget(self, now: datetime) -> None:
        while self._late and now - self._late[0][0] > MEMORY:
            self._late.popleft()
