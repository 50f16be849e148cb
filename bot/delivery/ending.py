"""Endings: what became of errands, noted in the outbox first and told afterwards."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.delivery.lane import Errand, Lane
from bot.delivery.means import Means
from bot.delivery.outbox import Face
from bot.delivery.parcel import Fate, Manner, Outcome, Parcel
from bot.delivery.verdict import UNKNOWN

log = logging.getLogger(__name__)


class Ending:
    """Notes what became of what is under way; `known` are the keys of all that has no end yet."""

    def __init__(self, means: Means) -> None:
        self.known: set[str] = set()
        self._means = means
        self._none_left = asyncio.Event()
        self._none_left.set()

    def know(self, parcel: Parcel) -> bool:
        """Begin to wait for the end of a parcel; tell whether it is a new one."""
        if parcel.key in self.known:
            return False
        self.known.add(parcel.key)
        self._none_left.clear()
        return True

    def forget(self, parcel: Parcel) -> None:
        self.known.discard(parcel.key)
        if not self.known:
            self._none_left.set()

    async def wait(self) -> None:
        """Return once nothing is left to wait for."""
        await self._none_left.wait()

    async def sent(self, lane: Lane, errand: Errand, ref: str) -> None:
        """Note that it has arrived, and how it can be found there."""
        lane.sent += 1
        parcel, now = errand.parcel, self._now()
        reason = "sent again, marked: it may repeat" if errand.repeats else parcel.message.reason
        faces = []
        if ref and parcel.incident and parcel.manner is not Manner.REPLY:
            faces = [Face(incident=parcel.incident, destination=lane.destination, ref=ref, at=now)]
        outcome = _outcome(errand, Fate.SENT, reason, now, ref=ref)
        await self._settle([(errand, outcome)], faces=faces)
        self._means.told(parcel, outcome)

    async def over(self, lane: Lane, errands: Iterable[Errand], fate: Fate, reason: str) -> None:
        """Note that nothing more is done with these, and why."""
        ended = [(errand, _over(errand, fate, reason, self._now())) for errand in errands]
        unsure = sum(outcome.fate is Fate.UNSURE for _, outcome in ended)
        lane.unsure += unsure
        lane.failed += len(ended) - unsure
        for errand, outcome in ended:
            where = {"destination": str(lane.destination), "title": errand.parcel.message.title}
            why = {"fate": outcome.fate.value, "why": outcome.reason}
            log.error("message was given up", extra=where | why)
        await self._settle(ended)
        for errand, outcome in ended:
            self._means.failed(errand.parcel, outcome)

    async def closed(self, lane: Lane, errands: Iterable[Errand], why: str) -> None:
        """Note that a destination takes nothing more, and so nothing of what waits for it."""
        lane.disabled = why
        where = {"destination": str(lane.destination), "why": why}
        log.error("destination refuses messages and is disabled", extra=where)
        await self._means.outbox.disable(lane.destination, why, self._now())
        await self.over(lane, errands, Fate.GIVEN_UP, f"the destination is disabled: {why}")
        self._means.warn(lane.destination, why)

    async def merged(
        self, told: Sequence[Errand], overtaken: Sequence[Errand], errand: Errand | None
    ) -> None:
        """Note what is told within another errand, and what a later edit has made needless."""
        now, ended = self._now(), []
        if errand is not None:
            self.know(errand.parcel)
            ended = [(one, _outcome(one, Fate.MERGED, "told with others", now)) for one in told]
        ended += [(e, _outcome(e, Fate.MERGED, "a later edit says it", now)) for e in overtaken]
        instead = [] if errand is None else [errand.parcel]
        await self._settle(ended, instead=instead)
        for one, outcome in ended:
            self._means.failed(one.parcel, outcome)  # it stands nowhere by itself

    async def _settle(
        self,
        ended: Sequence[tuple[Errand, Outcome]],
        *,
        faces: Sequence[Face] = (),
        instead: Sequence[Parcel] = (),
    ) -> None:
        self._means.passing("before mark")
        try:
            outcomes = [outcome for _, outcome in ended]
            await self._means.outbox.settle(outcomes, faces=faces, instead=instead)
        finally:
            for errand, _ in ended:
                self.forget(errand.parcel)

    def _now(self) -> datetime:
        return self._means.clock.now()


# What may have left already is not given up: nobody knows.
def _over(errand: Errand, fate: Fate, reason: str, at: datetime) -> Outcome:
    if fate is Fate.GIVEN_UP and errand.unsure is not None:
        fate, reason = Fate.UNSURE, f"{UNKNOWN}; {reason}"
    return _outcome(errand, fate, reason, at)


def _outcome(errand: Errand, fate: Fate, reason: str, at: datetime, *, ref: str = "") -> Outcome:
    parcel = errand.parcel
    return Outcome(
        at=at,
        destination=parcel.destination,
        fate=fate,
        reason=reason,
        fingerprints=parcel.message.fingerprints,
        key=parcel.key,
        ref=ref,
        attempts=errand.attempts,
    )
