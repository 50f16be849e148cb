"""Promptness: how soon one critical alert is out where nothing else is to be told."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, time

import aiohttp

from benchmarks.senders import page, platform_at
from benchmarks.serving import served
from bot.chat import Destination
from bot.clock import SystemClock
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.parcel import Priority
from bot.delivery.schedule import Schedule
from bot.storage.address import Address
from bot.storage.pages import Pages
from bot.storage.parcels import Parcels
from bot.storage.store import open_store
from tests.limit_client import TELEGRAM

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Milliseconds from an alert's page to its arrival at the server."""

    alerts: int
    median: float
    p99: float
    worst: float


async def prompt(alerts: int) -> Prompt:
    """Write critical alerts down, one by one, each for a chat of its own, and see them arrive."""
    random, written = Random(3), {}
    with served() as url, TemporaryDirectory() as folder:
        async with open_store(Address.of("", folder=Path(folder))) as store:
            platform = platform_at(url, "telegram")
            courier = Courier(Means(clock=SystemClock(), outbox=Parcels(store)))
            pages = Pages(store, left=courier.offer)
            courier.serve(platform)
            await courier.resume()
            for number in range(alerts):
                await asyncio.sleep(random.uniform(0.05, 0.15))
                written[f"u{number}"] = time()
                pages.write(page("telegram", number, f"u{number}", Priority.CRITICAL))
            await pages.settle()
            await courier.drain()
            async with aiohttp.ClientSession() as session, session.get(f"{url}/log") as response:
                said = (await response.json())["said"]
            await courier.stop()
            await platform.stop()
    took = [(one["at"] - written[one["text"]]) * 1000 for one in said]
    return Prompt(
        alerts=len(took), median=median(took), p99=quantiles(took, n=100)[-1], worst=max(took)
    )


def decision(messages: int) -> float:
    """Return the µs that the schedule takes for a message, among 200 chats with a backlog."""
    schedule, now = Schedule(TELEGRAM), SystemClock().now()
    rooms = [Destination(platform="telegram", chat=str(chat)) for chat in range(200)]
    left = dict.fromkeys(rooms, messages // len(rooms))
    for room in rooms:
        schedule.want(room, Priority.INFO, left[room], now)
    begun = perf_counter()
    while any(left.values()):
        sent = []
        while (chosen := schedule.choose(now)) is not None:
            room, _ = chosen
            left[room] -= 1
            sent.append(room)
        now += SECOND / 20
        for room in sent:
            schedule.answered(room, now)
            schedule.want(room, Priority.INFO, left[room], now)
        now = max(now, schedule.wakes(now) or now)
    return (perf_counter() - begun) / messages * 1e6
