"""How near a condition is to holding: the comparison that is left, and how far it has to go."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.rules.comparisons import Crossing
from bot.rules.distance import distance
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Leaf


@dataclass(frozen=True, slots=True)
class Near:
    """The comparison a condition waits for, and its signed `distance`; 0 where it holds."""

    leaf: Leaf
    distance: Decimal


def nearest(part: Part, now: datetime) -> Near | None:
    """Tell how near a condition that has just been read, `now`, is; None where that cannot be said.

    One part of an `or` is enough, so the nearest counts; every part of an `and` is needed, so the
    furthest does; of a count, the last of those it takes. A `not` has no figure to wait for.
    """
    match part:
        case Leaf():
            return _leaf(part, now)
        case Join():
            found = [nearest(p, now) for p in part.parts]
            known = _sorted(found)
            if part.settles:
                return known[0] if known else None
            return known[-1] if len(known) == len(found) else None
        case Tally():
            known = _sorted([nearest(p, now) for p in part.members.values()])
            return known[part.least - 1] if len(known) >= part.least else None
        case Negation() | Sequence():
            return None


def is_known(part: Part) -> bool:
    """Tell whether every figure of a condition is known, whether or not it is near anything."""
    return all(leaf.last is not None and leaf.last.value is not None for leaf in part.leaves())


def why_unknown(part: Part) -> str:
    """Say why the figures of a condition cannot be told, of the first that cannot."""
    for leaf in part.leaves():
        if leaf.last is not None and leaf.last.value is None:
            return leaf.last.note
    return "its figures were never known together"


def _sorted(found: list[Near | None]) -> list[Near]:
    return sorted((n for n in found if n is not None), key=lambda n: abs(n.distance))


def _leaf(leaf: Leaf, now: datetime) -> Near | None:
    if leaf.last is None or leaf.last.value is None:
        return None
    if leaf.held:
        return Near(leaf, Decimal(0))
    gap = distance(leaf, now)
    if gap is None:
        return None
    # A crossing that was never on the near side has nothing to come closer to.
    beyond = isinstance(leaf, Crossing) and gap and (gap < 0) is leaf.above
    return None if beyond else Near(leaf, gap)
