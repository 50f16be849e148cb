"""Figures that change by time alone, and when they next do; ages, which always do, are apart."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from bot.market.sector import Sector
from bot.rules.bound import Bound, Source, Worked
from bot.rules.metrics import outlook, traded

Turn = Callable[[Any, datetime], datetime | None]


def is_clocked(sources: Iterable[Source]) -> bool:
    """Say whether one of some figures changes by time alone."""
    return any(bound.metric.name in _TURNS for bound in bounds(sources))


def next_turn(sources: Iterable[Source], now: datetime) -> datetime | None:
    """Return when one of some figures changes next though nothing is heard."""
    found = (_TURNS[b.metric.name](b.of, now) for b in bounds(sources) if b.metric.name in _TURNS)
    return min((turn for turn in found if turn is not None), default=None)


def bounds(sources: Iterable[Source]) -> Iterator[Bound]:
    """Walk the metrics that some figures are worked out from."""
    for source in sources:
        if isinstance(source, Bound):
            yield source
        elif isinstance(source, Worked):
            yield from bounds((source.left, source.right))


# What is left until a date is less from the next midnight of the venue on.
def _midnight(sector: Sector, now: datetime) -> datetime | None:
    first = sector.tapes.get(sector.watchlist.members[0])
    if first is None:
        return None
    zone = first.calendar.zone
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(now.tzinfo)


_TURNS: dict[str, Turn] = {
    traded.rvol.name: traded.next_usual,
    outlook.required.name: _midnight,
    outlook.projected.name: _midnight,
}
