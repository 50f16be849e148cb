"""Days on which one provider is wrong, heard from providers on loopback, each by its own clock."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from bot.chat import Message
from bot.clock import SystemClock
from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.web.reach import anywhere
from bot.feeds.wiring import client_for, live
from bot.following import follow
from bot.ground import Ground
from bot.market.events import Quote
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.rules.model import Rule
from tests.builders import a_quote, a_reference, a_rule, at
from tests.market_server import MarketServer
from tests.stepped import SteppedClock
from tests.ways import Plain

OPENS, ENDS = at("2025-10-10T13:30Z"), at("2025-10-10T16:00Z")
MINUTE = timedelta(minutes=1)
EACH_MINUTE = Cadence(usual=MINUTE, near=MINUTE, idle=MINUTE)
AT_WILL = Decimal(10_000)  # a budget goes by the machine's clock, which no test can turn
US = ExchangeCalendar.load()
Prices = Callable[[datetime], str | None]


@dataclass(slots=True)
class Day:
    """Is what rooms were told, each to whom and why, and what `/status` still doubts."""

    said: list[Message]
    doubts: list[str]
    rules: int

    def told(self, audience: str) -> list[tuple[str, str]]:
        return [(m.reason, m.title) for m in self.said if m.audience.value == audience]

    def facts(self, number: int) -> dict[str, str]:
        return {fact.label: fact.value for fact in self.said[number].facts}


async def a_day(
    providers: dict[str, Prices],
    rules: Iterable[Rule],
    *,
    symbol: str = "BRK.A",
    close: str = "627400",
    ends: datetime = ENDS,
) -> Day:
    """Hear an instrument from providers that tell a trade a minute, each at its own prices.

    One that has no price is down.
    """
    known = replace(a_reference(symbol), previous_close=Decimal(close))
    ground = Ground(calendars={"US": US, "crypto": AlwaysOpen()})
    said: list[Message] = []
    rules = list(rules)
    pipeline = ground.pipeline(rules, OPENS - 2 * MINUTE)
    pipeline.herald.lead(Plain(said))
    pipeline.market.take(known)
    clock = SteppedClock(OPENS - MINUTE)
    async with AsyncExitStack() as stack:
        asked = []
        for name, price_at in providers.items():
            trades = list(_trades(symbol, price_at, ends))
            server = MarketServer(
                trades,
                [known],
                calendar=US,
                now=clock.now,
                is_down=_silence_of(price_at, clock),
            )
            await stack.enter_async_context(server)
            url = f"{server.url}/{name}"
            asked.append(Asked(name=name, url=url, key="a-key-of-it", a_second=AT_WILL, at_once=20))
        client = await stack.enter_async_context(client_for(asked, SystemClock(), anywhere))
        feed = live(
            asked,
            pipeline.market.tapes,
            market=pipeline.market,
            cadence=EACH_MINUTE,
            client=client,
            clock=clock,
            random=Random(1),  # noqa: S311 (to be the same each time)
        )
        feed.noticed.append(pipeline.notify)
        task = asyncio.create_task(follow(pipeline, feed, clock))
        clock.expected = len(asked) + 1  # the polls, and whatever is due next
        await clock.turn_to(ends)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    doubts = [doubt.text for doubt in pipeline.market.doubts]
    return Day(said, doubts, len({i.rule.name for i in pipeline.engine.instances}))


def _silence_of(price_at: Prices, clock: SteppedClock) -> Callable[[str], bool]:
    return lambda _name: price_at(clock.now()) is None


def _trades(symbol: str, price_at: Prices, ends: datetime) -> Iterable[Quote]:
    moment = OPENS
    while moment < ends:
        if price := price_at(moment):
            yield a_quote(symbol, price, at=moment)
        moment += MINUTE


def steps(*turns: tuple[str, str | None]) -> Prices:
    """Make prices that stand from `14:00` on until the next; None is down."""

    def price_at(moment: datetime) -> str | None:
        passed = [price for since, price in turns if at(f"2025-10-10T{since}Z") <= moment]
        return passed[-1] if passed else turns[0][1]

    return price_at


BERKSHIRE = [
    a_rule("BRK.A.change < -4%", name="change"),
    a_rule("BRK.A.price < 600000", name="price"),
    a_rule("BRK.A.price falls 5% within 1h", name="falls"),
]
BAD = steps(("13:30", "622000"), ("13:50", "185.10"), ("15:40", "621500"))
GOOD = steps(("13:30", "622100"))


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "providers",
    [{"cnbc": BAD}, {"cnbc": BAD, "massive": GOOD}, {"massive": GOOD, "cnbc": BAD}],
    ids=["alone", "believed", "only a witness"],
)
async def test_m1_a_bad_print_of_two_hours_is_one_notice_and_no_alert(providers: dict[str, Prices]):
    """Berkshire at 185.10 on 3 June 2024: a new trade at that price each minute, by one source."""
    day = await a_day(providers, BERKSHIRE)

    believed = "cnbc" in list(providers)[:1]
    notices = [("notice", "Suspicious print of BRK.A")] if believed else []
    assert ([], notices, []) == (day.told("members"), day.told("operators"), day.doubts)


@pytest.mark.timeout(120)
async def test_a_true_move_is_unconfirmed_until_the_second_provider_tells_it():
    """It comes five minutes later there; both of its messages are told once."""
    first = steps(("13:30", "622000"), ("14:00", "760000"))
    second = steps(("13:30", "622100"), ("14:05", "761000"))
    rule = a_rule("BRK.A.change > 4%", name="up", message="{symbol} {change}")

    day = await a_day({"cnbc": first, "massive": second}, [rule])

    assert [
        ("first", "Unconfirmed: BRK.A +21.13%"),
        ("confirmed", "Confirmed: BRK.A +21.13%"),
    ] == day.told("members")
    assert "only cnbc says BRK.A +21.13% at 760,000.00" == day.facts(0)["Unconfirmed"]
    assert day.facts(1)["Confirmed"].startswith("by massive;")
    assert 4 * MINUTE <= day.said[1].at - day.said[0].at <= 6 * MINUTE


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("theirs", "expected"),
    [("624000", []), ("311000", [("notice", "Suspicious print of BRK.A")])],
    ids=["a little apart", "half of it"],
)
async def test_m17_a_change_of_the_source_alone_moves_nothing(
    theirs: str, expected: list[tuple[str, str]]
):
    """One dies and comes back; what the two differ by is no move of the market."""
    first = steps(("13:30", "622000"), ("14:00", None), ("14:30", "622000"))
    rules = [*BERKSHIRE, a_rule("BRK.A.price moves 5% within 15m", name="moves")]

    day = await a_day({"cnbc": first, "massive": steps(("13:30", theirs))}, rules)

    switches = [
        ("notice", "massive instead of cnbc"),
        ("notice", "cnbc instead of massive"),
    ]
    assert [] == day.told("members")
    assert sorted([*switches, *expected]) == sorted(day.told("operators"))


@pytest.mark.timeout(120)
async def test_m9_whoever_owns_a_rule_on_a_name_that_is_gone_hears_of_it_within_a_session():
    """Facebook became META on 9 June 2022, and every rule on FB was deaf; each is kept."""
    rules = [a_rule("FB.price > 5", name="old-name"), a_rule("BRK.A.change > 9%", name="other")]
    bell = at("2025-10-10T20:00Z")

    day = await a_day({"cnbc": GOOD, "massive": GOOD}, rules, ends=bell + 20 * MINUTE)

    assert [("notice", "Nobody knows FB")] == day.told("operators")
    assert ("old-name", [], 2) == (day.facts(0)["Rules"], day.told("members"), day.rules)
    assert timedelta() <= day.said[0].at - bell <= 2 * MINUTE
