"""Prebell as it runs: its whole engine behind its pipeline, followed quote by quote."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from benchmarks.streams import SYMBOLS, Stream
from benchmarks.streams import Quote as Price
from bot.alerts.model import Alert, State
from bot.market.events import Quote, Reference
from bot.market.instruments import Asset, Symbol
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.market.state import Market
from bot.market.watchlists import Watchlist
from bot.pipeline import Pipeline
from bot.rules import conditions as c
from bot.rules.engine import Edge, Engine, Turn
from bot.rules.metrics.price import price
from bot.rules.model import Rule
from bot.rules.units import Amount, Mark

START = datetime(2025, 10, 10, 14, tzinfo=UTC)  # half an hour after the bell


def symbol_of(number: int) -> Symbol:
    return Symbol(f"S{number}")


def a_market(watchlists: Iterable[Watchlist] = ()) -> Market:
    """Make a market that has heard of nothing yet."""
    return Market({"US": ExchangeCalendar.load(), "crypto": AlwaysOpen()}, watchlists, START)


def amount(value: float, mark: Mark = Mark.NONE) -> Amount:
    text = f"{value}%" if mark is Mark.PERCENT else str(value)
    return Amount(Decimal(str(value)), mark, text)


def reference(number: int, close: Decimal, shares: int) -> Reference:
    """Tell what the ledger and the percents of a symbol rest on."""
    return Reference(
        symbol=symbol_of(number),
        name=symbol_of(number),
        currency="USD",
        venue="US",
        asset=Asset.EQUITY,
        previous_close=close,
        previous_close_date=START.date() - timedelta(days=1),
        close_before=None,
        year_close=None,
        year_close_date=None,
        shares_outstanding=shares,
        shares_as_of=START.date() - timedelta(days=9),
        source="bench",
        seen=START,
    )


class Unworded(Pipeline):
    """Follows events as far as the edges they come to; alerts and their words are left out."""

    def __init__(self, market: Market, engine: Engine) -> None:
        super().__init__(market, engine)
        self.edges: list[Edge] = []

    def _follow(self, edges: list[Edge], turned: Symbol | None = None) -> None:  # noqa: ARG002 (as it is called)
        self.edges += edges


def armed(stream: Stream, made: type[Pipeline] = Pipeline) -> Pipeline:
    """Arm every rule of a stream, and let each symbol trade once where it comes in."""
    engine = Engine(a_market())
    for number, level in enumerate(stream.levels):
        term = c.Term(price, c.Of(symbol_of(number % SYMBOLS)))
        when = f"S{number % SYMBOLS}.price crosses above {level}"
        crosses = c.Crosses(left=term, above=True, right=amount(level), text=when)
        engine.add(Rule(name=f"r{number}", when=when), crosses)
    pipeline = made(engine.market, engine)
    for event in told(list(enumerate(stream.starts)), START):
        pipeline.take(event)
    return pipeline


def told(
    quotes: Sequence[tuple[int, float | Decimal]], start: datetime, first: int = 0
) -> list[Quote]:
    """Make events of a stream's quotes from its `first`; each symbol trades once a second."""
    events = []
    for number, (symbol, level) in enumerate(quotes, first):
        at = start + timedelta(seconds=number // SYMBOLS, microseconds=number % SYMBOLS)
        value = Decimal(str(level))
        events.append(Quote(symbol=symbol_of(symbol), price=value, at=at, seen=at, source="bench"))
    return events


class Whole:
    """Follows decoded quotes as the bot does, and hears which rules fire.

    Sanity, market state, ledgers, sessions, edges, arming, timers and the evidence of what fires
    are all done before the next quote.
    """

    name = "prebell, to the worded alert"

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._taken = 0
        self._fired: list[int] = []
        pipeline.herald.alerted.append(self._hear)

    def ready(self, quotes: Sequence[Price]) -> list[Quote]:
        events = told(quotes, START + timedelta(minutes=1), self._taken)
        self._taken += len(quotes)
        return events

    def run(self, ready: Sequence[Quote]) -> list[int]:
        self._fired = []
        offer = self.pipeline.offer
        for event in ready:
            offer(event)
        return self._fired

    def _hear(self, alert: Alert) -> None:
        if alert.state is State.FIRING:
            self._fired.append(int(alert.rule[1:]))  # r12 is rule 12


class ToTheEdge(Whole):
    """The same as far as the edge: which rule turned about what, when, and on what evidence."""

    name = "prebell, to the edge"

    def run(self, ready: Sequence[Quote]) -> list[int]:
        super().run(ready)
        if not isinstance(self.pipeline, Unworded):
            return []
        edges, self.pipeline.edges = self.pipeline.edges, []
        return [int(edge.rule.name[1:]) for edge in edges if edge.turn is Turn.FIRED]
