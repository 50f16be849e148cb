"""What every provider that is listened to lives through, from a real line to the market."""

import pytest

from bot.feeds.providers import STREAMS
from tests.builders import at
from tests.contracts.cases import HEARD
from tests.contracts.faults import PAGE, REFUSED, Fails, breaks, warnings
from tests.contracts.told import LATER, NOON, RIGHT, WRONG
from tests.contracts.watch import START, listening
from tests.faulty_server import Ending, Fault, FaultyServer

LARGE = 2 << 20  # bytes; a frame has at most half of that

CLOSED: dict[str, Fails] = {
    **REFUSED,
    **{fault.name.lower(): breaks(fault) for fault in (Fault.RESET, Fault.HANGS, Fault.GARBLED)},
}
BROKEN: dict[str, str | bytes] = {
    "an empty frame": "",
    "a page": PAGE,
    "the text of the crumb": "Too Many Requests",
    "JSON cut short": '{"channel":"ticker","events":[{"type":"upd',
    "bytes that are no text": b"\xff\xfe\x00",
    "a frame too large": "[" + " " * LARGE + "]",
    "a number": "7",
}


def later(name: str) -> str:
    return HEARD[name].told(LATER, START.replace(minute=1))


def good(name: str) -> str:
    return HEARD[name].told(RIGHT, NOON)


def test_no_stream_is_left_out():
    """Whoever adds one has to say here what it tells."""
    assert set(STREAMS) == set(HEARD)


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("what", CLOSED)
async def test_a_line_that_is_not_opened_is_dialled_again(
    name: str, what: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """However often it is refused, that is said once."""
    caplog.set_level("INFO", "bot")
    for _ in range(1 if what == "hangs" else 2):
        CLOSED[what](server, HEARD[name].path)
    server.streams(HEARD[name].path, good(name))

    async with listening(name, server) as watch:
        await watch.shows(RIGHT)
        broken = warnings(caplog)

    assert {RIGHT} == set(watch.prices)
    assert 1 == len(broken), caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("ending", Ending)
async def test_a_line_that_ends_is_opened_anew(
    name: str, ending: Ending, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """In the middle of a frame, without a farewell, or by silence behind which it still pings."""
    caplog.set_level("INFO", "bot")
    path = HEARD[name].path
    server.streams(path, good(name), ending=ending)
    server.streams(path, ending=ending)
    server.streams(path, later(name))

    async with listening(name, server) as watch:
        await watch.shows(LATER)
        broken = warnings(caplog)

    assert {RIGHT, LATER} == set(watch.prices)
    assert 1 == len(broken), caplog.text


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("what", BROKEN)
async def test_a_frame_that_is_none_is_survived(
    name: str, what: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """Its line is let go of with all that follows, and what comes on the next one is heard."""
    caplog.set_level("INFO", "bot")
    path = HEARD[name].path
    wrong = HEARD[name].told(WRONG, START.replace(minute=1))
    server.streams(path, good(name), BROKEN[what], wrong)
    server.streams(path, BROKEN[what])
    server.streams(path, later(name))

    async with listening(name, server) as watch:
        await watch.shows(LATER)
        broken = warnings(caplog)

    assert {RIGHT, LATER} == set(watch.prices)
    assert 1 == len(broken), caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    ("name", "what"), [(name, what) for name, case in HEARD.items() for what in case.strange]
)
async def test_a_trade_that_is_none_is_no_price(
    name: str, what: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """It is counted by its reason, and costs the line nothing."""
    body, reason = HEARD[name].strange[what]
    server.streams(HEARD[name].path, good(name), body, later(name))

    async with listening(name, server) as watch:
        await watch.shows(LATER)
        broken = warnings(caplog)

    assert {RIGHT, LATER} == set(watch.prices)
    assert [reason] == [refusal.reason for refusal in watch.refused]
    assert [] == broken


@pytest.mark.parametrize("name", STREAMS)
async def test_a_trade_of_another_time_is_no_price(name: str, server: FaultyServer):
    """Of the future, or of 1971, for which no calendar is made."""
    told = HEARD[name].told
    strange = [told(WRONG, START.replace(hour=11)), told(WRONG, at("1971-01-04T15:00Z"))]
    server.streams(HEARD[name].path, good(name), *strange, later(name))

    async with listening(name, server) as watch:
        await watch.shows(LATER)

    assert {RIGHT, LATER} == set(watch.prices)
    assert ["future", "old"] == [refusal.reason for refusal in watch.refused]
