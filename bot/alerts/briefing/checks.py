"""Checks: what our figures say of a story's claims, in as few lines as that takes."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bot.alerts.briefing.words import fitted, listed
from bot.news.claims import Claim, Figure
from bot.news.counting.kinds import Kind
from bot.news.findings import Finding, Verdict
from bot.news.phrasing import amount, named
from bot.news.phrasing import said as claimed
from bot.news.pieces import Piece
from bot.news.quantities import Bound
from bot.texts import counted, said, unsaid

LONGEST = 260
"""Characters of a line of what does not fit, or cannot be measured."""

NAMED = 4
"""Claims of a sort that are named."""

LOOSE = Decimal("0.05")
"""From this share of it on, our figure is told beside a bound that holds."""

_OURS = Kind.PERCENT, Kind.MONEY, Kind.COUNT, Kind.MULTIPLE
_WRONG = frozenset({Verdict.OFF, Verdict.CONTRADICTS})
_CHECKED = frozenset({*_WRONG, Verdict.CONFIRMED})
_BESIDE = unsaid("{claim} (ours {figure})")


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Say what of some claims does not fit, with ours beside; and how many do."""
    told = _once(findings)
    wrong = [one for one in told if one.verdict in _WRONG]
    whole = [one for one in wrong if _needs_words(one)]
    for finding in whole[:NAMED]:
        yield fitted(said("Not so: {why}", why=finding.why), LONGEST)
    if beside := _each([one for one in told if _is_beside(one) and one not in whole]):
        claims = listed([_beside(one) for one in beside], NAMED)
        yield fitted(said("Ours beside: {claims}.", claims=claims), LONGEST)
    checked = sum(one.verdict in _CHECKED for one in told)
    holding = sum(one.verdict is Verdict.CONFIRMED for one in told)
    if checked:
        yield counted(
            checked, "{held} of {n} figure holds.", "{held} of {n} figures hold.", held=holding
        )


def unmeasured(pieces: Iterable[Piece], findings: Sequence[Finding]) -> Iterator[str]:
    """Say what cannot be measured here, and by whose word it stands."""
    told = [_by_whom(one) for one in _once(findings) if one.verdict is Verdict.UNVERIFIABLE]
    for piece in pieces:
        words, outlet = piece.words.all, piece.article.outlet
        told += [
            f"{words[one.start : one.end]} ({outlet})"
            for one in piece.quantities
            if one.kind not in _OURS
        ]
    if told := list(dict.fromkeys(told)):
        yield fitted(said("Not ours to measure: {what}.", what=listed(told, NAMED)), LONGEST)


# Outlets say the same of the same; it is checked once.
def _once(findings: Sequence[Finding]) -> list[Finding]:
    found: dict[object, Finding] = {}
    for one in findings:
        claim = one.claim
        key = (claim.subject, claim.figure, claim.on, claim.value, claim.upper, claim.bound)
        found.setdefault(key, one)
    return list(found.values())


# What is wrong of a figure says more than a bound of it that holds.
def _each(findings: list[Finding]) -> list[Finding]:
    found: dict[object, Finding] = {}
    for one in sorted(findings, key=lambda one: one.verdict not in _WRONG):
        found.setdefault((one.claim.subject, one.claim.figure, one.claim.on), one)
    return list(found.values())


# Who led, and what contradicts itself, is no matter of one figure.
def _needs_words(finding: Finding) -> bool:
    return finding.verdict is Verdict.CONTRADICTS or finding.claim.figure is Figure.LEADER


def _is_beside(finding: Finding) -> bool:
    claim, ours = finding.claim, finding.ours
    if ours is None or claim.value is None:
        return False
    if finding.verdict is Verdict.CONFIRMED and claim.bound in {Bound.OVER, Bound.UNDER}:
        return abs(ours - claim.value) > abs(claim.value) * LOOSE
    return finding.verdict in _WRONG


def _beside(finding: Finding) -> str:
    ours = finding.ours or Decimal(0)
    return said(_BESIDE, claim=_said(finding.claim), figure=amount(finding.claim, ours))


def _by_whom(finding: Finding) -> str:
    source = finding.claim.said_by
    return f"{_said(finding.claim)} ({source})" if source else _said(finding.claim)


def _said(claim: Claim) -> str:
    return f"{named(claim)} {claimed(claim)}" if claim.value is not None else named(claim)
