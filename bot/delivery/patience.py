"""Patience: how long a parcel is tried, how often, and what is done where nobody can know."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from random import Random


class Unsure(StrEnum):
    """What is done with a message that left, whose answer never came."""

    RESEND = "resend"
    """Say it once more, marked: it may repeat."""
    HOLD = "hold"
    """Say nothing, and list it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Says how the courier waits; pauses grow from `first` to `longest`, each a little by chance.

    What is older than `stale` is not sent any more. An `answer` is awaited that long. A platform
    that knows keys is trusted to know one for `known`; Discord says "the past few minutes".
    """

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(seconds=60)
    stale: timedelta = timedelta(hours=1)
    answer: timedelta = timedelta(seconds=30)
    known: timedelta = timedelta(minutes=2)
    stop: timedelta = timedelta(seconds=8)
    unsure: Unsure = Unsure.RESEND

    def pause(self, attempts: int, random: Random) -> timedelta:
        """Return how long to wait after so many tries that failed."""
        grown = min(self.first * float(2 ** min(attempts - 1, 20)), self.longest)
        return grown * random.uniform(0.5, 1)
