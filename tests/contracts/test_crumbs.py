"""Yahoo's crumb: had and lost on a real server, and what is read while there is none."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest

from bot.clock import ManualClock
from bot.feeds.cadence import Cadence
from bot.feeds.crumbs import SELDOM, Crumbs, Quoting
from bot.feeds.polling import Told
from bot.feeds.providers.yahoo import Yahoo
from bot.feeds.reading import Reading
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client, Times
from bot.feeds.web.reach import anywhere
from bot.market.events import FeedStatus
from bot.market.sessions import ExchangeCalendar
from tests.contracts.faults import REFUSED, Fails, answers, breaks, warnings
from tests.contracts.told import IREN, LATER, NOON, RIGHT, yahoo, yahoo_quotes
from tests.faulty_server import Fault, FaultyServer

COOKIE, CRUMB, QUOTES, CHART = (
    "/cookie",
    "/v1/test/getcrumb",
    "/v7/finance/quote",
    "/v8/finance/chart/IREN",
)
GIVEN = "canary.Crumb1"
AGAIN = 2  # the HTTP library itself asks once more where a connection is reset
MOMENT = timedelta(milliseconds=300)
SHORT = Times(connect=2 * MOMENT, piece=MOMENT, whole=2 * MOMENT)
MINUTE = timedelta(minutes=1)

FAULTS: dict[str, Fails] = {
    **REFUSED,
    "the text of the crumb": answers("Too Many Requests"),
    "null": answers("[null]"),
    "a consent page elsewhere": answers("", 307, Location="/consent"),
    **{fault.name.lower(): breaks(fault) for fault in Fault},
}


class Watch:
    """Asks Yahoo for IREN, once for each time that a test wants to."""

    def __init__(self, server: FaultyServer, client: Client, clock: ManualClock) -> None:
        self.server = server
        self.clock = clock
        self.told: list[Told] = []
        random = Random(1)  # noqa: S311 (to be the same each time)
        crumbs = Crumbs(
            url=server.url, cookies=server.url + COOKIE, web=client, steady=clock, random=random
        )
        self.quoting = Quoting(
            Yahoo(url=server.url),
            [IREN],
            crumbs=crumbs,
            web=client,
            clock=clock,
            steady=clock,
            calendar=ExchangeCalendar.load(),
            cadence=Cadence(),
            near=lambda: False,
            breaker=Breaker(random=random),
        )

    async def asks(self, times: int = 1, *, apart: timedelta = MINUTE) -> None:
        for _ in range(times):
            await self.quoting.once(self._tell)
            self.clock.turn_to(self.clock.now() + apart)

    @property
    def prices(self) -> list[str]:
        return [f"{told.price.normalize():f}" for told in self.told if isinstance(told, Reading)]

    def times_asked(self, path: str) -> int:
        return sum(asked.path == path for asked in self.server.asked)

    async def _tell(self, told: Told) -> None:
        self.told.append(told)


@pytest.fixture
async def watch(server: FaultyServer) -> AsyncIterator[Watch]:
    clock = ManualClock(NOON)
    budgets = Budgets(clock=clock)
    async with Client(clock=clock, budgets=budgets, times=SHORT, reach=anywhere) as client:
        yield Watch(server, client, clock)


def is_whole(server: FaultyServer) -> None:
    """Answer every question rightly: quotes with one price, charts with another."""
    server.answers(COOKIE, "", status=404, headers={"Set-Cookie": "A3=canary; Path=/; Secure"})
    server.answers(CRUMB, GIVEN, headers={"Content-Type": "text/plain"})
    server.answers(QUOTES, yahoo_quotes(RIGHT, NOON))
    server.answers(CHART, yahoo(LATER, NOON))


async def test_quotes_are_read_while_a_crumb_is_at_hand(watch: Watch):
    """One exchange is enough for a day, and its cookie goes with each question."""
    is_whole(watch.server)

    await watch.asks(3)

    assert [RIGHT] * 3 == watch.prices
    assert [COOKIE, CRUMB, QUOTES, QUOTES, QUOTES] == [a.path for a in watch.server.asked]
    assert {("A3=canary", GIVEN)} == {
        (asked.headers["Cookie"], asked.query["crumb"])
        for asked in watch.server.asked
        if asked.path == QUOTES
    }


async def test_share_counts_come_with_quotes(watch: Watch):
    """Charts tell none."""
    is_whole(watch.server)

    await watch.asks()

    assert [10_000_000] == [told.shares for told in watch.told if isinstance(told, Reading)]


@pytest.mark.parametrize("where", [COOKIE, CRUMB, QUOTES])
@pytest.mark.parametrize("what", FAULTS)
async def test_whatever_becomes_of_the_crumb_charts_are_read(
    what: str, where: str, watch: Watch, caplog: pytest.LogCaptureFixture
):
    """Trap 9, and its kin: it is said once, and no crumb is asked for again in half an hour."""
    caplog.set_level(logging.INFO, "bot")
    for _ in range(AGAIN if what == "reset" else 1):
        FAULTS[what](watch.server, where)
    is_whole(watch.server)

    await watch.asks(9, apart=3 * MINUTE)

    lost = [line for line in warnings(caplog) if "for a crumb" in line]
    assert {LATER} == set(watch.prices)
    assert 1 == len(lost), caplog.text
    assert "canary" not in caplog.text
    assert (AGAIN if (what, where) == ("reset", COOKIE) else 1) == watch.times_asked(COOKIE)
    assert not watch.quoting.trouble


async def test_a_crumb_that_was_lost_is_replaced_after_a_while(watch: Watch):
    """Quotes are read again, and that is no news for anybody."""
    watch.server.answers(QUOTES, "no", status=401)
    is_whole(watch.server)

    await watch.asks()
    watch.clock.turn_to(watch.clock.now() + SELDOM)
    await watch.asks()

    assert [LATER, RIGHT] == watch.prices
    assert [] == [told for told in watch.told if isinstance(told, FeedStatus)]


async def test_where_charts_fail_as_well_the_provider_does(watch: Watch):
    """And it is said as of any other."""
    watch.server.answers(QUOTES, "oh", status=500)
    watch.server.answers(CHART, "oh", status=500)
    is_whole(watch.server)

    await watch.asks(2)

    assert [False, True] == [t.healthy for t in watch.told if isinstance(t, FeedStatus)]
    assert [LATER] == watch.prices
