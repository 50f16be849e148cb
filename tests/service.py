"""A service on loopback of the kind that Apprise tells, which says yes or no as it is told to.

async with Service() as service:
    service.says(500)                         once, then yes
    … Apprises({"phone": [service.url]}) …
    service.heard                             titles, texts and kinds
"""

import asyncio
from types import TracebackType
from typing import NamedTuple, Self

from aiohttp import web

from tests import canaries

CANARY = canaries.ADDRESS


class Heard(NamedTuple):
    """Is a message as it came."""

    title: str
    text: str
    kind: str


class Service:
    """Serves at `url` from `async with` to its end, in the `json://` form of Apprise."""

    def __init__(self) -> None:
        self.url = ""
        self.heard: list[Heard] = []
        self.door = asyncio.Event()
        self.door.set()
        self._statuses: list[int] = []
        self._runner: web.AppRunner | None = None

    def says(self, *statuses: int) -> None:
        """Answer the next requests with these."""
        self._statuses += statuses

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post(f"/{CANARY}", self._hear)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"json://{host}:{port}/{CANARY}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.door.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        told = await request.json()
        await self.door.wait()
        status = self._statuses.pop(0) if self._statuses else 200
        if status == web.HTTPOk.status_code:
            self.heard.append(Heard(told["title"], told["message"], told["type"]))
        return web.Response(status=status, text=f"Cannot POST /{CANARY}")
