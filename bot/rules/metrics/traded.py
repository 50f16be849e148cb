"""What volume tells: the average price of the session, and whether today's volume is unusual."""

from datetime import datetime

from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.market.volumes import Volumes, Vwap
from bot.rules.measure import Measure, Metric, Scope, outside, unknown
from bot.rules.metrics.price import volume
from bot.rules.units import Unit


def _vwap(tape: Tape, now: datetime) -> Measure:
    average = tape.followers.find(Vwap, lambda: Vwap(now))
    span, quote = tape.calendar.span(now), tape.quote
    if span.session is Session.CLOSED:
        return outside("the market is closed now")
    if average.since > span.start:
        return unknown(f"{tape.symbol} was not yet followed when this session began")
    if average.start != span.start or quote is None:
        return unknown(f"{tape.symbol} has not traded in this session")
    if average.value is None:
        return unknown(f"not all trades of {tape.symbol} in this session told their shares")
    return Measure(value=average.value, source=quote.source, at=quote.at)


def _rvol(tape: Tape, now: datetime) -> Measure:
    days = tape.followers.find(Volumes, lambda: Volumes(now))
    today = volume.read(tape, now)
    if today.value is None:
        return today
    usual = days.usual(now, tape.calendar)
    if usual is None:
        return unknown(f"no full day of {tape.symbol}'s volume has been seen before today")
    if not usual:
        return unknown(f"{tape.symbol} had traded nothing by this time on the days seen")
    return Measure(value=today.value / usual, source=today.source, at=today.at)


def next_usual(tape: Tape, now: datetime) -> datetime | None:
    """Return when more is usual by then than by now, so that time alone changes `rvol`."""
    days = tape.followers.find(Volumes, lambda: Volumes(now))
    return days.next_turn(now, tape.calendar)


vwap = Metric(
    name="vwap",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The volume-weighted average price of the session that is on.",
    formula="Σ price × shares ÷ Σ shares, the shares between two quotes at the later one's price",
    needs="every quote since the session began, with its volume",
    example="IREN.price crosses above IREN.vwap",
    read=_vwap,
)
rvol = Metric(
    name="rvol",
    unit=Unit.RATIO,
    scope=Scope.INSTRUMENT,
    meaning="Today's volume so far against what is usual by this minute of the day.",
    formula="volume ÷ its mean by the end of this minute on up to the last 20 session days",
    needs="today's volume, and at least one day seen from its first trade to its last",
    example="IREN.rvol > 2x",
    read=_rvol,
)
