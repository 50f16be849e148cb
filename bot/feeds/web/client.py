"""The client: the one way in which feeds ask the web."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.clock import Clock
from bot.errors import FeedError, FeedRefused
from bot.feeds.web import body
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Budgets
from bot.feeds.web.faults import translated
from bot.feeds.web.reach import Reach, is_public, sockets
from bot.feeds.web.request import Request, shown
from bot.feeds.web.stream import Line, Stream
from bot.feeds.web.verdict import fresh_for, http_date, misfit, refusal
from bot.feeds.web.versions import Versions

AGENT = "Prebell"
REDIRECTS = 3
_LONGEST_TYPE = 200
MOVED = frozenset({301, 302, 303, 307, 308})
UNCHANGED = 304
TRAVELS = frozenset({"accept", "accept-language", "user-agent"})
"""The headers that go along to another host; any other may hold a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Says how long to wait: for a connection, between two pieces, and for everything together."""

    connect: timedelta = timedelta(seconds=5)
    piece: timedelta = timedelta(seconds=10)
    whole: timedelta = timedelta(seconds=20)


class Client:
    """Fetches what feeds ask for, within each host's budget, and says in our words what went wrong.

    It is open from `async with` to its end. `clock` dates the answers; pauses are measured by the
    clock of the budgets. It keeps no cookies, and takes nothing of a request but its manners to
    another host.
    """

    def __init__(  # noqa: PLR0913 - settings, each with its name
        self,
        *,
        clock: Clock,
        budgets: Budgets,
        times: Times | None = None,
        limit: int = body.LIMIT,
        reach: Reach = is_public,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._clock = clock
        self._budgets = budgets
        self._times = times or Times()
        self._limit = limit
        self._reach = reach
        self._resolver = resolver
        self._versions = Versions()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                socket_factory=sockets(self._reach), resolver=self._resolver
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip"},
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=None,  # told by the whole, redirects included
                sock_connect=self._times.connect.total_seconds(),
                sock_read=self._times.piece.total_seconds(),
            ),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, request: Request) -> Answer:
        """Fetch what a request asks for; raises FeedError, FeedRefused where waiting is no use."""
        budget = self._budgets.of(_host(request.url))
        async with budget.turn(request.where):
            try:
                with translated(request.where, self._clock.now()):
                    async with asyncio.timeout(self._times.whole.total_seconds()):
                        return await self._fetched(request)
            except FeedError as error:
                if error.retry_after is not None:
                    budget.freeze(error.retry_after)
                raise

    def forget(self, request: Request) -> None:
        """Fetch the whole next time; for an answer that turned out to be none."""
        self._versions.forget(request.version)

    def stream(self, line: Line, *, breaker: Breaker) -> Stream:
        """Listen on a line, which is opened anew as often as the breaker says."""
        return Stream(
            line,
            session=self._open(),
            clock=self._budgets.clock,
            breaker=breaker,
            budget=self._budgets.of(_line_host(line.url)),
            opening=self._times.whole,
        )

    async def _fetched(self, request: Request) -> Answer:
        url = request.url
        headers = {**request.headers, **self._versions.conditions(request.version)}
        for _ in range(REDIRECTS + 1):
            async with self._open().get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in MOVED:
                    return await self._answer(request, response)
                onward = _onward(url, response, request.where)
            if _origin(onward) != _origin(url):
                headers = {k: v for k, v in headers.items() if k.lower() in TRAVELS}
            url = onward
        raise FeedError(f"{request.where} sends us on and on, at last to {shown(url)}")

    async def _answer(self, request: Request, response: aiohttp.ClientResponse) -> Answer:
        now = self._clock.now()
        date = http_date(response.headers.get("Date", ""))
        if response.status == UNCHANGED and self._versions.conditions(request.version):
            stays = fresh_for(response.headers)
            return Answer(body=b"", at=now, unchanged=True, date=date, fresh_for=stays)
        if response.status not in request.statuses:
            raise refusal(response.status, response.headers, now=now, where=request.where)
        said = await body.read(response, where=request.where, limit=self._limit)
        if fault := misfit(said, request.kind):
            raise FeedError(f"{request.where} answered {fault}")
        self._versions.keep(request.version, response.headers)
        cookies = {name: morsel.coded_value for name, morsel in response.cookies.items()}
        return Answer(
            body=said,
            at=self._clock.now(),
            date=date,
            content_type=response.headers.get("Content-Type", "")[:_LONGEST_TYPE],
            fresh_for=fresh_for(response.headers),
            cookies=cookies,
        )

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            message = "a client fetches within `async with` alone"
            raise RuntimeError(message)
        return self._session


def _onward(url: str, response: aiohttp.ClientResponse, where: str) -> str:
    onward = urljoin(url, response.headers.get("Location", ""))
    before, after = urlsplit(url).scheme, urlsplit(onward).scheme
    if after not in {"http", "https"} or (before, after) == ("https", "http"):
        raise FeedError(f"{where} sends us off the safe way, to {after}://{shown(onward)}")
    return onward


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FeedRefused(f"{shown(url)} cannot be fetched: it is no address of the web")
    return parts.hostname


# What is no address is told by whoever tries to connect to it.
def _line_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
