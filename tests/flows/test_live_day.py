"""A whole day heard from providers on loopback, one of which dies before the bell.

The clock is turned from one wait to the next, so sixteen hours pass in as long as their requests
take; nothing of the day is left out.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from bot.alerts.model import Alert
from bot.clock import ManualClock, SystemClock
from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.recording import Recording
from bot.feeds.web.reach import anywhere
from bot.feeds.wiring import client_for, live
from bot.following import follow
from bot.ground import Ground
from bot.market.events import Quote, Reference
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.pipeline import Pipeline
from bot.playing import play
from config.load import load
from tests import proofs
from tests.builders import at
from tests.market_server import MarketServer
from tests.stepped import SteppedClock

BEGINS, ENDS = at("2025-10-10T07:56Z"), at("2025-10-11T00:00Z")  # 03:56 to 20:00 in New York
DIES, RETURNS = at("2025-10-10T13:10Z"), at("2025-10-10T13:50Z")
WORSE = [at(f"2025-10-10T{when}Z") for when in ("12:08:45", "12:51:58", "13:15:02", "13:30:00")]
DEATHS = proofs.of([DIES], in_full=[DIES, *WORSE])  # just before an alert
KEY = "a-key-of-massive"
AT_WILL = Decimal(10_000)  # a budget goes by the machine's clock, which no test can turn
# As the settings come it is asked more often near a bell and a level.
CADENCE = proofs.of(Cadence(near=Cadence().usual), in_full=Cadence())
NONE = timedelta()
ROUND = CADENCE.usual + timedelta(milliseconds=1)  # no two events share an instant
US = ExchangeCalendar.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Is what came of a day: every transition of an alert, who was asked, and who took over."""

    alerts: list[Alert]
    asked: list[str]
    switched: list[str]
    refused: dict[str, int]

    @property
    def story(self) -> list[tuple[str, str, str]]:
        return [told(alert) for alert in self.alerts]


def told(alert: Alert) -> tuple[str, str, str]:
    return alert.rule, alert.subject, alert.state.value


def a_pipeline() -> tuple[Pipeline, list[Alert]]:
    """Make one of the settings as they come, and the list its alerts are written to."""
    settings, alerts = load(None, {}), list[Alert]()
    ground = Ground(
        calendars={"US": US, "crypto": AlwaysOpen()},
        watchlists=settings.watchlists_of_the_market(),
    )
    pipeline = ground.pipeline(settings.rules_of_the_engine(), BEGINS - timedelta(hours=1))
    pipeline.herald.alerted.append(alerts.append)
    return pipeline, alerts


async def a_played_day() -> list[Alert]:
    """Play the recording itself, trade by trade."""
    recording = Recording(load(None, {}).recording.path())
    pipeline, alerts = a_pipeline()
    await play(pipeline, recording, ManualClock(recording.begins), until=ENDS)
    return [alert for alert in alerts if not alert.story]  # providers of quotes tell no news


async def a_live_day(*, dies: datetime | None) -> Day:
    """Live through the day as three providers tell it, the first of which may die in it."""
    events = [e async for e in Recording(load(None, {}).recording.path()).events()]
    references = [e for e in events if isinstance(e, Reference)]
    quotes = [e for e in events if isinstance(e, Quote)]
    pipeline, alerts = a_pipeline()
    for reference in references:
        pipeline.market.take(reference)
    clock = SteppedClock(BEGINS)

    def is_down(name: str) -> bool:
        return dies is not None and name == "cnbc" and dies <= clock.now() < RETURNS

    async with MarketServer(
        quotes, references, calendar=US, now=clock.now, is_down=is_down
    ) as server:
        asked = [
            Asked(name=name, url=f"{server.url}/{name}", key=KEY, a_second=AT_WILL, at_once=20)
            for name in ("cnbc", "massive", "coinbase")
        ]
        async with client_for(asked, SystemClock(), anywhere) as client:
            feed = live(
                asked,
                [*pipeline.market.tapes, quotes[0].symbol],
                market=pipeline.market,
                cadence=CADENCE,
                client=client,
                clock=clock,
                random=Random(1),  # noqa: S311 (to be the same each time)
            )
            task = asyncio.create_task(follow(pipeline, feed, clock))
            clock.expected = 4  # three polls, and whatever is due next
            await clock.turn_to(ENDS)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    return Day(
        alerts=alerts,
        asked=server.asked,
        switched=[f"{s.before} {s.after}" for s in feed.switched],
        refused=dict(pipeline.sanity.refused),
    )


def late(alerts: Iterable[Alert], *, than: Iterable[Alert]) -> list[timedelta]:
    return [one.updated - other.updated for one, other in zip(alerts, than, strict=True)]


@pytest.fixture(scope="module")
def whole() -> Day:
    return asyncio.run(a_live_day(dies=None))


@pytest.fixture(scope="module", params=DEATHS, ids=str)
def broken(request: pytest.FixtureRequest) -> Day:
    return asyncio.run(a_live_day(dies=request.param))


@pytest.mark.proof
@pytest.mark.timeout(600)
def test_a_provider_that_dies_delays_an_alert_by_one_round_at_most(whole: Day, broken: Day):
    """The next one is believed meanwhile, and steps back when the first is heard again."""
    assert ([], {"cnbc massive", "massive cnbc"}) == (whole.switched, set(broken.switched))
    assert {"cnbc", "massive", "coinbase"} == set(broken.asked)
    assert (whole.story, {}) == (broken.story, broken.refused)
    assert [] == [str(d) for d in late(broken.alerts, than=whole.alerts) if d > ROUND]


@pytest.mark.proof
@pytest.mark.timeout(600)
async def test_the_day_as_it_is_asked_for_is_the_day_as_it_was_recorded(whole: Day):
    """What is asked for now and then is seen a round later; all that was told is told, in order.

    Rounds of half a minute would miss HUT at 09:09, whose trade over the level stood for 18 s.
    """
    played = await a_played_day()

    assert ([told(alert) for alert in played], {}) == (whole.story, whole.refused)
    assert [] == [str(d) for d in late(whole.alerts, than=played) if not NONE <= d <= ROUND]
