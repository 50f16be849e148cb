"""Edges: the prices, or the caps, at which a condition may change its answer.

A condition whose every figure is affine in one price answers the same at every price between two of
its edges. They are worked out exactly, in Decimal, from the baselines as they stand.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules.bound import Bound
from bot.rules.joins import Part
from bot.rules.leaves import Leaf
from bot.rules.metrics import cap, percent, price, watchlist

Series = Tape | Sector
"""What has a value that passes edges: an instrument its price, a watchlist its cap."""

Inverse = Callable[[Any, datetime, Decimal], Decimal | None]


def _identity(_series: Series, _now: datetime, value: Decimal) -> Decimal | None:
    return value


def _from_close(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.close_before(tape.today(now))
    return close.price * (100 + value) / 100 if close else None


def _before_the_bell(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    return _from_close(tape, now, value) if tape.session(now) is Session.PRE else None


def _after_hours(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.close_of(tape.today(now)) if tape.session(now) is Session.POST else None
    return close.price * (100 + value) / 100 if close else None


def _from_year(tape: Tape, now: datetime, value: Decimal) -> Decimal | None:
    close = tape.year_close(now)
    return close.price * (100 + value) / 100 if close else None


def _per_share(tape: Tape, _now: datetime, value: Decimal) -> Decimal | None:
    return value / tape.shares if tape.shares else None


def _from_base(sector: Sector, now: datetime, value: Decimal) -> Decimal | None:
    base = sector.base(now)
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
}
"""The value of its series at which a metric reads a value; None where none does, as it stands."""


def series_of(part: Part) -> frozenset[Series] | None:
    """Return the series whose values alone can turn `part`; None where anything else can."""
    found = None if part.timed else [_series(leaf) for leaf in part.leaves()]
    if found is None or None in found:
        return None
    return frozenset(series for series in found if series is not None)


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
    inverse = _INVERSES[id(subject.metric)]
    return [e for e in (inverse(subject.of, now, p) for p in points) if e is not None]


def _series(leaf: Leaf) -> Series | None:
    subject = leaf.subject
    if not isinstance(subject, Bound) or leaf.turning() is None:
        return None
    return subject.of if id(subject.metric) in _INVERSES else None
