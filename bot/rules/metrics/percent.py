"""Percent moves: how far a price is from the close it is measured against."""

from collections.abc import Callable
from datetime import datetime

from bot.market.events import Quote
from bot.market.sessions import Session
from bot.market.tape import Close, Tape
from bot.rules.measure import Baseline, Measure, Metric, Scope, outside, unknown
from bot.rules.units import Unit


def move(quote: Quote, base: Baseline) -> Measure:
    """Measure how far a trade is from a baseline, in percent."""
    return Measure(
        value=(quote.price / base.value - 1) * 100,
        baseline=base,
        price=quote.price,
        source=quote.source,
        at=quote.at,
    )


def _no_close(tape: Tape, now: datetime) -> Measure:
    day = tape.calendar.previous_day(tape.today(now))
    return unknown(f"no close of {tape.symbol} for {day}")


def _change(tape: Tape, now: datetime) -> Measure:
    quote = tape.newest(now)
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    close = tape.close_before(tape.today(now))
    return move(quote, Baseline.close(*close)) if close else _no_close(tape, now)


def _in_session(tape: Tape, now: datetime, session: Session) -> Quote | Measure:
    if tape.session(now) is not session:
        return outside(f"it is not {session.label} now")
    return tape.traded_in_session(now) or unknown(f"{tape.symbol} has not traded in this session")


def _premarket(tape: Tape, now: datetime) -> Measure:
    quote = _in_session(tape, now, Session.PRE)
    if isinstance(quote, Measure):
        return quote
    close = tape.close_before(tape.today(now))
    return move(quote, Baseline.close(*close)) if close else _no_close(tape, now)


def _regular(tape: Tape, now: datetime) -> Measure:
    quote = _in_session(tape, now, Session.REGULAR)
    if isinstance(quote, Measure):
        return quote
    opened = _open_of_today(tape, now)
    if opened is None:
        return unknown(f"the open of {tape.symbol} was not seen")
    return move(quote, Baseline(opened.price, f"the open of {opened.day}"))


def _postmarket(tape: Tape, now: datetime) -> Measure:
    quote = _in_session(tape, now, Session.POST)
    if isinstance(quote, Measure):
        return quote
    close = tape.close_of(tape.today(now))
    if close is None:
        return unknown(f"no close of {tape.symbol} for {tape.today(now)}")
    return move(quote, Baseline.close(*close))


def _gap(tape: Tape, now: datetime) -> Measure:
    opened = _open_of_today(tape, now)
    if opened is None:
        hours = tape.calendar.hours(tape.today(now))
        if hours is not None and now < hours.open:
            return outside("the regular session has not opened")
        return unknown(f"the open of {tape.symbol} was not seen")
    close = tape.close_before(opened.day)
    if close is None:
        return _no_close(tape, now)
    value = (opened.price / close.price - 1) * 100
    return Measure(value=value, baseline=Baseline.close(*close), price=opened.price)


def _yesterday(tape: Tape, now: datetime) -> Measure:
    close = tape.close_before(tape.today(now))
    if close is None:
        return _no_close(tape, now)
    base = tape.close_before(close.day)
    if base is None:
        return unknown(f"no close of {tape.symbol} before {close.day}")
    value = (close.price / base.price - 1) * 100
    return Measure(value=value, baseline=Baseline.close(*base), price=close.price)


def _ytd(tape: Tape, now: datetime) -> Measure:
    quote = tape.newest(now)
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    close = tape.year_close(now)
    if close is None:
        return unknown(f"no close of {tape.symbol} for the end of {tape.today(now).year - 1}")
    return move(quote, Baseline.close(*close))


def _open_of_today(tape: Tape, now: datetime) -> Close | None:
    opened = tape.opened
    return opened if opened is not None and opened.day == tape.today(now) else None


def _percent(name: str, meaning: str, read: Callable[[Tape, datetime], Measure]) -> Metric[Tape]:
    return Metric(name=name, unit=Unit.PERCENT, scope=Scope.INSTRUMENT, meaning=meaning, read=read)


change = _percent(
    "change", "Last trade against the previous regular close, whatever the session.", _change
)
premarket = _percent(
    "premarket", "Last pre-market trade against the previous regular close.", _premarket
)
regular = _percent("regular", "Last regular trade against today's regular open.", _regular)
postmarket = _percent(
    "postmarket", "Last after-hours trade against today's regular close.", _postmarket
)
gap = _percent("gap", "Today's regular open against the previous regular close.", _gap)
yesterday = _percent(
    "yesterday", "The previous regular close against the one before it.", _yesterday
)
ytd = _percent("ytd", "Last trade against the last close of the prior year.", _ytd)
