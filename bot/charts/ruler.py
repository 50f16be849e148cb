"""Rulers: which instants and figures are written beside a picture, and where there is room."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import nan
from zoneinfo import ZoneInfo

from bot.charts.scene import Line

HOURS = 7
"""Instants that have room under a picture."""

_MINUTES = (5, 10, 15, 30, 60, 120, 180, 240)


def instants(start: float, end: float, zone: str) -> dict[float, str]:
    """Return round instants of a wall clock between two, and how each is written."""
    step = next((m for m in _MINUTES if (end - start) / 60 / m <= HOURS), _MINUTES[-1])
    clock = datetime.fromtimestamp(start, UTC).astimezone(ZoneInfo(zone))
    past = timedelta(
        minutes=(clock.hour * 60 + clock.minute) % step,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )
    at = start - past.total_seconds()
    found: dict[float, str] = {}
    while at <= end:
        if at >= start:
            found[at] = f"{datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)):%H:%M}"
        at += step * 60
    return found


def spread(places: Sequence[float], least: float) -> list[float]:
    """Move places apart until each is at least so far from the next, as little as that takes.

    Their order stays. Whoever has to move takes the others along, all by the same way.
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    heaps: list[tuple[float, list[int]]] = []  # the middle of each heap, and who is in it
    for number in order:
        middle, members = places[number], [number]
        while heaps and middle - heaps[-1][0] < least * (len(members) + len(heaps[-1][1])) / 2:
            before, others = heaps.pop()
            middle = (before * len(others) + middle * len(members)) / (len(others) + len(members))
            members = [*others, *members]
        heaps.append((middle, members))
    moved = list(places)
    for middle, members in heaps:
        for place, number in enumerate(members):
            moved[number] = middle + least * (place - (len(members) - 1) / 2)
    return moved


Points = tuple[list[float], list[float]]
"""Instants and figures; a figure that is no number lifts the pen."""


def strokes(line: Line, apart: float, breaks: Sequence[float]) -> tuple[Points, Points]:
    """Divide a line into what is known and what is only guessed between two points far apart.

    Where it breaks nothing is guessed: what was before means another thing than what comes after.
    """
    known: Points = ([], [])
    guessed: Points = ([], [])
    before: tuple[float, float] | None = None
    for at, value in zip(line.times, line.values, strict=True):
        broken = before is not None and any(before[0] < b <= at for b in breaks)
        if before is not None and (broken or at - before[0] > apart):
            _put(known, (at, nan))
            if not broken:
                _put(guessed, before, (at, value), (at, nan))
        _put(known, (at, value))
        before = (at, value)
    return known, guessed


def _put(points: Points, *pairs: tuple[float, float]) -> None:
    for at, value in pairs:
        points[0].append(at)
        points[1].append(value)
