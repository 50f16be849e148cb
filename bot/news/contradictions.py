"""Contradictions: claims of one article that cannot both be true."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from bot.news.claims import Claim, Figure, Holder
from bot.news.counting.kinds import Bound
from bot.news.phrasing import said
from bot.owners import plain

_ABOUT = Decimal("0.05")
"""How far a number may be from what is said to be about it: a twentieth of it."""

# A price is another one a moment later, and a span without a first day may be any span.
_PASSING = frozenset((Figure.PRICE, Figure.LEADER, Figure.SINCE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Says that a `claim` cannot be true if `against` is; `why` is a whole sentence."""

    claim: Claim
    against: Claim
    why: str


def contradictions(
    claims: Sequence[Claim], groups: Iterable[Collection[str]] = ()
) -> tuple[Contradiction, ...]:
    """Find what an article says against itself.

    Who led is held to the others of the same session; where `groups` of symbols are given, to
    those that share one with the leader.
    """
    facts = [claim for claim in claims if claim.due is None and claim.holder is not Holder.NOBODY]
    together = [frozenset(group) for group in groups]
    leaders = (claim for claim in facts if claim.figure is Figure.LEADER)
    led = (pair for leader in leaders if (pair := _outdone(leader, facts, together)))
    return (*led, *_said_twice(facts))


# The leader against whoever of the same session moved most, if that is more.
def _outdone(
    leader: Claim, facts: Sequence[Claim], together: Sequence[frozenset[str]]
) -> Contradiction | None:
    own = _own_move(leader, facts)
    if own is None or own.value is None or own.bound is Bound.OVER:
        return None
    others = [
        claim
        for claim in facts
        if _is_rival(leader, own, claim) and _share(leader.subject, claim.subject, together)
    ]
    if not others:
        return None
    most = max(others, key=_size)
    return Contradiction(claim=leader, against=most, why=_led(leader, own, most))


# The move of who led: said with it, or elsewhere of the same session.
def _own_move(leader: Claim, facts: Sequence[Claim]) -> Claim | None:
    if leader.value is not None:
        return leader
    return next(
        (c for c in facts if c.subject == leader.subject and c.figure is leader.session), None
    )


# Whether somebody else surely went further the same way in the same session.
def _is_rival(leader: Claim, own: Claim, claim: Claim) -> bool:
    if claim.subject == leader.subject or claim.holder is not Holder.INSTRUMENT:
        return False
    if claim.figure is not leader.session or claim.on != leader.on or "-" in claim.subject:
        return False
    if claim.value is None or own.value is None or claim.bound is Bound.UNDER:
        return False
    if (claim.value < 0) is not (own.value < 0):
        return False
    return _low(claim) >= _high(own)


def _share(one: str, other: str, together: Sequence[frozenset[str]]) -> bool:
    return not together or any(one in group and other in group for group in together)


def _size(claim: Claim) -> Decimal:
    return abs(claim.value or Decimal(0))


# One figure of one subject, said twice with numbers that cannot both be.
def _said_twice(facts: Sequence[Claim]) -> Iterator[Contradiction]:
    blamed: set[int] = set()
    for (_, first), (n, second) in combinations(enumerate(facts), 2):
        if n not in blamed and _is_same_figure(first, second) and _are_apart(first, second):
            blamed.add(n)
            yield Contradiction(claim=second, against=first, why=_twice(first, second))


def _is_same_figure(first: Claim, second: Claim) -> bool:
    if first.figure in _PASSING or first.figure is not second.figure:
        return False
    if (first.subject, first.currency, first.on) != (second.subject, second.currency, second.on):
        return False
    # Two sources may well disagree; the article only says so.
    return not (first.said_by and second.said_by and first.said_by != second.said_by)


# Whether no number fits both; `as much as` was a moment of the way, and fits with any.
def _are_apart(first: Claim, second: Claim) -> bool:
    if first.value is None or second.value is None:
        return False
    if Bound.UNDER in {first.bound, second.bound}:
        return False
    if (first.value < 0) is not (second.value < 0):
        return True
    return _low(first) >= _high(second) or _low(second) >= _high(first)


# The least and the most that a number can be, as it is written, whichever way it goes.
def _low(claim: Claim) -> Decimal:
    return _size(claim) - _slack(claim)


def _high(claim: Claim) -> Decimal:
    if claim.bound is Bound.OVER:
        return Decimal("Infinity")
    most = max(_size(claim), abs(claim.upper)) if claim.upper is not None else _size(claim)
    return most + _slack(claim)


def _slack(claim: Claim) -> Decimal:
    rough = _size(claim) * _ABOUT if claim.bound is Bound.ABOUT else Decimal(0)
    return claim.step / 2 + rough


def _led(leader: Claim, own: Claim, most: Claim) -> str:
    who, other = plain(leader.subject), plain(most.subject)
    return (
        f"{who} is said to lead with {said(own)}, yet {other} moved {said(most)} in the same"
        " session."
    )


def _twice(first: Claim, second: Claim) -> str:
    return f"{plain(first.subject)} is said to be at {said(first)}, and then at {said(second)}."
