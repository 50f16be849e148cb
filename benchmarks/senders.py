"""Senders: the courier, and what else brings a burst to chats within limits."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp

from benchmarks.alerts import AFTER, Burst
from bot.chat import Destination, Message
from bot.clock import SystemClock
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.parcel import Parcel, Priority, key_of
from bot.journal import Page
from bot.storage.address import Address
from bot.storage.pages import Pages
from bot.storage.parcels import Parcels
from bot.storage.store import open_store
from tests.limit_client import Client, DiscordLike, TelegramLike

Sender = Callable[[str, Burst], Awaitable[None]]
"""Brings a burst to a server, and what is urgent five seconds later; returns once all arrived."""

Say = Callable[[int, str], Coroutine[Any, Any, None]]

Post = Callable[[int, str], Awaitable[float | None]]
"""Puts a message to the server once; returns how long to wait where it says no."""

RETRIES = 10


async def prebell(url: str, burst: Burst) -> None:
    """Send as the bot does: pages into SQLite, the outbox, the courier."""
    with TemporaryDirectory() as folder:
        async with open_store(Address.of("", folder=Path(folder))) as store:
            platform = platform_at(url, burst.platform)
            courier = Courier(Means(clock=SystemClock(), outbox=Parcels(store)))
            pages = Pages(store, left=courier.offer)
            courier.serve(platform)
            await courier.resume()
            for number, chat in enumerate(burst.chats):
                pages.write(page(burst.platform, chat, f"n{number}", Priority.INFO))
            await asyncio.sleep(AFTER)
            for number, chat in enumerate(burst.urgent):
                pages.write(page(burst.platform, chat, f"u{number}", Priority.CRITICAL))
            await pages.settle()
            await courier.drain()
            await courier.stop()
            await platform.stop()


def platform_at(url: str, name: str) -> Client:
    """Return the platform of that name, at a server."""
    return TelegramLike(url) if name == "telegram" else DiscordLike(url)


def page(platform: str, chat: int, text: str, priority: Priority) -> Page:
    """Write a page with one parcel."""
    now = SystemClock().now()
    parcel = Parcel(
        key=key_of((platform, chat, text)),
        destination=Destination(platform=platform, chat=str(chat)),
        message=Message(at=now, title=text),
        made=now,
        priority=priority,
    )
    return Page(at=now, parcels=(parcel,))


async def aiolimiter(url: str, burst: Burst) -> None:
    """Send through aiolimiter: one limiter for all, one for each chat."""
    limiter = import_module("aiolimiter").AsyncLimiter
    overall = limiter(burst.overall, 1)
    chats = {chat: limiter(burst.chat, burst.span) for chat in _chats(burst)}
    async with _wire(url, burst) as post:

        async def say(chat: int, text: str) -> None:
            wait: float | None = 0
            while wait is not None:
                await asyncio.sleep(wait)
                async with chats[chat], overall:
                    wait = await post(chat, text)

        await _all_at_once(say, burst)


async def pyrate_limiter(url: str, burst: Burst) -> None:
    """Send through pyrate-limiter: one limiter for all, one for each chat."""
    pyrate = import_module("pyrate_limiter")
    overall = pyrate.Limiter(pyrate.Rate(burst.overall, 1000))
    rate = pyrate.Rate(burst.chat, int(burst.span * 1000))
    chats = {chat: pyrate.Limiter(rate) for chat in _chats(burst)}
    async with _wire(url, burst) as post:

        async def say(chat: int, text: str) -> None:
            wait: float | None = 0
            while wait is not None:
                await asyncio.sleep(wait)
                await chats[chat].try_acquire_async(str(chat))
                await overall.try_acquire_async("all")
                wait = await post(chat, text)

        await _all_at_once(say, burst)


async def ptb(url: str, burst: Burst) -> None:
    """Send through python-telegram-bot and its AIORateLimiter; without retries it loses some."""
    ext, request = import_module("telegram.ext"), import_module("telegram.request")
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)  # what it loses is counted
    bot = ext.ExtBot(
        "123:abc",
        base_url=f"{url}/bot",
        request=request.HTTPXRequest(connection_pool_size=1024, pool_timeout=300),
        rate_limiter=ext.AIORateLimiter(max_retries=RETRIES),
    )
    async with bot:

        async def say(chat: int, text: str) -> None:
            await bot.send_message(chat, text)

        await _all_at_once(say, burst)


SENDERS: dict[str, Sender] = {
    "prebell": prebell,
    "aiolimiter": aiolimiter,
    "pyrate-limiter": pyrate_limiter,
    "AIORateLimiter": ptb,
}
ONLY_TELEGRAM = {"AIORateLimiter"}


async def _all_at_once(say: Say, burst: Burst) -> None:
    sending = [asyncio.create_task(say(c, f"n{n}")) for n, c in enumerate(burst.chats)]
    await asyncio.sleep(AFTER)
    sending += [asyncio.create_task(say(c, f"u{n}")) for n, c in enumerate(burst.urgent)]
    await asyncio.gather(*sending, return_exceptions=True)


def _chats(burst: Burst) -> Sequence[int]:
    return [*dict.fromkeys([*burst.chats, *burst.urgent])]


@asynccontextmanager
async def _wire(url: str, burst: Burst) -> AsyncIterator[Post]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post(chat: int, text: str) -> float | None:
            path, body = f"/api/v10/channels/{chat}/messages", {"content": text}
            if burst.platform == "telegram":
                path, body = "/bot123:abc/sendMessage", {"chat_id": str(chat), "text": text}
            async with session.post(url + path, json=body) as response:
                told = await response.json()
            if response.status != HTTPStatus.TOO_MANY_REQUESTS:
                return None
            return float(told.get("parameters", told)["retry_after"])

        yield post
