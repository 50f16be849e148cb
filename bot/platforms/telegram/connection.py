"""The connection: kept up for ever, whatever Telegram says, and told of in a sentence."""

import logging
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random
from typing import Protocol

from telegram.error import TelegramError

from bot.clock import Clock
from bot.figures import utc
from bot.platforms.telegram.commands import publish
from bot.platforms.telegram.standing import Standing
from bot.platforms.telegram.wire import Answered

FIRST, LONGEST = timedelta(seconds=1), timedelta(minutes=1)
"""Pauses after what may soon be over; they grow, each a little by chance."""

HOPELESS = timedelta(minutes=5)
"""The pause after what only the operator can mend: it may be mended on the other side as well."""

_REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}

log = logging.getLogger(__name__)


class Way(Protocol):
    """Is a way by which updates come."""

    name: str

    async def hear(self, connection: "Connection") -> None:
        """Hear until cancelled, or until a TelegramError says that it cannot go on."""
        ...

    def details(self) -> list[str]:
        """Say what is to be known of it besides whether it works."""
        ...


class Connection:
    """Connects, hears by a way, and connects again; `since` is when it began to hear."""

    def __init__(self, standing: Standing, way: Way, clock: Clock, random: Random) -> None:
        self.since: datetime | None = None
        self.trouble = "not connected yet"
        self._at = standing
        self._way = way
        self._clock = clock
        self._random = random
        self._failures = 0
        self._menus = False

    async def run(self) -> None:
        """Keep the connection up until cancelled."""
        while True:
            try:
                await self._greet()
                await self._way.hear(self)
            except TelegramError as error:
                await self._failed(error)

    def works(self) -> None:
        """Note that Telegram has answered as it should."""
        self._failures = 0
        if self.since is None:
            self.since = self._clock.now()
            log.info("Telegram is heard", extra={"way": self._way.name, "bot": self._at.username})
        self.trouble = ""

    def details(self) -> list[str]:
        """Say in a line or two whether the bot hears, since when, and why not."""
        if self.since is None:
            return [f"telegram: {self.trouble}", *self._way.details()]
        since = f"@{self._at.username} hears by {self._way.name} since {utc(self.since)}"
        return [f"telegram: {since}", *self._way.details()]

    async def _greet(self) -> None:
        if not self._at.username:
            me = await self._at.line.get_me()
            self._at.username = self._at.answering.username = me.username or ""
        if not self._menus:
            await self._list()

    # Without menus people can still type; they are written with the next connection.
    async def _list(self) -> None:
        try:
            await publish(self._at.line, self._at.commands)
            self._menus = True
        except Answered as error:
            if error.code in _REFUSED:
                raise
            log.warning("menus were not written: %s", error)

    async def _failed(self, error: TelegramError) -> None:
        self._failures += 1
        hopeless, said = _told(error)
        if said != self.trouble:
            log.warning("Telegram is not heard: %s", said)
            if hopeless:
                self._at.ties.notice("Telegram takes no connection", said)
        self.since, self.trouble = None, said
        grown = min(FIRST * float(2 ** min(self._failures - 1, 10)), LONGEST)
        pause = HOPELESS if hopeless else grown * self._random.uniform(0.5, 1)
        if isinstance(error, Answered) and error.retry_after is not None:
            pause = max(pause, error.retry_after)
        await self._clock.until(self._clock.now() + pause)


def _told(error: TelegramError) -> tuple[bool, str]:
    if not isinstance(error, Answered):
        return False, str(error)
    if error.code in _REFUSED:
        return True, "Telegram does not know the token; write the one that @BotFather gives"
    if error.code == HTTPStatus.CONFLICT:
        return False, "another program hears with this token (409); end it, or give it its own bot"
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return False, "Telegram asks for patience"
    return False, f"Telegram answered {error.code}: {str(error)[:100]}"
