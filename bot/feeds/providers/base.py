"""What a provider is: how to ask it, and what its answer says; it touches no network itself."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from bot.feeds.reading import Reading
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal


class Provider(Protocol):
    """Answers a request about up to `batch` symbols with what it last saw of each."""

    @property
    def name(self) -> str:
        """The name its readings carry, lower case."""
        ...

    @property
    def batch(self) -> int:
        """How many symbols one request may name."""
        ...

    def request(self, symbols: Sequence[Symbol]) -> Request:
        """Write the request for `symbols`, with everything it needs to be sent."""
        ...

    def parse(self, body: bytes) -> list[Reading | Refusal]:
        """Read an answer; a row that is no quote is a refusal, and the others still come.

        Raises FeedError where the body as a whole is no answer, and FeedRefused where it says that
        there will be none until the operator acts.
        """
        ...


class Streamer(Protocol):
    """Tells trades as they happen, to whoever stays on the line."""

    @property
    def name(self) -> str:
        """The name its readings carry, lower case."""
        ...

    @property
    def stream_url(self) -> str: ...

    @property
    def resubscribe_every(self) -> timedelta | None:
        """How often it forgets what it was asked for; None where it remembers."""
        ...

    def subscribe(self, symbols: Sequence[Symbol]) -> list[str]:
        """Write the frames that ask for `symbols`."""
        ...

    def heard(self, frame: str | bytes) -> list[Reading | Refusal]:
        """Read one frame; a heartbeat says nothing.

        Raises FeedError where the frame is none, and FeedRefused where it is a refusal for good.
        """
        ...
