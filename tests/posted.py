"""One address on loopback that is posted to, for whoever takes what comes there."""

from types import TracebackType
from typing import Self

from aiohttp import web

from tests import canaries


class Posted:
    """Serves at `url` from `async with` to its end."""

    scheme = "http"

    def __init__(self) -> None:
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post(f"/{canaries.ADDRESS}", self.hear)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"{self.scheme}://{host}:{port}/{canaries.ADDRESS}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.lets_go()
        if self._runner is not None:
            await self._runner.cleanup()

    def lets_go(self) -> None:
        """Let whoever is kept waiting go, for it ends."""

    async def hear(self, request: web.Request) -> web.StreamResponse:
        """Take what is posted."""
        raise web.HTTPNotFound(text=request.path)
