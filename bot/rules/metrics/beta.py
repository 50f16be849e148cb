"""Beta and what it leaves: how an instrument moves with another, and how far it went alone."""

from datetime import datetime

from bot import figures
from bot.market.beta import Beta, Closes
from bot.market.sessions import DAY
from bot.market.tape import Tape
from bot.rules.measure import Baseline, Kind, Measure, Metric, Parameter, Scope, unknown
from bot.rules.metrics.percent import change
from bot.rules.units import Unit

RETURNS = 60
"""Daily returns a beta is taken from where none are asked for: about a quarter."""

_FEWEST, _MOST = 2, 500


def _beta(tape: Tape, now: datetime, other: Tape, n: int = RETURNS) -> Measure:
    if not _FEWEST <= n <= _MOST:
        return unknown(f"a beta is taken from {_FEWEST} to {_MOST} daily returns, not from {n}")
    own, theirs = (Closes(t.followers.bars(DAY, now), t.calendar) for t in (tape, other))
    kept = own.series.follow((Beta, other.symbol, n), lambda: Beta(own, theirs, n))
    value = kept.look()
    if value is not None:
        return Measure(value=value, source=tape.quote.source if tape.quote else "")
    if kept.shared > n:
        return unknown(f"{other.symbol} did not move in those {n} days")
    return unknown(
        f"only {kept.shared} of the {n + 1} days that it takes have been seen of both"
        f" {tape.symbol} and {other.symbol}"
    )


def _residual(tape: Tape, now: datetime, other: Tape, n: int = RETURNS) -> Measure:
    slope = _beta(tape, now, other, n)
    own, theirs = change.read(tape, now), change.read(other, now)
    if slope.value is None or own.value is None or theirs.value is None:
        return unknown(slope.note or own.note or theirs.note)
    shown = f"{figures.rounded(slope.value, 2)} × {other.symbol}'s {figures.percent(theirs.value)}"
    base = own.baseline
    return Measure(
        value=own.value - slope.value * theirs.value,
        baseline=Baseline(base.value, f"{base.name}, less {shown}") if base else None,
        price=own.price,
        source=own.source,
        at=own.at,
    )


_PARAMETERS = (
    Parameter("other", Kind.SYMBOL),
    Parameter("n", Kind.COUNT, RETURNS, least=_FEWEST, most=_MOST),
)

beta = Metric(
    name="beta",
    unit=Unit.RATIO,
    scope=Scope.INSTRUMENT,
    meaning="How far it has moved for each percent of another's, over the last n daily returns.",
    formula="covariance of both daily returns ÷ variance of the other's",
    needs="n + 1 finished days on which both have traded, seen from the open",
    example="IREN.beta(BTC-USD, 60) > 2x",
    read=_beta,
    parameters=_PARAMETERS,
)
residual = Metric(
    name="residual",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Today's change without the part that beta says came with another's.",
    formula="change − beta × the other's change",
    baseline="the previous regular close, and the other's change times beta",
    needs="the change of both, and their beta",
    example="IREN.residual(BTC-USD) > 5%",
    read=_residual,
    parameters=_PARAMETERS,
)
