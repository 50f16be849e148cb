"""What every provider that is asked lives through, from a real server to the market.

Whatever it answers, no price of it is believed that is none, and it is heard again afterwards.
"""

import pytest

from bot.feeds.providers import PROVIDERS
from tests.builders import at
from tests.contracts.cases import ASKED
from tests.contracts.faults import REFUSED, Fails, answers, breaks, warnings
from tests.contracts.told import LATER, NOON, RIGHT, WRONG, nasdaq_alone
from tests.contracts.watch import START, polling
from tests.faulty_server import Fault, FaultyServer

AGAIN = 3  # the HTTP library itself asks once more where a connection is reset
SLOW = {"drips", "hangs"}

LONG_AGO = at("1971-01-04T15:00Z")

FAULTS: dict[str, Fails] = {
    **REFUSED,
    "the text of the crumb": answers("Too Many Requests"),
    "null": answers("null"),
    **{fault.name.lower(): breaks(fault) for fault in Fault},
}
CUT = "JSON cut short"


def later(name: str) -> str:
    return ASKED[name].told(LATER, START.replace(minute=1))


def good(name: str) -> str:
    return ASKED[name].told(RIGHT, NOON)


def goes_wrong(what: str, server: FaultyServer, name: str) -> None:
    cut = answers(good(name)[: len(good(name)) * 2 // 3])
    for _ in range(1 if what in SLOW else AGAIN):
        FAULTS.get(what, cut)(server, ASKED[name].path)


def test_no_provider_is_left_out():
    """Whoever adds one has to say here what it answers."""
    assert set(PROVIDERS) == set(ASKED)


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("what", [*FAULTS, CUT])
async def test_a_fault_passes_by(
    name: str, what: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """It is said once however long it lasts, nothing is believed, and what comes after it is."""
    caplog.set_level("INFO", "bot")
    path = ASKED[name].path
    server.answers(path, good(name))
    goes_wrong(what, server, name)
    server.answers(path, later(name))

    async with polling(name, server) as watch:
        await watch.shows(RIGHT)
        await watch.shows(LATER)

    assert {RIGHT, LATER} == set(watch.prices)
    assert 1 == len(warnings(caplog)), caplog.text
    assert 1 == caplog.text.count("a provider answers again")
    assert "canary" not in caplog.text


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("what", [*FAULTS, CUT])
async def test_a_fault_at_the_very_start_passes_by(
    name: str, what: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """Then there is no price to go on with, and none is made up."""
    path = ASKED[name].path
    goes_wrong(what, server, name)
    server.answers(path, good(name))

    async with polling(name, server) as watch:
        await watch.shows(RIGHT)

    assert {RIGHT} == set(watch.prices)
    assert 1 == len(warnings(caplog)), caplog.text


@pytest.mark.parametrize(
    ("name", "what"), [(name, what) for name, case in ASKED.items() for what in case.strange]
)
async def test_a_row_that_is_no_quote_is_no_price(
    name: str, what: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """It is counted by its reason; the provider is no worse for it, and nothing is logged."""
    body, reason = ASKED[name].strange[what]
    path = ASKED[name].path
    for one in (good(name), body, body, later(name)):
        server.answers(path, one)

    async with polling(name, server) as watch:
        await watch.shows(LATER)

    assert {RIGHT, LATER} == set(watch.prices)
    assert ({reason} - {""}) <= {refusal.reason for refusal in watch.refused}
    assert [] == warnings(caplog)


@pytest.mark.parametrize("name", [name for name, case in ASKED.items() if case.stale])
async def test_a_stale_base_is_refused_with_its_price(
    name: str, server: FaultyServer, caplog: pytest.LogCaptureFixture
):
    """Trap 2: whoever measures from Wednesday's close has a panel of Wednesday."""
    path = ASKED[name].path
    for one in (ASKED[name].stale, good(name), ASKED[name].stale, later(name)):
        server.answers(path, one)

    async with polling(name, server) as watch:
        await watch.shows(LATER)

    assert {RIGHT, LATER} == set(watch.prices)
    assert "base" in watch.pipeline.sanity.refused
    assert "100" == watch.base
    assert [] == warnings(caplog)


async def test_a_change_that_lost_its_sign_is_measured_from_nothing(server: FaultyServer):
    """Trap 7: without a day beside it such a base is not believed, whatever its sign."""
    path = ASKED["nasdaq"].path
    server.answers(path, nasdaq_alone(RIGHT, NOON, netChange="4.08", deltaIndicator="down"))
    server.answers(path, nasdaq_alone(LATER, START.replace(minute=1), deltaIndicator=""))

    async with polling("nasdaq", server) as watch:
        await watch.shows(LATER)

    assert ({RIGHT, LATER}, "") == (set(watch.prices), watch.base)


@pytest.mark.parametrize("name", PROVIDERS)
async def test_no_trade_of_the_future_is_believed(name: str, server: FaultyServer):
    """A clock that is wrong by an hour is wrong about everything."""
    path, told = ASKED[name].path, ASKED[name].told
    for one in (good(name), told(WRONG, START.replace(hour=11)), later(name)):
        server.answers(path, one)

    async with polling(name, server) as watch:
        await watch.shows(LATER)

    assert {RIGHT, LATER} == set(watch.prices)
    assert "future" in watch.pipeline.sanity.refused


@pytest.mark.parametrize("name", PROVIDERS)
async def test_no_trade_of_long_ago_is_believed(name: str, server: FaultyServer):
    """A time in other units is of 1970, where no calendar reaches."""
    path, told = ASKED[name].path, ASKED[name].told
    for one in (told(WRONG, LONG_AGO), good(name), told(WRONG, LONG_AGO), later(name)):
        server.answers(path, one)

    async with polling(name, server) as watch:
        await watch.shows(LATER)

    assert LATER == watch.prices[-1]
    assert WRONG not in watch.prices
