"""Verdicts: what is done with a parcel after a try, by what the platform said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.delivery.lane import Errand
from bot.delivery.parcel import Fate
from bot.delivery.patience import Patience, Unsure
from bot.errors import (
    DeliveryError,
    DeliveryMoved,
    DeliveryRefused,
    DeliveryUnfit,
    DeliveryUnsure,
)

STALE = "stale: not sent"
UNKNOWN = "no answer came: it may have arrived"
"""Said as well of what is given up after a try without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Try again after a pause; `sure` that it did not arrive, or not."""

    after: timedelta
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Nothing more is done with it."""

    fate: Fate
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Nothing more is done with anything for the destination."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """It is for a chat of another name."""

    chat: str


Verdict = Again | Over | Closed | Elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Decides for a platform; one that is `keyed` sees the same key once, for a while."""

    keyed: bool
    patience: Patience
    random: Random

    def before(self, errand: Errand, now: datetime) -> Over | None:
        """Decide whether an errand may leave; one that may have left already may only repeat."""
        if now - errand.since > self.patience.stale:
            return Over(fate=Fate.GIVEN_UP, reason=STALE)
        if errand.unsure is None or self._knows(errand.unsure, now):
            return None
        if self.patience.unsure is Unsure.HOLD:
            return Over(fate=Fate.UNSURE, reason=UNKNOWN)
        errand.repeats = True
        return None

    def after(self, errand: Errand, error: Exception, now: datetime) -> Verdict:
        """Decide what becomes of an errand whose try ended with `error`."""
        match error:
            case DeliveryMoved():
                return Elsewhere(chat=error.chat)
            case DeliveryRefused():
                return Closed(why=str(error))
            case DeliveryUnfit():
                return Over(fate=Fate.GIVEN_UP, reason=f"the platform will not take it: {error}")
            case DeliveryUnsure():
                return self._unsure(errand, now)
            case DeliveryError():
                return self._later(errand, error, now)
            case _:
                return Over(
                    fate=Fate.GIVEN_UP, reason=f"it could not be said: {type(error).__name__}"
                )

    def _unsure(self, errand: Errand, now: datetime) -> Verdict:
        errand.unsure = errand.unsure or now
        pause = self.patience.pause(errand.attempts, self.random)
        if self._knows(errand.unsure, now + pause):
            return Again(after=pause, sure=False)
        if errand.repeats:
            return Over(fate=Fate.UNSURE, reason=f"{UNKNOWN}, once or twice")
        if self.patience.unsure is Unsure.HOLD:
            return Over(fate=Fate.UNSURE, reason=UNKNOWN)
        return Again(after=pause, sure=False)

    def _later(self, errand: Errand, error: DeliveryError, now: datetime) -> Verdict:
        pause = error.retry_after or self.patience.pause(errand.attempts, self.random)
        if now + pause - errand.since > self.patience.stale:
            return Over(fate=Fate.GIVEN_UP, reason=f"{STALE}; {error}")
        return Again(after=pause, sure=errand.unsure is None)

    def _knows(self, unsure: datetime, now: datetime) -> bool:
        return self.keyed and now - unsure < self.patience.known
