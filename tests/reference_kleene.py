"""Answers that may be unknown, joined as Kleene does: what is known may settle what is not."""

from collections.abc import Iterable

Holds = bool | None


def opposite(answer: Holds) -> Holds:
    """Say the opposite; of what cannot be told, that cannot be told either."""
    return None if answer is None else not answer


def all_hold(answers: Iterable[Holds]) -> Holds:
    """Say whether all hold: one that does not settles it, before one that cannot be told."""
    known = list(answers)
    return False if False in known else None if None in known else True


def any_holds(answers: Iterable[Holds]) -> Holds:
    """Say whether one holds: one that does settles it, before one that cannot be told."""
    known = list(answers)
    return True if True in known else None if None in known else False


def enough_hold(answers: Iterable[Holds], least: int) -> Holds:
    """Say whether at least so many hold, unless those that cannot be told could tip it."""
    known = list(answers)
    if known.count(True) >= least:
        return True
    return None if known.count(True) + known.count(None) >= least else False
