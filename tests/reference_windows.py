"""Moves and new extremes, slow and obvious: looked for in every stretch at which a figure stood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import takewhile

from bot.rules.conditions import Extreme, Moves, Way
from tests.reference_leaves import margin


@dataclass(frozen=True, slots=True)
class Sight:
    """A figure at a moment at which it was looked at: its value, or that there is none now.

    `rebased` says that what it is worked out from changed its meaning then.
    """

    at: datetime
    value: Decimal | None
    outside: bool
    rebased: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch at which a figure stood; it has not `ended` where it still does."""

    value: Decimal
    began: datetime
    ended: datetime | None


def runs(sights: Iterable[Sight], *, through: bool) -> Iterator[Run]:
    """Walk the stretches at which a figure stood, newest first, as its sights are.

    A rebase that changed the figure hides what was before. So does a time at which it did not
    exist, unless we look `through` it.
    """
    run: Run | None = None
    ended: datetime | None = None
    rebased = False
    for sight in sights:
        if sight.outside:
            if run is not None:
                yield run
            if not through:
                return
            run, ended, rebased = None, sight.at, False
        elif sight.value is None:
            rebased = rebased or sight.rebased
        elif run is not None and sight.value == run.value:
            run, rebased = replace(run, began=sight.at), sight.rebased
        else:
            if run is not None:
                yield run
                if rebased:
                    return
                ended = run.began
            run, rebased = Run(sight.value, sight.at, ended), sight.rebased
    if run is not None:
        yield run


def has_moved(leaf: Moves, now: datetime, sights: Iterable[Sight]) -> bool:
    """Say whether a figure is far enough from the extreme of all at which it stood in the span."""
    start = now - leaf.span
    recent = takewhile(
        lambda run: run.ended is None or run.ended > start, runs(sights, through=False)
    )
    stood = [run.value for run in recent]
    value, low, high = stood[0], min(stood), max(stood)
    rise = value - low >= margin(leaf.margin, low, leaf.left)
    fall = high - value >= margin(leaf.margin, high, leaf.left)
    return {Way.UP: rise, Way.DOWN: fall, Way.EITHER: rise or fall}[leaf.way]


def is_new(leaf: Extreme, sights: Iterable[Sight]) -> bool | None:
    """Say whether a figure came to where it stands past all that was seen in the span before.

    It cannot be told where less than the span was watched, or nothing was seen in it.
    """
    present, *before = runs(sights, through=True)
    start = present.began - leaf.span
    seen = [run.value for run in before if run.ended is not None and run.ended > start]
    if not seen or before[-1].began > start:
        return None
    return present.value > max(seen) if leaf.high else present.value < min(seen)


def turns(span: timedelta, looks: Iterable[datetime]) -> Iterator[datetime]:
    """Walk the instants at which something leaves a window, or has lasted for a span."""
    instant = timedelta(microseconds=1)
    for look in looks:
        yield look + span
        yield look + span + instant
