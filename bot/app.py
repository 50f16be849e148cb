"""Where everything is put together: settings in, a running Prebell out."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from rich.console import Console

from bot import __version__, figures, presence, replay
from bot.backtest.past import Past
from bot.backtest.recorded import Recorded
from bot.backtest.run import Tested, try_on
from bot.chat import Call, Destination, Reply
from bot.clock import Clock, ManualClock, ReplayClock, SystemClock
from bot.delivery.courier import Courier, Left
from bot.feeds.days import Days, Kept, latest
from bot.feeds.live import Live
from bot.feeds.recording import Recording
from bot.feeds.web.steady import SteadyClock
from bot.ground import Ground
from bot.lag import Lag
from bot.market.annals import Annals
from bot.market.sanity import Refusal
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.platforms.console import ROOM, ConsolePlatform
from bot.ports import Feed, Platform
from bot.rules.model import Rule
from bot.schedule import ScheduledClock
from config.settings import Settings
from handlers import http
from handlers.base import Answerer
from handlers.desk import Desk, Source

DESK_ROOM = Destination(platform="web", chat="desk")


class Bot:
    """The pipeline of some settings, with the desk that answers about it.

    `files` name what was recorded by now, which rules may be tried on; `lag` is that of the event
    loop, where somebody watches it.
    """

    def __init__(  # noqa: PLR0913 (what may differ between live and played, each by name)
        self,
        settings: Settings,
        begins: datetime,
        source: Source,
        *,
        files: Callable[[], Sequence[Path]],
        left: Left = lambda _message, _room: None,
        lag: Lag | None = None,
    ) -> None:
        real = SystemClock()
        ground = ground_of(settings)
        self.courier = Courier(clock=real, left=left)
        self.pipeline = ground.pipeline(settings.rules_of_the_engine(), begins, self.courier.offer)
        self.pipeline.moved.append(Annals(self.pipeline.market))
        self.desk = Desk(
            pipeline=self.pipeline,
            courier=self.courier,
            source=source,
            recorded=Recorded(ground, files=files),
            started=real.now(),
            version=__version__,
            lag=lambda: None if lag is None else lag.worst,
        )
        self.answer = Answerer(self.desk).answer


class Player(Bot):
    """A bot that a recording is played to."""

    def __init__(
        self,
        settings: Settings,
        recording: Recording,
        *,
        speed: float | None,
        left: Left = lambda _message, _room: None,
    ) -> None:
        self.recording = recording
        self.ended = False
        source = Source(
            title=recording.header.title,
            recording=True,
            speed=times(speed),
            progress=lambda: recording.progress,
            ended=lambda: self.ended,
        )
        files = (settings.recording.path(),)
        super().__init__(settings, recording.begins, source, files=lambda: files, left=left)


def stop_signal() -> asyncio.Event:
    """Return an event that is set when the process is asked to stop, by Ctrl-C or by its host."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


async def run(
    settings: Settings,
    *,
    console: Console,
    errors: Console,
    real: Clock,
    stopped: asyncio.Event | None = None,
) -> None:
    """Follow the feeds, or play the recording; ring in every room, answer, until told to stop."""
    stopped = stopped or stop_signal()
    async with AsyncExitStack() as stack:
        if settings.feeds.quotes:
            bot, work, welcome = await _listening(settings, stack)
        else:
            bot, work, welcome = _played(settings, console, errors, real)
        gc.freeze()  # what is armed stays: looking through a million rules takes 400 ms
        stack.push_async_callback(bot.courier.stop)
        url = await _open_desk(settings, bot, stack) if settings.web.enabled else None
        if settings.console.enabled:
            await _open(ConsolePlatform(console, typed=sys.stdin), ROOM, bot, stack)
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


Ready = tuple[Bot, Callable[[], Coroutine[None, None, None]], list[str]]
"""A bot, what it is to do, and what to greet people with."""


async def _listening(settings: Settings, stack: AsyncExitStack) -> Ready:
    from bot import live  # and with it the web, which a replay has no use for

    clock = await stack.enter_async_context(ScheduledClock())
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
    bot = Bot(settings, clock.now(), source, files=lambda: latest(folder), lag=lag)
    shares = settings.share_counts()
    feed = await live.feed(settings.feeds, bot.pipeline.market, clock, stack, shares=shares)
    heard.append(feed)
    feed.noticed.append(bot.pipeline.notify)
    followed: Feed = feed
    if settings.feeds.record:
        days = stack.enter_context(Days(folder, title=source.title.capitalize()))
        followed = Kept(feed, days.take)
    welcome = [f"Prebell {__version__}, {source.title}."]

    async def follow() -> None:
        watching = asyncio.create_task(lag.run())
        try:
            await bot.pipeline.follow(followed, clock)
        finally:
            watching.cancel()

    return bot, follow, welcome


def _played(settings: Settings, console: Console, errors: Console, real: Clock) -> Ready:
    recording = Recording(settings.recording.path())
    start, speed = settings.recording.start_in(recording.begins), settings.recording.pace()
    bot = Player(settings, recording, speed=speed)
    clock = ReplayClock(start, speed=speed, real=real)
    title = recording.header.title
    welcome = [
        f"Prebell {__version__}. No feed is configured, so this is a recording: {title},",
        f"played from {figures.day_and_time(start)} at {bot.desk.source.speed}.",
    ]

    async def play() -> None:
        await _play(bot, clock, console, errors)

    return bot, play, welcome


async def replay_file(  # noqa: PLR0913 (where each kind of output goes)
    settings: Settings,
    recording: Recording,
    *,
    speed: float | None,
    files: replay.Files,
    console: Console | None,
    errors: Console,
    real: Clock,
) -> replay.Outcome:
    """Play a whole recording, writing down what came of it and showing it on `console`, if any."""
    bot = Player(settings, recording, speed=speed, left=files.left)
    bot.pipeline.alerted.append(files.alerted)
    clock = ReplayClock(recording.begins, speed=speed, real=real)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bot.courier.stop)
        quiet = Console(quiet=True)
        await _open(ConsolePlatform(console or quiet), ROOM, bot, stack)
        outcome = await replay.play(recording, bot.pipeline, clock, errors=errors)
        await bot.courier.drain()
    return outcome


async def ask(settings: Settings, text: str, *, errors: Console) -> Reply:
    """Answer a command from the recording, as at `recording.start`, or at its end without one."""
    recording = Recording(settings.recording.path())
    at = settings.recording.start_in(recording.begins) if settings.recording.start else None
    bot = Player(settings, recording, speed=None)
    await bot.pipeline.play(recording, ManualClock(recording.begins), until=at)
    bot.ended = at is None
    asof = figures.day_and_time(bot.desk.now)
    errors.print(f"From the recording {recording.header.title}, as of {asof}:", markup=False)
    if recording.broken:
        errors.print(f"{recording.where}: {recording.broken}", markup=False)
    return await bot.answer(Call(text=text, person="operator", room=ROOM))


async def backtest(
    settings: Settings, rules: Sequence[Rule], files: Iterable[Path], *, errors: Console
) -> list[Tested]:
    """Try rules on each file, beside the settings' watchlists; bad lines are told on `errors`."""
    ground = ground_of(settings)

    def tell(where: str, refusal: Refusal) -> None:
        errors.print(f"{where}: {refusal.detail}", markup=False)

    tested = []
    for file in files:
        found = await try_on(Past(file, ground.calendars), rules, ground, tell)
        if found.trial.broken:
            errors.print(f"{file}: {found.trial.broken}", markup=False)
        tested.append(found)
    return tested


def times(speed: float | None) -> str:
    """Name a speed: `120×`."""
    return "full speed" if speed is None else f"{speed:g}×"


def ground_of(settings: Settings) -> Ground:
    """Make what the core stands on of the settings."""
    us = ExchangeCalendar.load(closures=settings.closures_of_the_us())
    return Ground(
        calendars={"US": us, "crypto": AlwaysOpen()},
        watchlists=settings.watchlists_of_the_market(),
    )


async def _play(bot: Player, clock: ReplayClock, console: Console, errors: Console) -> None:
    outcome = await replay.play(bot.recording, bot.pipeline, clock, errors=errors, bar=False)
    bot.ended = True
    await bot.courier.drain()
    console.print(
        f"The recording has ended: {outcome.sentence()} The desk stays open; Ctrl-C stops it.",
        markup=False,
    )


async def _open(platform: Platform, room: Destination, bot: Bot, stack: AsyncExitStack) -> None:
    await platform.start(bot.answer)
    stack.push_async_callback(platform.stop)
    bot.courier.open(room, platform, operators=True)  # a terminal and a desk of one's own


async def _open_desk(settings: Settings, bot: Bot, stack: AsyncExitStack) -> str:
    from bot.platforms.web import WebDesk

    desk = WebDesk(
        host=settings.web.host,
        port=settings.web.port,
        token=settings.web_token(),
        snapshot=lambda: http.snapshot(bot.desk),
        health=lambda: http.health(bot.desk),
    )
    await _open(desk, DESK_ROOM, bot, stack)
    bot.pipeline.moved.append(desk.changed)
    stack.enter_context(presence.announced(settings.data_dir, desk.url))
    return desk.url


def _welcome(lines: list[str], url: str | None) -> str:
    if url:
        lines.append(f"Web desk: {url}")
    if sys.stdin.isatty():
        lines.append("Type a command here, such as /sector or /help.")
    lines.append("Ctrl-C stops.")
    return "\n".join(lines)
