"""Share counts: what issuers registered, from a real server to the market of a watchlist."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

import pytest

from bot.clock import Clock, ManualClock
from bot.feeds.counting import Counting
from bot.feeds.door import Door
from bot.feeds.polling import Told
from bot.feeds.providers.sec import Sec
from bot.feeds.providers.sec_issuers import SecIssuers
from bot.feeds.share_count import ShareCount
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client, Times
from bot.feeds.web.reach import anywhere
from bot.market.events import FeedStatus, Reference
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.sessions import ExchangeCalendar
from tests.builders import a_market, at
from tests.contracts.faults import REFUSED, Fails, answers, breaks, warnings
from tests.faulty_server import Fault, FaultyServer
from tests.stepped import SteppedClock

NOON = at("2025-10-10T16:00Z")  # twelve in New York, on a Friday
MAIL = "desk@example.test"
LIST = "/files/company_tickers.json"
CIKS = {"IREN": 11, "WULF": 22}
MOMENT = timedelta(milliseconds=300)
SHORT = Times(connect=2 * MOMENT, piece=MOMENT, whole=2 * MOMENT)

FAULTS: dict[str, Fails] = {
    **REFUSED,
    "the text of the crumb": answers("Too Many Requests"),
    "null": answers("null"),
    "an empty object": answers("{}"),
    **{fault.name.lower(): breaks(fault) for fault in Fault},
}


def path(symbol: str) -> str:
    cik = f"{CIKS[symbol]:010}"
    return f"/api/xbrl/companyconcept/CIK{cik}/dei/EntityCommonStockSharesOutstanding.json"


def a_list(**ciks: int) -> str:
    rows = [{"cik_str": cik, "ticker": name, "title": name} for name, cik in ciks.items()]
    return json.dumps({str(number): row for number, row in enumerate(rows)})


def a_concept(symbol: str, *facts: object) -> str:
    return json.dumps({"cik": CIKS[symbol], "units": {"shares": facts}})


def a_fact(val: int = 272_000_000, end: str = "2025-08-20", form: str = "10-K") -> object:
    return {"end": end, "val": val, "filed": "2025-08-28" if end > "2025" else end, "form": form}


class Watch:
    """Asks for the counts of IREN and WULF, and goes through whatever the clock is turned to."""

    def __init__(self, server: FaultyServer, client: Client, clock: Clock) -> None:
        self.server = server
        self.clock = clock
        self.told: list[Told] = []
        self.counting = Counting(
            SecIssuers(contact=MAIL, url=server.url),
            partial(Sec, contact=MAIL, url=server.url),
            [Symbol("IREN"), Symbol("WULF")],
            web=client,
            clock=clock,
            calendar=ExchangeCalendar.load(),
            breaker=Breaker(random=Random(1)),  # noqa: S311 (to be the same each time)
            random=Random(1),  # noqa: S311 (to be the same each time)
        )

    async def asks(self) -> None:
        await self.counting.once(self._tell)

    async def asks_until_answered(self) -> None:
        """Ask again after each failure, as long after it as the loop would."""
        for _ in range(12):
            await self.asks()
            if not self.counting.trouble:
                return
            await self.clock.until(self.clock.now() + timedelta(hours=1))

    @property
    def counts(self) -> dict[str, int]:
        return {told.symbol: told.shares for told in self.told if isinstance(told, ShareCount)}

    @property
    def reasons(self) -> list[str]:
        return [told.reason for told in self.told if isinstance(told, Refusal)]

    @property
    def states(self) -> list[bool]:
        return [told.healthy for told in self.told if isinstance(told, FeedStatus)]

    async def _tell(self, told: Told) -> None:
        self.told.append(told)


@pytest.fixture
async def watch(server: FaultyServer) -> AsyncIterator[Watch]:
    clock = ManualClock(NOON)
    budgets = Budgets(clock=clock)
    async with Client(clock=clock, budgets=budgets, times=SHORT, reach=anywhere) as client:
        yield Watch(server, client, clock)


def is_whole(server: FaultyServer) -> None:
    """Answer every question rightly."""
    server.answers(LIST, a_list(**CIKS))
    server.answers(path("IREN"), a_concept("IREN", a_fact()))
    server.answers(path("WULF"), a_concept("WULF", a_fact(391_000_000)))


async def test_every_count_is_told_once_and_its_asker_says_who_it_is(watch: Watch):
    """By name and mail address: the SEC answers nobody else."""
    is_whole(watch.server)

    await watch.asks()

    assert {"IREN": 272_000_000, "WULF": 391_000_000} == watch.counts
    assert {f"Prebell {MAIL}"} == {asked.headers["User-Agent"] for asked in watch.server.asked}
    assert [LIST, path("IREN"), path("WULF")] == [asked.path for asked in watch.server.asked]


async def test_a_list_that_is_the_same_is_not_sent_again(watch: Watch):
    """It is a megabyte, and the numbers in it are known still."""
    is_whole(watch.server)
    watch.server.answers(LIST, a_list(**CIKS), headers={"ETag": '"v1"'})
    watch.server.answers(LIST, status=304)

    for day in range(3):
        await watch.clock.until(NOON + day * timedelta(days=4))
        await watch.asks()

    seen = [a.headers.get("If-None-Match") for a in watch.server.asked if a.path == LIST]
    assert [None, None, '"v1"'] == seen
    assert 6 == len([told for told in watch.told if isinstance(told, ShareCount)])


@pytest.mark.parametrize("where", [LIST, path("IREN"), path("WULF")])
@pytest.mark.parametrize("what", FAULTS)
async def test_a_fault_passes_by(
    what: str, where: str, watch: Watch, caplog: pytest.LogCaptureFixture
):
    """No count is made up of it, it is said once, and what could not be asked is asked again."""
    caplog.set_level(logging.INFO, "bot")
    for _ in range(3):
        FAULTS[what](watch.server, where)
    is_whole(watch.server)

    await watch.asks_until_answered()

    assert {"IREN": 272_000_000, "WULF": 391_000_000} == watch.counts
    assert [False, True] == watch.states
    assert 1 == len(warnings(caplog)), caplog.text
    assert MAIL not in caplog.text


async def test_one_that_is_never_answered_costs_the_others_nothing(watch: Watch):
    """It is asked after them, and again when they are not."""
    server = watch.server
    server.answers(path("IREN"), "oh", status=500)
    server.answers(LIST, a_list(**CIKS))
    server.answers(path("WULF"), a_concept("WULF", a_fact(391_000_000)))
    await watch.asks()
    await watch.asks()
    asked = len(server.asked)

    await watch.asks()

    assert 391_000_000 == watch.counts["WULF"]
    assert [path("IREN")] == [a.path for a in server.asked[asked:]]


async def test_a_new_day_begins_with_all_of_them(watch: Watch):
    """Though one of the day before was never answered."""
    server = watch.server
    server.answers(path("IREN"), "oh", status=500)
    server.answers(LIST, a_list(**CIKS))
    server.answers(path("WULF"), a_concept("WULF", a_fact(391_000_000)))
    for day in (0, 0, 4, 4):
        await watch.clock.until(NOON + timedelta(days=day))
        await watch.asks()

    assert 2 == [asked.path for asked in server.asked].count(path("WULF"))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (a_concept("IREN"), "shares"),
        (json.dumps({"cik": 11, "units": {"shares": {}}}), "shares"),
        ("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>", "shares"),
        (a_concept("IREN", a_fact(end="2010-02-11")), "old"),
        (a_concept("IREN", a_fact(end="2024-07-01")), "old"),
        (a_concept("IREN", a_fact(form="20-F")), "receipts"),
        (a_concept("IREN", a_fact(1000)), "shares"),
    ],
)
async def test_where_there_is_no_count_that_is_said(body: str, reason: str, watch: Watch):
    """Trap 11: empty with status 200, no fact, one frozen for years, or none of what trades."""
    watch.server.answers(path("IREN"), body, status=404 if body.startswith("<") else 200)
    is_whole(watch.server)

    await watch.asks()

    assert ({"WULF": 391_000_000}, [reason], []) == (watch.counts, watch.reasons, watch.states)
    assert all("IREN" in told.detail for told in watch.told if isinstance(told, Refusal))
    assert f"1 share counts, none of IREN ({reason})" in watch.counting.told()


async def test_a_symbol_of_no_issuer_is_not_asked_about(watch: Watch):
    """A fund, or a company that only files elsewhere; the settings may know its count."""
    watch.server.answers(LIST, a_list(WULF=22))
    is_whole(watch.server)

    await watch.asks()

    assert ({"WULF": 391_000_000}, ["issuer"]) == (watch.counts, watch.reasons)
    assert path("IREN") not in [asked.path for asked in watch.server.asked]


async def test_a_count_wrong_by_sixty_six_keeps_the_old_one_and_asks_the_operator(watch: Watch):
    """Trap 17: from the register through the door to a doubt."""
    market = a_market()
    known = ShareCount(
        symbol=Symbol("IREN"), shares=4_300_000, as_of=date(2025, 6, 1), provider="settings"
    )
    is_whole(watch.server)
    await watch.asks()
    [count] = [t for t in watch.told if isinstance(t, ShareCount) and t.symbol == "IREN"]

    for told in (known, count):
        for event in Door(market).counted(told, NOON):
            assert isinstance(event, Reference)
            market.take(event)

    assert 4_300_000 == market.tape(Symbol("IREN")).shares
    assert ["IREN: sec says 272,000,000 shares after 4,300,000, which is not believed"] == [
        doubt.text for doubt in market.doubts
    ]


async def asked_by(server: FaultyServer, start: datetime, end: datetime) -> list[datetime]:
    """Let the loop run from one instant to another, and say when it asked for the list."""
    clock, asked = SteppedClock(start, expected=1), []
    budgets = Budgets(clock=ManualClock(start))
    async with Client(clock=clock, budgets=budgets, reach=anywhere) as client:
        watch = Watch(server, client, clock)

        async def tell(_: Told) -> None:
            asked.append(clock.now())

        running = asyncio.create_task(watch.counting.run(tell))
        await clock.turn_to(end)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return asked


async def test_it_is_asked_at_the_start_and_before_each_pre_market(server: FaultyServer):
    """A weekend has none; Monday's opens at eight, by the clocks of UTC."""
    is_whole(server)

    start, _, monday, _, tuesday, _ = await asked_by(server, NOON, at("2025-10-14T12:00Z"))

    assert NOON == start
    assert at("2025-10-13T07:00Z") <= monday < at("2025-10-13T07:30Z")
    assert at("2025-10-14T07:00Z") <= tuesday < at("2025-10-14T07:30Z")


async def test_a_ban_is_sat_out(server: FaultyServer):
    """Ten minutes; whoever asks within them begins them anew."""
    server.answers(LIST, a_list(**CIKS))
    server.answers(path("IREN"), "<title>Request Rate Threshold Exceeded</title>")
    is_whole(server)

    told = await asked_by(server, NOON, NOON + timedelta(hours=1))

    assert NOON == told[0]
    assert timedelta(minutes=10) <= told[1] - NOON < timedelta(minutes=20)


async def test_at_the_end_of_the_known_sessions_it_is_asked_a_day_later(server: FaultyServer):
    """A calendar that ends is no reason to ask again and again."""
    is_whole(server)
    last = at("2030-12-31T16:00Z")

    told = await asked_by(server, last, last + timedelta(hours=20))

    assert [last, last] == told
