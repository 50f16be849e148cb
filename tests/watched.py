"""A bot whose feed and clock are the test."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from bot.alerts.model import Alert
from bot.alerts.plan import Plan
from bot.backtest.recorded import Recorded
from bot.chat import Call, Destination, Message, Reply, Right
from bot.clock import ManualClock
from bot.delivery.courier import Courier
from bot.delivery.dispatch import Dispatch
from bot.delivery.means import Means
from bot.ground import Ground, opening
from bot.holdings import Holdings
from bot.market.events import Event, Quote
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules.engine import Engine
from bot.rules.model import Rule
from handlers.acting import Acting
from handlers.answering import Answerer
from handlers.desk import Desk, Source
from handlers.preferring import preferences
from tests.ways import Plain

Number = Decimal | int | str
Time = datetime | str


def instant(when: Time) -> datetime:
    """Read `2025-10-10T12:00Z`; a time that is one already stays as it is."""
    return when if isinstance(when, datetime) else datetime.fromisoformat(when).astimezone(UTC)


class Watched:
    """A bot whose time a test turns and whose feed is the test; nothing about it waits.

    `alerts` are the transitions so far, `said` the messages offered to rooms, `refused` what was
    turned away. `clock` is the machine's, not the market's: it moves when a test turns it.
    """

    def __init__(self, market: Market, rules: Iterable[Rule], known: Iterable[Event]) -> None:
        self.market = market
        self.engine = Engine(market)
        self.alerts: list[Alert] = []
        self.said: list[Message] = []
        self.refused: list[Refusal] = []
        self.pipeline = Pipeline(market, self.engine)
        self.pipeline.herald.lead(Plain(self.said))
        self.pipeline.herald.alerted.append(self.alerts.append)
        self.book = self.pipeline.book
        self.clock = ManualClock(market.now)
        self.desk = _desk(self.pipeline, self.clock)
        for event in known:
            market.take(event)
        for rule in rules:
            self.engine.add(rule)
        self.pipeline.begin()

    def sees(self, *events: Event) -> None:
        """Follow events as the pipeline does: timers that are due first, and nothing insane."""
        for event in events:
            if self.market.now < event.seen < self.engine.horizon:
                refusal = self.pipeline.offer(event)
            elif (refusal := self.pipeline.sanity.judge(event)) is None:
                self._reach(event.seen)
                self.pipeline.take(event)
            if refusal is not None:
                self.refused.append(refusal)

    def trades(self, symbol: str, price: Number, when: Time) -> None:
        """Follow one trade, the shortest way to say it."""
        at = instant(when)
        self.sees(
            Quote(
                symbol=Symbol(symbol),
                price=Decimal(price),
                at=at,
                seen=at,
                source="test",
                volume=1000,
            )
        )

    def turns_to(self, when: Time) -> None:
        """Let time pass with nothing to see but the clock."""
        self._reach(instant(when))
        self.pipeline.tick(instant(when))

    async def asks(
        self,
        text: str,
        *,
        timezone: str = "America/New_York",
        owner: str = "",
        right: Right = Right.OPERATE,
    ) -> Reply:
        """Ask as a person would, in a room of the test's own; an `owner` sees what is its own."""
        room = Destination(platform="test", chat="room")
        call = Call(text=text, person="ann", room=room, timezone=timezone, owner=owner, right=right)
        return await Answerer(self.desk).answer(call)

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """The transitions in short: rule, subject, state."""
        return [(a.rule, a.subject, a.state.value) for a in self.alerts]

    def _reach(self, when: datetime) -> None:
        while (due := self.pipeline.next_due()) <= when:
            self.pipeline.tick(due)


async def nothing_waits() -> None:
    """Is how long something kept in memory takes to be safe."""


def _desk(pipeline: Pipeline, clock: ManualClock) -> Desk:
    source = Source(
        title="A test",
        recording=True,
        speed="120×",
        progress=lambda: 0.37,
        ended=lambda: False,
    )
    us = pipeline.market.calendars["US"]
    dispatch = Dispatch(
        Plan(), rooms=lambda: (), opening=lambda at: opening(us, at), price=lambda _symbol: None
    )
    acting = Acting(dispatch, pipeline, present=lambda: pipeline.market.now, written=nothing_waits)
    holdings = Holdings({}, pipeline.herald.keep)
    return Desk(
        pipeline=pipeline,
        courier=Courier(Means(clock=clock)),
        source=source,
        recorded=Recorded(Ground(calendars=pipeline.market.calendars), files=lambda: ()),
        acting=acting,
        started=clock.now(),
        version="0.1.0",
        clock=clock,
        holdings=holdings,
        preferences=lambda owner: preferences(holdings, owner),
    )
