"""What the command line does while no bot runs: replays, answers of a recording, backtests."""

from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console

from bot import figures, replay
from bot.asking import Answered
from bot.backtest.past import Past
from bot.backtest.run import Tested, try_on
from bot.charts.studio import START_LIMIT
from bot.chat import Call, Right
from bot.clock import Clock, ManualClock, ReplayClock
from bot.feeds.recording import Recording
from bot.keeping import in_memory
from bot.market.sanity import Refusal
from bot.owners import EVERYBODY
from bot.platforms.console import ROOM, ConsolePlatform
from bot.player import Player
from bot.playing import play
from bot.rooms import open_platform
from bot.rules.model import Rule
from bot.settled import ground_of
from config.settings import Settings


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
    keeping = in_memory(in_step=True)
    bot = Player(settings, recording, speed=speed, keeping=keeping, left=files.left)
    bot.pipeline.herald.alerted.append(files.alerted)
    clock = ReplayClock(recording.begins, speed=speed, real=real)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bot.courier.stop)
        quiet = Console(quiet=True)
        await open_platform(ConsolePlatform(console or quiet), [ROOM], bot, stack, operators=True)
        outcome = await replay.play(recording, bot.pipeline, clock, errors=errors)
        await bot.courier.drain()
    return outcome


async def ask(settings: Settings, text: str, *, errors: Console) -> Answered:
    """Answer a command from the recording, as at `recording.start`, or at its end without one."""
    recording = Recording(settings.recording.path())
    at = settings.recording.start_in(recording.begins) if settings.recording.start else None
    bot = Player(settings, recording, speed=None)
    await play(bot.pipeline, recording, ManualClock(recording.begins), until=at)
    bot.ended = at is None
    bot.desk.acting.closed = "No bot runs here, so nothing would come of it; start `prebell run`."
    asof = figures.day_and_time(bot.desk.now)
    errors.print(f"From the recording {recording.header.title}, as of {asof}:", markup=False)
    if recording.broken:
        errors.print(f"{recording.where}: {recording.broken}", markup=False)
    call = Call(text=text, person="operator", room=ROOM, owner=EVERYBODY, right=Right.OPERATE)
    reply = await bot.answer(call)
    asked = next((one for one in bot.service.commands if reply.asks == one.name), None)
    bot.studio.limit = START_LIMIT  # whoever asks here wants the picture itself
    picture = await bot.service.draw(reply.picture) if reply.picture else None
    await bot.studio.close()
    return Answered(
        reply=reply,
        picture=picture,
        usage=f"{asked.usage}, as in {asked.example}" if asked else "",
    )


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
