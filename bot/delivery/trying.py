"""Trying again: what is done with an errand whose try has failed."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.chat import Destination
from bot.delivery.ending import Ending
from bot.delivery.lane import Errand, Lane
from bot.delivery.means import Means
from bot.delivery.platform import Platform
from bot.delivery.schedule import Schedule
from bot.delivery.verdict import Again, Closed, Elsewhere, Judge, Over
from bot.errors import DeliveryError

Reroute = Callable[[Destination, Destination, Sequence[Errand]], None]
"""Takes what was for one destination to another."""


class Trying:
    """Does what a judge has decided, and notes it before anything else leaves by that lane."""

    def __init__(
        self,
        platform: Platform,
        means: Means,
        *,
        schedule: Schedule,
        ending: Ending,
        reroute: Reroute,
    ) -> None:
        self.judge = Judge(keyed=platform.keyed, patience=means.patience, random=means.random)
        self._means = means
        self._schedule = schedule
        self._ending = ending
        self._reroute = reroute

    async def failed(self, lane: Lane, errand: Errand, error: Exception) -> None:
        """Decide what becomes of an errand, and do it."""
        match self.judge.after(errand, error, self._means.clock.now()):
            case Again() as again:
                self._wait(lane, error, again)
                if again.sure:  # else it may have left, which is noted already
                    await self._means.outbox.postpone(errand.parcel, errand.attempts)
                lane.put(errand)
            case Over() as over:
                await self._ending.over(lane, [errand], over.fate, over.reason)
            case Closed() as closed:
                await self._ending.closed(lane, [errand, *lane.take_all()], closed.why)
            case Elsewhere() as elsewhere:
                await self._move(lane, errand, elsewhere.chat)

    def _wait(self, lane: Lane, error: Exception, again: Again) -> None:
        until = self._means.clock.now() + again.after
        if isinstance(error, DeliveryError) and error.retry_after is not None:
            self._schedule.freeze(None if error.everywhere else lane.destination, until)
        else:
            self._schedule.hold(lane.destination, until)

    async def _move(self, lane: Lane, errand: Errand, chat: str) -> None:
        old = lane.destination
        new = replace(old, chat=chat)
        await self._means.outbox.moved(old, new, self._means.clock.now())
        lane.put(errand)
        errands = lane.errands()
        lane.take_all()
        self._reroute(old, new, errands)
