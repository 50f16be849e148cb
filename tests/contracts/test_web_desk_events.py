"""What open pages of the web desk are told, when, and which of them are let go."""

import asyncio
import socket
import struct
import threading
from contextlib import AsyncExitStack, closing, suppress
from datetime import timedelta

import aiohttp
import pytest

from bot.chat import Destination, Fact
from bot.errors import DeliveryError
from bot.platforms.web.sse import LISTENERS, PENDING_LIMIT
from tests.contracts.web_desk import (
    NOON,
    Desk,
    a_message,
    a_sector,
    a_snapshot,
    an_alert,
    listening,
)

ROOM = Destination(platform="web", chat="desk")
HALF_A_SECOND = timedelta(seconds=0.5)


async def _deaf(desk: Desk) -> socket.socket:
    """Open a page's stream and read nothing of it."""
    loop = asyncio.get_running_loop()
    host, port = desk.url.removeprefix("http://").split(":")
    page = socket.socket()
    page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    page.settimeout(0)
    await loop.sock_connect(page, (host, int(port)))
    await loop.sock_sendall(page, b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return page


async def _size(stream: socket.socket) -> int:
    """Count what is left to read until the other side ends it."""
    size = 0
    with suppress(ConnectionResetError):
        while chunk := await asyncio.get_running_loop().sock_recv(stream, 1 << 20):
            size += len(chunk)
    return size


async def test_a_page_is_told_everything_first(desk: Desk):
    async with listening(desk) as page:
        assert ["retry: 2000"] == await page.block()
        assert ("desk", a_snapshot()) == await page.event()


async def test_then_only_what_changed_however_often_it_was_said(desk: Desk):
    """The pipeline says so at each tick; the page reads twice a second."""
    async with listening(desk) as page:
        await page.event()
        desk.shown = a_snapshot(clock="Fri 2025-10-10 08:52:01 EDT")
        for _ in range(1000):
            desk.changed()
        assert ("change", {"clock": "Fri 2025-10-10 08:52:01 EDT"}) == await page.event()

        desk.shown = a_snapshot(session="regular session")
        desk.changed()
        await desk.says(a_message("first"))
        name, _ = await page.event()
        desk.clock.turn(HALF_A_SECOND)
        after, change = await page.event()

    assert ("alert", "change", "regular session") == (name, after, change["session"])


async def test_a_change_may_be_said_by_any_thread(desk: Desk):
    async with listening(desk) as page:
        await page.event()
        desk.shown = a_snapshot(session="closed")
        threading.Thread(target=desk.changed).start()
        assert ("change", {"session": "closed"}) == await page.event()


async def test_a_line_is_told_from_where_it_differs(desk: Desk):
    """A day has a thousand points, and one of them is new."""
    series = a_sector()["series"]
    async with listening(desk) as page:
        await page.event()
        moved = [*series[:-1], [series[-1][0], 91.0], [series[-1][0] + 60, 92.0]]
        desk.shown = a_snapshot(sectors=[a_sector(series=moved), a_sector(name="new")])
        desk.changed()
        _, change = await page.event()

    known, new = change["sectors"]
    assert (292, moved[292:]) == (known["kept"], known["series"])
    assert (0, series) == (new["kept"], new["series"])


async def test_nothing_is_pushed_where_nothing_changed(desk: Desk):
    async with listening(desk) as page:
        await page.event()
        desk.changed()
        await desk.says(a_message())
        assert "alert" == (await page.event())[0]


@pytest.mark.parametrize("reason", ["notice", "brief"])
async def test_what_no_rule_said_is_no_alert_that_fires(
    reason: str, desk: Desk, browser: aiohttp.ClientSession
):
    """It is about the bot, or about the whole morning, and no rule ends it."""
    await desk.says(a_message(reason=reason))
    async with browser.get(f"{desk.url}/api/desk") as response:
        alerts = (await response.json())["alerts"]

    assert reason == alerts[0]["state"]


async def test_an_alert_rings_at_once_and_stays(desk: Desk, browser: aiohttp.ClientSession):
    message = a_message(body="premarket > 4%", facts=(Fact("Age", "3 s"),), fingerprints=("iren",))
    async with listening(desk) as page:
        await page.event()
        await desk.says(message)
        name, rung = await page.event()
    async with browser.get(f"{desk.url}/api/desk") as response:
        alerts = (await response.json())["alerts"]

    assert {
        "at": "08:52:00 EDT",
        "epoch": NOON.timestamp(),
        "state": "firing",
        "rule": "",
        "subject": "",
        "title": "IREN +4.01% before the bell",
        "because": "premarket > 4%",
        "facts": [{"label": "Age", "value": "3 s"}],
        "severity": "warning",
        "fingerprint": "iren",
        "fingerprints": ["iren"],
    } == rung
    assert ("alert", [rung, an_alert()]) == (name, alerts)


@pytest.mark.parametrize(
    ("reason", "fingerprints", "count"),
    [
        ("first", ("apld",), 1),  # the snapshot says so already
        ("resolved", ("apld",), 2),
        ("first", ("apld", "iren"), 2),
        ("first", (), 2),
    ],
)
async def test_an_alert_is_shown_once(
    reason: str,
    fingerprints: tuple[str, ...],
    count: int,
    desk: Desk,
    browser: aiohttp.ClientSession,
):
    """A message may be held back to be grouped, and leave after its alerts were shown."""
    await desk.says(a_message(reason=reason, fingerprints=fingerprints))

    async with browser.get(f"{desk.url}/api/desk") as response:
        assert count == len((await response.json())["alerts"])


async def test_a_quiet_stream_shows_that_it_lives(desk: Desk):
    async with listening(desk) as page:
        await page.event()
        desk.clock.turn(timedelta(seconds=15))
        assert [": still here"] == await page.block()


async def test_a_page_that_joins_is_told_what_the_others_were(desk: Desk):
    async with listening(desk) as first, listening(desk) as second:
        assert await first.event() == await second.event()
        desk.shown = a_snapshot(session="closed")
        desk.changed()
        assert await first.event() == await second.event()


async def test_pages_are_bounded_and_leave_room_behind(desk: Desk, browser: aiohttp.ClientSession):
    async with AsyncExitStack() as stack:
        for _ in range(LISTENERS - 1):
            await stack.enter_async_context(listening(desk))
        async with listening(desk), browser.get(f"{desk.url}/events") as refused:
            assert (503, "10") == (refused.status, refused.headers["Retry-After"])
        status = 0
        for _ in range(100):  # the server hears of the page that left in a turn of the loop or two
            async with browser.get(f"{desk.url}/events") as admitted:
                status = admitted.status
            if status == 200:
                break
        assert 200 == status


async def test_a_page_that_does_not_read_is_let_go(desk: Desk):
    """It would hold everyone's news in memory; when it comes back it is told everything."""
    with closing(await _deaf(desk)) as deaf:
        async with listening(desk) as quick:
            await quick.event()
            for _ in range(12 * 16):
                await desk.says(a_message(body="x" * (PENDING_LIMIT // 16)))
                await quick.event()
            assert 12 * PENDING_LIMIT > await _size(deaf)


@pytest.mark.parametrize("size", [1, PENDING_LIMIT // 2])  # while it waits, while it is written to
async def test_a_page_that_breaks_off_is_no_error(
    size: int, desk: Desk, browser: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
):
    """Phones do it in every tunnel."""
    async with listening(desk) as quick:
        await quick.event()
        with closing(await _deaf(desk)) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            await desk.says(a_message(body="x" * size))
            await quick.event()
        await browser.get(f"{desk.url}/healthz")  # by its answer the desk has heard of the break
        await desk.says(a_message())
        await quick.event()

    assert "" == caplog.text


async def test_a_snapshot_that_fails_ends_nothing(
    desk: Desk, browser: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
):
    async with listening(desk) as page:
        await page.event()
        whole, desk.shown = desk.shown, {"clock": object()}
        desk.changed()
        async with browser.get(f"{desk.url}/api/desk") as response:
            failed = response.status
        desk.shown = whole | {"session": "closed"}
        desk.clock.turn(HALF_A_SECOND)
        desk.changed()
        assert ("change", {"session": "closed"}) == await page.event()

    said = ["the desk could not look at the market", "the desk could not answer"]
    assert (500, said) == (failed, [record.message for record in caplog.records])


async def test_open_pages_do_not_hold_the_process(desk: Desk):
    """Nor one that reads nothing; `asyncio.timeout` fails the test, nothing waits for it."""
    with closing(await _deaf(desk)):
        async with listening(desk) as page:
            await page.event()
            for _ in range(32):
                await desk.says(a_message(body="x" * (PENDING_LIMIT // 16)))
                await page.event()
            async with asyncio.timeout(1):
                await desk.stop()
            while await page.block():
                continue
    with pytest.raises(DeliveryError):
        await desk.says(a_message())
