"""Live: what each source says, who is named for it, and what operators hear of it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from bot.clock import ManualClock
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.live import SPARED, Live
from bot.feeds.polling import Told
from bot.feeds.reading import Reading
from bot.market.events import Event
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.builders import a_market, at

IREN = Symbol("IREN")
NOON = at("2025-10-10T12:00Z")
SECOND = timedelta(seconds=1)
REFUSED = Refusal("price", "a row has no price")


class Script:
    """A source that says what it was given and then nothing more."""

    def __init__(self, name: str, *told: Told) -> None:
        self.name = name
        self._told = told

    def told(self) -> str:
        return f"{self.name}: well"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        for one in self._told:
            await tell(one)
        await asyncio.Event().wait()


def a_reading(provider: str, price: str = "104", *, symbol: Symbol = IREN) -> Reading:
    return Reading(symbol=symbol, price=Decimal(price), at=NOON, provider=provider)


class Heard:
    """A live feed of the market, its clock, and what operators were told."""

    def __init__(self, *sources: Script) -> None:
        self.clock = ManualClock(NOON)
        self.market = a_market()
        order = [source.name for source in sources]
        self.live = Live(
            sources,
            door=Door(self.market),
            failover=Failover(order, patience=30 * SECOND),
            clock=self.clock,
        )
        self.noticed: list[tuple[str, str]] = []
        self.live.noticed.append(lambda title, text: self.noticed.append((title, text)))

    async def first(self, number: int) -> list[tuple[str, Event | Refusal]]:
        """Return so many events with the place that was named for each."""
        came: list[tuple[str, Event | Refusal]] = []
        events = self.live.events()
        async with asyncio.timeout(5):
            while len(came) < number:
                event = await anext(events)
                came.append((self.live.where, event))
        assert isinstance(events, AsyncGenerator)
        await events.aclose()
        return came


async def test_a_refusal_is_named_for_who_caused_it():
    """What a row of one provider lacks is no fault of another's."""
    heard = Heard(Script("yahoo", a_reading("yahoo"), REFUSED), Script("cnbc", REFUSED))

    came = await heard.first(3)

    assert {"yahoo", "cnbc"} == {where for where, event in came if event is REFUSED}


async def test_who_does_not_count_is_a_witness():
    """Its word makes no event, and can confirm another's."""
    heard = Heard(Script("yahoo", a_reading("yahoo")), Script("cnbc", a_reading("cnbc"), REFUSED))

    await heard.first(2)

    witnesses = heard.market.witnesses
    assert ["cnbc"] == witnesses.others(IREN, Decimal(104), NOON, source="yahoo", at=NOON)


def test_who_is_asked_for_no_prices_answers_for_no_provider():
    """A register that knows no such company says nothing of who tells prices, and is down."""
    heard, bell = Heard(Script("yahoo")), at("2025-10-10T20:00Z")
    for name, moment in (("sec", NOON), ("sec", bell), ("yahoo", bell + SECOND)):
        heard.clock.turn_to(moment)
        heard.live.hear(name, Refusal("symbol", "no such company"))
    before = len(heard.market.doubts)

    heard.clock.turn_to(bell + timedelta(days=3))
    heard.live.hear("yahoo", Refusal("symbol", "no such company"))

    assert (0, 3) == (before, len(heard.market.doubts))


async def test_what_the_door_refuses_is_no_witness():
    """A trade of the future confirms nothing."""
    late = Reading(symbol=IREN, price=Decimal(104), at=NOON + 3 * SECOND, provider="cnbc")
    heard = Heard(Script("cnbc", late))

    await heard.first(1)

    witnesses = heard.market.witnesses
    assert [] == witnesses.others(IREN, Decimal(104), NOON, source="yahoo", at=NOON)


class Failing:
    """Two providers of some instruments, of which the first falls silent and comes back."""

    def __init__(self, symbols: Sequence[Symbol]) -> None:
        self.heard = Heard(Script("yahoo"), Script("cnbc"))
        self._symbols = symbols

    def says(self, provider: str, after: timedelta) -> None:
        self.heard.clock.turn_to(NOON + after)
        for symbol in self._symbols:
            self.heard.live.hear(provider, a_reading(provider, symbol=symbol))


def test_operators_hear_once_who_stands_in_for_whom():
    """A provider has hundreds of instruments, and each of them changes over by itself."""
    failing = Failing([IREN, Symbol("WULF"), Symbol("CIFR")])

    for provider, after in (("yahoo", 0), ("cnbc", 60), ("yahoo", 120), ("cnbc", 180)):
        failing.says(provider, after * SECOND)

    assert [
        ("cnbc instead of yahoo", "yahoo has been silent; the first instrument was IREN"),
        (
            "yahoo instead of cnbc",
            "it is the first in order again; the first instrument was IREN",
        ),
    ] == failing.heard.noticed
    assert 9 == len(failing.heard.live.switched)


def test_they_hear_of_it_again_after_a_while():
    failing = Failing([IREN])

    for provider, after in (("yahoo", SECOND), ("cnbc", 60 * SECOND), ("yahoo", 61 * SECOND)):
        failing.says(provider, after)
    failing.says("cnbc", 60 * SECOND + SPARED)

    assert 3 == len(failing.heard.noticed)
