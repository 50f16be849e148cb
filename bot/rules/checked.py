"""Claims of an article in a line each, with what became of them."""

from collections.abc import Iterable

from bot.news.claims import Figure
from bot.news.developments import MISMATCHES
from bot.news.findings import Finding, Verdict
from bot.news.phrasing import amount, named, said

MOST = 3
"""Claims of an article that are told."""

LINE = 160
"""Characters of such a line."""


def told(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Tell what does not fit first, then what was confirmed; what nobody can check is left out."""
    known = list(findings)
    odd = [one for one in known if one.verdict in MISMATCHES]
    sure = [one for one in known if one.verdict is Verdict.CONFIRMED]
    return tuple(dict.fromkeys(map(_line, (*odd, *sure))))[:MOST]


def _line(finding: Finding) -> str:
    line = _said(finding)
    return line if len(line) <= LINE else f"{line[: LINE - 1]}…"


# That somebody else led, or was said to, is no figure of the claim's own: it takes the sentence.
def _said(finding: Finding) -> str:
    claim, verdict = finding.claim, finding.verdict
    led = claim.figure is Figure.LEADER and verdict is Verdict.OFF
    if finding.why and (led or verdict is Verdict.CONTRADICTS):
        return finding.why.rstrip(".")
    number = f" {said(claim)}" if claim.value is not None else ""
    word = "confirmed" if verdict is Verdict.CONFIRMED else "off"
    ours = f", ours {amount(claim, finding.ours)}" if finding.ours is not None else ""
    return f"{named(claim)}{number}: {word}{ours}"
