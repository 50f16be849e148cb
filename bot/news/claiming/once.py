"""Once: what an article says twice is one claim."""

from collections.abc import Sequence
from dataclasses import replace

from bot.news.claiming.whens import SESSIONS
from bot.news.claims import Claim, Figure

_LEVELS = frozenset((Figure.PRICE, Figure.CAP))


def once(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Leave out what was claimed before, or is claimed later in more detail or with a source."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Claim] = []
    for n, claim in enumerate(claims):
        key = _key(claim)
        if key not in seen and not any(_says_more(other, claim) for other in claims[n + 1 :]):
            kept.append(claim)
            seen.add(key)
    return tuple(kept)


def _key(claim: Claim) -> tuple[object, ...]:
    what = (claim.subject, claim.figure, claim.value, claim.upper, claim.currency)
    return (*what, claim.on, claim.due)


# Whether a later claim says the same and more: who says so, in which session, how far one led.
def _says_more(other: Claim, claim: Claim) -> bool:
    if claim.figure in _LEVELS and claim.due is None and other.due is not None:
        # A headline says `$100 billion`, the text by when.
        return _key(replace(other, due=None)) == _key(claim)
    if other.subject != claim.subject or other.due != claim.due:
        return False
    if _key(other) == _key(claim):
        return bool(other.said_by) and not claim.said_by
    if claim.figure is Figure.LEADER:
        return other.figure is Figure.LEADER and claim.value is None and other.value is not None
    if claim.figure is not Figure.CHANGE or claim.on is not None:
        return False
    return other.figure in SESSIONS and (other.value, other.upper) == (claim.value, claim.upper)
