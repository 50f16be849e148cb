"""Tolerance: how far a figure of ours may be from what a claim says, and the claim still hold."""

from decimal import Decimal

from bot.news.claims import Claim, Figure
from bot.news.counting.kinds import Bound

PRICE_SLACK = Decimal("0.005")
"""How far a price may have gone between writing and checking: half a percent of it."""

CAP_SLACK = Decimal("0.02")
"""Share counts differ by as much from one source to the next."""

ABOUT_MONEY = Decimal("0.02")
"""What `about` and `near` add to a price or a value, of our own figure."""

ABOUT_PERCENT = Decimal("0.1")
"""What they add to a percent, of itself: about 40 % is anything from 36 to 44."""

ROUND = Decimal("0.01")
"""Nobody tells hundreds to the point: a hundredth of a large percent is rounding."""

LARGE = 100
"""The percent from which on that is so."""

HAIR = Decimal("0.1")
"""How much of its last digit a bound may be missed by: more than 6 % is what 5.95 % rounds to."""

FAR = Decimal("0.15")
"""Past a bound by more than this share of it, the bound holds and misleads."""

_TURNED = {Bound.OVER: Bound.UNDER, Bound.UNDER: Bound.OVER}


def fits(claim: Claim, ours: Decimal) -> bool:
    """Tell whether a figure of ours is what a claim says."""
    if claim.value is None:
        return True
    low, high = _ends(claim)
    slack = _slack(claim, ours)
    bound = outward(claim)
    if bound is Bound.OVER:
        return ours >= low - claim.step * HAIR - slack
    if bound is Bound.UNDER:
        return ours <= high + claim.step * HAIR + slack
    return low - _rounding(claim, low) - slack <= ours <= high + _rounding(claim, high) + slack


def is_exact(claim: Claim, ours: Decimal) -> bool:
    """Tell whether a figure fits as it is written, whatever prices did meanwhile."""
    low, high = _ends(claim)
    bound = outward(claim)
    if bound is Bound.OVER:
        return ours >= low
    if bound is Bound.UNDER:
        return ours <= high
    return low - _rounding(claim, low) <= ours <= high + _rounding(claim, high)


def is_far(claim: Claim, ours: Decimal) -> bool:
    """Tell whether a claim is right by its bound alone: over 4 % is said of 40 %."""
    bound = outward(claim)
    low, high = _ends(claim)
    if bound is Bound.OVER:
        return ours > low + abs(low) * FAR + _rounding(claim, low) + _slack(claim, ours)
    if bound is Bound.UNDER:
        return ours < high - abs(high) * FAR - _rounding(claim, high) - _slack(claim, ours)
    return False


def outward(claim: Claim) -> Bound:
    """Return the bound as it counts: of a fall, more than 4 % is further down."""
    fall = claim.value is not None and claim.value < 0
    return _TURNED.get(claim.bound, claim.bound) if fall else claim.bound


def _ends(claim: Claim) -> tuple[Decimal, Decimal]:
    value = claim.value or Decimal(0)
    upper = value if claim.upper is None else claim.upper
    return min(value, upper), max(value, upper)


# What was said stands for all that is rounded to it.
def _rounding(claim: Claim, said: Decimal) -> Decimal:
    half = claim.step / 2
    percent = claim.figure not in {Figure.PRICE, Figure.CAP}
    return max(half, abs(said) * ROUND) if percent and abs(said) >= LARGE else half


# A percent moves with the price that it is worked out from, and more the further it has come.
def _slack(claim: Claim, ours: Decimal) -> Decimal:
    about = claim.bound is Bound.ABOUT
    if claim.figure is Figure.CAP:
        return abs(ours) * (CAP_SLACK + (ABOUT_MONEY if about else 0))
    still = claim.figure is Figure.YESTERDAY or claim.on is not None  # its price moves no more
    if claim.figure is Figure.PRICE:
        return abs(ours) * ((0 if still else PRICE_SLACK) + (ABOUT_MONEY if about else 0))
    moving = Decimal(0) if still and claim.figure is not Figure.SINCE else PRICE_SLACK
    return moving * abs(100 + ours) + (abs(ours) * ABOUT_PERCENT if about else 0)
