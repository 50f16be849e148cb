"""A service on loopback of the kind that Apprise tells, which says yes or no as it is told to.

async with Service() as service:
    service.says(500)                         once, then yes
    … Apprises({"phone": [service.url]}) …
    service.heard                             titles, texts and kinds
"""

import asyncio
from typing import NamedTuple

from aiohttp import web

from tests import canaries
from tests.posted import Posted

CANARY = canaries.ADDRESS


class Heard(NamedTuple):
    """Is a message as it came."""

    title: str
    text: str
    kind: str


class Service(Posted):
    """Serves at `url` from `async with` to its end, in the `json://` form of Apprise."""

    scheme = "json"

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Heard] = []
        self.door = asyncio.Event()
        self.door.set()
        self._statuses: list[int] = []

    def says(self, *statuses: int) -> None:
        """Answer the next requests with these."""
        self._statuses += statuses

    def lets_go(self) -> None:
        self.door.set()

    async def hear(self, request: web.Request) -> web.Response:
        told = await request.json()
        await self.door.wait()
        status = self._statuses.pop(0) if self._statuses else 200
        if status == web.HTTPOk.status_code:
            self.heard.append(Heard(told["title"], told["message"], told["type"]))
        return web.Response(status=status, text=f"Cannot POST /{CANARY}")
