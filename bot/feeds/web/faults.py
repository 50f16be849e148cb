"""Faults of the wire: what the HTTP library says of them, in our words and without a URL."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import aiohttp

from bot.errors import FeedError, FeedRefused
from bot.feeds.web.reach import OutOfReach
from bot.feeds.web.verdict import refusal


@contextmanager
def translated(where: str, now: datetime) -> Iterator[None]:
    """Raise FeedError or FeedRefused for whatever goes wrong between us and a provider."""
    try:
        yield
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        # Not `from error`: the library writes the whole URL into it, and a key with it.
        raise _fault(error, where, now) from None


def _fault(error: Exception, where: str, now: datetime) -> FeedError:  # noqa: PLR0911 - a table
    match error:
        case aiohttp.WSServerHandshakeError():
            return refusal(error.status, error.headers or {}, now=now, where=where)
        case TimeoutError():
            return FeedError(f"{where} did not answer in time")
        case aiohttp.ClientConnectorError(os_error=OutOfReach() as why):
            return FeedRefused(f"{where} leads to {why.strerror}")
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return FeedError(f"{where} cannot prove who it is")
        case aiohttp.ClientConnectorDNSError():
            return FeedError(f"{where} is not known to the name server")
        case aiohttp.ClientConnectorError():
            return FeedError(f"{where} cannot be reached")
        case aiohttp.ClientPayloadError():
            return FeedError(f"{where} broke off in the middle of its answer")
        case aiohttp.ClientConnectionError() | OSError():
            return FeedError(f"{where} broke off before it answered")
        case aiohttp.InvalidURL() | ValueError():
            return FeedRefused(f"{where} cannot be fetched: it is no address of the web")
        case _:
            return FeedError(f"{where} answered in no HTTP we know ({type(error).__name__})")
