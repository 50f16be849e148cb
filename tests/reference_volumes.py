"""What volume tells, slow and obvious: added up anew from every trade that was told."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from bot.market.sessions import Calendar, Session
from bot.rules.measure import Measure, outside, unknown
from tests.reference_bars import measured
from tests.reference_trades import Trade

DAYS = 20


def vwap(trades: Iterable[Trade], calendar: Calendar, now: datetime, watched: datetime) -> Measure:
    """Average the prices of the session that is on, each as often as shares were traded at it."""
    span = calendar.span(now)
    if span.session is Session.CLOSED:
        return outside("")
    heard = [t for t in trades if span.start <= t.at < span.end]
    shares = [t.shares for t in heard if t.shares is not None]
    if watched > span.start or len(shares) < len(heard) or not sum(shares):
        return unknown("")
    worth = sum(Fraction(t.price) * s for t, s in zip(heard, shares, strict=True))
    return measured(Fraction(worth) / sum(shares))


def rvol(
    volume: Measure, trades: Iterable[Trade], calendar: Calendar, now: datetime, watched: datetime
) -> Measure:
    """Hold today's volume against its mean by this minute on the days seen from end to end."""
    today = calendar.trading_day(now)
    days: dict[date, list[Trade]] = {}
    for trade in trades:
        if trade.volume is not None and not trade.late:
            days.setdefault(calendar.trading_day(trade.at), []).append(trade)
    whole = [day for day in sorted(days) if day < today and _whole(day, calendar, watched)]
    minute = _minute(now, today, calendar)
    usual = [_by(minute, days[day], day, calendar) for day in whole[-DAYS:]]
    if volume.value is None or not sum(usual):
        return unknown("")
    return Measure(value=volume.value / (Decimal(sum(usual)) / len(usual)))


def _whole(day: date, calendar: Calendar, watched: datetime) -> bool:
    hours = calendar.hours(day)
    return hours is not None and watched <= hours.pre_open


# What had been traded by the end of a minute of a day.
def _by(minute: int, trades: Sequence[Trade], day: date, calendar: Calendar) -> int:
    known = [t.volume or 0 for t in trades if _minute(t.at, day, calendar) <= minute]
    return known[-1] if known else 0


def _minute(at: datetime, day: date, calendar: Calendar) -> int:
    hours = calendar.hours(day)
    assert hours is not None
    return (at - hours.open) // timedelta(minutes=1)
