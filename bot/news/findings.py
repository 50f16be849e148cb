"""Findings: what became of a claim when it was held to what we recorded."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.news.claims import Claim


class Verdict(StrEnum):
    """What we can say of a claim."""

    CONFIRMED = "confirmed"
    OFF = "off by"
    UNVERIFIABLE = "unverifiable"
    CONTRADICTS = "contradicts itself"
    PREDICTION = "prediction"
    """Nobody can check it yet; it is kept, and scored on its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A claim, with our own figure beside it.

    `ours` is in the claim's unit, None where we have none; `baseline` says what ours is measured
    from, and of when it is. `why` is a whole sentence, as people read it. `against` is the claim
    of the same article that says otherwise.
    """

    claim: Claim
    verdict: Verdict
    ours: Decimal | None = None
    baseline: str = ""
    why: str = ""
    against: Claim | None = None
