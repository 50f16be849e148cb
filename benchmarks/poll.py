"""Polls as the bot makes them, of answers that are there already, and each stage of one alone."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from time import process_time
from typing import Any

from benchmarks.answers import Trade, batches, cnbc
from benchmarks.contest import DisagreementError
from benchmarks.machine import Watch, calibrate
from benchmarks.prebell import START, Unworded, a_market, amount
from benchmarks.stages import Alone
from benchmarks.turns import Turns
from bot.feeds.cadence import Cadence
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.live import Live
from bot.feeds.polling import Poll
from bot.feeds.providers.cnbc import Cnbc
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.request import Request
from bot.following import follow
from bot.market.events import Event, FeedStatus
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.sessions import ExchangeCalendar
from bot.rules import conditions as c
from bot.rules.engine import Engine, Turn
from bot.rules.metrics.price import price
from bot.rules.model import Rule

DECODE = "decoding alone, the fields needed"
PARSE = "decoding and parsing to readings"
JUDGE = "the same, then door and failover"
WHOLE = "the bot: bytes to edges"
CYCLE = timedelta(seconds=15)
CENT = Decimal("0.01")
PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Says how many of the symbols traded since the last poll, and how far prices moved.

    A `step` is random; a `move` is everybody's, up in one poll and down in the next.
    """

    name: str
    text: str
    traded: float
    step: float = 0.0002
    move: float = 0.0


CASES = (
    Case(name="calm", text="one symbol in ten has traded since the last poll", traded=0.1),
    Case(name="busy", text="every symbol has traded, near its last price", traded=1),
    Case(name="move", text="every symbol has traded 1 % away", traded=1, move=0.01),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a case came to: seconds a symbol of each way, and how many edges a poll had."""

    case: Case
    turns: Turns
    edges: float

    def times(self, way: str) -> float:
        return self.turns.times(DECODE, way)

    def told(self) -> dict[str, Any]:
        """Return it for the file."""
        ratios = {way: self.times(way) for way in self.turns.costs}
        told = {"case": self.case.name, "edges": self.edges, "times": ratios}
        return told | self.turns.told()


class Held:
    """A clock that stands where it was last put: no wait ends, but whoever is late is let go."""

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    async def until(self, when: datetime) -> None:
        if when > self.time:
            await asyncio.Event().wait()


class Served:
    """A web whose answers are there before they are asked for."""

    def __init__(self) -> None:
        self.bodies: Iterator[bytes] = iter(())

    async def get(self, request: Request) -> Answer:  # noqa: ARG002 (asked in their order)
        return Answer(body=next(self.bodies), at=START, unchanged=False, date=None)

    def forget(self, request: Request) -> None: ...


class Rounds:
    """Lets a poll be made once each time it is told to, and ends it with a word of its own."""

    name = "cnbc"

    def __init__(self, poll: Poll) -> None:
        self.go = asyncio.Event()
        self._poll = poll

    def told(self) -> str:
        return self.name

    async def run(self, tell: Any) -> None:  # noqa: ANN401 (as Live calls it)
        while True:
            await self.go.wait()
            self.go.clear()
            await self._poll.once(tell)
            await tell(FeedStatus(feed=self.name, healthy=True, detail="", seen=START))


class Counted:
    """Tells what a feed tells, and when a round is over."""

    name = where = "bench"

    def __init__(self, live: Live) -> None:
        self.over = asyncio.Event()
        self._live = live

    async def events(self) -> AsyncIterator[Event | Refusal]:
        async for event in self._live.events():
            yield event
            if isinstance(event, FeedStatus):
                self.over.set()


class Bench:
    """A bot with its alerts armed, and the market that its polls are about."""

    def __init__(self, symbols: int, alerts: int) -> None:
        self._random = Random(7)
        self._calendar = ExchangeCalendar.load()
        self._clock = Held(START)
        names = [f"S{number}" for number in range(symbols)]
        self._trades = [
            Trade(name, Decimal(self._random.randrange(1000, 30_000)) / 100, START, 1000, CENT)
            for name in names
        ]
        engine = Engine(a_market())
        self._levels = self._armed(engine, alerts)
        self._pipeline = Unworded(engine.market, engine)
        self._web = Served()
        poll = Poll(
            Cnbc(),
            [Symbol(name) for name in names],
            web=self._web,
            clock=self._clock,
            steady=self._clock,
            calendar=self._calendar,
            cadence=Cadence(),
            near=lambda: False,
            breaker=Breaker(random=Random(0)),
        )
        self._rounds = Rounds(poll)
        live = Live(
            [self._rounds],
            door=Door(engine.market),
            failover=Failover(["cnbc"], patience=CYCLE * 2),
            clock=self._clock,
        )
        self._feed = Counted(live)
        self._alone = Alone()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the feed meanwhile; the first poll lets everybody trade once."""
        following = asyncio.create_task(follow(self._pipeline, self._feed, self._clock))
        try:
            bodies = self._bodies(self._trades)
            await self._whole(bodies)
            self._alone.judged(bodies, self._clock.time)
            yield
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    async def measure(self, case: Case, rounds: int) -> Measured:
        """Let each way take the same polls in turn."""
        turns, edges = Turns({way: [] for way in (DECODE, PARSE, JUDGE, WHOLE)}), []
        for number in range(rounds):
            bodies, expected = self._next(case, up=number % 2 == 0)
            watch, machine = Watch(), []
            for way, costs in turns.costs.items():
                machine.append(calibrate())
                self._pipeline.edges.clear()
                took = await self._took(way, bodies)
                costs.append(took / len(self._trades))
            turns.calibration.append(machine)
            turns.crowding.append(watch.crowding)
            fired = sum(edge.turn is Turn.FIRED for edge in self._pipeline.edges)
            if fired != expected:
                message = f"{case.name}: {fired} alerts fire in a poll, and {expected} should"
                raise DisagreementError(message)
            edges.append(len(self._pipeline.edges))
        return Measured(case, turns, sum(edges) / len(edges))

    # Seconds of the processor: what takes longer also meets more of whatever else is running.
    async def _took(self, way: str, bodies: Sequence[bytes]) -> float:
        start = process_time()
        if way == DECODE:
            self._alone.decoded(bodies)
        elif way == PARSE:
            self._alone.parsed(bodies)
        elif way == JUDGE:
            self._alone.judged(bodies, self._clock.time)
        else:
            await self._whole(bodies)
        return process_time() - start

    async def _whole(self, bodies: Sequence[bytes]) -> None:
        self._web.bodies = iter(bodies)
        self._feed.over.clear()
        self._rounds.go.set()
        await asyncio.wait_for(self._feed.over.wait(), PATIENCE.total_seconds())

    def _next(self, case: Case, *, up: bool) -> tuple[list[bytes], int]:
        self._clock.time += CYCLE
        before = self._trades
        self._trades = [self._moved(trade, case, up=up) for trade in before]
        expected = sum(
            sum(old.price <= level < new.price for level in self._levels[old.symbol])
            for old, new in zip(before, self._trades, strict=True)
        )
        return self._bodies(self._trades), expected

    def _moved(self, trade: Trade, case: Case, *, up: bool) -> Trade:
        if self._random.random() >= case.traded:
            return trade
        by = self._random.gauss(0, case.step) + (case.move if up else -case.move)
        at = self._clock.time - timedelta(seconds=1)
        moved = (trade.price * Decimal(1 + by)).quantize(CENT)
        return Trade(trade.symbol, moved, at, trade.volume + 100, trade.close)

    def _bodies(self, trades: Sequence[Trade]) -> list[bytes]:
        return [cnbc(batch, self._calendar) for batch in batches(trades, Cnbc.batch)]

    # What people do: levels 0.2 to 30 % over the price.
    def _armed(self, engine: Engine, alerts: int) -> dict[str, list[Decimal]]:
        levels: dict[str, list[Decimal]] = {trade.symbol: [] for trade in self._trades}
        for number in range(alerts):
            trade = self._trades[number % len(self._trades)]
            share = Decimal(1 + self._random.uniform(0.002, 0.3))
            level = (trade.price * share).quantize(Decimal("0.0001"))
            term = c.Term(price, c.Of(Symbol(trade.symbol)))
            when = f"{trade.symbol}.price crosses above {level}"
            crosses = c.Crosses(left=term, above=True, right=amount(float(level)), text=when)
            engine.add(Rule(name=f"r{number}", when=when), crosses)
            levels[trade.symbol].append(level)
        return levels
