"""Lines on claims: what became of each, with our own figure beside it, and who said so."""

from collections.abc import Collection, Iterable

from bot import figures
from bot.market.events import Article
from bot.news.claims import Claim, Holder
from bot.news.findings import Finding, Verdict
from bot.news.predictions import Prediction
from bot.news.words import plain
from bot.texts import said
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.newsdesk import outlet

LINES = 40
"""Claims that are told at once, what does not fit first."""

SIGNS = {
    Verdict.CONFIRMED: "✓",
    Verdict.OFF: "✗",
    Verdict.CONTRADICTS: "✗",
    Verdict.UNVERIFIABLE: "?",
    Verdict.PREDICTION: "…",
}
_ORDER = (
    Verdict.CONTRADICTS,
    Verdict.OFF,
    Verdict.PREDICTION,
    Verdict.UNVERIFIABLE,
    Verdict.CONFIRMED,
)


def lines(findings: Iterable[tuple[Finding, str]], desk: Desk) -> list[str]:
    """Tell each finding on a line, with who said so; what several say is told once, of the last.

    What does not fit comes first.
    """
    whose: dict[object, list[str]] = {}
    last: dict[object, Finding] = {}
    for finding, name in findings:
        key = (finding.verdict, *_said(finding.claim))
        whose.setdefault(key, []).append(name)
        last[key] = finding
    known = frozenset(instruments(desk))
    order = sorted(last, key=lambda key: _ORDER.index(last[key].verdict))
    told = [_signed(line(last[key], known), *whose[key]) for key in order]
    if (more := len(told) - LINES) > 0:
        return [*told[:LINES], said("and {number} more", number=figures.count(more))]
    return told


def line(finding: Finding, known: Collection[str]) -> str:
    """Tell a finding; what only others watch is not told to be watched at all."""
    claim = finding.claim
    if claim.holder is Holder.INSTRUMENT and claim.subject not in known:
        return said("? {symbol}: nobody here watches it.", symbol=claim.subject)
    return f"{SIGNS[finding.verdict]} {finding.why}"


def prediction(one: Prediction, finding: Finding, story: str, known: Collection[str]) -> str:
    """Tell a prediction with whose it is, and what became of it or how far it is."""
    return _signed(line(finding, known), plain(one.outlet), story)


def mismatch(article: Article, finding: Finding, story: str, known: Collection[str]) -> str:
    """Tell what did not fit with who said so."""
    return _signed(line(finding, known), outlet(article), story)


# What a claim says, wherever in an article it stands.
def _said(claim: Claim) -> tuple[object, ...]:
    return (
        claim.subject,
        claim.figure,
        claim.session,
        claim.value,
        claim.upper,
        claim.bound,
        claim.currency,
        claim.on,
        claim.due,
    )


def _signed(told: str, *names: str) -> str:
    whose = ", ".join(dict.fromkeys(filter(None, names)))
    return f"{told} [{whose}]" if whose else told
