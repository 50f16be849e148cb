"""Streams: a line that is listened to, and opened anew whenever it breaks or falls silent."""

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp

from bot.clock import Clock
from bot.errors import FeedError
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Budget
from bot.feeds.web.faults import translated
from bot.feeds.web.patience import Patience
from bot.feeds.web.request import shown

SETTLED = timedelta(seconds=10)
"""How long a line must have been open for the next frame to count as success.

Some servers greet whoever comes and hang up: that is no line, and must not be dialled in a hurry.
"""

CLOSING = 1.0  # seconds to wait for the other side's farewell
OVER = frozenset({aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED})
TOLD = frozenset({aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Says what to connect to, what to say there first, and what counts as broken.

    The frames of `subscribe` are sent again every `again`, where the server forgets them. A line
    is broken once nothing was told for `silence`: pings of the protocol do not count, for a server
    that has forgotten us sends them too. A frame has at most `limit` bytes.
    """

    url: str = field(repr=False)
    subscribe: Sequence[str] = ()
    again: timedelta | None = None
    silence: timedelta = timedelta(minutes=1)
    limit: int = 1 << 20

    @property
    def where(self) -> str:
        """The URL as people may see it."""
        return shown(self.url)


class Stream:
    """Tells the frames of a line for as long as anybody listens.

    Between two connections it waits as long as the breaker says. To connect is to ask: it takes its
    turn in the provider's budget, and a ban is one for whoever else asks there.
    """

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        line: Line,
        *,
        session: aiohttp.ClientSession,
        clock: Clock,
        breaker: Breaker,
        budget: Budget,
        opening: timedelta,
    ) -> None:
        self.line = line
        self.breaker = breaker
        self._session = session
        self._clock = clock
        self._budget = budget
        self._opening = opening.total_seconds()
        self._dropped: FeedError | None = None

    async def frames(self) -> AsyncGenerator[str | bytes | FeedError, None]:
        """Tell each frame as it comes, and each time the line breaks, why."""
        while True:
            await self._clock.until(self.breaker.due)
            settles: datetime | None = self._clock.now() + SETTLED
            self._dropped = None
            try:
                async with aclosing(self._connection()) as connection:
                    async for frame in connection:
                        if settles is not None and self._clock.now() >= settles:
                            self.breaker.succeeded(self._clock.now())
                            settles = None
                        yield frame
                        self._raise_dropped()
            except FeedError as error:
                if error.retry_after is not None:
                    self._budget.freeze(error.retry_after)
                self.breaker.failed(self._clock.now(), error)
                yield error

    def drop(self, error: FeedError) -> None:
        """Let go of the connection after this frame, which said that it is worth nothing."""
        self._dropped = error

    def _raise_dropped(self) -> None:
        if self._dropped is not None:
            raise self._dropped

    async def _connection(self) -> AsyncGenerator[str | bytes, None]:
        with translated(self.line.where, self._clock.now()):
            async with self._budget.turn(self.line.where), asyncio.timeout(self._opening):
                socket = await self._session.ws_connect(
                    self.line.url,
                    max_msg_size=self.line.limit,
                    timeout=aiohttp.ClientWSTimeout(ws_close=CLOSING),
                )
            async with aclosing(self._heard(socket)) as heard:
                async for frame in heard:
                    yield frame

    async def _heard(
        self, socket: aiohttp.ClientWebSocketResponse
    ) -> AsyncGenerator[str | bytes, None]:
        now = asyncio.get_running_loop().time
        patience = Patience()
        again = self.line.again.total_seconds() if self.line.again else math.inf
        silence = self.line.silence.total_seconds()
        try:
            await self._subscribe(socket)
            ask, silent = now() + again, now() + silence
            while True:
                given_up = now() >= silent
                # Where this machine stood still, what came meanwhile is still to be read.
                until = now() if given_up else min(ask, silent)
                frame = await self._next(socket, patience, until)
                if frame is not None:
                    yield frame
                    silent = now() + silence  # a listener who takes long is not their silence
                elif given_up:
                    raise FeedError(f"{self.line.where} has told nothing for {silence:g} s")
                if now() >= ask:
                    await self._subscribe(socket)
                    ask = now() + again
        finally:
            patience.close()
            await socket.close()

    async def _subscribe(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async with asyncio.timeout(self._opening):
            for frame in self.line.subscribe:
                await socket.send_str(frame)

    # The next frame; None where `until` comes first.
    async def _next(
        self, socket: aiohttp.ClientWebSocketResponse, patience: Patience, until: float
    ) -> str | bytes | None:
        try:
            message = await patience.wait(socket.receive(), until)
        except TimeoutError:
            return None
        if message.type in TOLD:
            return message.data  # type: ignore[no-any-return]  # a frame that is told is text or bytes
        if message.type in OVER:
            raise FeedError(f"{self.line.where} closed the line ({socket.close_code})")
        raise FeedError(f"{self.line.where} sent a frame that cannot be read ({socket.close_code})")
