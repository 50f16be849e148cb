"""Feeds that stand still: they answer with status 200, and always the same old trade."""

import asyncio
from bisect import bisect_right
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.model import Alert
from bot.clock import ManualClock
from bot.feeds.door import Door
from bot.feeds.failover import BEHIND, Failover
from bot.feeds.live import Live
from bot.feeds.polling import Told
from bot.feeds.reading import Reading
from bot.market.events import Event, FeedStatus, Quote
from bot.market.sanity import Refusal
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist
from tests.mornings import BELL, IREN, MINUTE, SECOND
from tests.proofs import cases
from tests.watched import Watched

HOUR = timedelta(hours=1)
PERIODS = [5 * SECOND, 15 * SECOND, 30 * SECOND]
RULES = [
    a_rule("change > 2% or change < -2%", name="change", subject="IREN"),
    a_rule("price moves 3% within 5m", name="moves", subject="IREN"),
    a_rule("miners.change > 2% or miners.change < -2%", name="sector"),
]
SILENT = a_rule("no data for 10m", name="silence", subject="IREN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """Is an hour of trades, of which `first` hears none between two moments, asked or not."""

    period: timedelta
    freezes: datetime
    thaws: datetime
    trades: Sequence[Quote]

    def readings(self, *providers: str) -> Iterator[tuple[datetime, Reading]]:
        """Tell what each provider answers, round after round; the second a second later."""
        for n in range(1, HOUR // self.period):
            for place, name in enumerate(providers):
                at = BELL + n * self.period + place * SECOND
                stuck = name == "first" and self.freezes <= at < self.thaws
                yield at, _reading(self._last(self.freezes if stuck else at), name)

    def _last(self, by: datetime) -> Quote:
        return self.trades[bisect_right(self.trades, by, key=lambda t: t.at) - 1]


def _reading(trade: Quote, provider: str) -> Reading:
    return Reading(symbol=IREN, price=trade.price, at=trade.at, provider=provider)


def a_morning(seed: int, *, for_good: bool = False) -> Morning:
    random = Random(seed)  # noqa: S311 (to be the same each time)
    at, price, trades = BELL, Decimal(100), [a_quote("IREN", 100, at=BELL)]
    while at < BELL + HOUR:
        at += timedelta(seconds=random.choice([1, 2, 3]))
        price = min(max(price + random.choice([-1, 0, 0, 1]), Decimal(90)), Decimal(110))
        trades.append(a_quote("IREN", price, at=at))
    freezes = BELL + timedelta(seconds=random.uniform(120, 2400))
    thaws = freezes + timedelta(seconds=random.uniform(150, 1000))
    return Morning(
        period=random.choice(PERIODS),
        freezes=freezes,
        thaws=BELL + 10 * HOUR if for_good else thaws,
        trades=trades,
    )


class Said:
    """A source that says what a morning's providers answer, turning the clock as it goes."""

    name = "said"

    def __init__(self, morning: Morning, clock: ManualClock, *providers: str) -> None:
        self._morning = morning
        self._clock = clock
        self._providers = providers

    def told(self) -> str:
        return self.name

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        for at, reading in self._morning.readings(*self._providers):
            self._clock.turn_to(at)
            await tell(reading)
            for _ in range(3):  # until it has been followed
                await asyncio.sleep(0)
        await tell(FeedStatus(feed=self.name, healthy=False, detail="", seen=BELL))
        await asyncio.Event().wait()


async def lived(bot: Watched, morning: Morning, *providers: str) -> tuple[Live, list[Event]]:
    """Follow it to its end; return the feed, and each event that it told."""
    clock, told = ManualClock(BELL), list[Event]()
    feed = Live(
        [Said(morning, clock, *providers)],
        door=Door(bot.market),
        failover=Failover(["first", "second"], patience=3 * morning.period),
        clock=clock,
    )
    async with aclosing(feed.events()) as events:  # type: ignore[type-var]  # it is a generator
        async for event in events:
            if isinstance(event, FeedStatus):
                break
            assert not isinstance(event, Refusal)
            told.append(event)
            bot.sees(event)
    return feed, told


def a_watching_bot(*rules: str) -> Watched:
    known = replace(a_reference("IREN", at="2025-10-10T07:00Z"))
    chosen = [r for r in [*RULES, SILENT] if not rules or r.name in rules]
    return a_bot(
        rules=chosen, watchlists=[a_watchlist(members="IREN")], references=[known], at=BELL
    )


@cases(10, in_full=1_000)
@given(st.integers(0, 10**6))
def test_m6_a_feed_that_freezes_steps_back_within_two_rounds_and_rings_nothing(seed: int):
    """Its trade may be 90 seconds behind another's; two rounds later nothing of it is believed."""
    morning, bot = a_morning(seed), a_watching_bot()

    feed, told = asyncio.run(lived(bot, morning, "first", "second"))

    quotes = [event for event in told if isinstance(event, Quote)]
    too_old = BEHIND + 2 * morning.period
    assert min(s.at for s in feed.switched if s.after == "second") <= morning.freezes + too_old
    assert "first" == feed.switched[-1].after
    assert [] == [q for q in quotes if q.seen - q.at > too_old]
    assert [] == [a for a in bot.alerts if a.rule == "silence" or _rests_on(quotes, a) > too_old]


# The age, at an alert, of the newest trade that it can rest on.
def _rests_on(quotes: Sequence[Quote], alert: Alert) -> timedelta:
    return alert.updated - max(q.at for q in quotes if q.seen <= alert.updated)


@cases(10, in_full=1_000)
@given(st.integers(0, 10**6))
def test_m6_a_feed_that_freezes_alone_is_told_once(seed: int):
    """Nobody else says that it is old: silence is told by the clock, from its last trade."""
    morning = a_morning(seed, for_good=True)
    bot = a_watching_bot("sector", "silence")

    _, told = asyncio.run(lived(bot, morning, "first"))
    bot.turns_to(BELL + 2 * HOUR)

    last = max(event.at for event in told if isinstance(event, Quote))
    late = [a for a in bot.alerts if a.updated > last + 2 * morning.period]
    assert [("silence", 10 * MINUTE)] == [(a.rule, a.updated - last) for a in late]
    assert not bot.market.sectors["miners"].believed(bot.market.now)
