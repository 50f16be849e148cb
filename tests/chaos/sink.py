"""Programs and people on loopback that count what they are told, and fail as such do."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.clock import SystemClock
from bot.signing import HEADER, REPEATED, Verifier
from tests import canaries
from tests.chaos.plain import KEY, LIFE

SECRET = canaries.SIGNING
MARK = " (may repeat)"
FAILING = 0.003
"""How often a request fails in each of the ways there are."""

LATE = timedelta(milliseconds=3)
"""How long an answer takes, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Is a message that people have read: in which of the process's lives, and whether marked."""

    life: int
    key: str
    text: str
    marked: bool


class Sink:
    """Serves at `url` from `async with` to its end.

    Where it has a `random` to do so by it answers late, and fails so often in each way.
    `took` is what programs have, by room and key, in the order it came; `doubted` what they did
    not believe; `heard` what people read, `unanswered` how often they never said so.
    """

    def __init__(self, random: Random | None = None, failing: float = FAILING) -> None:
        self.url = ""
        self.took: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
        self.again: Counter[str] = Counter()
        self.doubted: list[str] = []
        self.heard: list[Heard] = []
        self.unanswered = 0
        self._clock = SystemClock()
        self._random = random
        self._failing = failing
        self._port = 0
        app = web.Application()
        app.router.add_post("/plain", self._people)
        app.router.add_post("/{room}", self._program)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._door: web.TCPSite | None = None

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def open(self) -> None:
        """Take connections, at the address there was before."""
        if self._door is None:
            self._door = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
            await self._door.start()
            self._port = self._port or self._runner.addresses[0][1]
            self.url = f"http://127.0.0.1:{self._port}"

    async def shut(self) -> None:
        """Refuse connections; those that stand go on."""
        if self._door is not None:
            await self._door.stop()
            self._door = None

    async def _program(self, request: web.Request) -> web.StreamResponse:
        body, room = await request.read(), request.match_info["room"]
        key = request.headers["Idempotency-Key"]

        def take() -> None:
            doubt = Verifier(SECRET).fault(body, request.headers.get(HEADER, ""), self._clock.now())
            if doubt not in {None, REPEATED}:
                self.doubted.append(doubt or "")
                return
            known = self.took[room].setdefault(key, body)
            self.again[room] += known is not body
            if known != body:
                self.doubted.append(f"{key} says something else now")

        return await self._met(request, take)

    async def _people(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        title = str(said["title"])
        heard = Heard(
            life=int(request.headers[LIFE]),
            key=request.headers[KEY],
            text=f"{title.removesuffix(MARK)}\n{said['text']}",
            marked=title.endswith(MARK),
        )
        return await self._met(request, lambda: self.heard.append(heard))

    async def _met(self, request: web.Request, take: Callable[[], None]) -> web.StreamResponse:
        chance, rate = self._random.random() if self._random else 1.0, self._failing
        if chance < rate:
            return web.Response(status=500)
        if chance < 2 * rate:
            return web.Response(status=429, headers={"Retry-After": "1"})
        if chance < 3 * rate:
            return self._reset(request)
        take()
        if chance < 4 * rate:
            return self._reset(request)
        if self._random is not None:
            late = timedelta(seconds=self._random.expovariate(1 / LATE.total_seconds()))
            await self._clock.until(self._clock.now() + late)
        return web.Response(status=204)

    def _reset(self, request: web.Request) -> web.Response:
        self.unanswered += 1
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
