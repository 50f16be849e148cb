"""Polling: asking Telegram for updates, over and over; what is needed where nobody can reach us."""

from datetime import timedelta

from telegram.error import TelegramError

from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.hearing import KINDS, Hearing
from bot.platforms.telegram.wire import Line

WAIT = timedelta(seconds=25)
"""How long Telegram keeps a question open in which it has nothing to tell."""


class Polling:
    """Asks for updates; what was taken is told no more, even if the connection breaks."""

    name = "polling"

    def __init__(self, line: Line, hearing: Hearing) -> None:
        self._line = line
        self._hearing = hearing
        self._next = 0
        self._hooked = True

    async def hear(self, connection: Connection) -> None:
        """Hear until cancelled. Raises TelegramError."""
        if self._hooked:  # one that was set elsewhere would keep everything from us
            await self._line.delete_webhook(drop_pending_updates=False)
            self._hooked = False
        # The first question is short: a bad token is told of at once, and what waits comes at once.
        wait = timedelta()
        while True:
            found = await self._line.updates(self._next, wait=wait, kinds=KINDS)
            connection.works()
            wait = WAIT
            for one in found:
                self._hearing.hear(one)
                number = one.get("update_id")
                if isinstance(number, int):
                    self._next = max(self._next, number + 1)

    async def close(self) -> None:
        """Say what was taken, so that the next process is not told it again."""
        if not self._next:
            return
        try:
            await self._line.updates(self._next, wait=timedelta(), kinds=KINDS, most=1)
        except TelegramError:
            return  # it is told again, and what is old by then is ignored

    def details(self) -> list[str]:
        return []
