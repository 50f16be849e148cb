"""A process that carries what a store holds to a LimitServer, until it is done or told to stop.

python -m tests.carrying URL FOLDER PLATFORM COUNT   writes so many parcels down first, and says so
"""

import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.delivery.courier import Courier
from bot.delivery.limits import Limits
from bot.delivery.means import Means
from bot.journal import Page
from bot.storage.address import Address
from bot.storage.pages import Pages
from bot.storage.parcels import Parcels
from bot.storage.store import open_store
from tests.limit_client import Client, DiscordLike, TelegramLike
from tests.parcels import a_parcel, to

CHATS = 8


async def carry(url: str, folder: Path, platform: str, count: int) -> None:
    """Carry until nothing is left, or until SIGTERM."""
    client: Client = TelegramLike(url) if platform == "telegram" else DiscordLike(url)
    client.limits = Limits()
    enough = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, enough.set)
    async with open_store(Address.of("", folder=folder)) as store:
        courier = Courier(Means(clock=SystemClock(), outbox=Parcels(store)))
        courier.serve(client)
        await courier.resume()
        pages = Pages(store, left=courier.offer)
        now = SystemClock().now()
        for number in range(count):
            room = to(str(number % CHATS), platform)
            pages.write(Page(at=now, parcels=(a_parcel(str(number), room, made=now),)))
        await pages.settle()
        print("written", flush=True)  # noqa: T201 (the test waits for it)
        await SystemClock().until(now + timedelta(milliseconds=1))  # the loop hears of the pages
        done = {asyncio.create_task(courier.drain()), asyncio.create_task(enough.wait())}
        await asyncio.wait(done, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.cancel()
        await courier.stop()
        await client.stop()


if __name__ == "__main__":
    where, kept, over, parcels = sys.argv[1:]
    asyncio.run(carry(where, Path(kept), over, int(parcels)))
