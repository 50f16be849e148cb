"""Listening: one provider's stream, from its frames to readings."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Protocol

from bot.clock import Clock
from bot.errors import FeedError
from bot.feeds.polling import Told
from bot.feeds.providers.base import Streamer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.stream import Line, Stream
from bot.market.events import FeedStatus
from bot.market.instruments import Symbol

SILENCE = timedelta(minutes=5)
"""How long a stream may tell nothing: Finnhub pings every other minute, Alpaca as it trades."""

log = logging.getLogger(__name__)


class Lines(Protocol):
    """Listens on lines of the web."""

    def stream(self, line: Line, *, breaker: Breaker) -> Stream: ...


class Listening:
    """Listens to one provider, and tells what it says; `trouble` is what is wrong with it, if any.

    The stream opens its line anew by itself, as often as the breaker lets it.
    """

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        streamer: Streamer,
        symbols: Sequence[Symbol],
        *,
        lines: Lines,
        clock: Clock,
        breaker: Breaker,
        silence: timedelta = SILENCE,
    ) -> None:
        self.streamer = streamer
        self.trouble = ""
        self._symbols = tuple(symbols)
        self._changed = asyncio.Event()
        self._lines = lines
        self._clock = clock
        self._breaker = breaker
        self._silence = silence

    @property
    def name(self) -> str:
        return self.streamer.name

    def follow(self, symbols: Sequence[Symbol]) -> None:
        """Listen for these from now on; where they are others, on a new line."""
        if set(symbols) != set(self._symbols):
            self._symbols = tuple(symbols)
            self._changed.set()

    def told(self) -> str:
        """Say in a line how it is doing; nothing where there is nobody to listen for."""
        if not self._symbols:
            return ""
        return f"{self.name}, its stream: {self.trouble or 'on the line'}"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Listen until cancelled; what goes wrong is told once, and again when it is over."""
        while True:
            self._changed.clear()
            works: list[asyncio.Future[object]] = [asyncio.ensure_future(self._changed.wait())]
            if self._symbols:
                works.append(asyncio.ensure_future(self._listen(tell)))
            try:
                done, _ = await asyncio.wait(works, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    one.result()
                if works[0] not in done:
                    return
            finally:
                for one in works:
                    one.cancel()
                await asyncio.gather(*works, return_exceptions=True)

    async def _listen(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        line = Line(
            url=self.streamer.stream_url,
            subscribe=tuple(self.streamer.subscribe(self._symbols)),
            again=self.streamer.resubscribe_every,
            silence=self._silence,
        )
        stream = self._lines.stream(line, breaker=self._breaker)
        async with aclosing(stream.frames()) as frames:
            async for frame in frames:
                try:
                    if isinstance(frame, FeedError):
                        await self._failed(frame, tell)
                    else:
                        await self._heard(frame, tell)
                except FeedError as error:
                    stream.drop(error)
                    await self._failed(error, tell)

    async def _heard(self, frame: str | bytes, tell: Callable[[Told], Awaitable[None]]) -> None:
        told = self.streamer.heard(frame)
        for one in told:
            await tell(one)
        if told and self.trouble:
            self.trouble = ""
            log.info("a provider is heard again", extra={"provider": self.name})
            await tell(self._status(healthy=True))

    async def _failed(self, error: FeedError, tell: Callable[[Told], Awaitable[None]]) -> None:
        if self.trouble:
            return  # said once
        self.trouble = str(error)
        log.warning("a stream broke: %s", error, extra={"provider": self.name})
        await tell(self._status(healthy=False))

    def _status(self, *, healthy: bool) -> FeedStatus:
        now = self._clock.now()
        return FeedStatus(feed=self.name, healthy=healthy, detail=self.trouble, seen=now)
