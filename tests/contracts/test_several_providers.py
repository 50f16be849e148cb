"""Several providers of one instrument, from real servers to one market."""

from datetime import timedelta

import pytest

from bot.market.instruments import Symbol
from tests.contracts.cases import ASKED
from tests.contracts.told import LATER, NOON, RIGHT, WRONG
from tests.contracts.watch import START, Watch, polling
from tests.faulty_server import Fault, FaultyServer

FIRST, SECOND = "yahoo", "cnbc"
FAR = "180.18"


def says(server: FaultyServer, name: str, price: str, *, minute: int = 0) -> None:
    server.answers(ASKED[name].path, ASKED[name].told(price, NOON.replace(minute=minute)))


def source(watch: Watch) -> str:
    quote = watch.market.tape(watch.symbol).quote
    return quote.source if quote else ""


async def test_the_first_is_believed_and_the_second_not_heard(server: FaultyServer):
    """Two that differ a little would make a price that moves back and forth."""
    says(server, FIRST, RIGHT)
    says(server, SECOND, WRONG)

    async with polling(FIRST, server, SECOND) as watch:
        await watch.shows(RIGHT)
        await watch.asked(server, 6)

    assert RIGHT == watch.prices[-1]
    assert FIRST == source(watch)


async def test_where_the_first_fails_the_second_is_believed_and_named(server: FaultyServer):
    """M17: each quote says whose it is, and the change is told with its reason."""
    says(server, FIRST, RIGHT)
    server.fails(ASKED[FIRST].path, Fault.RESET)
    says(server, SECOND, LATER, minute=1)

    async with polling(FIRST, server, SECOND) as watch:
        await watch.shows(LATER)

    assert SECOND == source(watch)
    assert [(FIRST, SECOND, "yahoo gives nothing")] == watch.switches()


async def test_a_frozen_first_steps_back(server: FaultyServer):
    """M6: it answers every time, with status 200, and always the same old trade."""
    says(server, FIRST, RIGHT, minute=0)
    says(server, SECOND, RIGHT, minute=0)
    says(server, SECOND, LATER, minute=2)

    async with polling(FIRST, server, SECOND) as watch:
        await watch.shows(LATER)

    assert [(FIRST, SECOND, "yahoo is behind")] == watch.switches()


async def test_a_stale_first_is_not_heard_at_all(server: FaultyServer):
    """Trap 2: its base is of Wednesday, and its price may be."""
    server.answers(ASKED[FIRST].path, ASKED[FIRST].stale)
    says(server, SECOND, RIGHT)

    async with polling(FIRST, server, SECOND) as watch:
        await watch.shows(RIGHT)
        await watch.asked(server, 6)

    assert ({RIGHT}, SECOND) == (set(watch.prices), source(watch))


async def test_a_jump_that_two_have_seen_is_believed(server: FaultyServer):
    """News before the bell may be worth as much; the second is asked whether it saw it too."""
    says(server, FIRST, RIGHT)
    says(server, FIRST, FAR, minute=1)
    says(server, SECOND, RIGHT)
    says(server, SECOND, FAR, minute=1)

    async with polling(FIRST, server, SECOND) as watch:
        await watch.shows(FAR)

    assert watch.clock.now() - START < timedelta(minutes=2)


async def test_a_jump_that_one_has_seen_is_not(server: FaultyServer):
    """However often it says so."""
    says(server, FIRST, RIGHT)
    says(server, FIRST, FAR, minute=1)
    says(server, SECOND, RIGHT)

    async with polling(FIRST, server, SECOND) as watch:
        await watch.shows(RIGHT)
        await watch.asked(server, 12)

    assert {RIGHT} == set(watch.prices)
    assert "jump" in watch.pipeline.sanity.refused


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.TRUNCATED])
async def test_an_instrument_that_is_never_answered_costs_the_others_nothing(
    fault: Fault, server: FaultyServer
):
    """One chart may be broken at a provider for a day; the next is asked about after it."""
    server.fails("/v8/finance/chart/WULF", fault)
    says(server, FIRST, RIGHT)
    says(server, FIRST, LATER, minute=1)

    async with polling(FIRST, server, before=[Symbol("WULF")]) as watch:
        await watch.shows(LATER)

    assert {RIGHT, LATER} == set(watch.prices)
