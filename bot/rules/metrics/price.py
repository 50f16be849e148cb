"""Price and volume: what an instrument last traded at, and how much of it."""

from datetime import datetime
from decimal import Decimal

from bot.market.tape import Tape
from bot.rules.measure import Measure, Metric, Scope, unknown
from bot.rules.units import Unit


def _price(tape: Tape, now: datetime) -> Measure:
    quote = tape.newest(now)
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    return Measure(value=quote.price, price=quote.price, source=quote.source, at=quote.at)


def _volume(tape: Tape, now: datetime) -> Measure:
    quote = tape.quote
    if quote is None or quote.volume is None:
        return unknown(f"no volume of {tape.symbol} is told")
    if tape.calendar.trading_day(quote.at) != tape.today(now):
        return unknown(f"{tape.symbol} has not traded today")
    volume = Decimal(quote.volume)
    return Measure(value=volume, price=quote.price, source=quote.source, at=quote.at)


price = Metric(
    name="price",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The last trade, in whatever session it was made.",
    read=_price,
)
volume = Metric(
    name="volume",
    unit=Unit.SHARES,
    scope=Scope.INSTRUMENT,
    meaning="Shares traded so far today, before the bell included.",
    read=_volume,
)
