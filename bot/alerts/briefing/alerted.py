"""Alerted: what fired since the last close, and what is nearest to firing now."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.alerts.briefing.basis import View
from bot.alerts.briefing.words import clock, counting, fitted
from bot.alerts.model import Alert, State
from bot.owners import plain
from bot.rules.comparisons import Crossing
from bot.rules.distance import distance
from bot.rules.engine import Instance, Stage
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Leaf
from bot.rules.sources import reads
from bot.rules.units import Unit
from bot.texts import said, unsaid

RULES = 4
SUBJECTS = 6
"""Rules that are named as having fired, and subjects of each."""

NEAR = Decimal(2)
"""How far a figure may be from a level to be near it: points, or percent of it."""

NEAREST = 3
"""Rules that are named as near to firing, and subjects of each."""

MOST = 100_000
"""Rules among which is looked for them; of more it would take too long."""

LOOKED_AT = 1000
"""Rules that are looked at."""

LONGEST = 300
"""Characters of either."""

_MEASURED = frozenset({Unit.PERCENT, Unit.PRICE, Unit.MONEY, Unit.RATIO})
_NEAR = unsaid("{subject} {figure} ({gap} to go)")

Near = tuple[Decimal, Leaf]
"""How far a condition is from holding, and the comparison that is left."""


def fired(view: View) -> str:
    """Say which rules fired about the sector, its members and its benchmark, and about whom."""
    by_rule: dict[str, list[Alert]] = {}
    for alert in _alerts(view):
        by_rule.setdefault(plain(alert.rule), []).append(alert)
    rules = list(by_rule.items())
    told = [f"{rule}: {_told(alerts, view)}" for rule, alerts in rules[:RULES]]
    left = len(rules) - RULES
    more = [said("and {number} more rules", number=left)] if left > 0 else []
    return fitted("; ".join([*told, *more]), LONGEST)


def nearly(view: View) -> str:
    """Name the rules that are nearest to firing, with what they read and how far it has to go."""
    by_rule: dict[str, list[tuple[Instance, Leaf]]] = {}
    for _, instance, leaf in sorted(_near(view), key=lambda near: near[0]):
        by_rule.setdefault(plain(instance.rule.name), []).append((instance, leaf))
    told = []
    for rule, near in list(by_rule.items())[:NEAREST]:
        first = [_left(instance, leaf, view) for instance, leaf in near[:NEAREST]]
        told.append(f"{rule}: {counting(first, len(near))}")
    return fitted("; ".join(told), LONGEST)


# The first time each fired since, and whether it still does; of what a restart forgot, what lives.
def _alerts(view: View) -> list[Alert]:
    book, since, first = view.basis.book, view.since, dict[str, Alert]()
    for alert in (*book.transitions, *book.living.values()):
        if alert.state is State.FIRING and alert.updated >= since and _concerns(alert, view):
            first.setdefault(alert.fingerprint, alert)
    return sorted(first.values(), key=lambda alert: (alert.updated, alert.rule, alert.subject))


def _concerns(alert: Alert, view: View) -> bool:
    about = alert.subject in view.symbols or view.name in {alert.subject, alert.watchlist}
    return about and view.basis.sees(alert.rule)


# That all are over is said once.
def _told(alerts: list[Alert], view: View) -> str:
    living = view.basis.book.living
    over = [alert.fingerprint not in living for alert in alerts]
    named = [_when(alert, view) for alert in alerts[:SUBJECTS]]
    if len(alerts) > 1 and all(over):
        return said("{alerts} (all over)", alerts=counting(named, len(alerts)))
    told = [
        said("{alert} (over)", alert=one) if gone else one
        for one, gone in zip(named, over, strict=False)
    ]
    return counting(told, len(alerts))


def _when(alert: Alert, view: View) -> str:
    at = clock(alert.updated, view.now)
    return at if alert.subject == view.name else f"{plain(alert.subject)} {at}"


def _near(view: View) -> Iterator[tuple[Decimal, Instance, Leaf]]:
    for instance in _instances(view):
        near = _nearest(instance.part, view.now)
        if near is not None and near[0] <= NEAR:
            yield near[0], instance, near[1]


def _instances(view: View) -> Iterator[Instance]:
    engine, basis = view.basis.engine, view.basis
    roster = engine.instances
    if len(roster) > MOST:
        return
    numbers = [n for n, rule, _ in roster.owners() if basis.sees(rule.name)]
    for number in numbers[:LOOKED_AT]:
        if number in engine.paused:
            continue
        instance = roster[number]
        if instance.stage is Stage.ARMED and not reads(instance.part).isdisjoint(view.symbols):
            yield instance


def _left(instance: Instance, leaf: Leaf, view: View) -> str:
    measure, gap = leaf.subject.measure(view.now), distance(leaf, view.now) or Decimal(0)
    return said(
        _NEAR,
        subject=plain(instance.subject),
        figure=leaf.unit.shown(measure.value),
        gap=figures.points(gap) if leaf.unit is Unit.PERCENT else figures.percent(gap),
    )


# One part of an `or` is enough, so the nearest counts; every part of an `and` is needed, so the
# furthest does; of a count, the last of those it takes.
def _nearest(part: Part, now: datetime) -> Near | None:
    match part:
        case Leaf():
            return _of_leaf(part, now)
        case Join():
            found = [_nearest(one, now) for one in part.parts]
            known = _sorted(found)
            if part.settles:
                return known[0] if known else None
            return known[-1] if len(known) == len(found) else None
        case Tally():
            known = _sorted(_nearest(one, now) for one in part.members.values())
            return known[part.least - 1] if len(known) >= part.least else None
        case Negation() | Sequence():
            return None


def _sorted(found: Iterable[Near | None]) -> list[Near]:
    return sorted((near for near in found if near is not None), key=lambda near: near[0])


def _of_leaf(leaf: Leaf, now: datetime) -> Near | None:
    if leaf.unit not in _MEASURED:
        return None
    if leaf.held:
        return Decimal(0), leaf
    gap = distance(leaf, now)
    # A crossing that was never on the near side has nothing to come closer to.
    if gap is None or (isinstance(leaf, Crossing) and gap and (gap < 0) is leaf.above):
        return None
    return abs(gap), leaf
