"""The webhook: Telegram posts updates to us, and nobody else can."""

import errno
import hmac
import json
import logging
from datetime import timedelta

from aiohttp import web

from bot.clock import Clock
from bot.errors import SetupError
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.hearing import KINDS, Hearing
from bot.platforms.telegram.options import Hook
from bot.platforms.telegram.wire import Line

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)
"""https://core.telegram.org/bots/api#setwebhook."""

BODY = 1 << 20
"""Bytes of an update; the longest there are have some 100 kB."""

AT_ONCE = 20
"""Posts at once: what comes is put aside within a millisecond."""

LOOK = timedelta(minutes=5)
"""How often Telegram is asked whether it still posts to us."""

log = logging.getLogger(__name__)


class Webhook:
    """Listens for updates; whoever does not know the secret is refused unread."""

    name = "webhook"

    def __init__(self, line: Line, hook: Hook, hearing: Hearing, clock: Clock) -> None:
        self.refused = 0
        self._line = line
        self._hook = hook
        self._hearing = hearing
        self._clock = clock
        self._runner: web.AppRunner | None = None
        self._failing = ""

    async def open(self) -> None:
        """Begin to listen. Raises SetupError."""
        app = web.Application(client_max_size=BODY)
        app.router.add_post(self._hook.path, self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._hook.host, self._hook.port).start()
        except OSError as error:
            await self.close()
            taken = error.errno == errno.EADDRINUSE
            why = "the port is taken; name another" if taken else error.strerror
            where = f"{self._hook.host}:{self._hook.port}"
            raise SetupError(f"telegram: webhook: cannot listen on {where}: {why}") from error

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._runner.addresses[0][1]) if self._runner else 0

    async def hear(self, connection: Connection) -> None:
        """Have updates posted to us until cancelled. Raises TelegramError."""
        while True:
            told = await self._line.get_webhook_info()
            if told.url != self._hook.url:
                await self._line.set_webhook(
                    self._hook.url,
                    allowed_updates=KINDS,
                    secret_token=self._hook.secret,
                    max_connections=AT_ONCE,
                    drop_pending_updates=False,
                )
            self._failing = told.last_error_message or ""
            connection.works()
            await self._clock.until(self._clock.now() + LOOK)

    async def close(self) -> None:
        """Listen no more; what is posted meanwhile is told to the next process."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def details(self) -> list[str]:
        found = [f"telegram: {self.refused} posts without the secret"] if self.refused else []
        if self._failing:
            found.append(f"telegram: it could not post lately: {self._failing[:100]}")
        return found

    async def _post(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._hook.secret.encode()):
            self.refused += 1
            return web.Response(status=403)
        try:
            told = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(told, dict):
            return web.Response(status=400)
        self._hearing.hear(told)  # it is worked on afterwards: who posts waits for no answer
        return web.Response()
