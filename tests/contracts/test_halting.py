"""Halts: what a venue says of trading itself, from its feed to a rule."""

import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.clock import ManualClock
from bot.feeds.halting import Halting
from bot.feeds.polling import Told
from bot.feeds.providers.halts import Halts
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.reach import anywhere
from bot.market.events import FeedStatus, Halt
from bot.market.instruments import Symbol
from bot.market.sessions import ExchangeCalendar
from tests.builders import a_bot, a_quote, a_watchlist, at
from tests.faulty_server import Fault, FaultyServer

PATH = "/rss.aspx"
NOON = at("2025-10-10T16:00Z")  # twelve in New York
ROW = """<item><ndaq:HaltDate>10/10/2025</ndaq:HaltDate><ndaq:HaltTime>{halted}</ndaq:HaltTime>
<ndaq:IssueSymbol>{symbol}</ndaq:IssueSymbol><ndaq:ReasonCode>{reason}</ndaq:ReasonCode>
<ndaq:ResumptionDate>{day}</ndaq:ResumptionDate>
<ndaq:ResumptionTradeTime>{resumes}</ndaq:ResumptionTradeTime></item>"""


def a_row(symbol: str = "IREN", *, resumes: str = "", reason: str = "LUDP") -> str:
    day = "10/10/2025" if resumes else ""
    return ROW.format(symbol=symbol, halted="11:58:00", reason=reason, day=day, resumes=resumes)


def a_feed(*rows: str) -> str:
    space = 'xmlns:ndaq="http://www.nasdaqtrader.com/"'
    return f'<rss version="2.0" {space}><channel>{"".join(rows)}</channel></rss>'


class Watch:
    """Asks for the halts of two instruments, as often as a test wants to know."""

    def __init__(self, server: FaultyServer, client: Client, clock: ManualClock) -> None:
        self.server = server
        self.clock = clock
        self.told: list[Told] = []
        self.halting = Halting(
            Halts(url=server.url),
            [Symbol("IREN"), Symbol("WULF")],
            web=client,
            clock=clock,
            steady=clock,
            calendar=ExchangeCalendar.load(),
            breaker=Breaker(random=Random(1)),  # noqa: S311 (to be the same each time)
        )

    async def asks(self, *rows: str) -> list[tuple[str, datetime | None]]:
        """Ask once more, and return the halts that were told of since."""
        self.told.clear()
        self.server.answers(PATH, a_feed(*rows), headers={"Content-Type": "text/xml"})
        await self._once()
        return [(h.symbol, h.resumes) for h in self.told if isinstance(h, Halt)]

    async def fails(self) -> None:
        self.server.fails(PATH, Fault.RESET)
        await self._once()

    async def hears(self, body: str) -> None:
        self.server.answers(PATH, body, headers={"Content-Type": "text/xml"})
        await self._once()

    # What was answered last is answered once more before what comes after it.
    async def _once(self) -> None:
        for _ in range(2 if self.server.asked else 1):
            await self.halting.once(self._tell)

    async def _tell(self, told: Told) -> None:
        self.told.append(told)


@pytest.fixture
async def watch(server: FaultyServer) -> AsyncIterator[Watch]:
    clock = ManualClock(NOON)
    async with Client(clock=clock, budgets=Budgets(clock=clock), reach=anywhere) as client:
        yield Watch(server, client, clock)


async def test_a_halt_is_told_once_and_again_when_its_end_is_known(watch: Watch):
    """A feed repeats its rows all day."""
    assert [("IREN", None)] == await watch.asks(a_row())
    assert [] == await watch.asks(a_row())
    assert [("IREN", at("2025-10-10T16:03Z"))] == await watch.asks(a_row(resumes="12:03:00"))


async def test_what_is_not_ours_or_long_over_is_nobody_s_news(watch: Watch):
    """Nor what was halted and went on before we came."""
    assert [] == await watch.asks(a_row("TSLA"), a_row(resumes="11:59:00"))


async def test_a_halt_of_the_whole_market_is_one_of_each(watch: Watch):
    """A breaker names nobody."""
    found = await watch.asks(a_row("", reason="MWC1"))

    assert {("IREN", None), ("WULF", None)} == set(found)


async def test_a_feed_that_breaks_is_said_once_and_so_is_its_return(
    watch: Watch, caplog: pytest.LogCaptureFixture
):
    """And what it told stays told."""
    await watch.asks(a_row())
    with caplog.at_level(logging.WARNING):
        watch.told.clear()
        await watch.fails()
        await watch.fails()
        states = [s.healthy for s in watch.told if isinstance(s, FeedStatus)]
        watch.clock.turn_to(NOON + timedelta(minutes=30))
        found = await watch.asks(a_row(), a_row("WULF"))

    assert [False] == states
    assert [("WULF", None)] == found
    assert [True] == [s.healthy for s in watch.told if isinstance(s, FeedStatus)]
    assert 2 == len(caplog.records)


async def test_a_halt_rings_a_rule_and_its_end_takes_it_down(watch: Watch):
    """From the venue's own feed to the alert."""
    bot = a_bot(
        rules=["IREN.halted >= 0s"],
        watchlists=[a_watchlist("one", "IREN")],
        at=NOON - timedelta(minutes=5),
    )
    bot.sees(a_quote("IREN", 100, at=NOON - timedelta(minutes=4)))
    await watch.asks(a_row(resumes="12:03:00"))

    bot.sees(*(halt for halt in watch.told if isinstance(halt, Halt)))
    bot.turns_to(NOON + timedelta(minutes=4))

    assert ["firing", "resolved"] == [state for _, _, state in bot.told]


async def test_a_document_of_endless_depth_is_no_feed(watch: Watch):
    """A hundred thousand elements in one another; what was halted before it stays so."""
    await watch.asks(a_row())
    watch.told.clear()
    await watch.hears("<rss>" * 100_000)

    assert [(False, "nasdaq-halts answered with something that is no feed")] == [
        (told.healthy, told.detail) for told in watch.told if isinstance(told, FeedStatus)
    ]
