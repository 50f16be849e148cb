"""Figures of a whole watchlist, as articles claim them of a group."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from statistics import mean

from bot.market.closes import Close
from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.news.claims import Claim, Figure
from bot.news.ledger import Ours, Untold
from bot.reckoning import written
from bot.reckoning.tapes import last_session
from bot.rules.metrics import cap, percent, watchlist

_NOW = frozenset({Figure.CHANGE, Figure.PREMARKET, Figure.REGULAR})
_ONLY = "of a whole list we keep its value, and its moves of a day and of the year"


def figure(claim: Claim, sector: Sector, published: datetime, now: datetime) -> Ours | Untold:
    """Return our figure of what is claimed of a watchlist."""
    if claim.figure is Figure.CAP:
        return _cap(claim, sector, published, now)
    first = first_of(sector)
    if first is None:
        return Untold("nothing is known of its members yet")
    if claim.figure is Figure.YTD:
        return _of_the_year(sector, published, now)
    day = _day(claim, first, published)
    if day is None:
        return Untold(_ONLY)
    if _is_over(first, day, published):
        return _between(sector, day)
    return _moving(claim, sector, first, published, now)


def others(claim: Claim, sector: Sector, published: datetime, now: datetime) -> Iterator[Ours]:
    """Return what else of a list may have been measured and called the same.

    The plain mean of its members' moves is as fair as to weigh them by their worth; and what it
    was worth at its highest and lowest today is what somebody may have seen it reach.
    """
    if claim.figure is Figure.CAP and claim.on is None:
        yield from _extremes(sector, published)
    first = first_of(sector)
    moving = claim.figure in _NOW and claim.on is None and first is not None
    if not moving or isinstance(figure(claim, sector, published, now), Untold):
        return
    tapes = [sector.tapes[symbol] for symbol in sector.watchlist.members]
    values = [percent.change.read(tape, now).value for tape in tapes]
    known = [value for value in values if value is not None]
    if len(known) == len(values):
        yield Ours(value=mean(known), of="as the plain mean of its members", fair=True)


def first_of(sector: Sector) -> Tape | None:
    """Return its first member's tape: a sector's members keep the same hours."""
    return sector.tapes.get(sector.watchlist.members[0])


# The day whose move is claimed; None for any longer time.
def _day(claim: Claim, first: Tape, published: datetime) -> date | None:
    if claim.figure is Figure.YESTERDAY:
        local = published.astimezone(first.calendar.zone).date()
        return claim.on or first.calendar.previous_day(local)
    if claim.figure in _NOW:
        return claim.on or first.calendar.trading_day(published)
    return None


# Whether a day's last regular trade was made before an article.
def _is_over(first: Tape, day: date, published: datetime) -> bool:
    hours = first.calendar.hours(day)
    return hours is not None and hours.close <= published


# What was written a while ago is held to the minute it was written in.
def _cap(claim: Claim, sector: Sector, published: datetime, now: datetime) -> Ours | Untold:
    if claim.currency != "USD":
        return Untold(f"it is in {claim.currency}, and ours are in USD")
    if claim.on is not None and isinstance(closing := _closing(sector, claim.on), Ours):
        return closing
    if now - published <= written.LATE:
        return written.told(cap.sector_cap.read(sector, now), published)
    minutes = [(at, value) for at, value in sector.minutes.series if at <= published]
    if not minutes:
        return Untold("it was written before we began to add that up")
    at, value = minutes[-1]
    return Ours(value=value, at=at)


def _extremes(sector: Sector, published: datetime) -> Iterator[Ours]:
    first = first_of(sector)
    if first is None:
        return
    calendar, series = first.calendar, sector.minutes.series
    day = calendar.trading_day(published)
    values = [value for at, value in series if at <= published and calendar.trading_day(at) == day]
    if values:
        yield Ours(value=max(values), of="at its highest that day", fair=True)
        yield Ours(value=min(values), of="at its lowest that day", fair=True)


def _closing(sector: Sector, on: date) -> Ours | Untold:
    first = first_of(sector)
    day = last_session(first.calendar, on) if first is not None else on
    value = _worth(sector, lambda tape: tape.bells.of(day))
    if isinstance(value, Untold):
        return value
    return Ours(value=value, of=f"at the closes of {day}")


def _moving(
    claim: Claim, sector: Sector, first: Tape, published: datetime, now: datetime
) -> Ours | Untold:
    if first.calendar.trading_day(published) != first.calendar.trading_day(now):
        return Untold("the day it speaks of is over")
    if claim.figure is Figure.PREMARKET and first.calendar.session(now) is not Session.PRE:
        return Untold("the pre-market is over")
    return written.told(watchlist.change.read(sector, now), published)


def _of_the_year(sector: Sector, published: datetime, now: datetime) -> Ours | Untold:
    worth = cap.sector_cap.read(sector, now)
    base = _worth(sector, lambda tape: tape.bells.of_year(now))
    if worth.value is None:
        return Untold(worth.note)
    if isinstance(base, Untold):
        return base
    return Ours(
        value=(worth.value / base - 1) * 100,
        baseline="the members' last closes of the year before, at today's share counts",
        at=worth.at,
        doubt=written.newer(worth.at, published),
    )


def _between(sector: Sector, day: date) -> Ours | Untold:
    ended = _worth(sector, lambda tape: tape.bells.of(day))
    began = _worth(sector, lambda tape: tape.bells.before(day))
    if isinstance(ended, Untold):
        return ended
    if isinstance(began, Untold):
        return began
    return Ours(
        value=(ended / began - 1) * 100, baseline="the closes before", of=f"to those of {day}"
    )


# At today's share counts, so that an issue of shares is no move.
def _worth(sector: Sector, close_of: Callable[[Tape], Close | None]) -> Decimal | Untold:
    total = Decimal(0)
    for symbol in sector.watchlist.members:
        tape = sector.tapes[symbol]
        close, shares = close_of(tape), tape.shares
        if close is None or shares is None:
            return Untold(f"no {'close' if close is None else 'share count'} of {symbol} for that")
        total += close.price * shares
    return total
