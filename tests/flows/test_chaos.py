"""The bot killed while it plays the day: nothing is lost or doubled; `make chaos` does more."""

from pathlib import Path

import pytest

from tests.chaos.databases import databases
from tests.chaos.ordeal import KILL, POINTS, STOP, Stores, an_ordeal, files

pytestmark = pytest.mark.timeout(300)

KILLS = 50
AT_EACH_POINT = 5
STOPS = 10


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request: pytest.FixtureRequest) -> Stores:
    """Either of them; skipped where no server is at hand."""
    if request.param == "sqlite":
        return files
    request.getfixturevalue("private_database")
    return databases


@pytest.mark.parametrize("policy", ["resend", "hold"])
async def test_killed_at_any_instant_it_loses_and_doubles_nothing(
    tmp_path: Path, stores: Stores, policy: str
):
    """Alerts, their order and what every room was told are those of a day without a kill."""
    async with an_ordeal(tmp_path, policy=policy) as ordeal:
        await ordeal.suffer({KILL: KILLS}, await ordeal.calm(), stores)

    assert [] == ordeal.tally.faults


async def test_killed_at_every_step_it_loses_and_doubles_nothing(tmp_path: Path, stores: Stores):
    """Before and after a page is committed, before a message leaves, once it is taken, unmarked."""
    async with an_ordeal(tmp_path) as ordeal:
        wanted = dict.fromkeys(POINTS, AT_EACH_POINT)
        await ordeal.suffer(wanted, await ordeal.calm(), stores)

    assert [] == ordeal.tally.faults


async def test_asked_to_stop_it_ends_soon_and_repeats_nothing(tmp_path: Path, stores: Stores):
    """Whoever updates a running bot does not tell people anything twice."""
    async with an_ordeal(tmp_path) as ordeal:
        await ordeal.suffer({STOP: STOPS}, await ordeal.calm(), stores, failing=0)

    tally = ordeal.tally
    assert ([], 0, True) == (tally.faults, tally.repeats, tally.longest_stop < 10)
