"""A live recording: the feed of the settings into a file, with a line that says how far it is."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.text import Text

from bot import app as composition
from bot import live
from bot.cli.tally import Tally
from bot.feeds.days import Kept
from bot.feeds.recorder import Recorder
from bot.following import follow
from bot.market.events import Event
from bot.pipeline import Pipeline
from bot.schedule import ScheduledClock
from bot.settled import ground_of
from config.settings import Settings

LOOKS = 2  # a second


async def kept(
    settings: Settings,
    file: Path,
    *,
    span: timedelta | None,
    errors: Console,
    stopped: asyncio.Event | None = None,
) -> str:
    """Record for a `span`, or until told to stop; return what came, in a sentence."""
    stopped = stopped or composition.stop_signal()
    async with AsyncExitStack() as stack:
        clock = await stack.enter_async_context(ScheduledClock())
        tally = Tally(clock.now())
        title = f"Live from {', '.join(settings.feeds.names)}"
        recorder = stack.enter_context(Recorder(file, title=title, now=tally.since))
        pipeline = _pipeline(settings, tally.since)
        shares = settings.share_counts()
        feed = await live.feed(settings.feeds, pipeline.market, clock, stack, shares=shares)

        def take(event: Event) -> None:
            recorder.take(event)
            tally.came(event)

        def line() -> str:
            return "\n".join((f"{file}: {tally.told(clock.now())}", *feed.details()))

        pipeline.refused.append(tally.turned_away)
        following = asyncio.create_task(follow(pipeline, Kept(feed, take), clock))
        waits = [following, asyncio.create_task(_set(stopped))]
        if span is not None:
            waits.append(asyncio.create_task(clock.until(tally.since + span)))
        with _watched(errors, line):
            await _first_of(waits)
        return f"{file}: {tally.told(clock.now())}."


# Rules are not read while this runs, but what they are about belongs into the recording.
def _pipeline(settings: Settings, now: datetime) -> Pipeline:
    ground = ground_of(settings)
    pipeline = ground.pipeline((), now)
    armed = ground.pipeline(settings.rules_of_the_engine(), now)
    for symbol in live.symbols_of(armed.market):
        pipeline.market.tape(symbol)
    return pipeline


async def _first_of(waits: list[asyncio.Task[None]]) -> None:
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            one.result()
    finally:
        for one in waits:
            one.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


async def _set(event: asyncio.Event) -> None:
    await event.wait()


def _watched(errors: Console, line: Callable[[], str]) -> Live | nullcontext[None]:
    if not errors.is_terminal:
        return nullcontext()
    return Live(
        console=errors,
        get_renderable=lambda: Text(line()),
        refresh_per_second=LOOKS,
        transient=True,
    )
