"""The bot at work: one process that plays the day, serves the desk and answers from anywhere."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from rich.console import Console

from bot import app, asking, presence
from bot.clock import Clock, ManualClock
from bot.errors import PrebellError, SetupError
from config.load import load
from tests.builders import at

TOKEN = "canary-of-a-running-desk"  # noqa: S105 (of this test alone)
DATA = "PREBELL_DATA_DIR"


class Running:
    """A bot that runs in this process, and what it has printed."""

    def __init__(self, out: io.StringIO, url: str) -> None:
        self.out = out
        self.url = url


def a_running_bot(folder: Path, **environment: str) -> AbstractAsyncContextManager[Running]:
    """Run a bot for which no time passes, with these settings."""
    return running(folder, environment, ManualClock(at("2026-01-01T00:00Z")))


@asynccontextmanager
async def running(
    folder: Path, environment: Mapping[str, str], real: Clock
) -> AsyncIterator[Running]:
    """Run a bot that plays its recording by a clock."""
    settings = load(
        None,
        {DATA: str(folder), "PREBELL_WEB__PORT": "18080", "PREBELL_RECORDING__SPEED": "max"}
        | dict(environment),
    )
    out, stopped = io.StringIO(), asyncio.Event()
    console = Console(file=out, width=200)
    run = asyncio.create_task(
        app.run(settings, console=console, errors=console, real=real, stopped=stopped)
    )
    try:
        await printed(out, "Prebell", run)
        yield Running(out, presence.running(folder) or "")
    finally:
        stopped.set()
        await run


async def printed(out: io.StringIO, text: str, running: asyncio.Task[None] | None = None) -> None:
    async with asyncio.timeout(30):
        while text not in out.getvalue():
            if running is not None and running.done():
                running.result()
            await asyncio.sleep(0)


async def asked(url: str, path: str, **how: object) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            "POST" if "json" in how else "GET",
            f"{url.rstrip('/')}{path}",
            **how,  # type: ignore[arg-type]  # as each test names it
        ) as response,
    ):
        return response.status, await response.text()


async def test_it_says_that_it_is_a_recording_and_where_the_desk_is(tmp_path: Path):
    """Nobody may take the morning of 2025 for this one."""
    async with a_running_bot(tmp_path) as bot:
        said = bot.out.getvalue()

    assert "this is a recording: Bitcoin miners, 10 October 2025" in said
    assert f"Web desk: {bot.url}" in said


async def test_it_rings_in_the_terminal_and_on_the_desk(tmp_path: Path):
    """Both rooms, the same alert, once each."""
    async with a_running_bot(tmp_path) as bot:
        await printed(bot.out, "The recording has ended")
        _, desk = await asked(bot.url, "/api/desk")

    assert 1 == bot.out.getvalue().count("▲ APLD +9.0% before the bell at 31.93")
    told = [a for a in json.loads(desk)["alerts"] if a["subject"] == "APLD"]
    assert ["resolved", "firing"] == [a["state"] for a in told]


async def test_it_is_healthy_once_it_has_taken_events(tmp_path: Path):
    """What a container's health check asks."""
    async with a_running_bot(tmp_path) as bot:
        await printed(bot.out, "The recording has ended")

        states = [(await asked(bot.url, path))[0] for path in ("/healthz", "/readyz")]

    assert [200, 200] == states


async def test_a_terminal_asks_the_bot_that_runs(tmp_path: Path):
    """`prebell ask` finds it by its data directory."""
    async with a_running_bot(tmp_path, PREBELL_WEB__TOKEN=TOKEN) as bot:
        await printed(bot.out, "The recording has ended")

        answered = await asyncio.to_thread(asking.ask_running, tmp_path, "/sector", token=TOKEN)

    assert answered is not None
    reply = answered.reply
    assert reply.title.startswith("Listed bitcoin miners: $81.47B")
    assert reply.table is not None
    assert reply.facts[0].label == "Cap"


async def test_a_terminal_with_the_wrong_token_is_told_so(tmp_path: Path):
    """Answering from the recording instead would look like the bot's own answer."""
    async with a_running_bot(tmp_path, PREBELL_WEB__TOKEN=TOKEN):
        with pytest.raises(PrebellError, match="refused the question"):
            await asyncio.to_thread(asking.ask_running, tmp_path, "/sector", token="wrong" * 5)


def test_where_no_bot_runs_nobody_answers(tmp_path: Path):
    """Nor where one was killed and its file names a port that nothing listens on."""
    assert asking.ask_running(tmp_path, "/sector", token=None) is None

    with presence.announced(tmp_path, "http://127.0.0.1:9"):
        assert asking.ask_running(tmp_path, "/sector", token=None) is None


async def test_a_second_bot_takes_another_port_and_says_which(tmp_path: Path):
    """Trying it twice must not need a setting."""
    async with a_running_bot(tmp_path / "a") as first, a_running_bot(tmp_path / "b") as second:
        assert first.url != second.url


async def test_without_a_room_it_ends_with_the_recording(tmp_path: Path):
    """Nobody could hear it any more."""
    quiet = {"PREBELL_WEB__ENABLED": "false", "PREBELL_CONSOLE__ENABLED": "false"}
    async with a_running_bot(tmp_path, **quiet) as bot:
        await printed(bot.out, "The recording has ended")

    assert "APLD +9.0%" not in bot.out.getvalue()


async def test_a_data_directory_that_cannot_be_made_stops_it(tmp_path: Path):
    """With the setting's name, before anything was started."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SetupError, match="PREBELL_DATA_DIR"):
        async with a_running_bot(tmp_path / "file"):
            pass


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_process_plays_rings_and_stops_when_told(tmp_path: Path, number: signal.Signals):
    """As a person and as a service manager would end it: status 0, and no file left behind."""
    command = [sys.executable, "-m", "bot", "run", "--speed", "max", "--port", "18090"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), DATA: str(tmp_path / "data")}
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("APLD +9.0% before the bell" in line for line in lines)
        assert any("The recording has ended" in line for line in lines)
        process.send_signal(number)
        rest = process.stdout.read()
        assert (0, "") == (process.wait(timeout=20), rest.strip())

    assert not (tmp_path / "data" / presence.NAME).exists()
