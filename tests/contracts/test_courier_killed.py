"""The courier ended in the middle of its work: nothing is lost, and no repeat is hidden."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from tests.carrying import CHATS
from tests.limit_rules import LimitRules
from tests.limit_server import ANSWERS, LimitServer

COUNT = 160
KILLS = 2
LOOK = timedelta(milliseconds=2)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def server() -> AsyncIterator[LimitServer]:
    async with LimitServer(answers=ANSWERS) as it:
        it.telegram = it.discord = LimitRules(overall=(10_000, SECOND), chat=(10_000, SECOND))
        yield it


async def begun(server: LimitServer, folder: Path, platform: str, count: int = 0) -> Process:
    """Start a process, and return once all it has to carry is written down."""
    what = ("-m", "tests.carrying", server.url, str(folder), platform, str(count))
    process = await asyncio.create_subprocess_exec(sys.executable, *what, stdout=PIPE)
    assert process.stdout is not None
    assert b"written\n" == await process.stdout.readline()
    return process


async def said(server: LimitServer, count: int) -> None:
    """Wait until so much has been said."""
    clock = SystemClock()
    while len(server.said) < count:
        await clock.until(clock.now() + LOOK)


async def ended(server: LimitServer, folder: Path, platform: str) -> tuple[Counter[str], int]:
    """Let a last process carry the rest; return what people read, and how much may repeat."""
    last = await begun(server, folder, platform)
    assert 0 == await last.wait()
    texts = [one.text for one in server.said]
    plain = Counter(text for text in texts if "repeat" not in text)
    marked = [text.removesuffix(" (may repeat)") for text in texts if "repeat" in text]
    assert {str(number) for number in range(COUNT)} == {*plain, *marked}
    return plain, len(marked)


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_whoever_stops_it_hears_nothing_twice(
    server: LimitServer, tmp_path: Path, platform: str
):
    """SIGTERM under load: what is under way is awaited and noted, the rest is kept."""
    process = await begun(server, tmp_path, platform, COUNT)
    await said(server, COUNT // 4)
    process.terminate()
    status = await asyncio.wait_for(process.wait(), timeout=10)
    left = COUNT - len(server.said)
    plain, marked = await ended(server, tmp_path, platform)

    assert (0, True) == (status, left > 0)
    assert ({1}, 0) == (set(plain.values()), marked)


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_whoever_kills_it_loses_nothing(server: LimitServer, tmp_path: Path, platform: str):
    """SIGKILL: without keys only what was under way repeats, and says so; with keys nothing."""
    count = COUNT
    for kill in range(1, KILLS + 1):
        process = await begun(server, tmp_path, platform, count)
        await said(server, kill * COUNT // (KILLS + 2))
        process.kill()
        await process.wait()
        count = 0
    plain, marked = await ended(server, tmp_path, platform)

    assert max(plain.values()) == 1
    assert marked <= (KILLS * CHATS if platform == "telegram" else 0)
