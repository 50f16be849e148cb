"""What figures come to, slow and obvious: worked out anew from every trade that was ever told.

Those of one moment (a price, a percent, a cap) are the market's own.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.market.events import Event, Quote
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.state import Market
from bot.market.tape import Tape
from bot.rules import metrics
from bot.rules.conditions import Term
from bot.rules.measure import Measure, Metric, Scope, unknown
from tests import reference_bars as bars
from tests import reference_lists as lists
from tests import reference_volumes as volumes
from tests.reference_beta import beta
from tests.reference_trades import Trade, traded

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
OF_BARS: dict[str, bars.Figure] = {
    "high": bars.high,
    "low": bars.low,
    "sma": bars.sma,
    "ema": bars.ema,
    "rsi": bars.rsi,
    "atr": bars.atr,
}
VOLUME, CHANGE, CAP = (
    next(m for m in metrics.METRICS if m.name == name and m.scope is scope)
    for name, scope in (
        ("volume", Scope.INSTRUMENT),
        ("change", Scope.INSTRUMENT),
        ("cap", Scope.WATCHLIST),
    )
)
Given = Sequence[Any]
"""What stands in a metric's brackets."""


class Told:
    """Keeps every trade since we began to watch, and answers from all of them."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._watched = market.now
        self._trades: dict[Symbol, list[Trade]] = {}
        self._last: dict[Symbol, Quote] = {}
        self._worked_out: dict[Hashable, Measure] = {}
        for tape in market.tapes.values():
            if tape.quote is not None:
                self._last[tape.symbol] = tape.quote

    def hear(self, event: Event) -> None:
        """Take a trade down, before the market takes it."""
        if not isinstance(event, Quote):
            return
        tape, last = self._market.tape(event.symbol), self._last.get(event.symbol)
        trade = traded(event, last, tape.calendar, tape.since)
        self._trades.setdefault(event.symbol, []).append(trade)
        if last is None or not trade.late:
            self._last[event.symbol] = event
        elif trade.shares:
            self._last[event.symbol] = replace(last, volume=event.volume)

    def measure(self, term: Term, name: str, now: datetime) -> Measure:
        """Say what a metric of something is worth now."""
        sector = self._market.sectors.get(name)
        if sector is not None:
            return self._of_list(term.metric, sector, now, term.arguments)
        return self._of_one(term.metric, self._market.tape(Symbol(name)), now, term.arguments)

    def minutes(self, symbol: Symbol, now: datetime) -> Iterator[datetime]:
        """Walk the minutes of today at which something was traded on some day."""
        calendar = self._market.tape(symbol).calendar
        hours = calendar.hours(calendar.trading_day(now))
        assert hours is not None
        for trade in self._trades.get(symbol, ()):
            before = calendar.hours(calendar.trading_day(trade.at))
            assert before is not None
            yield hours.open + (trade.at - before.open) // MINUTE * MINUTE

    def _of_one(self, metric: Metric[Any], tape: Tape, now: datetime, given: Given) -> Measure:
        trades = self._trades.get(tape.symbol, [])
        if metric.name in OF_BARS:
            n, span = given
            return self._once(
                (metric.name, tape, n, span, len(trades)),
                lambda: OF_BARS[metric.name](self._bars(tape, span), n),
            )
        if metric.name == "vwap":
            return volumes.vwap(trades, tape.calendar, now, self._watched)
        if metric.name == "rvol":
            volume = VOLUME.read(tape, now)
            return volumes.rvol(volume, trades, tape.calendar, now, self._watched)
        if metric.name == "beta":
            return self._beta(tape, *given)
        if metric.name == "residual":
            theirs = CHANGE.read(self._market.tape(given[0]), now)
            return _less(CHANGE.read(tape, now), self._beta(tape, *given), theirs)
        return metric.read(tape, now, *given)

    def _of_list(self, metric: Metric[Any], sector: Sector, now: datetime, given: Given) -> Measure:
        tapes = [self._market.tapes.get(symbol) for symbol in sector.watchlist.members]
        if metric.name in lists.FIGURES:
            of = given[0] if given else CHANGE
            plain = [p.default for p in of.parameters]
            members = [self._of_one(of, t, now, plain) if t else unknown("") for t in tapes]
            figure = lists.FIGURES[metric.name]
            return lists.of_members(figure, members, sector.watchlist.coverage)
        if metric.name == "concentration":
            worths = [_worth(tape, now) for tape in tapes if tape is not None]
            return lists.concentration(CAP.read(sector, now), worths)
        return metric.read(sector, now, *given)

    def _beta(self, tape: Tape, other: Symbol, n: int) -> Measure:
        both = (tape, self._market.tape(other))
        told = [len(self._trades.get(t.symbol, [])) for t in both]

        def worked_out() -> Fraction | None:
            own, theirs = (bars.by_day(self._bars(t, DAY), t.calendar) for t in both)
            return beta(own, theirs, n)

        return self._once(("beta", *both, n, *told), worked_out)

    def _bars(self, tape: Tape, span: timedelta) -> list[bars.Bar]:
        trades = self._trades.get(tape.symbol, [])
        return bars.finished(trades, span, tape.calendar, self._watched)

    # What depends on the trades told alone is worked out once for as many of them.
    def _once(self, key: Hashable, work: Callable[[], Fraction | None]) -> Measure:
        if key not in self._worked_out:
            self._worked_out[key] = bars.measured(work())
        return self._worked_out[key]


def _worth(tape: Tape, now: datetime) -> Decimal | None:
    last = tape.last(now)
    return last.price * tape.shares if last is not None and tape.shares is not None else None


def _less(own: Measure, slope: Measure, theirs: Measure) -> Measure:
    if own.value is None or slope.value is None or theirs.value is None:
        return unknown("")
    return Measure(value=own.value - slope.value * theirs.value)
