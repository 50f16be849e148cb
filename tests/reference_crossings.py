"""Crossings either way, slow and obvious: on which side of its level a figure was seen before."""

from typing import TYPE_CHECKING

from bot.rules.conditions import Crosses
from tests.reference_leaves import margin

if TYPE_CHECKING:
    from tests.reference_meaning import Meaning


def crosses(history: "Meaning", leaf: Crosses, own: str, i: int) -> bool:
    """Say whether it has crossed its level and is not back, past the reset, where it came from."""
    if not history.held(leaf, own, i):
        before, now = _last_side(history, leaf, own, i), _side(history, leaf, own, i)
        return None not in {before, now} and before is not now
    value, level = (figure.value for figure in history.figures(leaf, own, i))
    assert value is not None
    assert level is not None
    ease = margin(history.reset, level, leaf.left)
    return value > level - ease if _rose(history, leaf, own, i) else value < level + ease


def ends(history: "Meaning", leaf: Crosses, own: str, i: int) -> bool:
    """Say whether a crossing ended at a moment, and not at its level."""
    over = history.read(leaf, own, i) is False and history.held(leaf, own, i)
    return over and _side(history, leaf, own, i) is not None


# On which side it is: over, or not; None at the level, and where that cannot be told.
def _side(history: "Meaning", leaf: Crosses, own: str, i: int) -> bool | None:
    value, level = (figure.value for figure in history.figures(leaf, own, i))
    return None if value is None or level is None or value == level else value > level


# On which side it was last seen, in figures that still mean the same. A crossing was seen on the
# side that it led to until it was over, however far it came back within its reset.
def _last_side(history: "Meaning", leaf: Crosses, own: str, i: int) -> bool | None:
    for j in range(i - 1, -1, -1):
        if history.rebased(leaf, own, j + 1):
            return None
        if any(figure.outside for figure in history.figures(leaf, own, j)):
            return None
        if history.held(leaf, own, j) and history.read(leaf, own, j) is not None:
            return _rose(history, leaf, own, j)
        side = _side(history, leaf, own, j)
        if side is not None:
            return side
    return None


# To which side the crossing led that holds, or held until the moment `i`.
def _rose(history: "Meaning", leaf: Crosses, own: str, i: int) -> bool | None:
    holding = i - 1
    while history.held(leaf, own, holding):
        holding -= 1
    while not history.read(leaf, own, holding):
        holding += 1
    return _side(history, leaf, own, holding)
