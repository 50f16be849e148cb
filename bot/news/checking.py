"""Checking: claims held to our own figures, and to each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.news.claims import Claim, Figure, Holder
from bot.news.contradictions import contradictions
from bot.news.counting.kinds import Bound
from bot.news.findings import Finding, Verdict
from bot.news.ledger import Leader, Ledger, Ours, Untold
from bot.news.phrasing import amount, gap, moved, named, said
from bot.news.tolerance import PRICE_SLACK, fits, is_exact, is_far, outward

MOST = 100
"""Claims of one article that are checked: a table of a whole exchange is no story."""

DIGITS = 18
"""Digits before and behind the point that a figure of a market may have at most."""

_WHOLE = 100
_SPANS = frozenset({Figure.WEEK, Figure.MONTH, Figure.QUARTER, Figure.YTD, Figure.SINCE})
_MONEY = frozenset({Figure.PRICE, Figure.CAP})


def check(
    claims: Sequence[Claim], ledger: Ledger, *, published: datetime, now: datetime
) -> tuple[Finding, ...]:
    """Say of each claim what became of it, in their order; what nobody can mean is left out."""
    held = [claim for claim in claims[:MOST] if _can_be_meant(claim)]
    against = {pair.claim: pair for pair in contradictions(held, ledger.groups())}
    found = []
    for claim in held:
        finding = _checked(claim, ledger, published, now)
        if (pair := against.get(claim)) is not None:
            finding = replace(
                finding,
                verdict=Verdict.CONTRADICTS,
                against=pair.against,
                why=f"{pair.why} {finding.why}".strip(),
            )
        found.append(finding)
    return tuple(found)


def _can_be_meant(claim: Claim) -> bool:
    told = (claim.value, claim.upper, claim.step)
    return all(
        one is None or (one.is_finite() and -DIGITS <= one.adjusted() <= DIGITS) for one in told
    )


def scored(prediction: Finding, ledger: Ledger, now: datetime) -> Finding:
    """Say what became of a prediction, once its day is over."""
    claim = prediction.claim
    money = claim.figure in _MONEY
    asked = replace(claim, due=None, on=claim.on or (claim.due if money else None))
    found = _checked(asked, ledger, ledger.settled(claim), now)
    if found.verdict is Verdict.OFF and money and _is_passed(prediction, found):
        passed = f"{_beside(asked, found.ours)}: reached, and passed: confirmed."
        return replace(found, verdict=Verdict.CONFIRMED, why=passed)
    return found


# A level is predicted to be reached: whoever said 100 at 90 was right at 130.
def _is_passed(prediction: Finding, found: Finding) -> bool:
    said_, before, after = prediction.claim.value, prediction.ours, found.ours
    level = prediction.claim.bound in {Bound.EXACT, Bound.ABOUT}
    if said_ is None or before is None or after is None or not level:
        return False
    return before < said_ < after or before > said_ > after


def _beside(claim: Claim, ours: Decimal | None) -> str:
    return f"{named(claim)}: said {said(claim)}, ours {amount(claim, ours or Decimal(0))}"


def _checked(claim: Claim, ledger: Ledger, published: datetime, now: datetime) -> Finding:
    if claim.holder is Holder.NOBODY:
        return _untold(claim, f"nobody here watches {claim.subject}")
    if claim.figure is Figure.LEADER:
        return _led(claim, ledger, published, now)
    if claim.value is None:
        return _untold(claim, "it says no number")
    ours = ledger.figure(claim, published=published, now=now)
    if claim.due is not None:
        return _predicted(claim, claim.value, ours, ledger, now)
    if isinstance(ours, Untold):
        return _untold(claim, ours.why)
    return _held(claim, ours, ledger, published, now)


def _held(claim: Claim, ours: Ours, ledger: Ledger, published: datetime, now: datetime) -> Finding:
    told = f"{_beside(claim, ours.value)}{_from(ours, now)}"
    if fits(claim, ours.value):
        why = f"{told}: confirmed{_nuance(claim, ours.value)}."
        return _finding(claim, Verdict.CONFIRMED, ours, why)
    others = ledger.others(claim, published=published, now=now)
    other = next((one for one in others if fits(claim, one.value)), None)
    if other is not None and other.fair:
        also = f"{amount(claim, other.value)} {other.of}"
        return _finding(claim, Verdict.CONFIRMED, ours, f"{told}; {also}: confirmed.")
    off = f"{told}: off by {gap(claim, ours.value)}"
    if ours.doubt:
        why = f"{off}, which need not be wrong: {ours.doubt}."
        return _finding(claim, Verdict.UNVERIFIABLE, ours, why)
    fit = _as_if(claim, ours)
    if other is not None:
        fit = f"; it fits what it did {other.of} ({amount(claim, other.value)})"
    return _finding(claim, Verdict.OFF, ours, f"{off}{fit}.")


# Outlets measure a year from different days: the base they must have had may tell which.
def _as_if(claim: Claim, ours: Ours) -> str:
    if claim.figure not in _SPANS or ours.base is None or claim.value is None:
        return ""
    if claim.value <= -_WHOLE:
        return ""
    base = ours.base * (_WHOLE + ours.value) / (_WHOLE + claim.value)
    return f"; as if from {figures.price(figures.rounded(base, 2))}"


# What a reader should know of a claim that holds: that it misleads, or how near it came.
def _nuance(claim: Claim, ours: Decimal) -> str:
    if is_far(claim, ours):
        return f", though ours is far {'more' if outward(claim) is Bound.OVER else 'less'}"
    return "" if is_exact(claim, ours) else f", {gap(claim, ours)} apart"


def _led(claim: Claim, ledger: Ledger, published: datetime, now: datetime) -> Finding:
    known = ledger.leaders(claim, published=published, now=now)
    if isinstance(known, Untold):
        return _untold(claim, known.why)
    falls = claim.value is not None and claim.value < 0
    first = known[-1] if falls else known[0]
    own = next((one for one in known if one.symbol == claim.subject), None)
    if own is None:
        return _untold(claim, f"we have no such move of {claim.subject}")
    return _placed(claim, own, first)


def _placed(claim: Claim, own: Leader, first: Leader) -> Finding:
    ours, told = Ours(value=own.value), f"{named(claim)}: ours {moved(own.value)}"
    if own.symbol == first.symbol:
        why = f"{told}, and nobody further: confirmed."
        return _finding(claim, Verdict.CONFIRMED, ours, why)
    apart = abs(own.value - first.value)
    if apart <= PRICE_SLACK * 100:
        why = f"{told}, level with {first.symbol} at {moved(first.value)}: confirmed."
        return _finding(claim, Verdict.CONFIRMED, ours, why)
    ahead = f"{first.symbol} ahead with {moved(first.value)}"
    off = figures.points(apart, signed=False)
    return _finding(claim, Verdict.OFF, ours, f"{told}, {ahead}: off by {off}.")


def _predicted(
    claim: Claim, value: Decimal, ours: Ours | Untold, ledger: Ledger, now: datetime
) -> Finding:
    told = f"{named(claim)}: {said(claim)} by {claim.due} is predicted"
    if isinstance(ours, Untold):
        return Finding(claim=claim, verdict=Verdict.PREDICTION, why=f"{told}.")
    left = ledger.days_left(claim, now)
    when = "" if left is None else f", with {left} sessions to go"
    beside = f"ours is {amount(claim, ours.value)} now{_way(claim, value, ours.value)}{when}"
    return _finding(claim, Verdict.PREDICTION, ours, f"{told}; {beside}.")


def _way(claim: Claim, value: Decimal, ours: Decimal) -> str:
    if claim.figure not in _MONEY or not ours:
        return ""
    return f", {moved((value / ours - 1) * 100)} away"


def _from(ours: Ours, now: datetime) -> str:
    parts = [f"from {ours.baseline}"] if ours.baseline else []
    if ours.of:
        parts.append(ours.of)
    if ours.at is not None:
        parts.append(f"at {figures.moment(ours.at.replace(microsecond=0), now)}")
    return f" ({', '.join(parts)})" if parts else ""


def _untold(claim: Claim, why: str) -> Finding:
    subject = named(claim) if claim.value is None else f"{named(claim)}: said {said(claim)}"
    return Finding(
        claim=claim, verdict=Verdict.UNVERIFIABLE, why=f"{subject}; we cannot tell: {why}."
    )


def _finding(claim: Claim, verdict: Verdict, ours: Ours, why: str) -> Finding:
    return Finding(claim=claim, verdict=verdict, ours=ours.value, baseline=ours.baseline, why=why)
