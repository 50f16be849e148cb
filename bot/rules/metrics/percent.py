"""Percent moves: how far a price is from the close it is measured against."""

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
    day = tape.calendar.previous_day(tape.calendar.trading_day(now))
    return unknown(f"no close of {tape.symbol} for {day}")


def _change(tape: Tape, now: datetime) -> Measure:
    quote = tape.newest(now)
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    close = tape.bells.previous(now)
    return move(quote, Baseline.close(*close)) if close else _no_close(tape, now)


def _in_session(tape: Tape, now: datetime, session: Session) -> Quote | Measure:
    if tape.calendar.session(now) is not session:
        return outside(f"it is not {session.label} now")
    return tape.traded_in_session(now) or unknown(f"{tape.symbol} has not traded in this session")


def _premarket(tape: Tape, now: datetime) -> Measure:
    quote = _in_session(tape, now, Session.PRE)
    if isinstance(quote, Measure):
        return quote
    close = tape.bells.previous(now)
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
    close = tape.bells.of(tape.calendar.trading_day(now))
    if close is None:
        return unknown(f"no close of {tape.symbol} for {tape.calendar.trading_day(now)}")
    return move(quote, Baseline.close(*close))


def _gap(tape: Tape, now: datetime) -> Measure:
    opened = _open_of_today(tape, now)
    if opened is None:
        hours = tape.calendar.hours(tape.calendar.trading_day(now))
        if hours is not None and now < hours.open:
            return outside("the regular session has not opened")
        return unknown(f"the open of {tape.symbol} was not seen")
    close = tape.bells.before(opened.day)
    if close is None:
        return _no_close(tape, now)
    value = (opened.price / close.price - 1) * 100
    return Measure(value=value, baseline=Baseline.close(*close), price=opened.price)


def _yesterday(tape: Tape, now: datetime) -> Measure:
    close = tape.bells.previous(now)
    if close is None:
        return _no_close(tape, now)
    base = tape.bells.before(close.day)
    if base is None:
        return unknown(f"no close of {tape.symbol} before {close.day}")
    value = (close.price / base.price - 1) * 100
    return Measure(value=value, baseline=Baseline.close(*base), price=close.price)


def _ytd(tape: Tape, now: datetime) -> Measure:
    quote = tape.newest(now)
    if quote is None:
        return unknown(f"no quote of {tape.symbol} yet")
    close = tape.bells.of_year(now)
    if close is None:
        year = tape.calendar.trading_day(now).year - 1
        return unknown(f"no close of {tape.symbol} for the end of {year}")
    return move(quote, Baseline.close(*close))


def _open_of_today(tape: Tape, now: datetime) -> Close | None:
    opened = tape.bells.opened
    return opened if opened is not None and opened.day == tape.calendar.trading_day(now) else None


_PREVIOUS = "the previous regular close"

change = Metric(
    name="change",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Last trade against the previous regular close, whatever the session.",
    formula="(last trade ÷ previous close − 1) × 100",
    baseline=_PREVIOUS,
    needs="a quote, and the close of the session day before",
    example="BTC-USD.change > 1%",
    read=_change,
)
premarket = Metric(
    name="premarket",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Last pre-market trade against the previous regular close.",
    formula="(last trade ÷ previous close − 1) × 100, before the bell",
    baseline=_PREVIOUS,
    needs="a quote before the bell, and the close of the session day before",
    example="IREN.premarket > 4%",
    read=_premarket,
)
regular = Metric(
    name="regular",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Last regular trade against today's regular open.",
    formula="(last trade ÷ today's open − 1) × 100, in the regular session",
    baseline="today's regular open",
    needs="a quote in the regular session, and to have seen its first",
    example="IREN.regular < -3%",
    read=_regular,
)
postmarket = Metric(
    name="postmarket",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Last after-hours trade against today's regular close.",
    formula="(last trade ÷ today's close − 1) × 100, after hours",
    baseline="today's regular close",
    needs="a quote after hours, and today's close",
    example="IREN.postmarket > 4%",
    read=_postmarket,
)
gap = Metric(
    name="gap",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Today's regular open against the previous regular close.",
    formula="(today's open ÷ previous close − 1) × 100, from the open on",
    baseline=_PREVIOUS,
    needs="to have seen today's open, and the close of the session day before",
    example="IREN.gap > 5%",
    read=_gap,
)
yesterday = Metric(
    name="yesterday",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="The previous regular close against the one before it.",
    formula="(previous close ÷ the close before it − 1) × 100",
    baseline="the close before the previous regular close",
    needs="the closes of the last two session days",
    example="IREN.yesterday > 5%",
    read=_yesterday,
)
ytd = Metric(
    name="ytd",
    unit=Unit.PERCENT,
    scope=Scope.INSTRUMENT,
    meaning="Last trade against the last close of the prior year.",
    formula="(last trade ÷ last close of the prior year − 1) × 100",
    baseline="the last close of the prior year",
    needs="a quote, and the last close of the prior year",
    example="IREN.ytd > 400%",
    read=_ytd,
)
