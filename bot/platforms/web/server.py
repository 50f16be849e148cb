"""The desk's life: it finds a port, tells open pages what changed, and leaves within a second."""

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.chat import Answer, Picture
from bot.clock import Clock, SystemClock
from bot.commands import Offered
from bot.delivery.limits import Limits
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import marked
from bot.errors import DeliveryError, SetupError
from bot.platforms.web.asking import Asking, undrawn
from bot.platforms.web.guard import Guard, is_loopback
from bot.platforms.web.hooks import Hooks
from bot.platforms.web.pages import Pages
from bot.platforms.web.routes import Routes
from bot.platforms.web.sse import STILL_HERE, Hub, event
from bot.platforms.web.view import View

BETWEEN_PUSHES = timedelta(seconds=0.5)  # a person reads no faster
KEEP_ALIVE = timedelta(seconds=15)  # under the idle limits of common proxies
SHUTDOWN = timedelta(seconds=0.25)  # for pages that do not read; aiohttp waits for it twice

_log = logging.getLogger(__name__)


class WebDesk:
    """Serves the desk at `url` from `start` to `stop`.

    Where the port is taken, the `tries` ports after it are tried, then any free one; with no
    tries it is that port or none. The clock is the machine's: people read pages in real time,
    whatever time the market shows.
    """

    name = "web"
    limits = Limits()
    keyed = False

    def __init__(  # noqa: PLR0913 - settings, each with its name
        self,
        *,
        snapshot: Callable[[], Mapping[str, Any]],
        health: Callable[[], Mapping[str, Any]],
        host: str = "127.0.0.1",
        port: int = 8080,
        tries: int = 19,
        token: str | None = None,
        hooks: Hooks | None = None,
        clock: Clock | None = None,
        commands: Callable[[], Sequence[Offered]] = tuple,
        draw: Callable[[Picture], Awaitable[bytes | None]] = undrawn,
    ) -> None:
        self._host = host
        self._port = port
        self._tries = tries
        self._token = token
        self._hooks = hooks
        self._commands = commands
        self._draw = draw
        self._clock = clock or SystemClock()
        self._health = health
        self._view = View(snapshot)
        self._hub = Hub()
        self._changed = asyncio.Event()
        self._noted = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runner: web.AppRunner | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def url(self) -> str:
        """Where a person on this machine opens the desk."""
        host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104 - read, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    async def start(self, answer: Answer) -> None:
        """Listen; raises SetupError where no port can be had."""
        guard = Guard(host=self._host, token=self._token, clock=self._clock)
        routes = Routes(
            view=self._view,
            hub=self._hub,
            guard=guard,
            health=self._health,
            asking=Asking(answer=answer, commands=self._commands, draw=self._draw),
            pages=Pages(),
            hooks=self._hooks,
        )
        # No access log: what people ask of their desk is theirs.
        self._runner = web.AppRunner(
            routes.application(login=self._token is not None),
            access_log=None,
            shutdown_timeout=SHUTDOWN.total_seconds(),
        )
        self._loop = asyncio.get_running_loop()
        await self._runner.setup()
        try:
            await self._listen(self._runner)
        except SetupError:
            await self.stop()
            raise
        self._tasks = [asyncio.create_task(self._push()), asyncio.create_task(self._keep_alive())]
        if self._token is None and not is_loopback(self._host):
            _log.warning("the desk is open to whoever reaches it; set a token")

    def changed(self) -> None:
        """Say that the snapshot is worth another look; cheap, and safe from any thread."""
        if not self._noted and self._loop is not None:
            self._noted = True
            self._loop.call_soon_threadsafe(self._changed.set)

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:  # noqa: ARG002 (alerts are listed one by one)
        """Put a message on top of the alerts, on every open page at once."""
        if self._runner is None:
            raise DeliveryError(f"{parcel.destination} is not open")
        if parcel.manner is not Manner.EDIT:  # the list of alerts shows what has changed
            self._hub.tell(event("alert", self._view.say(marked(parcel.message, repeat=repeat))))
        self.changed()
        return ""

    async def stop(self) -> None:
        """Let every page go and free the port."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._loop, self._tasks, self._noted = None, [], False
        self._hub.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _listen(self, runner: web.AppRunner) -> None:
        ports = [self._port, *range(self._port + 1, min(self._port + self._tries, 65535) + 1)]
        for port in [*ports, 0] if self._tries and self._port else ports:
            try:
                await web.TCPSite(runner, self._host, port).start()
            except (OSError, OverflowError) as error:
                if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                    continue
                raise SetupError(
                    f"the web desk cannot listen on {self._host}:{port}: {error}"
                ) from error
            self._port = runner.addresses[0][1]
            return
        raise SetupError(f"port {self._port} is taken; name another for the web desk")

    # The seam of one destination, all open pages. What the market looks like is no message: the
    # courier keeps every one in order, and of looks only the newest is worth sending.
    async def _push(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._noted = False
            try:
                if self._hub and (news := self._view.news()):
                    self._hub.tell(event("change", news))
            except Exception:  # noqa: BLE001 (one destination: the next look may work)
                _log.exception("the desk could not look at the market")
            await self._clock.until(self._clock.now() + BETWEEN_PUSHES)

    async def _keep_alive(self) -> None:
        while True:
            await self._clock.until(self._clock.now() + KEEP_ALIVE)
            self._hub.tell(STILL_HERE)
