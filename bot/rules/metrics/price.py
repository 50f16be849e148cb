"""The last trade: its price, how much had traded by then, and how long ago it was."""

from datetime import datetime, timedelta
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
    if tape.calendar.trading_day(quote.at) != tape.calendar.trading_day(now):
        return unknown(f"{tape.symbol} has not traded today")
    volume = Decimal(quote.volume)
    return Measure(value=volume, price=quote.price, source=quote.source, at=quote.at)


def _age(tape: Tape, now: datetime) -> Measure:
    quote = tape.quote
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    # A venue's clock may be ahead of ours; a trade is never younger than new.
    waited = max(timedelta(), now - quote.at)
    seconds = Decimal(waited // timedelta(microseconds=1)) / 1_000_000
    return Measure(value=seconds, price=quote.price, source=quote.source, at=quote.at)


price = Metric(
    name="price",
    unit=Unit.PRICE,
    scope=Scope.INSTRUMENT,
    meaning="The last trade, in whatever session it was made.",
    formula="the price of the last trade",
    needs="a quote",
    example="IREN.price crosses above $70",
    read=_price,
)
volume = Metric(
    name="volume",
    unit=Unit.SHARES,
    scope=Scope.INSTRUMENT,
    meaning="Shares traded so far today, before the bell included.",
    formula="the day's volume as the last quote told it",
    needs="a quote of today that tells the day's volume",
    example="IREN.volume > 5M",
    read=_volume,
)
age = Metric(
    name="age",
    unit=Unit.AGE,
    scope=Scope.INSTRUMENT,
    meaning="How long ago the last trade was made, in whatever session.",
    formula="now − the venue's time of the last trade",
    needs="a quote",
    example="BTC-USD.age > 10m",
    read=_age,
)
