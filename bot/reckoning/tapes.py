"""Figures of one instrument, as articles claim them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from bot.market.closes import Close
from bot.market.events import Quote
from bot.market.instruments import Asset
from bot.market.sessions import Calendar, Session
from bot.market.tape import Tape
from bot.news.claims import Claim, Figure
from bot.news.ledger import Ours, Untold
from bot.reckoning import written
from bot.rules.measure import Baseline, Metric
from bot.rules.metrics import cap, percent, price

_FIRST: dict[Figure, Callable[[date], date]] = {
    Figure.WEEK: lambda day: day - timedelta(days=day.weekday()),
    Figure.MONTH: lambda day: day.replace(day=1),
    Figure.QUARTER: lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
}
"""The first day of what is called this week, this month, this quarter."""

_LONGEST_WEEKEND = timedelta(days=7)
_DAY = timedelta(days=1)
_MONEY = frozenset({Figure.PRICE, Figure.CAP})
_OF_A_DAY = frozenset({Figure.CHANGE, Figure.PREMARKET, Figure.REGULAR})
_ANY_HOUR = "a coin's day begins whenever one likes, and ours at midnight UTC"


def figure(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    """Return our figure of what is claimed of an instrument."""
    currency = tape.reference.currency if tape.reference else "USD"
    if claim.figure in _MONEY and claim.currency != currency:
        return Untold(f"it is in {claim.currency}, and ours are in {currency}")
    return _READ[claim.figure](claim, tape, published, now)


def others(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Iterator[Ours]:
    """Return what else of an instrument may have been measured and called the same.

    A year is measured to last night's close as fairly as to the last trade, and a session from
    its open. The session before is another, and a likely slip; yet until the bell nobody can have
    seen a session of today.
    """
    day = tape.calendar.trading_day(published)
    last = tape.bells.before(day)
    if claim.figure in {*_FIRST, Figure.YTD, Figure.SINCE} and last is not None:
        base = _base(claim, tape, day, published)
        if base is not None and base.day < last.day:
            yield _from_to(base, last, f"to {written.close(last)}", fair=True)
    if claim.figure is Figure.SINCE and claim.on is not None:
        before = _last_before(tape, claim.on, now)
        quote = tape.newest(now)
        if before is not None and quote is not None:
            base_name = f"from {written.close(before)}"
            yield Ours(value=(quote.price / before.price - 1) * 100, of=base_name, fair=True)
    if claim.figure in {Figure.REGULAR, Figure.CHANGE} and claim.on is None:
        yield from _from_the_open(tape, day)
    if claim.figure in _OF_A_DAY and claim.on is None:
        yesterday = _between(tape, _day_before(tape.calendar, published))
        if isinstance(yesterday, Ours):
            recap = claim.figure is not Figure.PREMARKET
            fair = recap and _is_before_the_open(tape.calendar, published)
            yield Ours(value=yesterday.value, of="in the session before", fair=fair)
    if claim.figure is Figure.PRICE and claim.on is None and last is not None:
        yield Ours(value=last.price, of=f"at the close of {last.day}", fair=True)


def last_session(calendar: Calendar, day: date) -> date:
    """Return a day if it is a session day, else the last one before it."""
    return day if calendar.trades_on(day) else calendar.previous_day(day)


def _is_before_the_open(calendar: Calendar, at: datetime) -> bool:
    hours = calendar.hours(calendar.trading_day(at))
    return hours is not None and at < hours.open


# By the day that the clock on its wall shows: of a Saturday's article the day before is Friday.
def _day_before(calendar: Calendar, published: datetime) -> date:
    return calendar.previous_day(published.astimezone(calendar.zone).date())


def _price(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    if claim.on is None:
        return written.told(price.price.read(tape, now), published)
    day = last_session(tape.calendar, claim.on)
    close = tape.bells.of(day)
    if close is None:
        return Untold(f"no close of {tape.symbol} for {day}")
    return Ours(value=close.price, of=f"the close of {day}")


def _cap(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    if claim.on is None:
        return written.told(cap.cap.read(tape, now), published)
    day = last_session(tape.calendar, claim.on)
    close, shares = tape.bells.of(day), tape.shares
    if close is None or shares is None:
        lacking = "share count" if close else f"close for {day}"
        return Untold(f"no {lacking} of {tape.symbol}")
    return Ours(value=close.price * shares, of=f"at the close of {day}")


def _yesterday(claim: Claim, tape: Tape, published: datetime, _: datetime) -> Ours | Untold:
    return _between(tape, claim.on or _day_before(tape.calendar, published))


# A day that has closed has moved from close to close; what follows is told as after hours.
def _change(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    day = tape.calendar.trading_day(published)
    if claim.on is not None and claim.on != day:
        return _between(tape, claim.on)
    hours = tape.calendar.hours(day)
    if hours is not None and hours.close <= published:
        closed = _between(tape, day)
        if isinstance(closed, Ours):
            return closed
    ours = _today(percent.change, tape, published, now)
    if isinstance(ours, Ours) and _is_coin(tape) and not ours.doubt:
        return Ours(value=ours.value, baseline=ours.baseline, at=ours.at, doubt=_ANY_HOUR)
    return ours


# Once the bell has rung the last trade before it is still what an article before it was about.
def _premarket(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    day = claim.on or tape.calendar.trading_day(published)
    quote = tape.bells.last_premarket(now)
    if quote is None or tape.calendar.trading_day(quote.at) != day:
        return Untold(f"{tape.symbol} has not traded before the bell of {day}, as far as we know")
    return _since_close(tape, quote, tape.bells.before(day), published)


# Likewise once the evening is over; in the morning it is last evening that is spoken of.
def _after_hours(claim: Claim, tape: Tape, published: datetime, _: datetime) -> Ours | Untold:
    calendar, quote = tape.calendar, tape.quote
    day = claim.on or calendar.trading_day(published)
    if claim.on is None and _is_before_the_open(calendar, published):
        day = calendar.previous_day(day)
    if (
        quote is None
        or calendar.trading_day(quote.at) != day
        or calendar.session(quote.at) is not Session.POST
    ):
        return Untold(f"no trade of {tape.symbol} after the bell of {day} is at hand")
    return _since_close(tape, quote, tape.bells.of(day), published)


def _year_to_date(_: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    return _today(percent.ytd, tape, published, now)


def _span(claim: Claim, tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    if claim.figure is Figure.SINCE and claim.on is None:
        return Untold("it does not say since when")
    day = tape.calendar.trading_day(published)
    base = _base(claim, tape, day, now)
    if base is None:
        return Untold(f"no close of {tape.symbol} from before that time")
    quote = tape.newest(now)
    if quote is not None:
        return _since_close(tape, quote, base, published)
    return Untold(f"no quote of {tape.symbol} yet")


def _over_a_year(_claim: Claim, _tape: Tape, _published: datetime, _now: datetime) -> Ours | Untold:
    return Untold("closes are kept for a quarter of a year")


def _leader(_claim: Claim, _tape: Tape, _published: datetime, _now: datetime) -> Ours | Untold:
    return Untold("who leads is no figure of one instrument")


def _today(metric: Metric[Tape], tape: Tape, published: datetime, now: datetime) -> Ours | Untold:
    day = tape.calendar.trading_day(published)
    if tape.calendar.trading_day(now) != day:
        return Untold(f"the day it speaks of, {day}, is over")
    return written.told(metric.read(tape, now), published)


def _since_close(
    tape: Tape, quote: Quote, close: Close | None, published: datetime
) -> Ours | Untold:
    if close is None:
        return Untold(f"no close of {tape.symbol} to measure it from")
    return written.told(percent.move(quote, Baseline.close(*close)), published)


# From the close before a day to its own.
def _between(tape: Tape, day: date) -> Ours | Untold:
    close, before = tape.bells.of(day), tape.bells.before(day)
    if close is None or before is None:
        missing = day if close is None else tape.calendar.previous_day(day)
        return Untold(f"no close of {tape.symbol} for {missing}")
    return _from_to(before, close, f"to {written.close(close)}")


def _from_to(base: Close, close: Close, of: str, *, fair: bool = False) -> Ours:
    value = (close.price / base.price - 1) * 100
    return Ours(value=value, baseline=written.close(base), of=of, fair=fair)


def _from_the_open(tape: Tape, day: date) -> Iterator[Ours]:
    opened, close = tape.bells.opened, tape.bells.of(day)
    if opened is None or opened.day != day:
        return
    quote = tape.bells.regular
    newest = close.price if close is not None else quote.price if quote is not None else None
    if newest is not None:
        value = (newest / opened.price - 1) * 100
        yield Ours(value=value, of="from the open", fair=True)


def _base(claim: Claim, tape: Tape, day: date, now: datetime) -> Close | None:
    if claim.figure is Figure.YTD:
        return tape.bells.of_year(now)
    if claim.figure is Figure.SINCE:
        return None if claim.on is None else _last_before(tape, claim.on + _DAY, now)
    return _last_before(tape, _FIRST[claim.figure](day), now)


def _last_before(tape: Tape, first: date, now: datetime) -> Close | None:
    closes = tape.bells.by_day(tape.calendar.last_finished(now))
    day = max((day for day in closes if first - _LONGEST_WEEKEND <= day < first), default=None)
    return None if day is None else Close(closes[day], day)


def _is_coin(tape: Tape) -> bool:
    return tape.reference is not None and tape.reference.asset is Asset.CRYPTO


_READ: dict[Figure, Callable[[Claim, Tape, datetime, datetime], Ours | Untold]] = {
    Figure.PREMARKET: _premarket,
    Figure.REGULAR: _change,  # outlets measure it from the close before, as ever
    Figure.POSTMARKET: _after_hours,
    Figure.CHANGE: _change,
    Figure.YESTERDAY: _yesterday,
    Figure.WEEK: _span,
    Figure.MONTH: _span,
    Figure.QUARTER: _span,
    Figure.YTD: _year_to_date,
    Figure.YEAR: _over_a_year,
    Figure.SINCE: _span,
    Figure.PRICE: _price,
    Figure.CAP: _cap,
    Figure.LEADER: _leader,
}
