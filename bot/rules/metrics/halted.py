"""Halts: whether a venue has stopped an instrument's trading, as how long it has stood still."""

from datetime import datetime, timedelta
from decimal import Decimal

from bot.market.tape import Tape
from bot.rules.measure import Measure, Metric, Scope, outside
from bot.rules.units import Unit


def _halted(tape: Tape, now: datetime) -> Measure:
    halt = tape.trading.halt
    if halt is None or not tape.trading.halted(now):
        return outside(f"{tape.symbol} is not halted")
    seconds = Decimal((now - halt.at) // timedelta(microseconds=1)) / 1_000_000
    return Measure(value=seconds, source=halt.reason, at=halt.at)


halted = Metric(
    name="halted",
    unit=Unit.AGE,
    scope=Scope.INSTRUMENT,
    meaning="How long its venue has stopped its trading; over once trading resumes.",
    formula="now − the time of the halt, until the time of resumption that the venue tells",
    needs="a halt",
    example="IREN.halted >= 0s",
    read=_halted,
)
