"""Programs beside people: one rings, another is told, and the log of it all names no secret."""

import asyncio
import json
import logging
from pathlib import Path

import aiohttp
import pytest

from bot.alerts.hearsay import Hearsay
from bot.clock import SystemClock
from bot.errors import StoreError
from bot.feeds.recording import Recording
from bot.player import Player
from bot.signing import HEADER, sign
from config.load import load
from tests.flows.test_running import a_running_bot, asked, printed
from tests.receiver import CANARY, SECRET, Receiver, says

PATH_TOKEN = "canary-ends-its-address"  # noqa: S105 (of this test alone)


async def rings(url: str, **words: object) -> int:
    """Ring as the screener does; say with which status."""
    body = json.dumps({"id": "7", "title": "ETH over 5,000", "severity": "critical"} | words)
    headers = {HEADER: sign(body.encode(), SECRET, SystemClock().now())}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/hooks/screener", data=body, headers=headers) as response,
    ):
        return response.status


async def told(receiver: Receiver, what: str) -> dict[str, object]:
    """Wait until a program has been told of something, and return that."""
    async with asyncio.timeout(30):
        while True:
            for message in receiver.took.values():
                if what in str(message["title"]):
                    return message
            await receiver.has(len(receiver.took) + 1)


async def test_what_one_program_rings_another_is_told(tmp_path: Path):
    """By way of every stage there is; critical, so that it waits for nobody."""
    async with Receiver(now=SystemClock().now) as receiver:
        program = {
            "PREBELL_WEBHOOKS__DESK__URL": receiver.url,
            "PREBELL_WEBHOOKS__DESK__SECRET": SECRET,
            "PREBELL_EXTERNAL__SCREENER__SECRET": SECRET,
        }
        async with a_running_bot(tmp_path, **program) as bot:
            await printed(bot.out, "The recording has ended")
            status = await rings(bot.url)
            again = await rings(bot.url, title="ETH over 6,000")
            message = await told(receiver, "ETH over 5,000")
            await printed(bot.out, "ETH over 5,000")

    assert (202, 200, "critical", "new") == (
        status,
        again,
        message["severity"],
        message["manner"],
    )
    assert ("external:screener: another program says so", []) == (
        dict(message["facts"])["Rule"],  # type: ignore[call-overload]  # JSON of our own
        receiver.doubted,
    )


async def test_what_a_program_rings_is_shown_wherever_alerts_are(tmp_path: Path):
    """On the desk and to whoever asks; no rule of ours stands behind it."""
    async with a_running_bot(tmp_path, PREBELL_EXTERNAL__SCREENER__SECRET=SECRET) as bot:
        await printed(bot.out, "The recording has ended")
        await rings(bot.url, subject="ETH-USD")
        status, desk = await asked(bot.url, "/api/desk")
        questions = ["/alerts", "/status", "/why external:screener", "/quote ETH-USD"]
        answers = [await asked(bot.url, "/api/ask", json={"text": text}) for text in questions]

    assert [200, 200, 200, 200, 200] == [status, *(found for found, _ in answers)]
    assert ("ETH over 5,000" in desk, "ETH over 5,000" in answers[0][1]) == (True, True)


async def test_what_a_program_rang_outlives_a_restart(tmp_path: Path):
    """What is said again is known, what it began can be ended, and once."""
    program = {
        "PREBELL_EXTERNAL__SCREENER__SECRET": SECRET,
        "PREBELL_RECORDING__RESUME": "true",
    }
    async with a_running_bot(tmp_path, **program) as bot:
        await printed(bot.out, "The recording has ended")
        before = await rings(bot.url)
    async with a_running_bot(tmp_path, **program) as bot:
        await printed(bot.out, "The recording has ended")
        after = [await rings(bot.url), await rings(bot.url, state="resolved"), await rings(bot.url)]

    assert (202, [200, 202, 200]) == (before, after)


async def test_what_a_sender_left_who_is_no_more_keeps_nobody_from_coming_back(tmp_path: Path):
    """It was due to end before the recording is as far again as it was."""
    resumes = {"PREBELL_RECORDING__RESUME": "true"}
    rung = {"PREBELL_EXTERNAL__SCREENER__SECRET": SECRET, **resumes}
    async with a_running_bot(tmp_path, **rung) as bot:
        await printed(bot.out, "The recording has ended")
        await rings(bot.url)
    async with a_running_bot(tmp_path, **resumes) as bot:
        await printed(bot.out, "The recording has ended")
        _, alerts = await asked(bot.url, "/api/ask", json={"text": "/alerts"})

    assert "ETH over 5,000" in alerts


async def test_a_bot_that_reads_a_recording_again_takes_nothing_before_it_is_back(tmp_path: Path):
    """It could not be kept safe; the program is told to say it again."""
    settings = load(None, {"PREBELL_DATA_DIR": str(tmp_path)})
    bot = Player(settings, Recording(settings.recording.path()), speed=None)
    bot.pipeline.herald.retracing = True

    with pytest.raises(StoreError):
        await bot.ring("screener", Hearsay(id="7", title="a"))


async def test_no_secret_of_a_program_is_in_status_or_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """A hook that is gone, a path that is guessed, and one that is known."""
    caplog.set_level(logging.DEBUG)
    async with Receiver() as receiver:
        receiver.plays(*[says(410, body=f"gone: /{CANARY}") for _ in range(9)])
        program = {
            "PREBELL_WEBHOOKS__DESK__URL": receiver.url,
            "PREBELL_WEBHOOKS__DESK__SECRET": SECRET,
            "PREBELL_EXTERNAL__TRADINGVIEW__TOKEN": PATH_TOKEN,
        }
        async with a_running_bot(tmp_path, **program) as bot:
            await printed(bot.out, "The recording has ended")
            async with aiohttp.ClientSession() as session:
                for token in ("guess", PATH_TOKEN):
                    body = '{"id": "1", "title": "a", "severity": "critical"}'
                    await session.post(f"{bot.url}/hooks/tradingview/{token}", data=body)
                async with session.post(f"{bot.url}/api/ask", json={"text": "/status"}) as answer:
                    status = await answer.text()
                async with session.get(f"{bot.url}/api/desk") as answer:
                    status += await answer.text()
            out = bot.out.getvalue()

    seen = f"{status} {out} {caplog.text}"
    assert "webhook:desk" in seen
    assert [] == [secret for secret in (CANARY, SECRET, PATH_TOKEN) if secret in seen]
