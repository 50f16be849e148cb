"""How an instrument has moved, in the words of people who look at a screen."""

from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.market.sessions import Session
from bot.market.tape import Last, Tape
from bot.rules.explain import against
from bot.rules.measure import Baseline, Measure, Metric
from bot.rules.metrics import percent
from bot.rules.units import Unit
from bot.texts import said, unsaid

LABELS = {"premarket": unsaid("Pre-market"), "change": unsaid("Change")}
"""What people call the moves they rank by."""


def told(measure: Measure, unit: Unit = Unit.PERCENT) -> str:
    """Show a figure with what it is measured from, or `n/a` with the reason."""
    if measure.value is None:
        return f"{figures.UNKNOWN} ({measure.note})"
    return f"{unit.shown(measure.value)}{against(measure)}"


def premarket(tape: Tape, now: datetime) -> Measure:
    """Measure the pre-market move, which people go on reading after the bell."""
    measure = percent.premarket.read(tape, now)
    quote, close = tape.bells.last_premarket(now), tape.bells.previous(now)
    if not measure.outside or quote is None or close is None:
        return measure
    return percent.move(quote, Baseline.close(*close))


def of_the_session(session: Session) -> Metric[Tape]:
    """Choose the move that people rank by: before the bell the pre-market's, else the day's."""
    return percent.premarket if session is Session.PRE else percent.change


def last_price(last: Last | None, now: datetime, zone: str) -> str:
    """Show the newest price with its moment, age and source."""
    if last is None:
        why = said("no quote and no close yet")
        return f"{figures.UNKNOWN} ({why})"
    price = figures.price(last.price)
    if last.at is None:
        return said("{price}, the last close; nothing has traded since", price=price)
    return said(
        "{price} at {time}, {age} ago [{source}]",
        price=price,
        time=figures.time_of_day(last.at, zone),
        age=figures.age(now - last.at),
        source=last.source,
    )


def price_now(tape: Tape, now: datetime) -> Decimal | None:
    """Return the newest price there is, the last close included."""
    last = tape.last(now)
    return last.price if last else None
