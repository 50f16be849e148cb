"""Edges: the prices, or the caps, at which a condition may change its answer.

A condition whose every figure is affine in one price answers the same at every price between two of
its edges. They are worked out exactly, in Decimal, from the baselines as they stand.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from bot.market import attribution
from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules.bound import Bound
from bot.rules.comparisons import Comparison, Crossing, Nearness
from bot.rules.joins import Join, Negation, Part, Tally
from bot.rules.leaves import Leaf
from bot.rules.metrics import cap, outlook, percent, price, watchlist

Series = Tape | Sector
"""What has a value that passes edges: an instrument its price, a watchlist its cap."""

Inverse = Callable[..., Decimal | None]
"""Takes a series, the time, what a metric reads, and what the metric takes in brackets."""


def _identity(
    _series: Series, _now: datetime, value: Decimal, *_arguments: object
) -> Decimal | None:
    return value


def _from_close(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.bells.previous(now)
    return close.price * (100 + value) / 100 if close else None


def _before_the_bell(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    return _from_close(tape, now, value) if tape.calendar.session(now) is Session.PRE else None


def _after_hours(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    if tape.calendar.session(now) is not Session.POST:
        return None
    close = tape.bells.of(tape.calendar.trading_day(now))
    return close.price * (100 + value) / 100 if close else None


def _from_year(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.bells.of_year(now)
    return close.price * (100 + value) / 100 if close else None


def _per_share(tape: Tape, _now: datetime, value: Decimal) -> Decimal | None:
    return value / tape.shares if tape.shares else None


def _from_base(sector: Sector, now: datetime, value: Decimal) -> Decimal | None:
    base = attribution.base(sector, now)
    return base * (100 + value) / 100 if base else None


_INVERSES: dict[int, Inverse] = {
    id(price.price): _identity,
    id(percent.change): _from_close,
    id(percent.premarket): _before_the_bell,
    id(percent.postmarket): _after_hours,
    id(percent.ytd): _from_year,
    id(cap.cap): _per_share,
    id(cap.sector_cap): _identity,
    id(watchlist.change): _from_base,
    id(outlook.projected): _identity,
    id(outlook.required): outlook.cap_at,
}
"""The value of its series at which a metric reads a value; None where none does, as it stands."""


def series_of(part: Part) -> frozenset[Series] | None:
    """Return the series whose values alone can turn `part`; None where anything else can."""
    by_price = not part.timed or by_the_day(part)
    found = [_series(leaf) for leaf in part.leaves()] if by_price else None
    if found is None or None in found:
        return None
    return frozenset(series for series in found if series is not None)


def by_the_day(part: Part) -> bool:
    """Tell whether time alone changes an answer at midnight and never between.

    It moves the edges, but is none itself.
    """
    match part:
        case Leaf():
            plain = isinstance(part, Comparison | Crossing | Nearness)
            return not part.timed or (plain and _series(part) is not None)
        case Negation():
            return by_the_day(part.part)
        case Join():
            return all(by_the_day(one) for one in part.parts)
        case Tally():
            return all(by_the_day(one) for one in part.members.values())
    return False  # one thing after another waits for its span to end


def edges_of(part: Part, series: Series, now: datetime) -> set[Decimal]:
    """Return the values of a series at which `part` may turn, as things stand at `now`."""
    found: set[Decimal] = set()
    for leaf in part.leaves():
        if _series(leaf) is series:
            found.update(edges_at(leaf, leaf.turning() or (), now))
    return found


def edges_at(leaf: Leaf, points: Iterable[Decimal], now: datetime) -> list[Decimal]:
    """Return the values of a leaf's series at which its figure comes to one of `points`."""
    subject = leaf.subject
    if not isinstance(subject, Bound):
        return []
    inverse, arguments = _INVERSES[id(subject.metric)], subject.arguments
    return [e for e in (inverse(subject.of, now, p, *arguments) for p in points) if e is not None]


def _series(leaf: Leaf) -> Series | None:
    subject = leaf.subject
    if not isinstance(subject, Bound) or leaf.turning() is None:
        return None
    return subject.of if id(subject.metric) in _INVERSES else None
