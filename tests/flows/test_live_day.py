"""A whole morning heard from providers on loopback, one of which dies before the bell."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from bot.clock import SystemClock
from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.recording import Recording
from bot.feeds.web.reach import anywhere
from bot.feeds.wiring import client_for, live
from bot.ground import Ground
from bot.market.events import Quote, Reference
from bot.market.sanity import Refusal
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.pipeline import Pipeline
from config.load import load
from tests.builders import at
from tests.market_server import MarketServer
from tests.stepped import SteppedClock

BEGINS, ENDS = at("2025-10-10T12:00Z"), at("2025-10-10T14:10Z")  # 08:00 to 10:10 in New York
DIES, RETURNS = at("2025-10-10T13:10Z"), at("2025-10-10T13:50Z")
CYCLE = timedelta(seconds=30)
KEY, FAST = "a-key-of-massive", Decimal(100)
CADENCE = Cadence(usual=CYCLE, near=CYCLE, idle=CYCLE)
Story = list[tuple[str, str, str, datetime]]


async def recorded() -> tuple[list[Reference], list[Quote]]:
    """Return what the recorded day tells: references first, then every trade."""
    events = [e async for e in Recording(load(None, {}).recording.path()).events()]
    known = [e for e in events if isinstance(e, Reference)]
    return known, [e for e in events if isinstance(e, Quote)]


class Morning:
    """A bot that hears the recorded morning from three providers."""

    def __init__(self, pipeline: Pipeline, clock: SteppedClock) -> None:
        self.pipeline = pipeline
        self.clock = clock
        self.story: Story = []
        self.refused: list[Refusal] = []
        pipeline.alerted.append(
            lambda a: self.story.append((a.rule, a.subject, a.state.value, a.updated))
        )
        pipeline.refused.append(lambda _where, refusal: self.refused.append(refusal))


async def a_morning(*, dies: bool) -> tuple[Morning, list[str], list[str]]:
    """Live through it, and return what was told, who was asked, and who took over."""
    references, quotes = await recorded()
    settings = load(None, {})
    us = ExchangeCalendar.load()
    ground = Ground(
        calendars={"US": us, "crypto": AlwaysOpen()},
        watchlists=settings.watchlists_of_the_market(),
    )
    pipeline = ground.pipeline(settings.rules_of_the_engine(), BEGINS - timedelta(hours=1))
    for reference in references:
        pipeline.market.take(reference)
    clock = SteppedClock(BEGINS)
    morning = Morning(pipeline, clock)

    def is_down(name: str) -> bool:
        return dies and name == "cnbc" and DIES <= clock.now() < RETURNS

    async with MarketServer(
        quotes, references, calendar=us, now=clock.now, is_down=is_down
    ) as server:
        asked = [
            Asked(name=name, url=f"{server.url}/{name}", key=KEY, a_second=FAST, at_once=20)
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
            task = asyncio.create_task(pipeline.follow(feed, clock))
            clock.expected = 4  # three polls, and whatever is due next
            await clock.turn_to(ENDS)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return morning, server.asked, [f"{s.before} {s.after}" for s in feed.switched]


@pytest.mark.timeout(120)
async def test_a_provider_that_dies_delays_an_alert_by_one_round_at_most():
    """The next one is believed meanwhile, and steps back when the first is heard again."""
    whole, _, calm = await a_morning(dies=False)
    broken, asked, switched = await a_morning(dies=True)

    assert [] == calm
    assert {"cnbc massive", "massive cnbc"} == set(switched)
    assert {"cnbc", "massive", "coinbase"} == set(asked)
    assert [told[:3] for told in whole.story] == [told[:3] for told in broken.story]
    late = [b[3] - w[3] for w, b in zip(whole.story, broken.story, strict=True)]
    same = timedelta(milliseconds=1)  # which of two answers came first differs from run to run
    assert [] == [str(d) for d in late if not -same <= d <= CYCLE]
    assert ("sector-90B", "miners", "firing") in [told[:3] for told in whole.story]
