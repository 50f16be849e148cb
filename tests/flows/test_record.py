"""`prebell record` and `feeds: record:`: what feeds gave, in a file that can be played again."""

import asyncio
import gzip
import io
import os
import signal
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from rich.console import Console

from bot import app, asking, presence
from bot.cli.keeping import kept
from bot.clock import SystemClock
from bot.feeds.recording import Recording
from bot.market.events import Event, FeedStatus, Quote, Reference
from bot.market.sanity import Refusal
from config.load import load
from tests.faulty_server import FaultyServer
from tests.flows.conftest import Prebell
from tests.flows.test_running import printed
from tests.live import CNBC, YAHOO, LastDay, settings_for

pytestmark = pytest.mark.usefixtures("untouched_logging")

ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as server:
        server.answers(YAHOO, LastDay().chart())
        yield server


async def until(there: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not there():  # noqa: ASYNC110 (it may be a file of another process)
            await asyncio.sleep(0)


def holds(file: Path, kind: str, times: int = 1) -> bool:
    return file.exists() and file.read_text().count(f'"kind":"{kind}"') >= times


async def held(file: Path) -> list[Event | Refusal]:
    return [event async for event in Recording(file).events()]


async def recorded(
    settings: Path, file: Path, kind: str, *, times: int = 1, errors: Console | None = None
) -> str:
    """Record until the file holds so many events of this kind."""
    stopped = asyncio.Event()
    quiet = Console(file=io.StringIO())
    task = asyncio.create_task(
        kept(load(settings, {}), file, span=None, errors=errors or quiet, stopped=stopped)
    )
    await until(lambda: task.done() or holds(file, kind, times))
    stopped.set()
    return await task


async def test_what_came_is_in_the_file_and_summed_up(tmp_path: Path, server: FaultyServer):
    """The close it is measured from comes before the trade."""
    settings, file = settings_for(server, tmp_path, ["yahoo"]), tmp_path / "day.jsonl"

    said = await recorded(settings, file, "quote")

    assert [Reference, Quote] == [type(event) for event in await held(file)]
    assert said.startswith(f"{file}: 2 events of 1 instrument since ")
    assert said.endswith("; nothing refused.")


async def test_a_provider_in_trouble_is_part_of_the_recording(tmp_path: Path, server: FaultyServer):
    """It is what the recording is wanted for."""
    server.answers(CNBC, b"no", status=403)
    settings, file = settings_for(server, tmp_path, ["cnbc"]), tmp_path / "day.jsonl"

    await recorded(settings, file, "feed_status")

    [status] = await held(file)
    assert isinstance(status, FeedStatus)
    assert ("cnbc", False) == (status.feed, status.healthy)


async def test_a_close_is_written_once_however_often_it_is_told(
    tmp_path: Path, server: FaultyServer
):
    """A provider repeats itself in each answer; only what changed is an event."""
    server.answers(YAHOO, LastDay().chart("105.5"))
    at_once = {"usual": "1s", "near": "1s", "idle": "1s"}
    settings = settings_for(server, tmp_path, ["yahoo"], cadence=at_once)
    file = tmp_path / "day.jsonl"

    await recorded(settings, file, "quote", times=2)

    assert [Reference, Quote, Quote] == [type(event) for event in await held(file)]


async def test_a_person_at_the_terminal_sees_how_far_it_is(tmp_path: Path, server: FaultyServer):
    """How much came, and how each provider is doing."""
    seen = io.StringIO()
    terminal = Console(file=seen, force_terminal=True, width=120)

    await recorded(
        settings_for(server, tmp_path, ["yahoo"]), tmp_path / "a.jsonl", "quote", errors=terminal
    )

    assert "2 events of 1 instrument since" in seen.getvalue()
    assert "yahoo: 1 of 1 requests answered" in seen.getvalue()


async def test_it_ends_by_itself_after_the_span_it_was_given(tmp_path: Path, server: FaultyServer):
    settings, file = settings_for(server, tmp_path, ["yahoo"]), tmp_path / "day.jsonl.gz"

    said = await kept(
        load(settings, {}),
        file,
        span=timedelta(milliseconds=100),
        errors=Console(file=io.StringIO()),
        stopped=asyncio.Event(),
    )

    assert said.startswith(f"{file}: ")


async def test_what_was_recorded_can_be_replayed(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """So that a morning that went wrong becomes a test."""
    settings, file = settings_for(server, tmp_path, ["yahoo"]), tmp_path / "day.jsonl"
    await recorded(settings, file, "quote")

    said = await asyncio.to_thread(prebell, "replay", file, "--config", settings)

    assert 0 == said.status
    assert said.out.endswith("2 events, 0 alerts fired, 0 resolved, nothing refused.\n")


@asynccontextmanager
async def a_process(*arguments: object) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *map(str, arguments)),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_ctrl_c_ends_it_with_a_summary(
    tmp_path: Path, server: FaultyServer, number: signal.Signals
):
    settings, file = settings_for(server, tmp_path, ["yahoo"]), tmp_path / "day.jsonl"
    async with a_process("record", file, "--config", settings) as process:
        await until(lambda: process.returncode is not None or holds(file, "quote"))
        process.send_signal(number)
        out, err = await process.communicate()

    assert (0, b"") == (process.returncode, err)
    assert b"day.jsonl: 2 events of 1 instrument since" in out


async def test_what_came_before_a_kill_is_not_lost(tmp_path: Path, server: FaultyServer):
    """Nobody asks a machine that loses its power to end first; the file is whole as well."""
    settings, file = settings_for(server, tmp_path, ["yahoo"]), tmp_path / "day.jsonl.gz"
    async with a_process("record", file, "--config", settings) as process:
        await until(lambda: process.returncode is not None or _quoted(file))
        process.kill()
        await process.wait()

    recording = Recording(file)
    assert [Reference, Quote] == [type(event) async for event in recording.events()]
    assert recording.broken is None


def _quoted(file: Path) -> bool:
    try:
        return file.exists() and b'"kind":"quote"' in gzip.decompress(file.read_bytes())
    except (EOFError, gzip.BadGzipFile, zlib.error):  # it was read in the midst of a line
        return False


def test_without_a_feed_it_says_where_to_name_one(prebell: Prebell, tmp_path: Path):
    said = prebell("record", "day.jsonl")

    assert (2, "feeds: quotes: is empty; name a provider, such as yahoo\n") == (
        said.status,
        said.err,
    )
    assert not (tmp_path / "day.jsonl").exists()


def a_dead_server() -> FaultyServer:
    """Name a server that nobody started, on a port where nothing listens."""
    server = FaultyServer()
    server.url = "http://127.0.0.1:9"
    return server


def test_a_file_that_is_there_is_kept(prebell: Prebell, tmp_path: Path):
    """A day that was recorded cannot be recorded again."""
    file = tmp_path / "day.jsonl"
    file.write_text("the only one")
    settings = settings_for(a_dead_server(), tmp_path, ["yahoo"])

    said = prebell("record", file, "--config", settings)

    assert (2, f"{file} is there already; name a file that is not\n") == (said.status, said.err)
    assert "the only one" == file.read_text()


def test_providers_that_cannot_be_reached_are_a_recording_too(prebell: Prebell, tmp_path: Path):
    """With the minutes it was given, and status 0: it did what it was asked."""
    settings = settings_for(a_dead_server(), tmp_path, ["yahoo"])

    said = prebell("record", "day.jsonl", "--minutes", "0.003", "--config", settings)

    assert said.out.startswith("day.jsonl: 1 event of 0 instruments since ")
    assert "127.0.0.1:9/v8/finance/chart/IREN" in said.err
    assert 0 == said.status


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "10081"])
def test_a_span_that_is_none_is_refused(prebell: Prebell, minutes: str):
    said = prebell("record", "day.jsonl", f"--minutes={minutes}")

    assert 2 == said.status
    assert "write a number above 0, up to 10,080" in said.err


@asynccontextmanager
async def a_live_bot(file: Path) -> AsyncIterator[str]:
    """Run the bot of these settings until the block ends; it is reached at what is told."""
    settings, out, stopped = load(file, {}), io.StringIO(), asyncio.Event()
    console = Console(file=out, width=200)
    running = asyncio.create_task(
        app.run(settings, console=console, errors=console, real=SystemClock(), stopped=stopped)
    )
    try:
        await printed(out, "live: ", running)
        yield presence.running(settings.data_dir) or ""
    finally:
        stopped.set()
        await running


async def test_a_live_bot_keeps_its_day_and_tries_rules_on_it(tmp_path: Path, server: FaultyServer):
    """`/alert test` reads the file while it grows, and finds nothing wrong with it."""
    settings = settings_for(server, tmp_path, ["yahoo"], record="true")
    folder = tmp_path / "data" / "recordings"
    async with a_live_bot(settings):
        await until(lambda: any(_quoted(file) for file in folder.glob("*.gz")))
        [file] = folder.iterdir()
        answered = await asyncio.to_thread(
            asking.ask_running, tmp_path / "data", "/alert test IREN price > 104", token=None
        )

    assert [Reference, Quote] == [type(event) for event in await held(file)]
    assert answered is not None
    assert "Live: yahoo, " in answered.reply.body
    assert "breaks off" not in answered.reply.body


async def test_a_live_bot_keeps_nothing_unless_it_is_told_to(tmp_path: Path, server: FaultyServer):
    """Nobody's disk is filled unasked."""
    async with a_live_bot(settings_for(server, tmp_path, ["yahoo"])):
        await until(lambda: len(server.asked) > 0)

    assert not (tmp_path / "data" / "recordings").exists()
