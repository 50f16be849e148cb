"""Saying: a parcel put to its platform, whose answer is awaited for so long and no longer."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from itertools import takewhile

from bot.delivery.lane import Errand
from bot.delivery.means import Means
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import Platform
from bot.errors import DeliveryError, DeliveryUnsure, StoreError


class Saying:
    """Awaits a platform's answers; `begun` is called each time there is one more to wait for."""

    def __init__(self, platform: Platform, means: Means, begun: Callable[[], None]) -> None:
        self._platform = platform
        self._means = means
        self._begun = begun
        self._awaited: dict[asyncio.Future[str], datetime] = {}

    @property
    def due(self) -> datetime | None:
        """When the first answer has been awaited for too long."""
        return next(iter(self._awaited.values()), None)

    def end_overdue(self, now: datetime) -> None:
        """Wait no longer for the answers that are overdue."""
        # They were asked for in this order, and each may take as long.
        overdue = list(takewhile(lambda one: one[1] <= now, self._awaited.items()))
        for answer, _ in overdue:
            del self._awaited[answer]
            answer.cancel()

    async def say(self, errand: Errand) -> str:
        """Say an errand's parcel; return the platform's name of it, or raise DeliveryError."""
        face = await self._face(errand.parcel)
        self._means.passing("before send")
        saying = self._platform.send(errand.parcel, face=face, repeat=errand.repeats)
        answer = asyncio.ensure_future(saying)
        self._awaited[answer] = self._means.clock.now() + self._means.patience.answer
        self._begun()
        try:
            ref = await answer
        except asyncio.CancelledError:
            if answer in self._awaited:  # it is we who are stopped
                raise
            raise DeliveryUnsure("no answer came in time") from None
        finally:
            self._awaited.pop(answer, None)
        self._means.passing("after acceptance")
        return ref

    async def _face(self, parcel: Parcel) -> str:
        if parcel.manner is Manner.NEW or not parcel.incident:
            return ""
        try:
            return await self._means.outbox.face(parcel.incident, parcel.destination)
        except StoreError as error:
            raise DeliveryError(str(error)) from error
