"""Developments: what an article came to: its place, its claims, and what is found of them."""

from dataclasses import dataclass

from bot.market.events import Article
from bot.news.findings import Finding, Verdict
from bot.news.pieces import Piece
from bot.news.stories import Placing, Step, Story

MISMATCHES = frozenset({Verdict.OFF, Verdict.CONTRADICTS})
"""Verdicts on claims that do not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """Says that an article has come, what it is to which story, and how its claims fare."""

    placing: Placing
    findings: tuple[Finding, ...]

    @property
    def step(self) -> Step:
        return self.placing.step

    @property
    def story(self) -> Story:
        return self.placing.story

    @property
    def piece(self) -> Piece:
        return self.placing.piece

    @property
    def article(self) -> Article:
        return self.placing.piece.article

    @property
    def mismatches(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict in MISMATCHES)
