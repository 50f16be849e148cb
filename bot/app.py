"""Where everything is put together: settings in, a running Prebell out."""

import asyncio
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.console import Console

from bot import __version__, figures, replay
from bot.chat import Destination
from bot.clock import Clock, ReplayClock
from bot.delivery.means import Passing, nothing
from bot.delivery.platform import Platform
from bot.feeds.days import Days, Kept, latest
from bot.feeds.live import Live
from bot.feeds.recording import Recording
from bot.feeds.web.steady import SteadyClock
from bot.following import follow
from bot.journal import Progress
from bot.keeping import in_memory
from bot.lag import Lag
from bot.parts import Bot
from bot.player import Player
from bot.ports import Feed
from bot.rooms import open_platform, open_rooms
from bot.schedule import ScheduledClock
from config.settings import Settings
from handlers.desk import Source

if TYPE_CHECKING:
    from bot.storage.store import Store


def stop_signal() -> asyncio.Event:
    """Return an event that is set when the process is asked to stop, by Ctrl-C or by its host."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


async def run(  # noqa: PLR0913 (what a run is given, each by name)
    settings: Settings,
    *,
    console: Console,
    errors: Console,
    real: Clock,
    stopped: asyncio.Event | None = None,
    passing: Passing = nothing,
    besides: Mapping[Platform, Sequence[Destination]] = MappingProxyType({}),
    reread: Callable[[], Settings] | None = None,
) -> None:
    """Follow the feeds, or play the recording; ring in every room, answer, until told to stop.

    `besides` are platforms that no setting names, with their rooms. `reread` reads the settings
    again, where somebody asks for that.
    """
    stopped = stopped or stop_signal()
    async with AsyncExitStack() as stack:
        if settings.feeds.quotes:
            bot, work, welcome = await _listening(settings, stack, passing)
        else:
            bot, work, welcome = await _played(settings, console, errors, real, stack, passing)
        bot.reread = reread
        gc.freeze()  # what is armed stays: looking through a million rules takes 400 ms
        platforms = await stack.enter_async_context(AsyncExitStack())
        await stack.enter_async_context(_carrying(bot))
        url = await open_rooms(settings, console, bot, platforms)
        for platform, rooms in besides.items():
            await open_platform(platform, rooms, bot, platforms)
        await bot.courier.resume()
        console.print(_welcome(welcome, url), markup=False)
        working = asyncio.create_task(work())
        stack.callback(working.cancel)
        waiting = asyncio.create_task(stopped.wait())
        done, _ = await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if working in done:
            working.result()
            if url or settings.console.enabled:
                await waiting
        waiting.cancel()


# Platforms are closed after the courier has left them, and the store after everything is on it.
@asynccontextmanager
async def _carrying(bot: Bot) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await bot.close()


Ready = tuple[Bot, Callable[[], Coroutine[None, None, None]], list[str]]
"""A bot, what it is to do, and what to greet people with."""


async def _listening(settings: Settings, stack: AsyncExitStack, passing: Passing) -> Ready:
    from bot import live  # and with it the web, which a replay has no use for
    from bot.storage.history import Ledger
    from bot.storage.keeping import in_store
    from bot.storage.retention import Keep, sweep_daily

    clock = await stack.enter_async_context(ScheduledClock())
    store = await _store(settings, stack)
    heard: list[Live] = []
    source = Source(
        title=f"live: {', '.join(settings.feeds.names)}",
        recording=False,
        speed="real time",
        progress=lambda: 0.0,
        ended=lambda: False,
        details=lambda: [line for feed in heard for line in feed.details()],
    )
    folder = settings.data_dir / "recordings"
    lag = Lag(SteadyClock(clock.now()))
    bot = Bot(
        settings,
        clock.now(),
        source,
        files=lambda: latest(folder),
        keeping=await in_store(store, passing=passing),
        lag=lag,
        passing=passing,
    )
    ledger = Ledger(store, bot.annals)
    await ledger.restore()
    bot.pipeline.moved.append(ledger)
    kept = settings.store.keep
    keep = Keep(alerts=kept.alerts, deliveries=kept.deliveries, audit=kept.audit)
    shares = settings.share_counts()
    feed = await live.feed(
        settings.feeds,
        bot.pipeline.market,
        clock,
        stack,
        shares=shares,
        stand=bot.newsstand,
        memory=bot.pipeline.newsroom.known_of,
    )
    heard.append(feed)
    feed.noticed.append(bot.pipeline.notify)
    followed: Feed = feed
    if settings.feeds.record:
        days = stack.enter_context(Days(folder, title=source.title.capitalize()))
        followed = Kept(feed, days.take)
    welcome = [f"Prebell {__version__}, {source.title}."]

    async def listen() -> None:
        beside = [
            lag.run(),
            sweep_daily(store, keep, clock),
            live.keep_up(bot.pipeline, feed, clock),
        ]
        tasks = [asyncio.create_task(one) for one in beside]
        try:
            await follow(bot.pipeline, followed, clock)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return bot, listen, welcome


async def _store(settings: Settings, stack: AsyncExitStack) -> "Store":
    from bot.storage.address import Address
    from bot.storage.store import open_store

    address = Address.of(settings.store.address(), folder=settings.data_dir)
    return await stack.enter_async_context(open_store(address))


async def _played(  # noqa: PLR0913, PLR0917 (what a run is given)
    settings: Settings,
    console: Console,
    errors: Console,
    real: Clock,
    stack: AsyncExitStack,
    passing: Passing,
) -> Ready:
    recording = Recording(settings.recording.path())
    start, speed = settings.recording.start_in(recording.begins), settings.recording.pace()
    keeping = in_memory()
    if settings.recording.resume:
        from bot.storage.keeping import in_store

        store = await _store(settings, stack)
        keeping = await in_store(store, feed=recording.name, passing=passing)
    bot = Player(settings, recording, speed=speed, keeping=keeping, passing=passing)
    since = keeping.before.progress
    clock = ReplayClock(max(start, since.at) if since else start, speed=speed, real=real)
    title = recording.header.title
    welcome = [
        f"Prebell {__version__}. No feed is configured, so this is a recording: {title},",
        f"{_where(start, since)} at {bot.desk.source.speed}.",
    ]

    async def play() -> None:
        await _play(bot, clock, console, errors, start=start)

    return bot, play, welcome


async def _play(
    bot: Player, clock: ReplayClock, console: Console, errors: Console, *, start: datetime
) -> None:
    outcome = await replay.play(
        bot.recording,
        bot.pipeline,
        clock,
        errors=errors,
        bar=False,
        start=start,
        since=bot.keeping.before.progress,
    )
    bot.ended = True
    await bot.journal.settle()
    await bot.courier.drain()
    console.print(
        f"The recording has ended: {outcome.sentence()} The desk stays open; Ctrl-C stops it.",
        markup=False,
    )


def _where(start: datetime, since: Progress | None) -> str:
    if since is None:
        return f"played from {figures.day_and_time(start)}"
    return f"gone on with where the last run ended, at {figures.day_and_time(since.at)},"


def _welcome(lines: list[str], url: str | None) -> str:
    if url:
        lines.append(f"Web desk: {url}")
    if sys.stdin.isatty():
        lines.append("Type a command here, such as /sector or /help.")
    lines.append("Ctrl-C stops.")
    return "\n".join(lines)
