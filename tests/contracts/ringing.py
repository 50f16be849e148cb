"""A desk that other programs may ring, and a program that does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from types import MappingProxyType

import aiohttp

from bot.alerts.external import Externals, Heard
from bot.alerts.hearsay import Hearsay, Sender
from bot.alerts.lifecycle import Book
from bot.clock import Clock
from bot.platforms.web.hooks import PATIENCE, Hooks, Known
from bot.signing import HEADER, sign
from tests.builders import a_market
from tests.contracts.web_desk import NOON, TOKEN, Desk, StandingClock, answer

SECRET = "canary-of-the-screener"  # noqa: S105 (of this test alone)
PATH_TOKEN = "canary-ends-its-address"  # noqa: S105 (likewise)
SENDERS = MappingProxyType(
    {
        "screener": Known(secret=SECRET, a_minute=3),
        "tradingview": Known(token=PATH_TOKEN, a_minute=3),
    }
)


class Ringing:
    """A desk that programs may ring; `titles` are of the alerts that came of it."""

    def __init__(self, clock: Clock, patience: timedelta = PATIENCE) -> None:
        self.clock = clock
        self.said: list[tuple[str, Hearsay]] = []
        self.titles: list[str] = []
        self.breaks: Exception | None = None
        self.rung = asyncio.Event()
        self.safe = asyncio.Event()
        self.safe.set()
        market = a_market(at=NOON)
        senders = [Sender(name=name) for name in SENDERS]
        self.externals = Externals(senders, Book(market), market)
        hooks = Hooks(SENDERS, self._ring, clock=self.clock, patience=patience)
        self.desk = Desk(token=TOKEN, hooks=hooks, clock=self.clock)

    async def _ring(self, name: str, said: Hearsay) -> Heard:
        if self.breaks is not None:
            raise self.breaks
        self.said.append((name, said))
        heard = self.externals.take(name, said, self.clock.now())
        self.titles += [alert.title for alert in heard.alerts]
        self.rung.set()
        await self.safe.wait()
        return heard

    async def posts(
        self, path: str, body: bytes, *, header: str | None = None, **headers: str
    ) -> tuple[int, dict[str, object]]:
        """Post as a program does, signed unless a header is given."""
        signed = sign(body, SECRET, self.clock.now()) if header is None else header
        sent = {HEADER: signed, **headers} if signed else headers
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.desk.url}/hooks/{path}", data=body, headers=sent) as response,
        ):
            return response.status, await response.json()

    async def says(self, path: str = "screener", **words: object) -> tuple[int, dict[str, object]]:
        return await self.posts(path, json.dumps({"id": "7", "title": "a"} | words).encode())


@asynccontextmanager
async def open_desk(
    clock: Clock | None = None, patience: timedelta = PATIENCE
) -> AsyncIterator[Ringing]:
    """Open such a desk; its clock stands at noon, unless there is another."""
    ringing = Ringing(clock or StandingClock(), patience)
    await ringing.desk.start(answer)
    try:
        yield ringing
    finally:
        await ringing.desk.stop()
